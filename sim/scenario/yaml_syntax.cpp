#include "sim/scenario/yaml_syntax.hpp"

#include <cstddef>
#include <vector>

#include "sim/core/characters.hpp"
#include "sim/core/text.hpp"
#include "sim/scenario/yaml_cursor.hpp"

namespace groundhog {
namespace {

constexpr std::size_t none = std::string_view::npos;

// Reads a file as a person would: by indentation, keys and dashes. Throws the first mistake that it meets.
class Reader {
 public:
  explicit Reader(std::string_view text) : cursor_(text) {}

  void read() {
    for (; cursor_.has_line(); cursor_.next_line()) read_line();
    if (suspect_) throw SyntaxMistake(*suspect_);
  }

 private:
  // A mapping or a list whose keys or dashes begin in this column.
  struct Level {
    std::size_t column;
    bool is_list;
    bool lacks_value = false;  // its last key or dash does, so a deeper line may follow
  };

  void read_line() {
    cursor_.advance(cursor_.rest().find_first_not_of(' '));
    const YamlPlace begin = cursor_.here();
    cursor_.skip_blanks();
    if (cursor_.is_over()) return;
    if (cursor_.column() > begin.column) yaml_mistake(begin, "a tab indents this line: indent it with blanks");
    const bool is_marker = cursor_.rest().starts_with("---") || cursor_.rest().starts_with("...");
    if (cursor_.column() == 0 && (is_marker || cursor_.peek() == '%')) return levels_.clear();
    while (cursor_.is_dash()) {
      enter(true);
      levels_.back().lacks_value = true;
      cursor_.advance();
      cursor_.skip_blanks();
      if (cursor_.is_over()) return;
    }
    read_entry();
  }

  // A key with its value, or a value alone: an item of a list, or one more line of a text.
  void read_entry() {
    const std::size_t colon = cursor_.key_end();
    if (colon == none) {
      suspect_colon();
      if (levels_.empty() || levels_.back().lacks_value) read_value();
      return;
    }
    enter(false);
    cursor_.advance_to(colon + 1);
    cursor_.skip_blanks();
    levels_.back().lacks_value = cursor_.is_over();
    if (!cursor_.is_over()) read_value();
  }

  // "clients:4" is a text, and may be meant to be one: it counts if there is no other mistake, or none but in what
  // follows from it.
  void suspect_colon() {
    const std::string_view text = cursor_.rest();
    const std::size_t colon = text.find(':');
    if (suspect_ || colon == none || colon == 0 || colon + 1 == text.size() || text[colon + 1] == '/') return;
    for (const char c : text.substr(0, colon)) {
      if (!is_letter_or_digit(c) && !is_one_of("._-", c)) return;
    }
    const YamlPlace place = cursor_.here();
    suspect_ = SyntaxMistake{{.line = static_cast<std::uint32_t>(place.line + 1),
                              .column = static_cast<std::uint32_t>(place.column + colon + 1)},
                             "a blank is missing after the colon"};
  }

  // A dash or a key here continues the level of its column, or begins one below a key or dash that lacks its value.
  void enter(bool is_list) {
    const std::size_t column = cursor_.column();
    const bool ends_levels = !levels_.empty() && levels_.back().column > column;
    while (!levels_.empty() && levels_.back().column > column) levels_.pop_back();
    // A list may stand in the column of its key.
    const bool ends_list = !is_list && levels_.size() > 1 && levels_.back().is_list &&
                           levels_.back().column == column && levels_[levels_.size() - 2].column == column;
    if (ends_list) levels_.pop_back();
    if (levels_.empty()) {
      if (ends_levels) refuse_indentation("this line is indented less than all lines before it");
      levels_.push_back({column, is_list});
      return;
    }
    Level& level = levels_.back();
    if (level.column == column && level.is_list == is_list) return;
    if (level.column == column && !(is_list && level.lacks_value)) {
      refuse_indentation(is_list ? "an item of a list among the keys of a mapping: a list holds items alone"
                                 : "a key among the items of a list: indent it as far as the keys of its item");
    }
    if (ends_levels) {
      refuse_indentation("this line is indented by " + count_of(column, "blank") +
                         ", as far as none before it: indent it as far as those that it belongs to");
    }
    if (!level.lacks_value) {
      refuse_indentation("this line is indented deeper than the one before it, which has a value already");
    }
    level.lacks_value = false;
    levels_.push_back({column, is_list});
  }

  [[noreturn]] void refuse_indentation(std::string message) const {
    if (suspect_) throw SyntaxMistake(*suspect_);
    yaml_mistake(cursor_.here(), std::move(message));
  }

  void read_value() {
    const auto outside = levels_.empty() ? std::nullopt : std::optional(levels_.back().column);
    if (outside) levels_.back().lacks_value = false;
    if (is_one_of("|>", cursor_.peek())) return skip_block_text(outside.value_or(0));
    cursor_.refuse_first_character();
    if (cursor_.is_dash()) {
      yaml_mistake(cursor_.here(), "a list cannot begin behind a key: begin a new line, or write [a, b]");
    }
    if (cursor_.is_quote()) {
      cursor_.read_quoted(outside);
      expect_end_of_line(text_after_quote);
    } else if (is_one_of("[{", cursor_.peek())) {
      read_brackets(cursor_, outside);
      expect_end_of_line("text follows the closing bracket");
    } else if (const std::size_t colon = cursor_.key_end(); colon != none) {
      yaml_mistake({cursor_.here().line, colon},
                   "a colon and a blank within a text: put the text into quotes, or begin a new line for a new key");
    }
  }

  void expect_end_of_line(std::string_view message) {
    cursor_.skip_blanks();
    if (cursor_.is_over()) return;
    const bool is_bracket = is_one_of("]}", cursor_.peek());
    yaml_mistake(cursor_.here(),
                 is_bracket ? in_quotes(cursor_.rest().substr(0, 1)) + " closes no bracket" : std::string(message));
  }

  void skip_block_text(std::size_t outside) {
    while (cursor_.has_next_line() && (cursor_.next_indent() == none || cursor_.next_indent() > outside)) {
      cursor_.next_line();
    }
  }

  YamlCursor cursor_;
  std::vector<Level> levels_;
  std::optional<SyntaxMistake> suspect_;
};

struct Translation {
  std::string_view message;  // its beginning
  std::string_view plain;
};

constexpr Translation translations[] = {
    {"end of map not found", "this line does not continue the mapping above it: look at its indentation"},
    {"end of map flow not found", "a bracket '{' is not closed before this, or a comma is missing"},
    {"end of sequence not found", "this line does not continue the list above it: look at its indentation"},
    {"end of sequence flow not found", "a bracket '[' is not closed before this, or a comma is missing"},
    {"illegal tab", "a tab indents this line: indent it with blanks"},
    {"illegal map value", "no value may stand here: a colon within a text, or an indentation that fits no other line"},
    {"illegal map key", "no key may stand here: a text that begins with '?' must be in quotes"},
    {"illegal block entry", "no item of a list may stand here: begin a new line"},
    {"illegal flow end", "this bracket closes none"},
    {"illegal EOF", "the file ends within a text in quotes"},
    {"illegal character in scalar", "a text cannot begin with this character: put it into quotes"},
    {"unknown token", "a text cannot begin with this character: put it into quotes"},
    {"alias", "a text that begins with '*' must be in quotes"},
    {"the referenced anchor", "a text that begins with '*' must be in quotes"},
    {"anchor", "a text that begins with '&' must be in quotes"},
    {"unexpected character in block scalar", "a text that begins with '|' or '>' must be in quotes"},
};

}  // namespace

std::optional<SyntaxMistake> find_syntax_mistake(std::string_view text) {
  try {
    Reader(text).read();
  } catch (const SyntaxMistake& mistake) {
    return mistake;
  }
  return std::nullopt;
}

std::string plain_syntax_message(std::string_view message) {
  for (const Translation& each : translations) {
    if (message.starts_with(each.message)) return std::string(each.plain);
  }
  return "YAML syntax: " + std::string(message);
}

}  // namespace groundhog
