#include "cli/replay/replay_day.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <span>
#include <vector>

#include "cli/checked_run.hpp"
#include "cli/output/console.hpp"
#include "cli/output/text.hpp"
#include "cli/replay/day_book.hpp"
#include "cli/replay/replay_watch.hpp"
#include "cli/replay/state_text.hpp"
#include "cli/repro/decision_guide.hpp"
#include "cli/trace_choice.hpp"
#include "sim/history/event_hash.hpp"

namespace groundhog {
namespace {

// At once: the process may be about to die.
void print_now(const std::string& text) {
  print_data(text);
  std::fflush(stdout);
}

TimelineFilter filter_of(const ReplayOptions& options) {
  TimelineFilter filter = timeline_filter(options.trace);
  const auto* time = options.until ? std::get_if<std::chrono::nanoseconds>(&*options.until) : nullptr;
  if (time != nullptr) filter.to = std::min(filter.to.value_or(*time), Duration(*time));
  return filter;
}

std::span<const RecordedDecision> decisions_of(const Repro& repro) {
  if (!repro.outcome) return {};
  return repro.outcome->decisions;
}

class DayReplay {
 public:
  DayReplay(const Repro& repro, const Plan& plan, const System& system, const ReplayOptions& options, ReplayMode mode,
            ReplayFindings& findings)
      : plan_(plan),
        options_(options),
        findings_(findings),
        guide_(plan, decisions_of(repro)),
        hash_(hashes_),
        timeline_(plan, filter_of(options), [this](std::string_view line) { show(line); }),
        watch_(plan, task(repro, mode), hashes_, findings),
        observers_(observers()),
        run_(plan, system, observers_, &guide_) {
    watch_.judge_by(run_.verdicts());
  }

  SeedResult live() {
    if (options_.state) {
      go_to_chaos();
      go_to(run_.simulation().origin() + *options_.state);
      tell_state();
    }
    go_to(VirtualTime::max());
    if (!findings_.diverged) watch_.finish();
    return findings_.diverged ? SeedResult() : run_.result();
  }

 private:
  ReplayWatch::Task task(const Repro& repro, ReplayMode mode) {
    ReplayWatch::Task task;
    if (mode == ReplayMode::exact) task.expected = &repro.outcome->trail;
    task.until = options_.until;
    task.on_end = [this] { timeline_.end(); };
    if (options_.trap) task.on_violation = [this] { stop_in_debugger(); };
    return task;
  }

  void stop_in_debugger() const {
    const Violation& violation = run_.verdicts().first_of_each().front();
    print_error("\n" + std::string(violation.check) +
                " at t=" + seconds_text(violation.at - run_.simulation().origin()) + "\n" +
                indented(violation.message, 2) + "\n\n");
    std::raise(SIGTRAP);
  }

  std::vector<Observer*> observers() {
    std::vector<Observer*> all = {&hash_};
    if (options_.trace.wanted) all.push_back(&timeline_);
    if (options_.state) all.push_back(&book_);
    all.push_back(&watch_);
    return all;
  }

  void show(std::string_view line) {
    print_now(std::string(line) + "\n");
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

  void tell_state() {
    if (run_.simulation().over() || findings_.diverged) return;
    findings_.reached = true;
    print_now(state_text(*options_.state, findings_.events, run_.simulation().node_states(), book_, plan_));
  }

  const Plan& plan_;
  const ReplayOptions& options_;
  ReplayFindings& findings_;
  DecisionGuide guide_;
  std::vector<std::uint64_t> hashes_;
  EventHash hash_;
  Timeline timeline_;
  DayBook book_;
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

SeedResult replay_day(const Repro& repro, const Plan& plan, const System& system, const ReplayOptions& options,
                      ReplayMode mode, ReplayFindings& findings) {
  return DayReplay(repro, plan, system, options, mode, findings).live();
}

}  // namespace groundhog
