// events.jsonl: the events of a recorded run around its failure. A run may have millions of them; what is kept are the
// last before the violation and the first after it, or the last before the end of a run without one. It stays within
// 1 MiB, and its first line says what was left out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/repro/event_json.hpp"
#include "harness/runner/shared_value.hpp"
#include "sim/trace/event_renderer.hpp"

namespace groundhog::harness {

// Filled by the worker process that records, read by the one that started it: what dies leaves its events.
class EventWindow {
 public:
  static constexpr std::size_t bytes_before = std::size_t{768} << 10;
  static constexpr std::size_t bytes_after = std::size_t{256} << 10;

  // The next event, as a line without its end.
  void add(std::string_view line, bool after_the_violation);
  // A line about the event that was added last. It is not counted.
  void add_remark(std::string_view line, bool after_the_violation);
  // How many were added.
  std::uint64_t events() const { return kept_->before.events + kept_->after.events; }

  // The file: {"groundhog_events":2,"events":…,"from":…,"to":…,"left_out":…}, then events `from` to `to`.
  std::string text() const;

 private:
  template <std::size_t size>
  struct Part {
    std::uint64_t events = 0;
    std::uint64_t kept = 0;   // events
    std::uint64_t bytes = 0;  // ever written
    std::array<char, size> text;
  };
  struct Kept {
    Part<bytes_before> before;  // a ring: what is older is overwritten
    Part<bytes_after> after;
    bool is_full = false;  // nothing more goes into `after`
  };

  void put(std::string_view line, bool after_the_violation, std::uint64_t events);
  std::string lines_before() const;

  SharedValue<Kept> kept_;
};

// Adds each event as one object, as docs/reference/formats.md has it. What a check noticed at an event stands behind
// it, with "violation": true in place of a number.
class EventWindowFiller final : public EventRenderer {
 public:
  // `violation`: scenario time; nullopt: there is none. `json` observes the events before this one.
  EventWindowFiller(const Plan& plan, std::optional<Duration> violation, const EventJson& json, EventWindow& window)
      : EventRenderer(plan), violation_(violation), json_(json), window_(window) {}

  using EventRenderer::on;
  void on(const PhaseStarted& event) override;

 private:
  bool wanted() override { return true; }
  void line(const TraceLine& line) override;

  std::optional<Duration> violation_;
  const EventJson& json_;
  EventWindow& window_;
  VirtualTime origin_{};  // events of warmup are counted from the start of the run, with "warmup": true
  bool warmup_ = true;
};

// The line of this event in the text of an events.jsonl, if that is of a run of so many events and has it.
std::optional<std::string> line_of_event(std::string_view text, std::uint64_t number, std::uint64_t events_of_run);

}  // namespace groundhog::harness
