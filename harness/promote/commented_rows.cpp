#include "harness/promote/commented_rows.hpp"

#include <algorithm>
#include <utility>

#include "harness/text/text.hpp"

namespace groundhog::harness {
namespace {

constexpr std::string_view gap = "  # ";

// One line of text that a YAML parser skips whatever it is.
std::string clean(std::string_view text) {
  std::string out = valid_utf8(text);
  std::ranges::replace_if(
      out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return out;
}

bool have_same_fields(std::span<const FlowMapping> rows) {
  return std::ranges::all_of(rows, [&](const FlowMapping& row) {
    return std::ranges::equal(row.fields(), rows.front().fields(), {}, &FlowField::key, &FlowField::key);
  });
}

// The widest text of each column but the last, its comma included.
std::vector<std::size_t> widths_of(std::span<const FlowMapping> rows) {
  std::vector<std::size_t> widths(rows.front().fields().size(), 0);
  for (const FlowMapping& row : rows) {
    for (std::size_t i = 0; i + 1 < widths.size(); ++i) {
      widths[i] = std::max(widths[i], row.fields()[i].text().size() + 1);
    }
  }
  return widths;
}

std::string aligned(const FlowMapping& row, std::span<const std::size_t> widths) {
  std::string out = "{";
  for (std::size_t i = 0; i < row.fields().size(); ++i) {
    const bool last = i + 1 == row.fields().size();
    out += last ? row.fields()[i].text() : padded_right(row.fields()[i].text() + ",", widths[i]) + " ";
  }
  return out + "}";
}

std::vector<std::string> lines_of(std::span<const FlowMapping> rows, std::size_t margin) {
  const std::string start = std::string(margin, ' ') + "- ";
  const bool align = !rows.empty() && have_same_fields(rows);
  const std::vector<std::size_t> widths = align ? widths_of(rows) : std::vector<std::size_t>();
  std::vector<std::string> lines;
  for (const FlowMapping& row : rows) lines.push_back(start + (align ? aligned(row, widths) : row.text()));
  return lines;
}

}  // namespace

std::string commented_rows(std::span<const FlowMapping> rows, std::span<const std::string> comments,
                           std::size_t margin) {
  const std::vector<std::string> lines = lines_of(rows, margin);
  std::size_t widest = 0;
  for (const std::string& line : lines) widest = std::max(widest, line.size());
  std::size_t longest = 0;
  for (const std::string& comment : comments) longest = std::max(longest, clean(comment).size());
  const bool behind = widest + gap.size() + longest <= line_width;

  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string comment = i < comments.size() ? clean(comments[i]) : std::string();
    if (!comment.empty() && !behind) out += comment_lines(comment, margin);
    out += comment.empty() || !behind ? lines[i] : padded_right(lines[i], widest) + std::string(gap) + comment;
    out += '\n';
  }
  return out;
}

std::string comment_lines(std::string_view text, std::size_t margin) {
  const std::string start = std::string(margin, ' ') + "#";
  const std::string words = clean(text);
  std::string out;
  std::string line = start;
  for (std::size_t at = words.find_first_not_of(' '); at != std::string::npos; at = words.find_first_not_of(' ', at)) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    const bool fits = line.size() + 1 + (end - at) <= line_width;
    if (!fits && line != start) out += std::exchange(line, start) + "\n";
    line += " " + words.substr(at, end - at);
    at = end;
  }
  return line == start ? out : out + line + "\n";
}

}  // namespace groundhog::harness
