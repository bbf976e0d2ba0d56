// Follows a replay event by event: compares it with what was recorded, and knows when the point of --until is reached
// and when the first violation is noticed. Must come after the checkers and after the EventHash that
// fills `hashes`.
//
// What diverges in warmup is told in time since the start of the run until the origin is known, then in scenario time.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "checkers/checker.hpp"
#include "harness/replay/findings.hpp"
#include "harness/replay/replay_point.hpp"
#include "harness/repro/repro.hpp"
#include "sim/trace/event_renderer.hpp"

namespace groundhog::harness {

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
