#include "sim/core/spelling.hpp"

#include <algorithm>

#include "sim/core/characters.hpp"

namespace groundhog {
namespace {

bool is_plain(char c) { return is_printable(c) && std::string_view(" \"'\\=").find(c) == std::string_view::npos; }

std::string body_of(std::string_view bytes) {
  std::string out;
  for (const char byte : bytes) out += spelled_byte(byte);
  return out;
}

std::string left_out(std::string_view bytes) {
  return bytes.size() <= longest_shown ? std::string() : "…+" + std::to_string(bytes.size() - longest_shown);
}

}  // namespace

bool is_plain_word(std::string_view bytes) { return !bytes.empty() && std::ranges::all_of(bytes, is_plain); }

std::string spelled_byte(char byte) {
  if (byte == '"' || byte == '\\') return {'\\', byte};
  return is_printable(byte) && byte != '\'' ? std::string(1, byte) : hex_escape(byte);
}

std::string spelled_in_quotes(std::string_view bytes) { return "\"" + body_of(bytes) + "\""; }

std::string spelled(std::string_view bytes) {
  return is_plain_word(bytes) ? std::string(bytes) : spelled_in_quotes(bytes);
}

std::string spelled_briefly(std::string_view bytes) {
  return spelled(bytes.substr(0, longest_shown)) + left_out(bytes);
}

std::string spelled_briefly_in_quotes(std::string_view bytes) {
  return spelled_in_quotes(bytes.substr(0, longest_shown)) + left_out(bytes);
}

bool is_spelling_of(std::string_view text, std::string_view bytes) {
  return text == bytes || text == body_of(bytes) || text == spelled_in_quotes(bytes) ||
         text == spelled_briefly(bytes) || text == spelled_briefly_in_quotes(bytes);
}

}  // namespace groundhog
