#include "sim/core/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace groundhog {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";

// The size of the well-formed sequence at the head of `bytes`, 0 if there is none.
std::size_t sequence_size(std::string_view bytes) {
  const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || bytes.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  const bool overlong = (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xf0 && byte(1) < 0x90);
  const bool surrogate = lead == 0xed && byte(1) >= 0xa0;
  const bool too_large = lead == 0xf4 && byte(1) >= 0x90;
  return overlong || surrogate || too_large ? 0 : size;
}

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, begins_character));
}

}  // namespace

std::string with_separators(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string count_of(std::uint64_t number, std::string_view thing) {
  return with_separators(number) + " " + std::string(thing) + (number == 1 ? "" : "s");
}

std::string hex_digits(std::uint64_t number, std::size_t at_least) {
  std::array<char, 16> digits{};
  const auto* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
  const auto size = static_cast<std::size_t>(end - digits.data());
  return std::string(std::max(at_least, size) - size, '0').append(digits.data(), size);
}

double to_seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

std::string seconds_text(Duration duration) { return formatted("%.3fs", to_seconds(duration)); }

std::string long_duration_text(Duration duration) {
  const double seconds = to_seconds(duration);
  if (seconds < 1) return formatted("%.0f ms", seconds * 1000);
  if (seconds < 60) return formatted("%.1f s", seconds);
  const auto whole = static_cast<long long>(seconds);
  if (whole < 3600) return formatted("%lld min %02lld s", whole / 60, whole % 60);
  return with_separators(static_cast<std::uint64_t>(whole / 3600)) + formatted(" h %02lld min", whole % 3600 / 60);
}

std::string padded_left(std::string text, std::size_t width) {
  if (text.size() < width) text.insert(0, width - text.size(), ' ');
  return text;
}

std::string padded_right(std::string_view text, std::size_t width) {
  std::string out(text);
  if (out.size() < width) out.resize(width, ' ');
  return out;
}

std::string cut_to_columns(std::string_view text, std::size_t columns) {
  if (columns_of(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  std::size_t characters = 0;
  std::size_t end = 0;
  while (end < text.size() && (!begins_character(text[end]) || characters++ < columns - 1)) ++end;
  return std::string(text.substr(0, end)) + "…";
}

std::string wrapped(std::string_view line, std::size_t width, std::size_t margin) {
  std::string out;
  std::size_t column = 0;
  bool is_empty = true;  // the line at work
  while (!line.empty()) {
    const std::size_t word = std::min(line.find_first_not_of(' '), line.size());
    const std::size_t end = std::min(line.find(' ', word), line.size());
    std::string_view piece = line.substr(0, end);  // with the blanks before it
    if (!std::exchange(is_empty, false) && column + columns_of(piece) > width) {
      piece.remove_prefix(word);
      out.append("\n").append(margin, ' ');
      column = margin;
    }
    out += piece;
    column += columns_of(piece);
    line.remove_prefix(end);
  }
  return out;
}

std::string indented(std::string_view text, std::size_t columns) {
  const std::string margin(columns, ' ');
  std::string out = margin;
  for (const char c : text) {
    out += c;
    if (c == '\n') out += margin;
  }
  return out;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string table_cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string valid_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const std::size_t size = sequence_size(bytes);
    out += size == 0 ? replacement : bytes.substr(0, size);
    bytes.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

}  // namespace groundhog
