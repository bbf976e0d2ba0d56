// What the log holds: effects, never commands. An effect carries no option, no condition, no increment and no relative
// time, so that applying it needs neither a clock nor a decision.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sut/cache/deadline.hpp"
#include "sut/runtime/time.hpp"

namespace burrow {

enum class EffectKind : std::uint8_t { set, deadline, del, flush };
enum class DelCause : std::uint8_t { none, client, expire, evict };

std::string_view to_string(EffectKind kind);
std::string_view to_string(DelCause cause);

// Text is borrowed: an effect lives for one call.
struct Effect {
  EffectKind kind;
  std::string_view key;             // empty for flush
  std::string_view value;           // set only
  Deadline deadline;                // set and deadline
  DelCause cause = DelCause::none;  // del only

  static Effect set(std::string_view key, std::string_view value, Deadline deadline) {
    return {EffectKind::set, key, value, deadline, DelCause::none};
  }
  static Effect set_deadline(std::string_view key, Deadline deadline) {
    return {EffectKind::deadline, key, {}, deadline, DelCause::none};
  }
  static Effect del(std::string_view key, DelCause cause) { return {EffectKind::del, key, {}, {}, cause}; }
  static Effect flush() { return {EffectKind::flush, {}, {}, {}, DelCause::none}; }
};

}  // namespace burrow
