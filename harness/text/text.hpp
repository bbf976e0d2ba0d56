// How results are written: numbers, times and bytes for people, JSON for programs.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "sut/runtime/time.hpp"

namespace groundhog::harness {

using seam::Duration;

double in_seconds(Duration duration);
std::string with_thousands(std::uint64_t number);                    // 1,402
std::string seconds_text(Duration duration);                         // 30.000s
std::string long_duration_text(Duration duration);                   // 812 ms, 12.3 s, 4 min 10 s, 2 h 05 min
std::string count_of(std::uint64_t number, std::string_view thing);  // "1 seed", "1,402 seeds"
std::string hex_digits(std::uint64_t number, std::size_t digits);    // 00ff
std::string padded_left(std::string text, std::size_t width);
std::string padded_right(std::string text, std::size_t width);

// Follow-up lines of a text under its first.
std::string indented(std::string_view text, std::size_t columns);

// Text that JSON and XML accept, from bytes that may be anything, as keys and values of a cache are: every byte that is
// no part of a well-formed sequence (RFC 3629) becomes U+FFFD.
std::string valid_utf8(std::string_view bytes);

// ---- JSON, written only: values come in the order in which they are added

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

class JsonArray {
 public:
  JsonArray& add(std::string_view text) { return raw(json_quoted(text)); }
  JsonArray& add(const JsonObject& object) { return raw(object.text()); }

  std::string text() const { return "[" + items_ + "]"; }

 private:
  JsonArray& raw(std::string_view json);

  std::string items_;
};

}  // namespace groundhog::harness
