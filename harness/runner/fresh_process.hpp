// This same binary, started anew with another memory layout: what depends on addresses, on uninitialised memory or on
// the environment shows as another history.
#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "harness/runner/child_process.hpp"

namespace groundhog::harness {

// Runs to the end with `input` as its stdin; its stderr is discarded. The error is a sentence for people.
tl::expected<ChildOutput, std::string> run_fresh_process(const std::vector<std::string>& arguments,
                                                         const std::string& input);

}  // namespace groundhog::harness
