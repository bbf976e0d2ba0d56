#include "sim/scenario/yaml_cursor.hpp"

#include <algorithm>
#include <utility>

#include "sim/core/text.hpp"

namespace groundhog {

constexpr std::size_t none = std::string_view::npos;

void yaml_mistake(YamlPlace place, std::string message, bool is_certain) {
  const Mark mark{.line = static_cast<std::uint32_t>(place.line + 1),
                  .column = static_cast<std::uint32_t>(place.column + 1)};
  throw SyntaxMistake{mark, std::move(message), is_certain};
}

YamlCursor::YamlCursor(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  lines_ = lines_of(text);
  for (std::string_view& line : lines_) {
    if (line.ends_with('\r')) line.remove_suffix(1);
  }
}

std::size_t YamlCursor::next_indent() const {
  return has_next_line() ? lines_[place_.line + 1].find_first_not_of(' ') : none;
}

std::size_t YamlCursor::key_end() const {
  if (at_end() || is_one_of("[{", peek())) return none;
  std::size_t from = column();
  if (is_quote()) {
    const std::size_t close = line().find(peek(), from + 1);
    from = close == none ? none : line().find_first_not_of(' ', close + 1);
    if (from == none || line()[from] != ':') return none;
  }
  for (std::size_t i = from; i < line().size(); ++i) {
    if (line()[i] == '#' && i > 0 && is_yaml_blank(line()[i - 1])) return none;
    if (line()[i] == ':' && (i + 1 == line().size() || is_yaml_blank(line()[i + 1]))) return i;
  }
  return none;
}

void YamlCursor::refuse_first_character() const {
  if (!is_one_of("*@`%", peek())) return;
  yaml_mistake(here(), "a text that begins with " + in_quotes(rest().substr(0, 1)) + " must be in quotes");
}

void YamlCursor::read_quoted(std::optional<std::size_t> outside) {
  const YamlPlace opening = here();
  const std::string not_closed = "the quote that is opened here is not closed";
  const char quote = peek();
  advance();
  while (at_end() || peek() != quote || (quote == '\'' && peek(1) == quote)) {
    if (at_end()) {
      if (!has_next_line()) yaml_mistake(opening, not_closed, true);
      next_line();
      skip_blanks();
      if (!at_end() && outside && column() <= *outside) yaml_mistake(opening, not_closed, true);
      continue;
    }
    const bool is_escape = quote == '"' && peek() == '\\';
    if (is_escape) check_escape();
    advance(is_escape || peek() == quote ? 2 : 1);
  }
  advance();
  // A later text in quotes would be its end otherwise.
  const bool ends_here = at_end() || is_yaml_blank(peek()) || is_one_of(",]}:", peek());
  if (here().line > opening.line && !ends_here) yaml_mistake(opening, not_closed);
}

void YamlCursor::check_escape() const {
  const bool continues_line = rest().size() == 1;
  if (continues_line || is_one_of("0abt\tnvfre \"/\\N_LPxuU", peek(1))) return;
  yaml_mistake(here(), in_quotes(rest().substr(0, 2)) +
                           " is no escape: within \"…\" a backslash is \\\\, within '…' it is itself");
}

}  // namespace groundhog
