// Events as data for programs: the fields that each of them names (GROUNDHOG_FIELDS), as JSON.
//
// Numbers are numbers where JSON holds them; clocks and identities, of 64 bits, are text, identities as the timeline
// writes them. Keys, values and arguments are text as `--key` takes it. What an event does not say is left out: a host
// that is none, a deadline where there is none. Of a frame all but its bytes, of a sample the number of its keys.
#pragma once

#include <concepts>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "harness/text/json.hpp"
#include "sim/events/observer.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// "FrameSent": C++20 has no names of types but this one.
template <typename Event>
constexpr std::string_view name_of_event() {
  std::string_view text = __PRETTY_FUNCTION__;  // "… [with Event = groundhog::FrameSent; …]", clang "… [Event = …]"
  text.remove_prefix(text.find("Event = ") + 8);
  text = text.substr(0, text.find_first_of(";]"));
  return text.substr(text.rfind(':') + 1);
}

// Keeps the last event. Comes before the observer that asks for it.
class EventJson final : public EachEvent<EventJson> {
 public:
  explicit EventJson(const Plan& plan);

  template <typename Event>
  void each(const Event& event) {
    if constexpr (HashedEvent<Event>) {
      name_ = name_of_event<Event>();
      fields_ = JsonObject();
      event.describe([this](std::string_view name, const auto& value) { add(fields_, name, value); });
    }
  }

  void each(const RunEnded& event);

  std::string_view name() const { return name_; }
  const JsonObject& fields() const { return fields_; }

 private:
  static void add(JsonObject& into, std::string_view name, std::string_view bytes);
  template <std::integral Number>
  static void add(JsonObject& into, std::string_view name, Number value) {
    into.add(name, value);
  }
  // An enumeration by its word.
  template <typename Word>
  requires std::is_enum_v<Word>
  static void add(JsonObject& into, std::string_view name, Word value) { into.add(name, word_of(value)); }
  void add(JsonObject& into, std::string_view name, HostId host) const;
  static void add(JsonObject& into, std::string_view name, OperationId operation);
  static void add(JsonObject& into, std::string_view name, ConnectionId connection);
  static void add(JsonObject& into, std::string_view name, HistoryId history);
  static void add(JsonObject& into, std::string_view name, MonotonicTime time);
  static void add(JsonObject& into, std::string_view name, const ClockReading& clocks);
  static void add(JsonObject& into, std::string_view name, const Deadline& deadline);
  static void add(JsonObject& into, std::string_view name, const Effect& effect);
  static void add(JsonObject& into, std::string_view name, const Reply& reply);
  void add(JsonObject& into, std::string_view name, const Frame& frame) const;
  static void add(JsonObject& into, std::string_view name, std::span<const std::string> words);
  static void add(JsonObject& into, std::string_view name, std::span<const KeyState> keys);
  static void add(JsonObject& into, std::string_view name, std::span<const seam::Field> fields);

  static std::string_view word_of(Phase phase);
  static std::string_view word_of(Outcome outcome);
  static std::string_view word_of(ReplyKind kind);
  static std::string_view word_of(ConnectionKind kind);
  static std::string_view word_of(CloseReason reason);
  static std::string_view word_of(FrameChanged::Change change);
  static std::string_view word_of(HistoryOrigin origin);
  static std::string_view word_of(EffectKind kind);
  static std::string_view word_of(DelCause cause);
  static std::string_view word_of(Role role);
  static std::string_view word_of(SampleReason reason);
  static std::string_view word_of(seam::Severity severity);

  std::vector<std::string> hosts_;
  std::string_view name_;
  JsonObject fields_;
};

}  // namespace groundhog::harness
