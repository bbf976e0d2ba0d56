// What a replay looks for, event by event, and what it found out.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "checkers/checker.hpp"
#include "harness/repro/repro.hpp"
#include "sim/trace/event_renderer.hpp"

namespace groundhog::harness {

struct EventNumber {
  std::uint64_t number = 1;  // from 1, as the lines of history.jsonl
};
struct FirstAnnouncement {
  std::string event;
};
struct FirstViolation {};
// Up to where a replay shows the timeline, that event included.
using ReplayPoint = std::variant<std::chrono::nanoseconds, EventNumber, FirstAnnouncement, FirstViolation>;

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
  bool shown = false;    // a line of the timeline
  bool reached = false;  // the point that --until or --state names

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
class SharedFindings {
 public:
  SharedFindings();
  ~SharedFindings();
  SharedFindings(const SharedFindings&) = delete;
  SharedFindings& operator=(const SharedFindings&) = delete;

  ReplayFindings& operator*() { return *findings_; }
  ReplayFindings* operator->() { return findings_; }

 private:
  ReplayFindings* findings_;
};

// Follows a replay event by event: compares it with what was recorded, and knows when the point of --until is reached
// and when the first violation is noticed. Must come after the checkers and after the EventHash that fills `hashes`.
//
// What diverges in warmup is told in time since the start of the run until the origin is known, then in scenario time.
class ReplayWatch final : public EventRenderer {
 public:
  struct Task {
    const HashTrail* expected = nullptr;      // nullptr: nothing is compared
    std::optional<ReplayPoint> until = {};    // a time is never reached: the timeline knows about times
    std::function<void()> on_end = {};        // right after the event that is the point, or that differs
    std::function<void()> on_violation = {};  // right where the first one is noticed
  };

  // All of them must outlive it.
  ReplayWatch(const Plan& plan, Task task, const std::vector<std::uint64_t>& hashes, ReplayFindings& findings);

  // A divergence is found, and nothing is left to learn about it.
  bool done() const { return findings_.diverged && origin_.has_value(); }
  // From now on violations are seen.
  void judge_by(const checkers::Verdicts& verdicts) { verdicts_ = &verdicts; }
  // The run has ended: an end that comes too early is a divergence, too.
  void finish();

  using EventRenderer::on;
  void on(const PhaseStarted& event) override;

 private:
  struct Line {
    VirtualTime at;
    std::string text;
  };

  bool wanted() override;
  void line(const TraceLine& line) override;
  bool is_as_recorded(std::uint64_t position) const;
  void look_for_violation();
  void reach();
  void diverge(ReplayDivergence divergence, VirtualTime at);
  void tell();

  Task task_;
  const std::vector<std::uint64_t>& hashes_;
  ReplayFindings& findings_;
  const checkers::Verdicts* verdicts_ = nullptr;
  bool violated_ = false;
  bool differs_ = false;               // the event at work
  std::optional<VirtualTime> origin_;  // of scenario time
  VirtualTime diverged_at_{};
  std::deque<Line> latest_;  // of the last events, up to the divergence
};

}  // namespace groundhog::harness
