#include "harness/replay/replay_run.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "harness/replay/replay_watch.hpp"
#include "harness/replay/state_text.hpp"
#include "harness/repro/decisions.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/text/text.hpp"
#include "sim/events/event_hash.hpp"

namespace groundhog::harness {
namespace {

TimelineFilter filter_of(const ReplayRequest& request) {
  TimelineFilter filter = request.trace.value_or(TimelineFilter{});
  const auto* time = request.until ? std::get_if<std::chrono::nanoseconds>(&*request.until) : nullptr;
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
        watch_(plan, task(repro), hashes_, findings),
        observers_(observers()),
        run_(plan, guest, observers_, &guide_) {
    watch_.judge_by(run_.verdicts());
  }

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
  ReplayWatch::Task task(const Repro& repro) {
    ReplayWatch::Task task;
    if (request_.mode == ReplayMode::exact) task.expected = &repro.outcome->trail;
    task.until = request_.until;
    task.on_end = [this] { timeline_.end(); };
    if (request_.on_violation) task.on_violation = [this] { show_violation(); };
    return task;
  }

  void show_violation() const {
    const checkers::Violation& violation = run_.verdicts().first_of_each().front();
    request_.on_violation(std::string(violation.check) +
                          " at t=" + seconds_text(violation.at - run_.simulation().origin()) + "\n" +
                          indented(violation.message, 2) + "\n");
  }

  std::vector<Observer*> observers() {
    std::vector<Observer*> all = {&hash_};
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
