#include <algorithm>
#include <charconv>
#include <optional>

#include "sim/core/characters.hpp"
#include "sim/core/spelling.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog {
namespace {

// Shorter runs of one byte are written out.
constexpr std::size_t least_run = 32;
constexpr std::size_t longest_run = std::size_t{1} << 20;

constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Reads words from the front of a line.
class Splitter {
 public:
  explicit Splitter(std::string_view line) : rest_(line) {}

  bool at_end() {
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
    return rest_.empty();
  }

  // nullopt: a quote or an escape is broken.
  std::optional<std::string> word() {
    std::string word;
    while (!rest_.empty() && !is_blank(rest_.front())) {
      const char c = take();
      if (c == '"' || c == '\'') {
        if (!quoted(c, word)) return std::nullopt;
        continue;
      }
      word += c;
    }
    return word;
  }

 private:
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  bool quoted(char quote, std::string& word) {
    while (!rest_.empty()) {
      const char c = take();
      if (c == quote) return true;
      if (c != '\\' || quote == '\'') {
        word += c;
        continue;
      }
      if (!escape(word)) return false;
    }
    return false;
  }

  bool escape(std::string& word) {
    if (rest_.empty()) return false;
    const char c = take();
    if (c == 'x') return hexadecimal(word);
    if (c == '*') return repetition(word);
    const std::size_t letter = escape_letters.find(c);
    if (letter == std::string_view::npos) return false;
    word += escaped_characters[letter];
    return true;
  }

  bool hexadecimal(std::string& word) {
    if (rest_.size() < 2) return false;
    unsigned value = 0;
    const auto [end, problem] = std::from_chars(rest_.data(), rest_.data() + 2, value, 16);
    if (problem != std::errc{} || end != rest_.data() + 2) return false;
    word += static_cast<char>(value);
    rest_.remove_prefix(2);
    return true;
  }

  bool repetition(std::string& word) {
    std::size_t times = 0;
    const auto [end, problem] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), times);
    if (word.empty() || problem != std::errc{} || times == 0 || times > longest_run) return false;
    word.append(times - 1, word.back());
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return true;
  }

  std::string_view rest_;
};

std::size_t run_at(std::string_view word, std::size_t at) {
  const std::size_t end = std::min(word.find_first_not_of(word[at], at), word.size());
  return std::min(end - at, longest_run);
}

bool has_long_run(std::string_view word) {
  for (std::size_t at = 0; at < word.size(); at += run_at(word, at)) {
    if (run_at(word, at) >= least_run) return true;
  }
  return false;
}

void append_quoted(std::string& line, std::string_view word) {
  line += '"';
  bool after_a_count = false;
  for (std::size_t at = 0; at < word.size();) {
    const char c = word[at];
    line += after_a_count && is_digit(c) ? hex_escape(c) : spelled_byte(c);
    const std::size_t run = run_at(word, at);
    after_a_count = run >= least_run;
    if (after_a_count) line += "\\*" + std::to_string(run);
    at += after_a_count ? run : 1;
  }
  line += '"';
}

}  // namespace

Parsed<std::vector<std::string>> split_command(std::string_view line) {
  constexpr std::string_view broken = "a quote is not closed, or an escape is none of \\n \\r \\t \\\" \\\\ \\xHH \\*N";
  std::vector<std::string> words;
  Splitter splitter(line);
  while (!splitter.at_end()) {
    std::optional<std::string> word = splitter.word();
    if (!word) return tl::unexpected(UnitError{std::string(broken), {}});
    words.push_back(std::move(*word));
  }
  if (words.empty()) return tl::unexpected(UnitError{"the command is empty", {}});
  return words;
}

std::string join_command(std::span<const std::string> words) {
  std::string line;
  for (const std::string& word : words) {
    if (!line.empty()) line += ' ';
    if (is_plain_word(word) && !has_long_run(word)) {
      line += word;
    } else {
      append_quoted(line, word);
    }
  }
  return line;
}

}  // namespace groundhog
