#include "tests/differential/text.hpp"

#include <algorithm>
#include <array>

#include "sut/server/commands/arguments.hpp"
#include "tests/differential/command.hpp"

namespace burrow::differential {

namespace {

void append_escaped(std::string& out, char byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (byte == '\r') {
    out += "\\r";
  } else if (byte == '\n') {
    out += "\\n";
  } else if (byte == '"' || byte == '\\') {
    out += {'\\', byte};
  } else if (byte < ' ' || byte > '~') {
    const auto code = static_cast<unsigned char>(byte);
    out += {'\\', 'x', digits[code / 16], digits[code % 16]};
  } else {
    out += byte;
  }
}

bool is_plain(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char byte) {
    return byte > ' ' && byte <= '~' && byte != '"' && byte != '\\';
  });
}

}  // namespace

std::string in_quotes(std::string_view bytes, std::size_t most) {
  std::string out = "\"";
  for (const char byte : bytes.substr(0, most)) append_escaped(out, byte);
  out += '"';
  if (bytes.size() > most) out += "… (" + std::to_string(bytes.size()) + " bytes)";
  return out;
}

std::string to_line(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) {
    if (!line.empty()) line += ' ';
    line += is_plain(word) ? word : in_quotes(word);
  }
  return line;
}

bool is_named(const std::vector<std::string>& words, std::string_view name) { return is_word(words.front(), name); }

std::ostream& operator<<(std::ostream& out, const Command& command) {
  return out << 'c' << command.client + 1 << ": " << to_line(command.words);
}

}  // namespace burrow::differential
