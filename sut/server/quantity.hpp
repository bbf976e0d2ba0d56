// Quantities as people write them: "250ms", "1.5s", "64KiB". A unit is required; a plain 0 needs none. What is beyond
// 64 bits reads as their largest number: every place has a limit of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace burrow {

// ns, us, ms, s, min, h; not negative, up to three decimals.
std::optional<std::uint64_t> parse_duration_ns(std::string_view text);

// B, KiB, MiB, GiB.
std::optional<std::uint64_t> parse_bytes(std::string_view text);

std::optional<std::uint64_t> parse_count(std::string_view text);

// In the largest unit that holds it as a whole number: "100ms", "64KiB", "0s".
std::string format_duration(std::uint64_t nanoseconds);
std::string format_bytes(std::uint64_t bytes);

}  // namespace burrow
