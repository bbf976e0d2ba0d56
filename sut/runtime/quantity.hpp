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

// How else units are written, in lower case. For times `m` is missing: it may be a millisecond or a minute.
struct UnitSpelling {
  std::string_view spelling;
  std::string_view unit;
};

// clang-format off
inline constexpr UnitSpelling unit_spellings[] = {
    {"nsec", "ns"}, {"nsecs", "ns"}, {"nanosecond", "ns"}, {"nanoseconds", "ns"},
    {"\u00b5s", "us"}, {"\u03bcs", "us"}, {"usec", "us"}, {"usecs", "us"},
    {"microsecond", "us"}, {"microseconds", "us"},
    {"msec", "ms"}, {"msecs", "ms"}, {"millis", "ms"}, {"millisecond", "ms"}, {"milliseconds", "ms"},
    {"sec", "s"}, {"secs", "s"}, {"second", "s"}, {"seconds", "s"},
    {"mins", "min"}, {"minute", "min"}, {"minutes", "min"},
    {"hr", "h"}, {"hrs", "h"}, {"hour", "h"}, {"hours", "h"},
    {"byte", "B"}, {"bytes", "B"},
    {"k", "KiB"}, {"kb", "KiB"}, {"m", "MiB"}, {"mb", "MiB"}, {"g", "GiB"}, {"gb", "GiB"},
};
// clang-format on

// What a text that is no quantity is likely to mean: 5 sec is 5s, 4KB is 4KiB. Empty where that may be wrong by orders
// of magnitude.
inline std::string likely_quantity(std::string_view text, std::span<const Unit> units) {
  const Quantity quantity = split_quantity(text);
  std::string word(quantity.unit.substr(std::min(quantity.unit.find_first_not_of(' '), quantity.unit.size())));
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  std::ranges::transform(word, word.begin(), lower);
  const auto is_meant = [&](const Unit& unit) {
    const auto is_spelling = [&](const UnitSpelling& each) { return each.spelling == word && each.unit == unit.name; };
    return std::ranges::equal(unit.name, word, {}, lower) || std::ranges::any_of(unit_spellings, is_spelling);
  };
  const auto unit = std::ranges::find_if(units, is_meant);
  if (unit == units.end()) return {};
  const std::string meant = std::string(quantity.number) + std::string(unit->name);
  return parse_quantity(meant, units) ? meant : std::string();
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

// For messages, from nanoseconds: 5h 500ms, 1min 30.5s, 10.001s. Does not read back.
inline std::string readable_time(std::uint64_t nanoseconds) {
  const std::span<const Unit> units(time_units);
  std::string text;
  for (const Unit& unit : {units[5], units[4]}) {  // hours, minutes
    const auto scale = static_cast<std::uint64_t>(unit.scale);
    if (nanoseconds >= scale) text += std::to_string(nanoseconds / scale) + std::string(unit.name) + " ";
    nanoseconds %= scale;
  }
  if (nanoseconds > 0) return text + decimal_text(nanoseconds, units.first(4));
  if (text.empty()) return "0s";
  text.pop_back();
  return text;
}

}  // namespace seam
