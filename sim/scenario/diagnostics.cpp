#include "sim/scenario/diagnostics.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "sim/core/characters.hpp"
#include "sim/core/text.hpp"

namespace groundhog {
namespace {

constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view red = "\x1b[1;31m";
constexpr std::string_view yellow = "\x1b[1;33m";
constexpr std::string_view green = "\x1b[1;32m";
constexpr std::string_view no_color = "\x1b[0m";

std::string position(const Diagnostic& diagnostic) {
  return diagnostic.file + ":" + std::to_string(diagnostic.mark.line) + ":" + std::to_string(diagnostic.mark.column) +
         ": ";
}

std::string_view severity_word(const Diagnostic& diagnostic) {
  return diagnostic.severity == Diagnostic::Severity::error ? "error: " : "warning: ";
}

bool continues_a_character(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }

// A terminal would obey what a broken file holds.
std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text) out += is_control(c) ? hex_escape(c) : std::string(1, c);
  return out;
}

std::string with_suggestion(const Diagnostic& diagnostic) {
  std::string message = printable(diagnostic.message);
  if (diagnostic.suggestion.empty()) return message;
  return message + " (did you mean '" + diagnostic.suggestion + "'?)";
}

// The line as a terminal may show it: one element per character, all of its bytes together. Tabs stay tabs.
std::vector<std::string> characters_of(std::string_view line) {
  std::vector<std::string> characters;
  for (const char c : line) {
    if (continues_a_character(c) && !characters.empty()) {
      characters.back() += c;
    } else {
      characters.push_back(is_control(c) && c != '\t' ? hex_escape(c) : std::string(1, c));
    }
  }
  return characters;
}

struct Excerpt {
  std::string line;
  std::string padding;  // puts a caret under its place
};

Excerpt excerpt_of(std::string_view line, std::uint32_t column) {
  constexpr std::size_t most_before = 80;
  constexpr std::size_t most_after = 60;
  const std::vector<std::string> characters = characters_of(line);
  const std::size_t caret = characters_of(line.substr(0, column - 1)).size();
  const std::size_t first = caret > most_before ? caret - most_before : 0;
  const std::size_t last = std::min(characters.size(), caret + most_after);
  Excerpt excerpt;
  if (first > 0) excerpt = {"…", " "};
  for (std::size_t i = first; i < last; ++i) {
    excerpt.line += characters[i];
    if (i >= caret) continue;
    const bool is_escape = characters[i].size() > 1 && characters[i].front() == '\\';
    excerpt.padding += characters[i] == "\t" ? "\t" : std::string(is_escape ? characters[i].size() : 1, ' ');
  }
  if (last < characters.size()) excerpt.line += "…";
  return excerpt;
}

}  // namespace

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& each) { return each.severity == Diagnostic::Severity::error; });
}

std::string headline(const Diagnostic& diagnostic) {
  return position(diagnostic) + std::string(severity_word(diagnostic)) + with_suggestion(diagnostic);
}

std::string render(const Diagnostic& diagnostic, bool color) {
  const auto paint = [&](std::string_view with, std::string_view text) {
    return color ? std::string(with) + std::string(text) + std::string(no_color) : std::string(text);
  };
  const std::string_view alarm = diagnostic.severity == Diagnostic::Severity::error ? red : yellow;
  std::string out =
      paint(bold, position(diagnostic)) + paint(alarm, severity_word(diagnostic)) + with_suggestion(diagnostic) + "\n";
  if (diagnostic.source_line.empty()) return out;
  const Excerpt excerpt = excerpt_of(diagnostic.source_line, diagnostic.mark.column);
  out += "  " + excerpt.line + "\n";
  out += "  " + excerpt.padding + paint(green, "^") + "\n";
  return out;
}

std::string render(const Diagnostics& diagnostics, bool color) {
  std::string out;
  for (const Diagnostic& each : diagnostics) out += render(each, color);
  return out;
}

DiagnosticSink::DiagnosticSink(std::string file, std::string_view text)
    : file_(std::move(file)), lines_(lines_of(text)) {
  for (std::string_view& line : lines_) {
    if (line.ends_with('\r')) line.remove_suffix(1);
  }
}

void DiagnosticSink::error(Mark mark, std::string message, std::string_view suggestion) {
  add(Diagnostic::Severity::error, mark, std::move(message), suggestion);
}

void DiagnosticSink::warning(Mark mark, std::string message, std::string_view suggestion) {
  add(Diagnostic::Severity::warning, mark, std::move(message), suggestion);
}

void DiagnosticSink::add(Diagnostic::Severity severity, Mark mark, std::string message, std::string_view suggestion) {
  const auto is_known = [&](const Diagnostic& each) { return each.mark == mark && each.message == message; };
  const auto has_error = [&](const Diagnostic& each) {
    return each.mark == mark && each.severity == Diagnostic::Severity::error;
  };
  const auto instance = found_.begin() + static_cast<std::ptrdiff_t>(before_instance_);
  if (std::any_of(found_.begin(), instance, has_error) || std::any_of(found_.begin(), found_.end(), is_known)) return;
  const bool in_text = mark.line >= 1 && mark.line <= lines_.size();
  found_.push_back({.file = file_,
                    .mark = mark,
                    .severity = severity,
                    .message = std::move(message),
                    .suggestion = std::string(suggestion),
                    .source_line = in_text ? std::string(lines_[mark.line - 1]) : std::string()});
}

Diagnostics DiagnosticSink::take() {
  std::stable_sort(found_.begin(), found_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.mark.line, a.mark.column) < std::tie(b.mark.line, b.mark.column);
  });
  before_instance_ = 0;
  return std::exchange(found_, {});
}

bool DiagnosticSink::has_errors() const { return groundhog::has_errors(found_); }

std::size_t edit_distance(std::string_view a, std::string_view b) {
  // Three rows of the classic table are enough: a swap looks back two of them.
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = to_lower(a[i - 1]) == to_lower(b[j - 1]);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0U : 1U)});
      const bool swapped =
          i > 1 && j > 1 && to_lower(a[i - 1]) == to_lower(b[j - 2]) && to_lower(a[i - 2]) == to_lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

std::string_view closest(std::string_view word, std::span<const std::string_view> candidates) {
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  std::string_view best;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance >= std::min(best_distance, std::max(word.size(), candidate.size()))) continue;
    best_distance = distance;
    best = candidate;
  }
  if (!best.empty() || word.size() < 4) return best;
  const auto longer = std::ranges::find_if(candidates, [&](std::string_view each) { return each.starts_with(word); });
  return longer == candidates.end() ? std::string_view() : *longer;
}

}  // namespace groundhog
