#include "harness/text/json.hpp"

#include "sim/core/characters.hpp"
#include "sim/core/text.hpp"

namespace groundhog::harness {
namespace {

std::string escaped(char c) {
  const std::string escape = letter_escape(c);
  if (!escape.empty()) return escape;
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 ? "\\u" + hex_digits(byte, 4) : std::string(1, c);
}

}  // namespace

std::string json_quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : valid_utf8(text)) out += escaped(c);
  return out + "\"";
}

JsonObject& JsonObject::add(std::string_view name, std::string_view text) { return raw(name, json_quoted(text)); }

JsonObject& JsonObject::add(std::string_view name, double number) { return raw(name, formatted("%.12g", number)); }

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
