// Runs what a .repro recorded again, in this process or under gdb: what such a run looks for, event by event, and what
// it found out.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "harness/repro/repro.hpp"
#include "harness/runner/shared_value.hpp"
#include "sim/guest/guest.hpp"
#include "sim/trace/timeline.hpp"

namespace groundhog::harness {

struct EventNumber {
  std::uint64_t number = 1;  // from 1, as the lines of events.jsonl
};
struct FirstAnnouncement {
  std::string event;
};
struct FirstViolation {};
// Up to where a replay shows the timeline, that event included: its end (monostate), a time, or what comes first.
using ReplayPoint =
    std::variant<std::monostate, std::chrono::nanoseconds, EventNumber, FirstAnnouncement, FirstViolation>;

// The first event that is not what was recorded.
struct ReplayDivergence {
  std::uint64_t event = 0;  // from 1
  std::int64_t at_ns = 0;   // since the start of the run
  bool ended_here = false;  // this run has no such event
  bool ended_then = false;  // the recorded run had no such event
};

// What a replay found out, beside the seed's result. It lies in memory that the worker process shares with the command,
// so that it survives the crash of the run.
struct ReplayFindings {
  std::uint64_t events = 0;   // so far
  std::uint64_t matched = 0;  // recorded decisions that were imposed
  std::uint64_t drawn = 0;    // decisions that had not been recorded
  bool diverged = false;
  ReplayDivergence divergence;
  std::uint64_t violation = 0;  // the event at which the first one is noticed; 0: none
  std::uint64_t last_act = 0;   // of the system under test before it (LastAct)
  bool shown = false;           // a line of the timeline
  bool reached = false;         // the point that --until or --state names

  // The last lines up to the divergence; cut where they are too long.
  std::string_view lines() const { return {text_.data(), text_size_}; }
  void set_lines(std::string_view lines) {
    text_size_ = lines.substr(0, text_.size()).copy(text_.data(), text_.size());
  }

 private:
  std::array<char, 4096> text_{};
  std::size_t text_size_ = 0;
};

// Findings in shared memory; fork() between the one who writes and the one who reads.
using SharedFindings = SharedValue<ReplayFindings>;

enum class ReplayMode : std::uint8_t {
  exact,   // the same build: every event must be as it was
  guided,  // another build, or a run that died: the recorded decisions are imposed
  blind,   // nothing of the run is known but its plan
};

ReplayMode mode_of(const Repro& repro, const BuildStamp& here, bool guided);

struct ReplayRequest {
  ReplayMode mode = ReplayMode::exact;
  std::optional<TimelineFilter> trace = {};          // none: no timeline
  ReplayPoint until = {};                            // of the timeline
  std::optional<Duration> state = {};                // scenario time at which the state of all nodes is shown
  std::function<void(std::string_view)> print = {};  // gets timeline and state as they come
  EventNumber stop_at = {.number = 0};               // 0: nowhere
  std::function<void()> on_stop = {};                // called in the midst of that event
};

// Stops at the first divergence of an exact replay: then the result says nothing.
SeedResult replay_run(const Repro& repro, const Plan& plan, const Guest& guest, const ReplayRequest& request,
                      ReplayFindings& findings);

}  // namespace groundhog::harness
