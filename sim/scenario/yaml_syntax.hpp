// Mistakes in the syntax of a YAML file, in plain words and where they were made. yaml-cpp says where it could not
// continue, which may be lines later, in words of its grammar.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/scenario/diagnostics.hpp"

namespace groundhog {

struct SyntaxMistake {
  Mark mark;
  std::string message;
  // yaml-cpp reads a quote that is never closed to the end of the file. Of all others there are valid files that look
  // like it, so they explain an error of yaml-cpp, and are none by themselves.
  bool is_certain = false;

  friend bool operator==(const SyntaxMistake&, const SyntaxMistake&) = default;
};

// The first that is likely; nullopt: none that is known.
std::optional<SyntaxMistake> find_syntax_mistake(std::string_view text);

// A message of yaml-cpp in plain words; itself, if it is none of those that a file meets.
std::string plain_syntax_message(std::string_view message);

}  // namespace groundhog
