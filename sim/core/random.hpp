// Keyed randomness: a draw is a pure function of (seed, stream name, ordinal). It never depends on how many draws came
// before elsewhere, so adding a fault or a client shifts nothing else, and two streams never share a number.
//
// Results are the same on every compiler and processor: integers only here; distributions are in distributions.hpp.
#pragma once

#include <cstdint>
#include <string_view>

namespace groundhog {

// The key of one stream of draws, derived from a seed and a name or from a parent stream.
class RandomKey {
 public:
  explicit RandomKey(std::uint64_t seed);

  // The stream called `name` below this key: key("link").sub("n1->n2").
  RandomKey sub(std::string_view name) const;
  RandomKey sub(std::uint64_t number) const;

  // The `ordinal`-th draw: uniform 64 bits.
  std::uint64_t draw(std::uint64_t ordinal) const;

 private:
  struct Raw {};
  RandomKey(Raw, std::uint64_t state) : state_(state) {}
  std::uint64_t state_;
};

// A stream that counts its own draws.
class RandomStream {
 public:
  explicit RandomStream(RandomKey key) : key_(key) {}
  std::uint64_t next() { return key_.draw(ordinal_++); }
  std::uint64_t drawn() const { return ordinal_; }

 private:
  RandomKey key_;
  std::uint64_t ordinal_ = 0;
};

}  // namespace groundhog
