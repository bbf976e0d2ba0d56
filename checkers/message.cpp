#include "checkers/message.hpp"

namespace groundhog::checkers {
namespace {

constexpr std::size_t shown_bytes = 40;
constexpr std::string_view hex_digits = "0123456789abcdef";

void append_escaped(std::string& out, char c) {
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
    return;
  }
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x20 && byte < 0x7f) {
    out += c;
    return;
  }
  out += "\\x";
  out += hex_digits[byte >> 4];
  out += hex_digits[byte & 15];
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text.substr(0, shown_bytes)) append_escaped(out, c);
  if (text.size() > shown_bytes) out += "… (" + with_separators(text.size()) + " bytes)";
  return out + "\"";
}

std::string with_separators(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string in_seconds(Duration duration) {
  const std::int64_t total_ms = std::chrono::duration_cast<seam::Milliseconds>(duration).count();
  std::string out = std::to_string(total_ms / 1000);
  if (total_ms % 1000 != 0) {
    std::string fraction = std::to_string(1000 + total_ms % 1000).substr(1);
    while (fraction.back() == '0') fraction.pop_back();
    out += "." + fraction;
  }
  return out + "s";
}

std::string in_milliseconds(seam::Milliseconds ms) { return std::to_string(ms.count()) + " ms"; }

std::string deadline_text(const Deadline& deadline) {
  if (!deadline) return "no TTL";
  return "deadline " + std::to_string(deadline->time_since_epoch().count());
}

std::string history_text(HistoryId id) {
  if (id == HistoryId::none) return "none";
  auto bits = static_cast<std::uint64_t>(id);
  std::string out(16, '0');
  for (std::size_t digit = out.size(); digit > 0; bits >>= 4) out[--digit] = hex_digits[bits & 15];
  return out;
}

}  // namespace groundhog::checkers
