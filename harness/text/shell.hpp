// Words of command lines that people paste into a shell.
#pragma once

#include <string>
#include <string_view>

namespace groundhog::harness {

// In single quotes where sh would read it as anything else; an apostrophe is '\''.
std::string shell_word(std::string_view text);

// A file's name that no command takes for an option, too: ./-x.yaml.
std::string shell_file(std::string_view name);

}  // namespace groundhog::harness
