#include "sim/burrow/inline_request.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace groundhog {
namespace {

constexpr std::string_view blanks = " \t\r\v\f";
// Behind a bare word the others would be a part of it.
constexpr std::string_view blanks_behind_bare = blanks.substr(0, 3);
constexpr std::string_view escaped_by_name = "\n\r\t\b\a";
constexpr std::string_view escape_names = "nrtba";

bool is_one_of(std::string_view bytes, char byte) { return bytes.find(byte) != std::string_view::npos; }

// In no line as it is: it would end there, for Redis at NUL, too.
bool ends_line(char byte) { return byte == '\n' || byte == '\0'; }

bool can_be_bare(char byte) {
  return !ends_line(byte) && !is_one_of(blanks_behind_bare, byte) && byte != '"' && byte != '\'';
}

bool is_printable(char byte) { return byte >= ' ' && byte <= '~'; }

// In apostrophes there is no escape but \', so a backslash at the end would take the closing one for its own.
bool can_be_in_apostrophes(std::string_view word) {
  return std::ranges::none_of(word, ends_line) && !word.ends_with('\\');
}

class LineWriter {
 public:
  explicit LineWriter(RandomStream draws) : draws_(draws) {}

  void add_gap();
  void add_optional_gap() {
    if (one_in(8)) add_gap();
  }
  void add_word(std::string_view word);
  void add_end() { line_ += one_in(4) ? "\n" : "\r\n"; }
  const std::string& line() const { return line_; }

 private:
  std::uint64_t below(std::uint64_t bound) { return uniform_below(draws_.next(), bound); }
  bool one_in(std::uint64_t count) { return below(count) == 0; }

  std::size_t longest_bare_beginning(std::string_view word) const;
  void add_in_apostrophes(std::string_view bytes);
  void add_in_quotes(std::string_view bytes);
  bool is_to_be_escaped(char byte);
  void add_escape(char byte);
  char hex_digit(unsigned value) { return (one_in(2) ? "0123456789abcdef" : "0123456789ABCDEF")[value]; }

  RandomStream draws_;
  std::string line_;
  bool is_behind_bare_ = false;
};

void LineWriter::add_gap() {
  const std::string_view first = is_behind_bare_ ? blanks_behind_bare : blanks;
  line_ += one_in(2) ? ' ' : first[below(first.size())];
  if (one_in(4)) line_ += blanks[below(blanks.size())];
}

// Quotes may open anywhere in a word. They close at its end.
void LineWriter::add_word(std::string_view word) {
  const std::size_t bare = longest_bare_beginning(word);
  is_behind_bare_ = !word.empty() && bare == word.size() && one_in(2);
  if (is_behind_bare_) {
    line_ += word;
    return;
  }
  const std::size_t quotes_at = one_in(4) ? below(bare + 1) : 0;
  line_ += word.substr(0, quotes_at);
  const std::string_view rest = word.substr(quotes_at);
  if (can_be_in_apostrophes(rest) && one_in(3)) {
    add_in_apostrophes(rest);
  } else {
    add_in_quotes(rest);
  }
}

std::size_t LineWriter::longest_bare_beginning(std::string_view word) const {
  if (line_.empty() && word.starts_with('*')) return 0;
  if (!word.empty() && is_one_of(blanks, word.front())) return 0;
  return static_cast<std::size_t>(std::ranges::find_if_not(word, can_be_bare) - word.begin());
}

void LineWriter::add_in_apostrophes(std::string_view bytes) {
  line_ += '\'';
  for (const char byte : bytes) {
    if (byte == '\'') line_ += '\\';
    line_ += byte;
  }
  line_ += '\'';
}

void LineWriter::add_in_quotes(std::string_view bytes) {
  line_ += '"';
  for (const char byte : bytes) {
    if (is_to_be_escaped(byte)) {
      add_escape(byte);
    } else {
      line_ += byte;
    }
  }
  line_ += '"';
}

bool LineWriter::is_to_be_escaped(char byte) {
  if (ends_line(byte) || byte == '"' || byte == '\\') return true;
  return one_in(is_printable(byte) ? 8 : 2);
}

// By its name, as itself where it is none, or by its number.
void LineWriter::add_escape(char byte) {
  line_ += '\\';
  const std::size_t name = escaped_by_name.find(byte);
  if (name != std::string_view::npos && one_in(2)) {
    line_ += escape_names[name];
    return;
  }
  const bool is_name = byte == 'x' || is_one_of(escape_names, byte);
  if (!is_name && !ends_line(byte) && one_in(2)) {
    line_ += byte;
    return;
  }
  const auto value = static_cast<unsigned char>(byte);
  line_ += 'x';
  line_ += hex_digit(value >> 4U);
  line_ += hex_digit(value & 15U);
}

}  // namespace

std::optional<std::string> spell_inline(std::span<const std::string> words, RandomStream draws) {
  if (words.empty()) return std::nullopt;
  LineWriter writer(draws);
  writer.add_optional_gap();
  bool is_first = true;
  for (const std::string& word : words) {
    if (!is_first) writer.add_gap();
    is_first = false;
    if (writer.line().size() + word.size() > longest_line_bytes) return std::nullopt;
    writer.add_word(word);
  }
  writer.add_optional_gap();
  writer.add_end();
  if (writer.line().size() > longest_line_bytes) return std::nullopt;
  return writer.line();
}

}  // namespace groundhog
