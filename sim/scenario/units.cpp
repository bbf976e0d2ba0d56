#include "sim/scenario/units.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <span>

#include "sim/core/characters.hpp"
#include "sim/plan/limits.hpp"
#include "sut/runtime/quantity.hpp"

namespace groundhog {
namespace {

// `hint` follows what was found: ": a unit is required".
tl::unexpected<UnitError> wrong(std::string_view expected, std::string_view found, std::string suggestion = {},
                                std::string_view hint = {}) {
  std::string message = "expected " + std::string(expected) + ", found '" + std::string(found) + "'";
  return tl::unexpected(UnitError{message.append(hint), std::move(suggestion)});
}

// "a duration" is "at most 10000000s (115 days)".
struct Limit {
  std::string_view what;
  std::string_view text;
  std::int64_t most;  // of its magnitude
};

constexpr Limit duration_limit{"a duration", longest_duration_text, longest_duration.count()};
constexpr Limit ttl_limit{"a TTL", longest_ttl_text, longest_ttl.count()};
constexpr Limit wall_limit{"a wall clock", farthest_wall_text, farthest_wall.count()};
constexpr Limit signed_limit{"a duration", "at most 2562047h (292 years)", std::numeric_limits<std::int64_t>::max()};
constexpr Limit size_limit{"a size", "at most 1024GiB", std::int64_t{1} << 40};

tl::unexpected<UnitError> beyond(std::string_view what, std::string_view limit, std::string_view found) {
  return tl::unexpected(
      UnitError{std::string(what) + " is " + std::string(limit) + ", found '" + std::string(found) + "'", {}});
}

using seam::Unit;

bool is_decimal(std::string_view text) {
  const seam::Quantity quantity = seam::split_quantity(text);
  return quantity.has_number() && quantity.unit.empty();
}

// Units of one kind of quantity, and what is said of a text that has none of them.
struct Units {
  std::span<const Unit> all;
  std::string_view expected;
  std::string_view hint;
  std::string_view of_1000 = {};  // of a unit that is written as a decimal multiple
};

constexpr Units time_quantities{seam::time_units, "a duration such as 250ms", ": units are ns us ms s min h"};
constexpr Units signed_time_quantities{seam::time_units, "a duration such as -250ms", time_quantities.hint};
constexpr Units size_quantities{seam::size_units, "a size such as 16KiB", ": units are B KiB MiB GiB",
                                ": sizes are in powers of 1024"};

tl::unexpected<UnitError> no_quantity(const Units& units, std::string_view text) {
  if (text.starts_with('-') && seam::parse_quantity(text.substr(1), units.all)) {
    return wrong(units.expected, text, {}, ": it cannot be negative");
  }
  const seam::Quantity quantity = seam::split_quantity(text);
  const bool has_unit = std::ranges::find(units.all, quantity.unit, &Unit::name) != units.all.end();
  if (has_unit && quantity.has_number()) return wrong("a whole number of " + std::string(units.all.front().name), text);
  const std::string meant = seam::likely_quantity(text, units.all);
  if (meant.empty()) return wrong(units.expected, text, {}, units.hint);
  const bool is_decimal_multiple = text.ends_with('B') && meant.ends_with("iB") && !text.ends_with("iB");
  return wrong(units.expected, text, meant, is_decimal_multiple ? units.of_1000 : std::string_view());
}

// `written` is all of it, with a sign.
Parsed<std::int64_t> parse_within(const Limit& limit, const Units& units, std::string_view text,
                                  std::string_view written) {
  const auto value = seam::parse_quantity(text, units.all);
  if (!value) return no_quantity(units, text);
  if (*value > limit.most) return beyond(limit.what, limit.text, written);
  return static_cast<std::int64_t>(*value);
}

Parsed<Duration> parse_time(const Limit& limit, std::string_view text) {
  return parse_within(limit, time_quantities, text, text).map([](std::int64_t value) { return Duration(value); });
}

Parsed<Duration> parse_signed_time(const Limit& limit, std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::string_view magnitude = text.substr(negative || text.starts_with('+') ? 1 : 0);
  return parse_within(limit, signed_time_quantities, magnitude, text).map([negative](std::int64_t value) {
    return Duration(negative ? -value : value);
  });
}

template <typename Integer>
Parsed<Integer> parse_digits(std::string_view digits, int base, std::string_view text) {
  Integer value = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (problem == std::errc::result_out_of_range && end == digits.data() + digits.size()) {
    return beyond("a whole number", "at most " + std::to_string(std::numeric_limits<Integer>::max()), text);
  }
  if (problem != std::errc{} || end != digits.data() + digits.size()) return wrong("a whole number", text);
  return value;
}

std::string sign_of(Duration duration) { return duration < Duration{0} ? "-" : ""; }

std::uint64_t magnitude_of(Duration duration) {
  const auto count = static_cast<std::uint64_t>(duration.count());
  return duration < Duration{0} ? 0 - count : count;
}

}  // namespace

Parsed<Duration> parse_duration(std::string_view text) { return parse_time(duration_limit, text); }

Parsed<Duration> parse_ttl(std::string_view text) { return parse_time(ttl_limit, text); }

Parsed<Duration> parse_clock_offset(std::string_view text) { return parse_signed_time(wall_limit, text); }

Parsed<std::int64_t> parse_drift(std::string_view text) {
  const auto ppm = parse_integer(text);
  if (ppm && (*ppm < slowest_drift_ppm || *ppm > fastest_drift_ppm)) return beyond("a drift in ppm", drift_text, text);
  return ppm;
}

Parsed<Duration> parse_signed_duration(std::string_view text) { return parse_signed_time(signed_limit, text); }

Parsed<std::uint64_t> parse_size(std::string_view text) {
  return parse_within(size_limit, size_quantities, text, text).map([](std::int64_t value) {
    return static_cast<std::uint64_t>(value);
  });
}

Parsed<std::uint64_t> parse_socket_buffer(std::string_view text) {
  const auto bytes = parse_size(text);
  if (bytes && (*bytes == 0 || *bytes > largest_socket_buffer)) {
    return beyond("the buffer of a socket", socket_buffer_text, text);
  }
  return bytes;
}

Parsed<std::uint64_t> parse_byte_rate(std::string_view text) {
  constexpr std::string_view per_second = "/s";
  if (!text.ends_with(per_second)) {
    return tl::unexpected(
        UnitError{"expected bytes per second such as 64KiB/s, found '" + std::string(text) + "'", {}});
  }
  const auto bytes = parse_size(text.substr(0, text.size() - per_second.size()));
  if (bytes && *bytes == 0) return tl::unexpected(UnitError{"must be more than 0B/s", {}});
  return bytes;
}

Parsed<double> parse_rate(std::string_view text) {
  constexpr std::string_view expected = "a rate such as 200/s";
  constexpr std::string_view hint = ": write it per second or per minute, /s or /min";
  const std::size_t slash = text.find('/');
  const std::string_view number = text.substr(0, slash);
  if (slash == std::string_view::npos) return wrong(expected, text, {}, is_decimal(number) ? hint : "");
  const auto value = parse_number(number);
  const std::string_view per = text.substr(slash + 1);
  const bool is_per_second = per == "s";
  if (value && *value > 0 && (is_per_second || per == "min")) return is_per_second ? *value : *value / 60;
  if (value && *value == 0) return wrong(expected, text, {}, ": it is more than 0");
  const std::string_view trimmed = number.substr(0, number.find_last_not_of(' ') + 1);
  const std::string meant = seam::likely_quantity("1" + std::string(per), seam::time_units);
  const bool is_likely = is_decimal(trimmed) && (meant == "1s" || meant == "1min");
  return wrong(expected, text, is_likely ? std::string(trimmed) + "/" + meant.substr(1) : std::string(),
               is_likely ? "" : hint);
}

Parsed<double> parse_probability(std::string_view text) {
  constexpr std::string_view expected = "a probability such as 0.01 or 5%";
  const bool percent = text.ends_with('%');
  const std::string_view before = percent ? text.substr(0, text.size() - 1) : text;
  const auto number = parse_number(before);
  if (!number) {
    const std::string_view trimmed = before.substr(0, before.find_last_not_of(' ') + 1);
    return wrong(expected, text, percent && is_decimal(trimmed) ? std::string(trimmed) + "%" : std::string());
  }
  const double value = percent ? *number / 100 : *number;
  if (value <= 1) return value;
  return wrong(expected, text, percent || *number > 100 ? std::string() : std::string(text) + "%");
}

Parsed<std::uint64_t> parse_count(std::string_view text) {
  const bool hexadecimal = text.starts_with("0x");
  return parse_digits<std::uint64_t>(hexadecimal ? text.substr(2) : text, hexadecimal ? 16 : 10, text);
}

Parsed<std::int64_t> parse_integer(std::string_view text) {
  return parse_digits<std::int64_t>(text.starts_with('+') ? text.substr(1) : text, 10, text);
}

Parsed<double> parse_number(std::string_view text) {
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  const bool whole_text = problem == std::errc{} && end == text.data() + text.size();
  if (!whole_text || !is_decimal(text)) return wrong("a number", text);
  constexpr double most = 1e9;
  if (value > most) return beyond("a number", "at most 1000000000", text);
  return value;
}

Parsed<bool> parse_flag(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  constexpr std::array<std::string_view, 4> yes{"yes", "on", "True", "1"};
  constexpr std::array<std::string_view, 4> no{"no", "off", "False", "0"};
  if (std::find(yes.begin(), yes.end(), text) != yes.end()) return wrong("true or false", text, "true");
  if (std::find(no.begin(), no.end(), text) != no.end()) return wrong("true or false", text, "false");
  return wrong("true or false", text);
}

Parsed<LinkSelector> parse_link(std::string_view text) {
  const std::size_t arrow = text.find("->");
  const bool both_ways = arrow != std::string_view::npos && arrow > 0 && text[arrow - 1] == '<';
  if (arrow == std::string_view::npos) return wrong("a link such as n1->n2 or n1<->n2", text);
  const std::string_view from = text.substr(0, both_ways ? arrow - 1 : arrow);
  const std::string_view to = text.substr(arrow + 2);
  const bool spaced = text.find(' ') != std::string_view::npos;
  if (from.empty() || to.empty() || spaced) return wrong("a link such as n1->n2 or n1<->n2", text);
  return LinkSelector{std::string(from), std::string(to), both_ways};
}

std::string format_duration(Duration duration) {
  return sign_of(duration) + seam::quantity_text(magnitude_of(duration), seam::time_units, "s");
}

std::string format_time(Duration duration) {
  const std::string decimal = seam::decimal_text(magnitude_of(duration), std::span(seam::time_units).first(4));
  return decimal.find('.') != std::string::npos ? sign_of(duration) + decimal : format_duration(duration);
}

std::string readable_duration(Duration duration) {
  return sign_of(duration) + seam::readable_time(magnitude_of(duration));
}

std::string format_size(std::uint64_t bytes) { return seam::quantity_text(bytes, seam::size_units, "B"); }
std::string format_byte_rate(std::uint64_t bytes) { return format_size(bytes) + "/s"; }

std::string format_number(double number) {
  std::array<char, 400> buffer;
  const auto [end, problem] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
  return problem == std::errc{} ? std::string(buffer.data(), end) : std::string();
}

std::string format_link(const LinkSelector& link) { return link.from + (link.both_ways ? "<->" : "->") + link.to; }

std::string_view to_string(DelaySpec::Shape shape) { return delay_words[static_cast<std::size_t>(shape)]; }

}  // namespace groundhog
