#include "tests/survey/patch.hpp"

#include <algorithm>
#include <vector>

namespace survey {
namespace {

constexpr std::size_t context_lines = 3;

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string_view stripped(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view() : line.substr(first);
}

std::string on_one_line(const Lines& lines) {
  std::string text;
  for (const std::string_view line : lines) {
    if (!text.empty()) text += ' ';
    text += stripped(line);
  }
  return text;
}

std::string prefixed(char sign, const Lines& lines) {
  std::string text;
  for (const std::string_view line : lines) text += sign + std::string(line) + "\n";
  return text;
}

Lines part(const Lines& lines, std::size_t begin, std::size_t end) {
  const auto at = [&](std::size_t index) { return lines.begin() + static_cast<std::ptrdiff_t>(index); };
  return {at(begin), at(end)};
}

}  // namespace

Patch patch_of(const std::string& file, std::string_view text, const Edit& edit) {
  const auto line_of = [&](std::size_t offset) {
    return static_cast<std::size_t>(std::ranges::count(text.substr(0, offset), '\n'));
  };
  const std::size_t first = line_of(edit.range.begin);
  const std::size_t end = line_of(edit.range.end) + 1;
  const std::size_t begin_of_first = text.substr(0, edit.range.begin).rfind('\n') + 1;
  const std::size_t end_of_last = std::min(text.find('\n', edit.range.end), text.size());
  const std::string changed = std::string(text.substr(begin_of_first, edit.range.begin - begin_of_first)) +
                              edit.replacement + std::string(text.substr(edit.range.end, end_of_last - edit.range.end));

  const Lines all = lines_of(text);
  const Lines before = part(all, first, end);
  const Lines after = lines_of(changed);
  const std::size_t from = first - std::min(first, context_lines);
  const std::size_t to = std::min(end + context_lines, all.size());

  Patch patch;
  patch.line = first + 1;
  patch.before = on_one_line(before);
  patch.after = on_one_line(after);
  patch.hunk = prefixed(' ', part(all, from, first)) + prefixed('-', before) + prefixed('+', after) +
               prefixed(' ', part(all, end, to));
  const auto place = [&](char sign, std::size_t count) {
    return sign + std::to_string(from + 1) + "," + std::to_string(count);
  };
  patch.text = "--- a/" + file + "\n+++ b/" + file + "\n@@ " + place('-', to - from) + " " +
               place('+', to - from - before.size() + after.size()) + " @@\n" + patch.hunk;
  return patch;
}

}  // namespace survey
