// What INCR, APPEND, SETRANGE and their kin make of a value, said here again and not borrowed: what is checked must not
// define the check.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "checkers/model/client_command.hpp"

namespace groundhog::checkers {

extern const Change addition;        // of operand.number, to an integer of 64 bits
extern const Change float_addition;  // of operand.text
extern const Change extension;       // by operand.text
extern const Change replacement;     // by operand.text, from operand.number on

// A whole number of 64 bits, leading zeros allowed.
std::optional<std::int64_t> whole_number(std::string_view text);
// The same as Redis takes it in a value: no leading zeros, no "-0".
std::optional<std::int64_t> integer_of(std::string_view text);

// What GETRANGE shows.
std::string_view range_of(std::string_view value, const Operand& operand);

}  // namespace groundhog::checkers
