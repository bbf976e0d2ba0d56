#include "checkers/model/value_changes.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace groundhog::checkers {
namespace {

std::optional<std::string> sum(std::optional<std::string_view> before, const Operand& operand) {
  const auto number = before ? integer_of(*before) : 0;
  std::int64_t after = 0;
  if (!number || __builtin_add_overflow(*number, operand.number, &after)) return std::nullopt;
  return std::to_string(after);
}

bool answers_number(std::string_view after, const Reply& reply) {
  return reply.kind == ReplyKind::integer && integer_of(after) == reply.integer;
}

// As strtold(3) reads it: a sign, decimal or hexadecimal, "inf".
std::optional<long double> float_of(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  const bool is_hex = text.starts_with("0x") || text.starts_with("0X");
  if (is_hex) text.remove_prefix(2);
  long double number = 0;
  const auto format = is_hex ? std::chars_format::hex : std::chars_format::general;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, format);
  const bool is_number = error == std::errc() && end == text.data() + text.size() && !std::isnan(number);
  if (text.starts_with('-') || !is_number) return std::nullopt;
  return is_negative ? -number : number;
}

std::optional<std::string> float_sum(std::optional<std::string_view> before, const Operand& operand) {
  const auto number = before ? float_of(*before) : 0.0L;
  const auto amount = float_of(operand.text);
  if (!number || !amount || !std::isfinite(*number + *amount)) return std::nullopt;
  constexpr int fraction_digits = 17;
  std::string text(std::numeric_limits<long double>::max_exponent10 + fraction_digits + 4, ' ');
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), *number + *amount,
                                          std::chars_format::fixed, fraction_digits);
  text.resize(static_cast<std::size_t>(end - text.data()));
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

bool answers_text(std::string_view after, const Reply& reply) {
  return reply.kind == ReplyKind::text && reply.text == after;
}

std::optional<std::string> extended(std::optional<std::string_view> before, const Operand& operand) {
  return std::string(before.value_or("")) + operand.text;
}

// What was not there is zero bytes. A server has a limit of length; beyond it the command is an error anyway.
std::optional<std::string> replaced(std::optional<std::string_view> before, const Operand& operand) {
  constexpr std::int64_t longest = std::int64_t{1} << 29;
  if (operand.number > longest) return std::nullopt;
  std::string value(before.value_or(""));
  const auto begin = static_cast<std::size_t>(operand.number);
  value.resize(std::max(value.size(), begin + operand.text.size()));
  return value.replace(begin, operand.text.size(), operand.text);
}

bool answers_length(std::string_view after, const Reply& reply) {
  return reply.kind == ReplyKind::integer && reply.integer == static_cast<std::int64_t>(after.size());
}

}  // namespace

const Change addition = {sum, answers_number};
const Change float_addition = {float_sum, answers_text};
const Change extension = {extended, answers_length};
const Change replacement = {replaced, answers_length};

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::optional<std::int64_t> integer_of(std::string_view text) {
  const auto number = whole_number(text);
  return number && std::to_string(*number) == text ? number : std::nullopt;
}

std::string_view range_of(std::string_view value, const Operand& operand) {
  const auto size = static_cast<std::int64_t>(value.size());
  std::int64_t first = operand.number;
  std::int64_t last = operand.last;
  if (first < 0 && last < 0 && first > last) return {};
  if (first < 0) first = std::max<std::int64_t>(0, size + first);
  if (last < 0) last = std::max<std::int64_t>(0, size + last);
  last = std::min(last, size - 1);
  return first > last ? std::string_view()
                      : value.substr(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first + 1));
}

}  // namespace groundhog::checkers
