#include "sim/scenario/simpler.hpp"

#include <chrono>
#include <limits>

namespace groundhog {
namespace {

constexpr std::int64_t largest_number = std::numeric_limits<std::int64_t>::max();

void add_series_below(std::int64_t magnitude, std::vector<std::int64_t>& into) {
  std::int64_t decade = 1;
  while (true) {
    for (const std::int64_t digit : {1, 2, 5}) {
      if (decade > magnitude / digit || decade * digit >= magnitude) return;
      into.push_back(decade * digit);
    }
    if (decade > magnitude / 10) return;
    decade *= 10;
  }
}

// 312: 300 and 400, then 310 and 320.
void add_roundings(std::int64_t magnitude, std::vector<std::int64_t>& into) {
  std::int64_t unit = 1;
  while (unit <= magnitude / 10) unit *= 10;
  for (; unit > 1; unit /= 10) {
    const std::int64_t down = magnitude / unit * unit;
    if (down == magnitude) return;
    into.push_back(down);
    if (down <= largest_number - unit) into.push_back(down + unit);
  }
}

}  // namespace

std::vector<std::int64_t> simpler_numbers(std::int64_t value) {
  if (value == 0 || value == std::numeric_limits<std::int64_t>::min()) return {};
  const std::int64_t sign = value < 0 ? -1 : 1;
  std::vector<std::int64_t> simpler = {0};
  add_series_below(value * sign, simpler);
  add_roundings(value * sign, simpler);
  for (std::int64_t& each : simpler) each *= sign;
  return simpler;
}

std::vector<Duration> simpler_durations(Duration value) {
  constexpr Duration millisecond = std::chrono::milliseconds(1);
  std::vector<Duration> simpler;
  for (const std::int64_t each : simpler_numbers(value / millisecond)) simpler.push_back(each * millisecond);
  if (value % millisecond == Duration{0}) return simpler;
  const Duration down = value - value % millisecond;
  simpler.push_back(down);
  simpler.push_back(value > Duration{0} ? down + millisecond : down - millisecond);
  return simpler;
}

}  // namespace groundhog
