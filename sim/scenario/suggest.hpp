// "Did you mean …?": the candidate that a misspelt word probably stands for.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace groundhog {

// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours (Damerau 1964), by
// bytes, letters compared without case.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The nearest candidate within a third of the word's length (at least one edit); the first of several. Empty if none is
// near.
std::string_view closest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace groundhog
