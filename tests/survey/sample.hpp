// Which mutations are drawn: from every file in proportion to how many it has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace survey {

// How many of `total` come from each stratum of these sizes: in proportion, but at least one of each while it lasts
// (the large ones first), and no more than there are.
std::vector<std::size_t> shares_of(std::size_t total, std::span<const std::size_t> sizes);

// The turn of each id within its stratum: a permutation of 0, 1, … that depends on the seed and on the ids alone, so
// that what is added to a file moves few of the others.
std::vector<std::size_t> turns_of(std::uint64_t seed, std::span<const std::string> ids);

}  // namespace survey
