// Decimal integers as RESP and the commands write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace burrow::resp {

// Strict, as Redis' string2ll: an optional '-', no '+', no spaces, no leading zeros, no "-0", within 64 bits.
std::optional<std::int64_t> parse_integer(std::string_view text);

void append_integer(std::string& out, std::int64_t value);

}  // namespace burrow::resp
