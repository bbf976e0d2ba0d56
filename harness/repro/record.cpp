#include "harness/repro/record.hpp"

#include <utility>

#include "harness/repro/decision_guide.hpp"
#include "harness/repro/decision_recorder.hpp"
#include "harness/runner/checked_run.hpp"
#include "sim/history/event_hash.hpp"
#include "sim/scenario/print_plan.hpp"

namespace groundhog::harness {
namespace {

class MessageCount final : public Observer {
 public:
  using Observer::on;
  void on(const FrameSent&) override { ++count_; }
  std::uint64_t count() const { return count_; }

 private:
  std::uint64_t count_ = 0;
};

HashTrail condensed(const std::vector<std::uint64_t>& hashes) {
  HashTrail trail;
  trail.events.reserve(hashes.size());
  for (const std::uint64_t hash : hashes) trail.events.push_back(static_cast<std::uint16_t>(hash));
  for (std::size_t end = HashTrail::events_per_checkpoint; end <= hashes.size();
       end += HashTrail::events_per_checkpoint) {
    trail.checkpoints.push_back(hashes[end - 1]);
  }
  if (!hashes.empty()) trail.whole = hashes.back();
  return trail;
}

// What is told first: a run that did not complete says nothing else of weight.
std::string about(const SeedResult& result) {
  if (result.end != SeedEnd::completed) return std::string(name_of(result.end));
  return result.violations.empty() ? std::string() : result.violations.front().check;
}

}  // namespace

Repro record_repro(const Plan& plan, const Guest& guest, const Guidance& guidance, std::span<Observer* const> observers,
                   DecisionJournal* journal) {
  DecisionGuide guide(plan, guidance.decisions);
  DecisionRecorder decisions(plan, &guide, journal);
  std::vector<std::uint64_t> hashes;
  EventHash trail(hashes);
  MessageCount messages;
  std::vector<Observer*> all = {&trail, &messages};
  all.insert(all.end(), observers.begin(), observers.end());
  SeedResult result = checked_run(plan, guest, all, &decisions);

  Repro repro = unfinished_repro(plan.name, {}, print_plan(plan), plan.seed);
  repro.about = about(result);
  repro.outcome = ReproOutcome{.end = result.end,
                               .detail = std::move(result.detail),
                               .violations = std::move(result.violations),
                               .events = hashes.size(),
                               .size = {plan.faults.size(), plan.operations.size(), messages.count()},
                               .trail = condensed(hashes),
                               .decisions = decisions.take()};
  return repro;
}

Repro unfinished_repro(const std::string& scenario_name, const std::string& scenario_file, std::string day,
                       std::uint64_t seed) {
  Repro repro;
  repro.build = build_stamp();
  repro.scenario_name = scenario_name;
  repro.scenario_file = scenario_file;
  repro.day = std::move(day);
  repro.seed = seed;
  return repro;
}

}  // namespace groundhog::harness
