#include "harness/replay/replay_run.hpp"

#include <algorithm>
#include <deque>
#include <span>
#include <utility>
#include <vector>

#include "checkers/checker.hpp"
#include "harness/replay/last_act.hpp"
#include "harness/replay/state_text.hpp"
#include "harness/repro/record.hpp"
#include "harness/runner/checked_run.hpp"
#include "sim/core/text.hpp"
#include "sim/events/event_hash.hpp"
#include "sim/trace/event_renderer.hpp"
#include "sim/trace/text.hpp"

namespace groundhog::harness {
namespace {

constexpr std::size_t events_before = 5;

// Follows a replay event by event: compares it with what was recorded, and knows when the point of --until is reached.
// Must come after the EventHash that fills `hashes`.
//
// What diverges in warmup is reported in time since the start of the run until the origin is known, then in scenario
// time.
class ReplayWatch final : public EventRenderer {
 public:
  // `expected`: nullptr: nothing is compared. The timeline ends right after the event that is the point, or that
  // differs. All of them must outlive it.
  ReplayWatch(const Plan& plan, const ReplayRequest& request, const HashTrail* expected,
              const std::vector<std::uint64_t>& hashes, const LastAct& acts, Timeline& timeline,
              ReplayFindings& findings)
      : EventRenderer(plan),
        request_(request),
        expected_(expected),
        hashes_(hashes),
        acts_(acts),
        timeline_(timeline),
        findings_(findings) {}

  // A divergence is found, and nothing is left to learn about it.
  bool done() const { return findings_.diverged && origin_.has_value(); }
  // Was noticed at the event that was the last.
  void violated(const checkers::Violation& violation) {
    if (std::exchange(violated_, true)) return;
    findings_.violation = findings_.events;
    findings_.last_act = acts_.before_violation(violation.node);
    if (std::holds_alternative<FirstViolation>(request_.until)) reach();
  }
  // The run has ended: an end that comes too early is a divergence, too.
  void finish() {
    if (expected_ == nullptr || findings_.diverged || findings_.events == expected_->events.size()) return;
    const VirtualTime at = latest_.empty() ? VirtualTime{} : latest_.back().at;
    diverge({.event = findings_.events + 1, .at_ns = 0, .ended_here = true, .ended_then = false}, at);
  }

  using EventRenderer::on;
  void on(const PhaseStarted& event) override {
    if (event.phase == Phase::chaos) {
      origin_ = event.at;
      if (findings_.diverged) report();
    }
    EventRenderer::on(event);
  }

 private:
  struct Line {
    VirtualTime at;
    std::string text;
  };

  bool wanted() override {
    if (findings_.diverged) return false;
    const std::uint64_t position = findings_.events++;
    differs_ = expected_ != nullptr && !is_as_recorded(position);
    if (request_.stop_at.number == findings_.events && request_.on_stop) request_.on_stop();
    const auto* number = std::get_if<EventNumber>(&request_.until);
    if (number != nullptr && number->number == findings_.events) reach();
    return expected_ != nullptr || std::holds_alternative<FirstAnnouncement>(request_.until);
  }

  void line(const TraceLine& line) override {
    const auto* announcement = std::get_if<FirstAnnouncement>(&request_.until);
    if (announcement != nullptr && announcement->event == line.type) reach();
    if (expected_ == nullptr) return;

    std::string text = line.node ? std::string(name_of(*line.node)) + " " : std::string();
    latest_.push_back({line.at, text.append(line.text)});
    if (latest_.size() > events_before + 1) latest_.pop_front();
    if (!differs_) return;
    diverge({.event = findings_.events,
             .at_ns = 0,
             .ended_here = false,
             .ended_then = findings_.events > expected_->events.size()},
            line.at);
  }

  bool is_as_recorded(std::uint64_t position) const {
    if (position >= expected_->events.size()) return false;
    const std::uint64_t hash = hashes_[position];
    if (static_cast<std::uint16_t>(hash) != expected_->events[position]) return false;
    const std::uint64_t count = position + 1;
    if (count == expected_->events.size() && hash != expected_->whole) return false;
    return count % HashTrail::events_per_checkpoint != 0 ||
           hash == expected_->checkpoints[count / HashTrail::events_per_checkpoint - 1];
  }

  void reach() {
    if (!std::exchange(findings_.reached, true)) timeline_.end();
  }

  void diverge(ReplayDivergence divergence, VirtualTime at) {
    findings_.divergence = divergence;
    findings_.diverged = true;
    diverged_at_ = at;
    report();
    timeline_.end();
  }

  VirtualTime origin() const { return origin_.value_or(VirtualTime{}); }

  void report() {
    findings_.divergence.at_ns = (diverged_at_ - origin()).count();
    std::string lines;
    std::uint64_t number = findings_.events - latest_.size();
    for (const Line& each : latest_) {
      lines += "#" + std::to_string(++number) + "  ";
      trace::append_seconds(lines, each.at - origin());
      lines += "  " + each.text + "\n";
    }
    findings_.set_lines(lines);
  }

  const ReplayRequest& request_;
  const HashTrail* expected_;
  const std::vector<std::uint64_t>& hashes_;
  const LastAct& acts_;
  Timeline& timeline_;
  ReplayFindings& findings_;
  bool violated_ = false;
  bool differs_ = false;               // the event at work
  std::optional<VirtualTime> origin_;  // of scenario time
  VirtualTime diverged_at_{};
  std::deque<Line> latest_;  // of the last events, up to the divergence
};

TimelineFilter filter_of(const ReplayRequest& request) {
  TimelineFilter filter = request.trace.value_or(TimelineFilter{});
  const auto* time = std::get_if<std::chrono::nanoseconds>(&request.until);
  if (time != nullptr) filter.to = std::min(filter.to.value_or(*time), Duration(*time));
  return filter;
}

std::span<const RecordedDecision> decisions_of(const Repro& repro) {
  if (!repro.outcome) return {};
  return repro.outcome->decisions;
}

class RunReplay {
 public:
  RunReplay(const Repro& repro, const Plan& plan, const Guest& guest, const ReplayRequest& request,
            ReplayFindings& findings)
      : plan_(plan),
        request_(request),
        findings_(findings),
        guide_(plan, decisions_of(repro)),
        hash_(hashes_),
        timeline_(plan, filter_of(request), [this](std::string_view line) { show(line); }),
        watch_(plan, request, request.mode == ReplayMode::exact ? &repro.outcome->trail : nullptr, hashes_, acts_,
               timeline_, findings),
        observers_(observers()),
        run_(plan, guest, observers_, &guide_, [this](const checkers::Violation& violation) {
          if (request_.trace)
            timeline_.note_violation(violation.at, violation.node, violation.key, violation.check, violation.message);
          watch_.violated(violation);
        }) {}

  SeedResult run() {
    if (request_.state) {
      go_to_chaos();
      go_to(run_.simulation().origin() + *request_.state);
      show_state();
    }
    go_to(VirtualTime::max());
    if (!findings_.diverged) watch_.finish();
    return findings_.diverged ? SeedResult() : run_.result();
  }

 private:
  std::vector<Observer*> observers() {
    std::vector<Observer*> all = {&hash_, &acts_};
    if (request_.trace) all.push_back(&timeline_);
    if (request_.state) all.push_back(&book_);
    all.push_back(&watch_);
    return all;
  }

  void show(std::string_view line) {
    request_.print(std::string(line) + "\n");
    findings_.shown = true;
  }

  // A divergence ends it, in warmup once its scenario time is known.
  bool step(VirtualTime until) {
    const bool stepped = !watch_.done() && run_.step(until);
    findings_.matched = guide_.matched();
    findings_.drawn = guide_.unknown();
    return stepped;
  }

  void go_to_chaos() {
    while (run_.simulation().phase() == Phase::warmup && step(VirtualTime::max())) {
    }
  }

  void go_to(VirtualTime until) {
    while (step(until)) {
    }
  }

  void show_state() {
    if (run_.simulation().over() || findings_.diverged) return;
    findings_.reached = true;
    request_.print(state_text(*request_.state, findings_.events, run_.simulation().node_states(), book_, plan_));
  }

  const Plan& plan_;
  const ReplayRequest& request_;
  ReplayFindings& findings_;
  DecisionGuide guide_;
  std::vector<std::uint64_t> hashes_;
  EventHash hash_;
  LastAct acts_;
  Timeline timeline_;
  ClusterBook book_;
  ReplayWatch watch_;
  std::vector<Observer*> observers_;
  CheckedRun run_;
};

}  // namespace

ReplayMode mode_of(const Repro& repro, const BuildStamp& here, bool guided) {
  if (!repro.outcome) return ReplayMode::blind;
  const bool has_died = repro.outcome->trail.events.empty();
  if (has_died && repro.outcome->decisions.empty()) return ReplayMode::blind;
  return has_died || guided || repro.build.binary != here.binary ? ReplayMode::guided : ReplayMode::exact;
}

SeedResult replay_run(const Repro& repro, const Plan& plan, const Guest& guest, const ReplayRequest& request,
                      ReplayFindings& findings) {
  return RunReplay(repro, plan, guest, request, findings).run();
}

}  // namespace groundhog::harness
