#include "harness/text/text.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <utility>

namespace groundhog::harness {
namespace {

template <class... Values>
std::string formatted(const char* format, Values... values) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, format, values...);
  return buffer;
}

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

constexpr std::pair<char, std::string_view> escapes[] = {
    {'"', R"(\")"}, {'\\', R"(\\)"}, {'\n', R"(\n)"}, {'\t', R"(\t)"}, {'\r', R"(\r)"}};

void append_escaped(std::string& out, char c) {
  const auto* const escape = std::ranges::find(escapes, c, &std::pair<char, std::string_view>::first);
  if (escape != std::end(escapes)) {
    out += escape->second;
  } else if (static_cast<unsigned char>(c) >= 0x20) {
    out += c;
  } else {
    out += "\\u" + hex_digits(static_cast<unsigned char>(c), 4);
  }
}

}  // namespace

double in_seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

std::string with_thousands(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string seconds_text(Duration duration) { return formatted("%.3fs", in_seconds(duration)); }

std::string long_duration_text(Duration duration) {
  const double seconds = in_seconds(duration);
  if (seconds < 1) return formatted("%.0f ms", seconds * 1000);
  if (seconds < 60) return formatted("%.1f s", seconds);
  const auto whole = static_cast<long long>(seconds);
  if (whole < 3600) return formatted("%lld min %02lld s", whole / 60, whole % 60);
  return with_thousands(static_cast<std::uint64_t>(whole / 3600)) + formatted(" h %02lld min", whole % 3600 / 60);
}

std::string count_of(std::uint64_t number, std::string_view thing) {
  return with_thousands(number) + " " + std::string(thing) + (number == 1 ? "" : "s");
}

std::string hex_digits(std::uint64_t number, std::size_t digits) {
  std::string out(digits, '0');
  for (std::size_t at = digits; at-- > 0; number >>= 4) out[at] = "0123456789abcdef"[number & 15U];
  return out;
}

std::string padded_left(std::string text, std::size_t width) {
  if (text.size() < width) text.insert(0, width - text.size(), ' ');
  return text;
}

std::string padded_right(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string indented(std::string_view text, std::size_t columns) {
  const std::string margin(columns, ' ');
  std::string out = margin;
  for (char c : text) {
    out += c;
    if (c == '\n') out += margin;
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

std::string json_quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : valid_utf8(text)) append_escaped(out, c);
  return out + "\"";
}

JsonObject& JsonObject::add(std::string_view name, std::string_view text) { return raw(name, json_quoted(text)); }

JsonObject& JsonObject::add(std::string_view name, double number) { return raw(name, formatted("%.6g", number)); }

JsonObject& JsonObject::add(std::string_view name, const JsonArray& array) { return raw(name, array.text()); }

JsonObject& JsonObject::add_bytes(std::string_view name, std::string_view bytes) {
  if (valid_utf8(bytes) == bytes) return add(name, bytes);
  std::string digits;
  for (const char byte : bytes) digits += hex_digits(static_cast<unsigned char>(byte), 2);
  return add(name, JsonObject().add("hex", digits));
}

JsonObject& JsonObject::raw(std::string_view name, std::string_view json) {
  if (!members_.empty()) members_ += ',';
  members_ += json_quoted(name);
  members_ += ':';
  members_ += json;
  return *this;
}

JsonArray& JsonArray::raw(std::string_view json) {
  if (!items_.empty()) items_ += ',';
  items_ += json;
  return *this;
}

}  // namespace groundhog::harness
