#include "sut/resp/inline_request.hpp"

#include <cstdint>
#include <optional>

namespace burrow::resp {

namespace {

bool is_space(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

std::optional<int> hex_digit(char byte) {
  if (byte >= '0' && byte <= '9') return byte - '0';
  if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
  if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
  return std::nullopt;
}

char unescape(char byte) {
  switch (byte) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'b':
      return '\b';
    case 'a':
      return '\a';
    default:
      return byte;
  }
}

// Consumes one escape of a double-quoted word; `at` stands on the backslash, and something follows it.
char take_escape(std::string_view line, std::size_t& at) {
  const bool hexadecimal = line[at + 1] == 'x' && at + 3 < line.size();
  if (hexadecimal) {
    const std::optional<int> high = hex_digit(line[at + 2]);
    const std::optional<int> low = hex_digit(line[at + 3]);
    if (high && low) {
      at += 4;
      return static_cast<char>(*high * 16 + *low);
    }
  }
  const char byte = unescape(line[at + 1]);
  at += 2;
  return byte;
}

// Consumes a quoted stretch up to its closing quote; `at` stands behind the opening one.
bool take_quoted(std::string_view line, char quote, std::size_t& at, std::string& bytes) {
  while (at < line.size()) {
    if (line[at] == quote) {
      ++at;
      return at == line.size() || is_space(line[at]);
    }
    const bool backslash = line[at] == '\\' && at + 1 < line.size();
    if (backslash && quote == '"') {
      bytes.push_back(take_escape(line, at));
      continue;
    }
    if (backslash && line[at + 1] == '\'') ++at;
    bytes.push_back(line[at++]);
  }
  return false;
}

bool take_word(std::string_view line, std::size_t& at, std::string& bytes) {
  while (at < line.size() && !is_space(line[at])) {
    const char byte = line[at++];
    if (byte == '"' || byte == '\'') {
      if (!take_quoted(line, byte, at, bytes)) return false;
      continue;
    }
    bytes.push_back(byte);
  }
  return true;
}

}  // namespace

bool split_inline(std::string_view line, std::string& bytes, std::vector<Word>& words) {
  std::size_t at = 0;
  while (true) {
    while (at < line.size() && is_space(line[at])) ++at;
    if (at == line.size()) return true;
    const std::size_t begin = bytes.size();
    if (!take_word(line, at, bytes)) return false;
    words.push_back({begin, bytes.size() - begin});
  }
}

}  // namespace burrow::resp
