// What is wrong with a scenario, and where. All semantic problems of a file are reported in one pass.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace groundhog {

// A place in a file; both count from 1, the column in bytes.
struct Mark {
  std::uint32_t line = 1;
  std::uint32_t column = 1;

  friend bool operator==(const Mark&, const Mark&) = default;
};

struct Diagnostic {
  enum class Severity : std::uint8_t { error, warning };

  std::string file;
  Mark mark;
  Severity severity = Severity::error;
  std::string message;
  std::string suggestion;   // what was probably meant; empty if nothing is near
  std::string source_line;  // the line that `mark` points into; empty if there is none
};

using Diagnostics = std::vector<Diagnostic>;

bool has_errors(const Diagnostics& diagnostics);

// `file:line:column: error: message (did you mean 'x'?)`, the source line and a caret; each diagnostic ends with a
// newline. `color` uses ANSI escapes.
std::string render(const Diagnostic& diagnostic, bool color);
std::string render(const Diagnostics& diagnostics, bool color);

// The first of the lines that `render` prints, without color.
std::string headline(const Diagnostic& diagnostic);

// Collects the diagnostics of one file. The same problem at the same place is kept once.
class DiagnosticSink {
 public:
  DiagnosticSink(std::string file, std::string_view text);

  void error(Mark mark, std::string message, std::string_view suggestion = {});
  void warning(Mark mark, std::string message, std::string_view suggestion = {});

  // What follows is about another instance of the file: a place with an error is not reported again, whatever its
  // values.
  void next_instance() { before_instance_ = found_.size(); }

  // In the order of the file, errors and warnings mixed.
  Diagnostics take();
  bool has_errors() const;

 private:
  void add(Diagnostic::Severity severity, Mark mark, std::string message, std::string_view suggestion);

  std::string file_;
  std::vector<std::string_view> lines_;  // of the text given, which outlives the sink
  Diagnostics found_;
  std::size_t before_instance_ = 0;  // so many of them are about the file or another instance
};

// ---- suggestions: what a misspelt word probably stands for --------------------------------------------------------

// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours (Damerau 1964), by
// bytes, letters compared without case.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The nearest candidate within a third of the word's length (at least one edit, never all of it); the first of several.
// If none is near, the first that begins with the word, where that has four letters or more. Or else empty.
std::string_view closest(std::string_view word, std::span<const std::string_view> candidates);

// " (did you mean run?)" for the candidate that is near, or nothing.
template <class Names>
std::string did_you_mean(std::string_view word, const Names& candidates) {
  const std::vector<std::string_view> views(candidates.begin(), candidates.end());
  const std::string_view near = closest(word, views);
  return near.empty() ? std::string() : " (did you mean " + std::string(near) + "?)";
}

}  // namespace groundhog
