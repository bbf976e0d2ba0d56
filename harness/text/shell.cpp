#include "harness/text/shell.hpp"

#include <algorithm>

#include "sim/core/characters.hpp"

namespace groundhog::harness {
namespace {

bool is_plain(char c) {
  return is_letter_or_digit(c) || std::string_view("._-/+:,@%=").find(c) != std::string_view::npos;
}

}  // namespace

std::string shell_word(std::string_view text) {
  if (!text.empty() && std::ranges::all_of(text, is_plain)) return std::string(text);
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string shell_file(std::string_view name) {
  return shell_word(name.starts_with('-') ? "./" + std::string(name) : std::string(name));
}

}  // namespace groundhog::harness
