// Lists and mappings between brackets, and what is wrong with them.

#include "sim/scenario/yaml_cursor.hpp"

namespace groundhog {
namespace {

class BracketReader {
 public:
  BracketReader(YamlCursor& cursor, std::optional<std::size_t> outside) : cursor_(cursor), outside_(outside) {}

  void read() {
    do {
      cursor_.skip_blanks();
      cursor_.is_over() ? next_line() : read_one();
    } while (!open_.empty());
  }

 private:
  struct Bracket {
    char opening;
    YamlPlace place;
    // Of the entry that is being read.
    bool has_colon = false;
    bool is_complete = false;  // a comma must follow
  };

  void next_line() {
    const std::string not_closed = "the bracket that is opened here is not closed";
    if (!cursor_.has_next_line()) yaml_mistake(open_.back().place, not_closed);
    cursor_.next_line();
    cursor_.skip_blanks();
    const bool is_outside = !cursor_.is_over() && outside_ && cursor_.column() <= *outside_;
    const bool begins_entry = cursor_.is_dash() || cursor_.key_end() != std::string_view::npos;
    if (is_outside && begins_entry) yaml_mistake(open_.back().place, not_closed);
  }

  // A key is followed by a colon and a blank; one in quotes needs no blank.
  bool is_colon() const {
    const bool is_behind_quotes = !open_.empty() && open_.back().is_complete;
    return cursor_.peek() == ':' &&
           (is_yaml_blank(cursor_.peek(1)) || is_one_of(",[]{}", cursor_.peek(1)) || is_behind_quotes);
  }

  void read_one() {
    const char c = cursor_.peek();
    if (is_one_of("]}", c)) return close();
    if (c == ',') return end_entry();
    if (is_colon()) return read_colon();
    if (!open_.empty() && open_.back().is_complete) refuse_second_value();
    if (is_one_of("[{", c)) return open();
    if (cursor_.is_quote()) {
      cursor_.read_quoted(outside_);
      open_.back().is_complete = true;
      return;
    }
    cursor_.refuse_first_character();
    read_plain();
  }

  void open() {
    open_.push_back({cursor_.peek(), cursor_.here()});
    cursor_.advance();
  }

  void end_entry() {
    open_.back().has_colon = open_.back().is_complete = false;
    cursor_.advance();
  }

  void read_colon() {
    open_.back().has_colon = true;
    open_.back().is_complete = false;
    cursor_.advance();
  }

  void close() {
    const Bracket closed = open_.back();
    const std::string_view needed = closed.opening == '[' ? "]" : "}";
    if (!cursor_.rest().starts_with(needed)) {
      yaml_mistake(cursor_.here(), "the bracket " + in_quotes({&closed.opening, 1}) + " of line " +
                                       std::to_string(closed.place.line + 1) + " must be closed before this, by " +
                                       in_quotes(needed));
    }
    open_.pop_back();
    if (!open_.empty()) open_.back().is_complete = true;
    cursor_.advance();
  }

  [[noreturn]] void refuse_second_value() const {
    const bool is_at_quote = cursor_.column() > 0 && is_one_of("\"'", cursor_.line()[cursor_.column() - 1]);
    yaml_mistake(cursor_.here(), is_at_quote ? text_after_quote : "a comma is missing before this");
  }

  void read_plain() {
    YamlPlace last_word = cursor_.here();
    while (!cursor_.is_over() && !is_one_of(",[]{}", cursor_.peek())) {
      if (cursor_.follows_blank()) last_word = cursor_.here();
      if (cursor_.rest().starts_with("${")) {
        yaml_mistake(cursor_.here(), "a placeholder between brackets must be in quotes: \"${…}\"");
      }
      if (is_colon()) return judge_key(last_word);
      cursor_.advance();
    }
  }

  void judge_key(YamlPlace begin) const {
    if (!open_.back().has_colon) return;
    const std::string_view key = cursor_.line().substr(begin.column, cursor_.column() - begin.column);
    yaml_mistake(begin, "a comma is missing before " + in_quotes(key) + ", or a text with a colon is not in quotes");
  }

  YamlCursor& cursor_;
  std::optional<std::size_t> outside_;
  std::vector<Bracket> open_;
};

}  // namespace

void read_brackets(YamlCursor& cursor, std::optional<std::size_t> outside) { BracketReader(cursor, outside).read(); }

}  // namespace groundhog
