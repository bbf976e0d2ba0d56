#include "harness/text/json.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <utility>

#include "harness/text/text.hpp"

namespace groundhog::harness {
namespace {

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

std::string json_quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : valid_utf8(text)) append_escaped(out, c);
  return out + "\"";
}

JsonObject& JsonObject::add(std::string_view name, std::string_view text) { return raw(name, json_quoted(text)); }

JsonObject& JsonObject::add(std::string_view name, double number) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.6g", number);
  return raw(name, digits);
}

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
