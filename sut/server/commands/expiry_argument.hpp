// The time in SET … EX, EXPIRE and their kin: a 64-bit number, relative or absolute, in seconds or milliseconds.
#pragma once

#include <cstdint>
#include <string_view>

#include <tl/expected.hpp>

#include "sut/cache/deadline.hpp"
#include "sut/resp/writer.hpp"

namespace burrow::commands {

struct ExpiryForm {
  enum class Base : std::uint8_t { relative, absolute };

  TtlUnit unit;
  Base base;
};

enum class ExpiryArgumentError : std::uint8_t {
  not_an_integer,
  invalid,  // it overflows, or is not positive where it has to be
};

using ParsedDeadline = tl::expected<ExpiryTime, ExpiryArgumentError>;

// Any number: EXPIRE with a negative one removes the key.
ParsedDeadline parse_deadline(std::string_view amount, ExpiryForm form, ExpiryTime now);
// SET, SETEX and GETEX refuse zero and less, absolute ones included.
ParsedDeadline parse_positive_deadline(std::string_view amount, ExpiryForm form, ExpiryTime now);

// `command` is the name in lower case.
void reply_error(resp::ReplyWriter& reply, ExpiryArgumentError error, std::string_view command);

}  // namespace burrow::commands
