// This same binary, started anew with another memory layout: what depends on addresses, on uninitialised memory or on
// the environment shows as another history.
#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace groundhog {

struct FreshProcessOutput {
  int exit_status = 0;
  std::string text;  // its stdout; stderr is discarded
};

// Runs to the end with `input` as its stdin. The error is a sentence for people.
tl::expected<FreshProcessOutput, std::string> run_fresh_process(const std::vector<std::string>& arguments,
                                                                const std::string& input);

}  // namespace groundhog
