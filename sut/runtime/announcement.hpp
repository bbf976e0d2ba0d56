// What a process says about itself: a log line for people and a structured event for tools, in one call.
// Production prints it, the simulator shows it in the timeline, counts it and lets scenarios wait for it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace seam {

enum class Severity : std::uint8_t { trace, debug, info, warning, error };

constexpr std::string_view to_string(Severity severity) {
  constexpr std::string_view names[] = {"trace", "debug", "info", "warning", "error"};
  return names[static_cast<std::size_t>(severity)];
}

// One named fact of an announcement. Text is borrowed for the duration of the call.
struct Field {
  enum class Kind : std::uint8_t { text, number, id, none };

  std::string_view name;
  Kind kind = Kind::none;
  std::string_view text;    // Kind::text
  std::int64_t number = 0;  // Kind::number: counts, offsets, milliseconds (the name says which: `_ms`)
  std::uint64_t id = 0;     // Kind::id: an opaque 64-bit identity, printed in hexadecimal

  static constexpr Field of_text(std::string_view name, std::string_view value) {
    return {name, Kind::text, value, 0, 0};
  }
  static constexpr Field of_number(std::string_view name, std::int64_t value) {
    return {name, Kind::number, {}, value, 0};
  }
  static constexpr Field of_id(std::string_view name, std::uint64_t value) { return {name, Kind::id, {}, 0, value}; }
  static constexpr Field of_none(std::string_view name) { return {name, Kind::none, {}, 0, 0}; }
};

struct Announcement {
  Severity severity;
  std::string_view event;  // dotted, stable, from a table (sut/server/announcements.hpp): "peer.declared_down"
  std::span<const Field> fields;
};

}  // namespace seam
