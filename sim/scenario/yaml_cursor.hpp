// A place in a YAML file that moves on through its lines, for those who look for mistakes in it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/yaml_syntax.hpp"

namespace groundhog {

struct YamlPlace {
  std::size_t line = 0;  // both count from 0, columns in bytes
  std::size_t column = 0;
};

[[noreturn]] void yaml_mistake(YamlPlace place, std::string message, bool is_certain = false);  // throws SyntaxMistake

inline bool is_yaml_blank(char c) { return c == ' ' || c == '\t'; }
inline bool is_one_of(std::string_view characters, char c) { return characters.find(c) != std::string_view::npos; }
inline std::string in_quotes(std::string_view text) { return "'" + std::string(text) + "'"; }

class YamlCursor {
 public:
  explicit YamlCursor(std::string_view text);

  bool has_line() const { return place_.line < lines_.size(); }
  void next_line() { place_ = {place_.line + 1, 0}; }
  // Of the next line; npos: it is blank, or there is none.
  std::size_t next_indent() const;
  bool has_next_line() const { return place_.line + 1 < lines_.size(); }

  YamlPlace here() const { return place_; }
  std::size_t column() const { return place_.column; }
  std::string_view line() const { return lines_[place_.line]; }
  std::string_view rest() const { return line().substr(place_.column); }
  bool at_end() const { return place_.column == line().size(); }
  // A blank at the end of the line.
  char peek(std::size_t ahead = 0) const { return ahead < rest().size() ? rest()[ahead] : ' '; }
  bool follows_blank() const { return place_.column > 0 && is_yaml_blank(line()[place_.column - 1]); }

  void advance(std::size_t by = 1) { place_.column += std::min(by, rest().size()); }
  void advance_to(std::size_t column) { place_.column = std::min(column, line().size()); }
  void skip_blanks() { advance(rest().find_first_not_of(" \t")); }

  // Nothing but a comment is left of the line.
  bool is_over() const { return at_end() || (peek() == '#' && (place_.column == 0 || follows_blank())); }
  bool is_dash() const { return peek() == '-' && is_yaml_blank(peek(1)); }
  bool is_quote() const { return peek() == '"' || peek() == '\''; }
  // The column of the colon behind the key that begins here; npos: there is no key.
  std::size_t key_end() const;

  // What stands here begins a value. A text that begins with certain characters means something else to YAML.
  void refuse_first_character() const;
  // From the quote that opens a text to behind the one that closes it. Lines that continue it are indented deeper than
  // `outside`, if it is below a key.
  void read_quoted(std::optional<std::size_t> outside);

 private:
  void check_escape() const;

  std::vector<std::string_view> lines_;
  YamlPlace place_;
};

// From the bracket that opens a list or a mapping to behind the one that closes it (yaml_brackets.cpp).
void read_brackets(YamlCursor& cursor, std::optional<std::size_t> outside);

inline constexpr const char* text_after_quote =
    "text follows the closing quote: a quote within quotes is doubled in '…', and \\\" in \"…\"";

}  // namespace groundhog
