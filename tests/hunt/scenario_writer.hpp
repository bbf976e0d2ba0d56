// Random valid scenario files.
#pragma once

#include <cstdint>
#include <string>

#include <tl/expected.hpp>

#include "sim/scenario/loader.hpp"

namespace groundhog::hunt {

// Seeds that a scenario runs, and over which its settle is long enough.
constexpr std::uint64_t first_seed = 1;
constexpr std::uint64_t seed_count = 5;

// hunt-<seed>-<number>.
std::string scenario_name(std::uint64_t seed, std::uint64_t number);

// The text of a file: a function of the seed, the number and the language. The error is what the loader says of it:
// a fault of the generator, or of the loader.
tl::expected<std::string, std::string> write_scenario(std::uint64_t seed, std::uint64_t number,
                                                      const LoaderContext& language);

}  // namespace groundhog::hunt
