// Values that are numbers: INCR, DECR, INCRBY, DECRBY, INCRBYFLOAT. The log gets the result; the deadline stays.
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "sut/resp/wire.hpp"
#include "sut/runtime/assert.hpp"
#include "sut/runtime/time.hpp"
#include "sut/server/commands/arguments.hpp"
#include "sut/server/commands/command.hpp"

namespace burrow::commands {

namespace {

using Integers = std::numeric_limits<std::int64_t>;

bool store_number(CommandCall& call, StringTransaction& step, const StringEntry* held, const std::string& number) {
  const Deadline deadline = held == nullptr ? Deadline() : held->deadline;
  const bool is_stored = step.put(call.arguments[1], number, deadline).has_value();
  if (!is_stored) call.reply.error(error_text::out_of_memory);
  return is_stored;
}

void add(CommandCall& call, std::int64_t amount) {
  call.cache.transact([&](StringTransaction& step) {
    const StringEntry* held = step.find(call.arguments[1]);
    const auto number = held == nullptr ? std::optional<std::int64_t>(0) : resp::parse_integer(held->value);
    if (!number) return call.reply.error(error_text::not_an_integer);
    std::int64_t sum = 0;
    if (__builtin_add_overflow(*number, amount, &sum)) return call.reply.error(error_text::would_overflow);
    if (store_number(call, step, held, std::to_string(sum))) call.reply.integer(sum);
  });
}

void incr(CommandCall& call) { add(call, 1); }

void decr(CommandCall& call) { add(call, -1); }

void incrby(CommandCall& call) {
  const auto amount = resp::parse_integer(call.arguments[2]);
  if (!amount) return call.reply.error(error_text::not_an_integer);
  add(call, *amount);
}

void decrby(CommandCall& call) {
  const auto amount = resp::parse_integer(call.arguments[2]);
  if (!amount) return call.reply.error(error_text::not_an_integer);
  if (*amount == Integers::min()) return call.reply.error("ERR decrement would overflow");
  add(call, -*amount);
}

// As strtold(3) reads it in the C locale, all of it, within the range and a number.
std::optional<long double> parse_float(std::string_view text) {
  constexpr std::size_t longest = 5 * 1024;
  if (text.empty() || text.size() >= longest) return std::nullopt;
  const bool is_negative = text.front() == '-';
  if (is_negative || text.front() == '+') text.remove_prefix(1);
  const bool is_hex = text.starts_with("0x") || text.starts_with("0X");
  if (is_hex) text.remove_prefix(2);
  if (text.starts_with('-')) return std::nullopt;  // a second sign
  long double number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number,
                                              is_hex ? std::chars_format::hex : std::chars_format::general);
  const bool is_number = problem == std::errc() && end == text.data() + text.size() && !std::isnan(number);
  if (!is_number) return std::nullopt;
  return is_negative ? -number : number;
}

// With up to 17 digits behind the point, without zeros at the end.
std::string float_text(long double number) {
  constexpr int digits = 17;
  std::string text(std::numeric_limits<long double>::max_exponent10 + digits + 4, '\0');
  const auto [end, problem] =
      std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed, digits);
  SEAM_ASSERT(problem == std::errc());
  text.resize(static_cast<std::size_t>(end - text.data()));
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

void incrbyfloat(CommandCall& call) {
  constexpr std::string_view not_a_float = "ERR value is not a valid float";
  const auto amount = parse_float(call.arguments[2]);
  call.cache.transact([&](StringTransaction& step) {
    const StringEntry* held = step.find(call.arguments[1]);
    const auto number = held == nullptr ? std::optional<long double>(0) : parse_float(held->value);
    if (!number || !amount) return call.reply.error(not_a_float);
    const long double sum = *number + *amount;
    if (!std::isfinite(sum)) return call.reply.error("ERR increment would produce NaN or Infinity");
    const std::string text = float_text(sum);
    if (store_number(call, step, held, text)) call.reply.bulk(text);
  });
}

}  // namespace

std::span<const CommandSpec> number_family() {
  using enum CommandKind;
  static constexpr CommandSpec family[] = {
      {"decr", 2, write, decr, "takes one from a number"},
      {"decrby", 3, write, decrby, "takes an amount from a number"},
      {"incr", 2, write, incr, "adds one to a number"},
      {"incrby", 3, write, incrby, "adds an amount to a number"},
      {"incrbyfloat", 3, write, incrbyfloat, "adds an amount to a number with a fraction"},
  };
  return family;
}

}  // namespace burrow::commands
