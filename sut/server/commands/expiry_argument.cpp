#include "sut/server/commands/expiry_argument.hpp"

#include <optional>
#include <string>

#include "sut/resp/wire.hpp"
#include "sut/server/commands/text.hpp"

namespace burrow::commands {

namespace {

ParsedDeadline to_deadline(std::int64_t amount, ExpiryForm form, ExpiryTime now) {
  const auto deadline =
      form.base == ExpiryForm::Base::relative ? deadline_after(now, amount, form.unit) : deadline_at(amount, form.unit);
  if (!deadline) return tl::unexpected(ExpiryArgumentError::invalid);
  return *deadline;
}

}  // namespace

ParsedDeadline parse_deadline(std::string_view amount, ExpiryForm form, ExpiryTime now) {
  const std::optional<std::int64_t> value = resp::parse_integer(amount);
  if (!value) return tl::unexpected(ExpiryArgumentError::not_an_integer);
  return to_deadline(*value, form, now);
}

ParsedDeadline parse_positive_deadline(std::string_view amount, ExpiryForm form, ExpiryTime now) {
  const std::optional<std::int64_t> value = resp::parse_integer(amount);
  if (!value) return tl::unexpected(ExpiryArgumentError::not_an_integer);
  if (*value <= 0) return tl::unexpected(ExpiryArgumentError::invalid);
  return to_deadline(*value, form, now);
}

void reply_error(resp::ReplyWriter& reply, ExpiryArgumentError error, std::string_view command) {
  if (error == ExpiryArgumentError::not_an_integer) return reply.error(error_text::not_an_integer);
  reply.error("ERR invalid expire time in '" + std::string(command) + "' command");
}

}  // namespace burrow::commands
