#include "sim/scenario/yaml_text.hpp"

#include <algorithm>

namespace groundhog {
namespace {

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

std::string quoted(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      out += "\\x";
      out += digits[byte >> 4U];
      out += digits[byte & 0xfU];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace

std::string yaml_scalar(std::string_view text) {
  const bool plain = !text.empty() && is_letter_or_digit(text.front()) && std::ranges::all_of(text, [](char c) {
    return is_letter_or_digit(c) || std::string_view("._-<>%/").find(c) != std::string_view::npos;
  });
  if (plain && text != "null" && text != "Null" && text != "NULL") return std::string(text);
  return quoted(text);
}

std::string yaml_list(std::span<const std::string> items) {
  std::string out = "[";
  for (const std::string& item : items) {
    if (out.size() > 1) out += ", ";
    out += item;
  }
  return out + "]";
}

std::string yaml_scalars(std::span<const std::string> texts) {
  std::vector<std::string> items;
  for (const std::string& text : texts) items.push_back(yaml_scalar(text));
  return yaml_list(items);
}

std::string FlowMapping::text() const {
  std::string out = "{";
  for (const FlowField& field : fields_) {
    if (out.size() > 1) out += ", ";
    out += field.text();
  }
  return out + "}";
}

}  // namespace groundhog
