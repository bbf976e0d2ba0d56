// What the log holds: effects, never commands. An effect carries no option, no condition, no increment and no relative
// time, so that applying it needs neither a clock nor a decision.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sut/cache/deadline.hpp"
#include "sut/cache/statistics.hpp"
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

// The same with text of its own.
class OwnedEffect {
 public:
  explicit OwnedEffect(const Effect& effect)
      : kind_(effect.kind), key_(effect.key), value_(effect.value), deadline_(effect.deadline), cause_(effect.cause) {}

  Effect view() const { return {kind_, key_, value_, deadline_, cause_}; }

 private:
  EffectKind kind_;
  std::string key_;
  std::string value_;
  Deadline deadline_;
  DelCause cause_;
};

// The cache's reasons to remove a key, and the log's words for them.
constexpr DelCause to_del_cause(RemovalCause cause) {
  switch (cause) {
    case RemovalCause::client:
      return DelCause::client;
    case RemovalCause::expire:
      return DelCause::expire;
    case RemovalCause::evict:
      return DelCause::evict;
  }
  return DelCause::client;
}

constexpr RemovalCause to_removal_cause(DelCause cause) {
  switch (cause) {
    case DelCause::expire:
      return RemovalCause::expire;
    case DelCause::evict:
      return RemovalCause::evict;
    case DelCause::client:
    case DelCause::none:
      return RemovalCause::client;
  }
  return RemovalCause::client;
}

}  // namespace burrow
