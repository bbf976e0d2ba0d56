// Quantities with a unit, as options and scenarios write them: 250ms, 1.5s, 16KiB. Exact, never negative.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sut/runtime/time.hpp"

namespace seam {

struct Unit {
  std::string_view name;
  std::int64_t scale;
};

// Ascending.
inline constexpr Unit time_units[] = {{"ns", 1},
                                      {"us", 1'000},
                                      {"ms", 1'000'000},
                                      {"s", 1'000'000'000},
                                      {"min", 60'000'000'000},
                                      {"h", 3'600'000'000'000}};
inline constexpr Unit size_units[] = {{"B", 1}, {"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}};

// What is written before the unit, which may be anything, and the unit, which may be none.
struct Quantity {
  std::string_view number;
  std::string_view unit;

  bool has_number() const {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return !number.empty() && is_digit(number.front()) && is_digit(number.back()) &&
           std::ranges::count(number, '.') <= 1;
  }
};

inline Quantity split_quantity(std::string_view text) {
  const std::size_t length = std::min(text.find_first_not_of("0123456789."), text.size());
  return {text.substr(0, length), text.substr(length)};
}

// "1.5" times 1000 is 1500. More than 64 bits hold if it does not fit; nullopt if it is no whole number.
inline std::optional<WideInteger> scaled(std::string_view number, std::int64_t scale) {
  constexpr WideInteger limit = WideInteger{1} << 80;  // times ten and the largest scale it still fits
  WideInteger value = 0;
  WideInteger divisor = 1;
  bool fraction = false;
  for (const char c : number) {
    if (c == '.') {
      fraction = true;
      continue;
    }
    value = value * 10 + (c - '0');
    if (fraction) divisor *= 10;
    if (value > limit || divisor > limit) return fraction ? std::nullopt : std::optional(value);
  }
  value *= scale;
  if (value % divisor != 0) return std::nullopt;
  return value / divisor;
}

// nullopt: no decimal number with one of the units, or not a whole number of the smallest.
inline std::optional<WideInteger> parse_quantity(std::string_view text, std::span<const Unit> units) {
  const Quantity quantity = split_quantity(text);
  const auto unit = std::ranges::find(units, quantity.unit, &Unit::name);
  if (unit == units.end() || !quantity.has_number()) return std::nullopt;
  return scaled(quantity.number, unit->scale);
}

// In the largest unit in which it is a whole number; 0 in `unit_of_zero`.
inline std::string quantity_text(std::uint64_t value, std::span<const Unit> units, std::string_view unit_of_zero) {
  if (value == 0) return "0" + std::string(unit_of_zero);
  const auto divides = [value](const Unit& unit) { return value % static_cast<std::uint64_t>(unit.scale) == 0; };
  const Unit& unit = *std::find_if(units.rbegin(), units.rend(), divides);
  return std::to_string(value / static_cast<std::uint64_t>(unit.scale)) + std::string(unit.name);
}

// In the largest unit that it reaches, with a decimal fraction if it needs one: 4.1ms, 12s.
inline std::string decimal_text(std::uint64_t value, std::span<const Unit> units) {
  const auto reaches = [value](const Unit& unit) { return value >= static_cast<std::uint64_t>(unit.scale); };
  const auto found = std::find_if(units.rbegin(), units.rend(), reaches);
  const Unit& unit = found != units.rend() ? *found : units.front();
  const auto scale = static_cast<std::uint64_t>(unit.scale);
  std::string fraction = std::to_string(scale + value % scale);
  fraction.front() = '.';
  fraction.erase(value % scale == 0 ? 0 : fraction.find_last_not_of('0') + 1);
  return std::to_string(value / scale) + fraction + std::string(unit.name);
}

}  // namespace seam
