#include "sim/scenario/corners.hpp"

#include <algorithm>

namespace groundhog {
namespace {

constexpr std::size_t most_combinations = 1'000;

using Extremes = std::vector<std::vector<std::string>>;  // by param, never empty

Extremes extremes_of(std::span<const Param> params) {
  Extremes extremes;
  for (const Param& param : params) {
    extremes.push_back(param.extremes());
    if (extremes.back().empty()) extremes.back().emplace_back();  // reported, reads as absent
  }
  return extremes;
}

// Beyond the most that are tried it does not matter how many there are.
std::size_t combinations_of(const Extremes& extremes) {
  std::size_t combinations = 1;
  for (const auto& each : extremes) combinations = std::min(combinations * each.size(), most_combinations + 1);
  return combinations;
}

// Its digits say which extreme each param has.
ParamValues combination(const Extremes& extremes, std::size_t number) {
  ParamValues values;
  for (const auto& each : extremes) {
    values.push_back(each[number % each.size()]);
    number /= each.size();
  }
  return values;
}

// Every param at its n-th extreme, and round again where it has fewer.
ParamValues diagonal(const Extremes& extremes, std::size_t n) {
  ParamValues values;
  for (const auto& each : extremes) values.push_back(each[n % each.size()]);
  return values;
}

ParamValues last_of_each(const Extremes& extremes) {
  ParamValues values;
  for (const auto& each : extremes) values.push_back(each.back());
  return values;
}

void add_pairs(const Extremes& extremes, const ParamValues& others, std::vector<ParamValues>& corners) {
  for (std::size_t first = 0; first < extremes.size(); ++first) {
    for (std::size_t second = first + 1; second < extremes.size(); ++second) {
      for (const std::string& one : extremes[first]) {
        for (const std::string& other : extremes[second]) {
          ParamValues& corner = corners.emplace_back(others);
          corner[first] = one;
          corner[second] = other;
        }
      }
    }
  }
}

}  // namespace

std::vector<ParamValues> corner_values(std::span<const Param> params) {
  const Extremes extremes = extremes_of(params);
  const std::size_t combinations = combinations_of(extremes);
  std::vector<ParamValues> corners;
  if (combinations <= most_combinations) {
    for (std::size_t number = 0; number < combinations; ++number) corners.push_back(combination(extremes, number));
    return corners;
  }
  std::size_t most = 1;
  for (const auto& each : extremes) most = std::max(most, each.size());
  for (std::size_t n = 0; n < most; ++n) corners.push_back(diagonal(extremes, n));
  add_pairs(extremes, diagonal(extremes, 0), corners);
  add_pairs(extremes, last_of_each(extremes), corners);
  return corners;
}

}  // namespace groundhog
