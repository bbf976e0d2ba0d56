// How violations name things: keys and values shortened and escaped, counts with separators, times with units.
#pragma once

#include <string>
#include <string_view>

#include "sim/core/text.hpp"
#include "sim/events/observer.hpp"

namespace groundhog::checkers {

std::string quoted(std::string_view text);            // "k\x00", shortened where it is long
std::string in_seconds(Duration duration);            // 2s, 2.5s, 0.250s
std::string in_milliseconds(seam::Milliseconds ms);   // 140 ms
std::string deadline_text(const Deadline& deadline);  // "no TTL" or "deadline 1700000000123"
std::string history_text(HistoryId id);               // 16 hexadecimal digits, or "none"

}  // namespace groundhog::checkers
