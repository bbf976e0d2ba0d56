// Client commands as one line of text, quoted as for a shell.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace groundhog {

// Words are separated by blanks. In double quotes \n \r \t \" \\ and \xHH are read, and \*N as N times the byte before
// it; in single quotes nothing is. The error is a message for people.
tl::expected<std::vector<std::string>, std::string> split_command(std::string_view line);

// Reads back to the same words. Never contains a single quote or a control character, nor a
// long run of one byte.
std::string join_command(std::span<const std::string> words);

}  // namespace groundhog
