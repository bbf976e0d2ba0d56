// Passwords come from files: a command line shows in the list of processes.
#pragma once

#include <string>

#include <tl/expected.hpp>

namespace burrow {

// The first line. The error names the file and the remedy.
[[nodiscard]] tl::expected<std::string, std::string> read_password_file(const std::string& path);

}  // namespace burrow
