#include "sut/server/commands/glob.hpp"

#include <cstddef>
#include <utility>

namespace burrow {

namespace {

unsigned char code(char byte) { return static_cast<unsigned char>(byte); }

// A set that is not closed ends with the pattern, and what is escaped begins no range, as in Redis. `at` stands behind
// the '[', afterwards behind the ']'.
bool set_contains(std::string_view pattern, std::size_t& at, char byte) {
  const bool negated = at < pattern.size() && pattern[at] == '^';
  if (negated) ++at;
  bool found = false;
  while (at < pattern.size() && pattern[at] != ']') {
    const bool is_escaped = pattern[at] == '\\' && at + 1 < pattern.size();
    if (is_escaped) ++at;
    const bool is_range = !is_escaped && at + 2 < pattern.size() && pattern[at + 1] == '-';
    unsigned char low = code(pattern[at]);
    at += is_range ? 2 : 0;
    unsigned char high = code(pattern[at]);
    if (low > high) std::swap(low, high);
    found = found || (low <= code(byte) && code(byte) <= high);
    ++at;
  }
  if (at < pattern.size()) ++at;
  return found != negated;
}

// One element of the pattern that is no star against one byte; moves `at` behind the element.
bool element_matches(std::string_view pattern, std::size_t& at, char byte) {
  const char element = pattern[at++];
  if (element == '?') return true;
  if (element == '[') return set_contains(pattern, at, byte);
  if (element == '\\' && at < pattern.size()) return pattern[at++] == byte;
  return element == byte;
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view text) {
  // As in Redis: nothing is matched by nothing, and by the star that stands for all keys.
  if (text.empty()) return pattern.empty() || pattern == "*";
  std::size_t in_pattern = 0;
  std::size_t in_text = 0;
  std::size_t after_star =
      std::string_view::npos;  // where to continue in the pattern when the last star takes one byte more
  std::size_t star_end = 0;    // the byte of the text that it would take
  while (in_text < text.size()) {
    if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
      after_star = ++in_pattern;
      star_end = in_text;
      continue;
    }
    if (in_pattern < pattern.size() && element_matches(pattern, in_pattern, text[in_text])) {
      ++in_text;
      continue;
    }
    if (after_star == std::string_view::npos) return false;
    in_pattern = after_star;
    in_text = ++star_end;
  }
  while (in_pattern < pattern.size() && pattern[in_pattern] == '*') ++in_pattern;
  return in_pattern == pattern.size();
}

}  // namespace burrow
