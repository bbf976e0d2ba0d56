#include "checkers/model/name_pattern.hpp"

#include <cstddef>
#include <utility>

namespace groundhog::checkers {
namespace {

char taken(std::string_view& pattern) {
  if (pattern.size() > 1 && pattern.front() == '\\') pattern.remove_prefix(1);
  const char byte = pattern.front();
  pattern.remove_prefix(1);
  return byte;
}

unsigned char code(char byte) { return static_cast<unsigned char>(byte); }

// The set behind '['. Takes it from the pattern.
bool is_in_set(std::string_view& pattern, char byte) {
  const bool is_inverted = pattern.starts_with('^');
  if (is_inverted) pattern.remove_prefix(1);
  bool is_in = false;
  while (!pattern.empty() && pattern.front() != ']') {
    const bool is_escaped = pattern.front() == '\\' && pattern.size() > 1;
    unsigned char low = code(taken(pattern));
    unsigned char high = low;
    if (!is_escaped && pattern.size() >= 2 && pattern.front() == '-') {
      high = code(pattern[1]);
      pattern.remove_prefix(2);
    }
    if (low > high) std::swap(low, high);
    is_in = is_in || (low <= code(byte) && code(byte) <= high);
  }
  if (!pattern.empty()) pattern.remove_prefix(1);
  return is_in != is_inverted;
}

bool matches_rest(std::string_view pattern, std::string_view name) {
  while (!pattern.empty()) {
    if (pattern.front() == '*') {
      pattern.remove_prefix(1);
      for (std::size_t skipped = 0; skipped <= name.size(); ++skipped) {
        if (matches_rest(pattern, name.substr(skipped))) return true;
      }
      return false;
    }
    if (name.empty()) return false;
    const char byte = name.front();
    name.remove_prefix(1);
    if (pattern.front() == '?') {
      pattern.remove_prefix(1);
    } else if (pattern.front() == '[') {
      pattern.remove_prefix(1);
      if (!is_in_set(pattern, byte)) return false;
    } else if (taken(pattern) != byte) {
      return false;
    }
  }
  return name.empty();
}

}  // namespace

bool matches_pattern(std::string_view pattern, std::string_view name) {
  if (pattern == "*") return true;
  return name.empty() ? pattern.empty() : matches_rest(pattern, name);  // stars do not match nothing, as in Redis
}

}  // namespace groundhog::checkers
