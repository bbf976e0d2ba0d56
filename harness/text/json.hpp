// JSON, written only: values come in the order in which they are added.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace groundhog::harness {

// With quotes; bytes that are no valid UTF-8 become U+FFFD.
std::string json_quoted(std::string_view text);

class JsonArray;

class JsonObject {
 public:
  JsonObject& add(std::string_view name, std::string_view text);
  JsonObject& add(std::string_view name, const char* text) { return add(name, std::string_view(text)); }
  template <std::integral Number>
  requires(!std::same_as<Number, bool>) JsonObject& add(std::string_view name, Number number) {
    return raw(name, std::to_string(number));
  }
  JsonObject& add(std::string_view name, double number);
  JsonObject& add(std::string_view name, bool flag) { return raw(name, flag ? "true" : "false"); }
  JsonObject& add(std::string_view name, const JsonObject& object) { return raw(name, object.text()); }
  JsonObject& add(std::string_view name, const JsonArray& array);
  // Text as it is, other bytes as {"hex": …}: JSON holds Unicode only, and nothing may get lost.
  JsonObject& add_bytes(std::string_view name, std::string_view bytes);

  std::string text() const { return "{" + members_ + "}"; }

 private:
  JsonObject& raw(std::string_view name, std::string_view json);

  std::string members_;
};

// Of every line of JSON that a command prints, and of run.json: another one where a member is taken away or means
// something else. docs/reference/formats.md has all members.
inline constexpr int json_format = 1;

// {"type": …, "format": …: what each of these lines begins with.
inline JsonObject json_line(std::string_view type) { return JsonObject().add("type", type).add("format", json_format); }

class JsonArray {
 public:
  JsonArray& add(std::string_view text) { return raw(json_quoted(text)); }
  JsonArray& add(const JsonObject& object) { return raw(object.text()); }
  JsonArray& add(const JsonArray& array) { return raw(array.text()); }

  std::string text() const { return "[" + items_ + "]"; }

 private:
  JsonArray& raw(std::string_view json);

  std::string items_;
};

}  // namespace groundhog::harness
