// Fields of dissected frames by name, as what they mean. Names and spellings are the dissector's: numbers in decimal,
// ids in hexadecimal, a deadline in milliseconds since the epoch or "-" for none.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/history/history.hpp"

namespace groundhog::checkers {

// nullopt: the frame has no such field, or it does not parse.
std::optional<std::uint64_t> number_in(const Frame& frame, std::string_view name);
std::optional<HistoryId> history_in(const Frame& frame, std::string_view name);

// The outer optional says whether it parsed.
std::optional<Deadline> deadline_from(std::string_view text);

}  // namespace groundhog::checkers
