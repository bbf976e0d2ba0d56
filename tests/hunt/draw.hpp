// Draws of one part of a generated scenario: a keyed stream (sim/core/random.hpp) and what is made of it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "sim/core/random.hpp"

namespace groundhog::hunt {

class Draw {
 public:
  explicit Draw(RandomKey key) : key_(key), stream_(key) {}

  // Draws of a part with a name of its own: what is drawn there shifts nothing here.
  Draw sub(std::string_view name) const { return Draw(key_.sub(name)); }
  Draw sub(std::uint64_t number) const { return Draw(key_.sub(number)); }

  bool chance(double probability) { return groundhog::chance(stream_.next(), probability); }
  double unit() { return uniform_unit(stream_.next()); }  // [0, 1)
  std::uint64_t below(std::uint64_t bound) { return uniform_below(stream_.next(), bound); }
  std::int64_t between(std::int64_t low, std::int64_t high) { return uniform_between(stream_.next(), low, high); }
  Duration between(Duration low, Duration high) { return uniform_between(stream_.next(), low, high); }
  double log_between(double low, double high) { return log_uniform(stream_.next(), low, high); }

  // Logarithmically uniform, in whole units. 0 < unit <= low <= high.
  Duration log_between(Duration low, Duration high, Duration unit) {
    const double drawn = log_between(static_cast<double>(low / unit), static_cast<double>(high / unit) + 1.0);
    return std::min(high, unit * static_cast<std::int64_t>(drawn));
  }

  // One of a list that is not empty.
  template <typename List>
  const auto& one_of(const List& list) {
    return std::data(list)[below(std::size(list))];
  }

 private:
  RandomKey key_;
  RandomStream stream_;
};

}  // namespace groundhog::hunt
