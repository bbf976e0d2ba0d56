#include "sut/server/quantity.hpp"

#include <charconv>
#include <limits>
#include <span>

#include "sut/runtime/saturating.hpp"

namespace burrow {

namespace {

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};

constexpr Unit durations[] = {
    {"ns", 1},
    {"us", 1'000},
    {"ms", 1'000'000},
    {"s", 1'000'000'000},
    {"min", 60'000'000'000},
    {"h", 3'600'000'000'000},
};
constexpr Unit sizes[] = {{"B", 1}, {"KiB", 1ULL << 10}, {"MiB", 1ULL << 20}, {"GiB", 1ULL << 30}};

std::size_t digits_at(std::string_view text) {
  const std::size_t end = text.find_first_not_of("0123456789");
  return end == std::string_view::npos ? text.size() : end;
}

// digits [. up to three digits] unit
std::optional<std::uint64_t> parse_with_unit(std::string_view text, std::span<const Unit> units) {
  if (text == "0") return 0;
  const std::size_t whole_digits = digits_at(text);
  const auto whole = parse_count(text.substr(0, whole_digits));
  if (!whole) return std::nullopt;
  std::string_view rest = text.substr(whole_digits);

  std::uint64_t thousandths = 0;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    const std::size_t digits = digits_at(rest);
    if (digits == 0 || digits > 3) return std::nullopt;
    const std::uint64_t weights[] = {100, 10, 1};
    for (std::size_t i = 0; i < digits; ++i) thousandths += static_cast<std::uint64_t>(rest[i] - '0') * weights[i];
    rest.remove_prefix(digits);
  }

  for (const Unit& unit : units) {
    if (rest != unit.name) continue;
    if (thousandths * unit.factor % 1000 != 0) return std::nullopt;  // half a nanosecond, a third of a byte
    return seam::saturating_add(seam::saturating_mul(*whole, unit.factor), thousandths * unit.factor / 1000);
  }
  return std::nullopt;
}

std::string in_largest_unit(std::uint64_t value, std::span<const Unit> units) {
  const Unit* unit = &units.front();
  for (const Unit& each : units) {
    if (value % each.factor == 0) unit = &each;
  }
  return std::to_string(value / unit->factor) + std::string(unit->name);
}

}  // namespace

std::optional<std::uint64_t> parse_duration_ns(std::string_view text) { return parse_with_unit(text, durations); }

std::optional<std::uint64_t> parse_bytes(std::string_view text) { return parse_with_unit(text, sizes); }

std::optional<std::uint64_t> parse_count(std::string_view text) {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (text.empty() || result.ec == std::errc::invalid_argument || result.ptr != end) return std::nullopt;
  if (result.ec == std::errc::result_out_of_range) return std::numeric_limits<std::uint64_t>::max();
  const bool leading_zero = text.size() > 1 && text.front() == '0';
  if (leading_zero) return std::nullopt;
  return value;
}

std::string format_duration(std::uint64_t nanoseconds) {
  return nanoseconds == 0 ? "0s" : in_largest_unit(nanoseconds, durations);
}

std::string format_bytes(std::uint64_t bytes) { return bytes == 0 ? "0B" : in_largest_unit(bytes, sizes); }

}  // namespace burrow
