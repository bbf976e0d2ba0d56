// Builds planted bugs for commands, and says what takes the time.
#pragma once

#include <filesystem>
#include <string>

#include <tl/expected.hpp>

#include "cli/output/console.hpp"
#include "harness/mutants/mutants.hpp"

namespace groundhog::cli {

// Says at once that it is built and where the log is, then how far it is (StatusLine). `place` stands behind the name,
// such as " (1 of 13)". The error is a sentence for people.
tl::expected<std::filesystem::path, std::string> build_planted_bug(const std::string& mutant,
                                                                   const harness::Museum& museum,
                                                                   const Console& console,
                                                                   const std::string& place = {});

}  // namespace groundhog::cli
