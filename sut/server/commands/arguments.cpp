#include "sut/server/commands/arguments.hpp"

#include <optional>
#include <string>
#include <utility>

#include "sut/resp/wire.hpp"

namespace burrow::commands {

std::optional<std::string_view> why_no_database(std::string_view text) {
  const auto database = resp::parse_integer(text);
  if (!database) return error_text::not_an_integer;
  if (!std::in_range<std::int32_t>(*database)) {
    return "ERR value is out of range, value must between -2147483648 and 2147483647";
  }
  if (*database != 0) return "ERR DB index is out of range";
  return std::nullopt;
}

ParsedDeadline parse_deadline(std::string_view amount, ExpiryForm form, ExpiryTime now) {
  const auto value = resp::parse_integer(amount);
  if (!value) return tl::unexpected(ExpiryArgumentError::not_an_integer);
  const auto deadline =
      form.base == ExpiryForm::Base::relative ? deadline_after(now, *value, form.unit) : deadline_at(*value, form.unit);
  if (!deadline) return tl::unexpected(ExpiryArgumentError::invalid);
  return *deadline;
}

ParsedDeadline parse_positive_deadline(std::string_view amount, ExpiryForm form, ExpiryTime now) {
  const auto value = resp::parse_integer(amount);
  if (value && *value <= 0) return tl::unexpected(ExpiryArgumentError::invalid);
  return parse_deadline(amount, form, now);
}

void reply_error(resp::ReplyWriter& reply, ExpiryArgumentError error, std::string_view command) {
  if (error == ExpiryArgumentError::not_an_integer) return reply.error(error_text::not_an_integer);
  reply.error("ERR invalid expire time in '" + std::string(command) + "' command");
}

namespace {

using Condition = StringOptions::Condition;

std::optional<ExpiryForm> expiry_form(std::string_view word) {
  using enum ExpiryForm::Base;
  if (is_word(word, "ex")) return ExpiryForm{TtlUnit::seconds, relative};
  if (is_word(word, "px")) return ExpiryForm{TtlUnit::milliseconds, relative};
  if (is_word(word, "exat")) return ExpiryForm{TtlUnit::seconds, absolute};
  if (is_word(word, "pxat")) return ExpiryForm{TtlUnit::milliseconds, absolute};
  return std::nullopt;
}

bool same_form(ExpiryForm left, ExpiryForm right) { return left.unit == right.unit && left.base == right.base; }

// Sets one flag or condition; false if `word` is none, or conflicts.
bool take_set_word(std::string_view word, StringOptions& options) {
  if (is_word(word, "get")) {
    options.return_old = true;
    return true;
  }
  if (is_word(word, "keepttl")) {
    options.keep_ttl = true;
    return !options.expiry;
  }
  const bool absent = is_word(word, "nx");
  if (!absent && !is_word(word, "xx")) return false;
  const Condition wanted = absent ? Condition::if_absent : Condition::if_present;
  if (options.condition != Condition::none && options.condition != wanted) return false;
  options.condition = wanted;
  return true;
}

bool take_getex_word(std::string_view word, StringOptions& options) {
  options.persist = is_word(word, "persist");
  return options.persist && !options.expiry;
}

bool take_expiry(ExpiryForm form, std::string_view amount, StringOptions& options) {
  const bool conflict =
      options.keep_ttl || options.persist || (options.expiry && !same_form(options.expiry->form, form));
  options.expiry = ExpiryOption{form, amount};
  return !conflict;
}

std::optional<StringOptions> parse(std::span<const std::string_view> words,
                                   bool (*take_word)(std::string_view, StringOptions&)) {
  StringOptions options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::optional<ExpiryForm> form = expiry_form(words[i]);
    if (form && ++i == words.size()) return std::nullopt;
    const bool fits = form ? take_expiry(*form, words[i], options) : take_word(words[i], options);
    if (!fits) return std::nullopt;
  }
  return options;
}

}  // namespace

std::optional<StringOptions> parse_set_options(std::span<const std::string_view> words) {
  return parse(words, take_set_word);
}

std::optional<StringOptions> parse_getex_options(std::span<const std::string_view> words) {
  return parse(words, take_getex_word);
}

}  // namespace burrow::commands
