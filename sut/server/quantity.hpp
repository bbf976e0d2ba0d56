// Quantities as people write them: "250ms", "1.5s", "64KiB". A unit is required; a plain 0 needs none.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace burrow {

// ns, us, ms, s, min, h; not negative, up to three decimals.
std::optional<std::uint64_t> parse_duration_ns(std::string_view text);

// B, KiB, MiB, GiB.
std::optional<std::uint64_t> parse_bytes(std::string_view text);

std::optional<std::uint64_t> parse_count(std::string_view text);

}  // namespace burrow
