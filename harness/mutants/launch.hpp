// Goes on in the binary that has a bug planted.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace groundhog::harness {

// Has the mutant built, beside the build that this binary is from. Waits for another build of mutants there. What the
// build says goes to stderr if it fails. Returns the binary; the error is a sentence for people.
tl::expected<std::filesystem::path, std::string> build_mutant(const std::string& name,
                                                              const std::filesystem::path& mutants_folder);

// Puts that binary in this process's place, with these arguments (without the command's name). Returns only if that
// fails; the result is a sentence for people.
std::string continue_in(const std::filesystem::path& binary, std::vector<std::string> arguments);

}  // namespace groundhog::harness
