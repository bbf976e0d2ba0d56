#include "checkers/model/name_pattern.hpp"

#include <optional>
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

// One element of the pattern that is no star against one byte. Takes it from the pattern.
bool element_matches(std::string_view& pattern, char byte) {
  const char kind = pattern.front();
  if (kind != '?' && kind != '[') return taken(pattern) == byte;
  pattern.remove_prefix(1);
  return kind == '?' || is_in_set(pattern, byte);
}

// Of several stars only the last one ever has to take a byte more.
bool matches_rest(std::string_view pattern, std::string_view name) {
  std::optional<std::string_view> after_star;
  std::string_view star_takes;  // what the last star has not taken yet
  while (!name.empty()) {
    if (pattern.starts_with('*')) {
      pattern.remove_prefix(1);
      after_star = pattern;
      star_takes = name;
      continue;
    }
    if (!pattern.empty() && element_matches(pattern, name.front())) {
      name.remove_prefix(1);
      continue;
    }
    if (!after_star) return false;
    star_takes.remove_prefix(1);
    pattern = *after_star;
    name = star_takes;
  }
  return pattern.find_first_not_of('*') == std::string_view::npos;
}

}  // namespace

bool matches_pattern(std::string_view pattern, std::string_view name) {
  if (pattern == "*") return true;
  return name.empty() ? pattern.empty() : matches_rest(pattern, name);  // stars do not match nothing, as in Redis
}

}  // namespace groundhog::checkers
