#include "harness/repro/record.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include "harness/repro/repro_file.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/run_jobs.hpp"
#include "sim/events/event_hash.hpp"
#include "sim/plan/host_names.hpp"
#include "sim/scenario/plan_text.hpp"

namespace groundhog::harness {
namespace {

HostId host_called(const std::vector<std::string>& hosts, const std::string& name) {
  const auto found = std::ranges::find(hosts, name);
  return found == hosts.end() ? no_host : HostId{static_cast<std::uint32_t>(found - hosts.begin())};
}

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

// Of this plan, with what its run came to.
Repro ended_repro(const Plan& plan, const SeedResult& result) {
  Repro repro = unfinished_repro(plan.name, {}, print_plan(plan), plan.seed);
  if (result.failed()) repro.about = causes_of(result).front();
  repro.outcome = ReproOutcome{.end = result.end,
                               .detail = result.detail,
                               .violations = result.violations,
                               .events = result.events,
                               .size = size_of(plan, result),
                               .trail = {},
                               .decisions = {}};
  return repro;
}

}  // namespace

// One line each: from, to, type, ordinal, attempt, nanoseconds or x. Names have no blanks.
void DecisionJournal::add(const RecordedDecision& decision) {
  const std::string fate = decision.fate ? std::to_string(decision.fate->count()) : "x";
  lines_.append(decision.from + " " + decision.to + " " + decision.type + " " + std::to_string(decision.ordinal) + " " +
                std::to_string(decision.attempt) + " " + fate + "\n");
}

std::vector<RecordedDecision> DecisionJournal::decisions() const {
  std::string text = lines_.content();
  text.resize(text.rfind('\n') + 1);  // the last one may be cut off
  std::vector<RecordedDecision> decisions;
  std::istringstream in(text);
  RecordedDecision decision;
  std::string fate;
  while (in >> decision.from >> decision.to >> decision.type >> decision.ordinal >> decision.attempt >> fate) {
    decision.fate = fate == "x" ? Fate() : Fate(Duration(std::stoll(fate)));
    decisions.push_back(decision);
  }
  return decisions;
}

DecisionRecorder::DecisionRecorder(const Plan& plan, NetworkDirector* inner, DecisionJournal* journal)
    : hosts_(host_names(plan)), inner_(inner), journal_(journal) {}

Fate DecisionRecorder::decide(const Transmission& transmission, Fate drawn) {
  const Fate fate = inner_ != nullptr ? inner_->decide(transmission, drawn) : drawn;
  decisions_.push_back({hosts_.at(index(transmission.from)), hosts_.at(index(transmission.to)),
                        std::string(transmission.type), transmission.ordinal, transmission.attempt, fate});
  if (journal_ != nullptr) journal_->add(decisions_.back());
  return fate;
}

DecisionGuide::DecisionGuide(const Plan& plan, std::span<const RecordedDecision> decisions) {
  const std::vector<std::string> hosts = host_names(plan);
  for (const RecordedDecision& decision : decisions) {
    const HostId from = host_called(hosts, decision.from);
    const HostId to = host_called(hosts, decision.to);
    if (from == no_host || to == no_host) continue;
    entries_.push_back({from, to, decision.type, decision.ordinal, decision.attempt, decision.fate});
  }
  std::ranges::stable_sort(entries_, {}, &Entry::key);
}

Fate DecisionGuide::decide(const Transmission& transmission, Fate drawn) {
  const Entry wanted{transmission.from,    transmission.to,      transmission.type,
                     transmission.ordinal, transmission.attempt, {}};
  const auto found = std::ranges::lower_bound(entries_, wanted.key(), {}, &Entry::key);
  if (found == entries_.end() || found->key() != wanted.key()) {
    ++unknown_;
    return drawn;
  }
  ++matched_;
  return found->fate;
}

Repro record_repro(const Plan& plan, const Guest& guest, std::span<const RecordedDecision> guidance,
                   std::span<Observer* const> observers, DecisionJournal* journal, const OnViolation& on_violation) {
  DecisionGuide guide(plan, guidance);
  DecisionRecorder decisions(plan, &guide, journal);
  std::vector<std::uint64_t> hashes;
  EventHash trail(hashes);
  std::vector<Observer*> all = {&trail};
  all.insert(all.end(), observers.begin(), observers.end());
  Repro repro = ended_repro(plan, checked_run(plan, guest, all, &decisions, on_violation));
  repro.outcome->events = hashes.size();
  repro.outcome->trail = condensed(hashes);
  repro.outcome->decisions = decisions.take();
  return repro;
}

std::optional<Repro> record_in_worker(const Plan& plan, const Guest& guest, const WorkerLimits& limits,
                                      const std::function<void(const Record&)>& observe) {
  DecisionJournal journal;
  SharedText recorded;
  const auto worker =
      run_job({plan.seed,
               [&] {
                 observe([&](std::span<Observer* const> observers, const OnViolation& on_violation) {
                   recorded.append(to_text(record_repro(plan, guest, {}, observers, &journal, on_violation)));
                 });
                 return SeedResult();
               }},
              limits);
  if (!worker) return std::nullopt;
  auto whole = parse_repro(recorded.content(), plan.name);
  Repro repro = whole ? std::move(*whole) : ended_repro(plan, *worker);
  if (!whole) repro.outcome->decisions = journal.decisions();
  if (worker->failed()) {  // it was too late, if it is whole
    repro.outcome->end = worker->end;
    repro.outcome->detail = worker->detail;
  }
  return repro;
}

PlanSize size_of(const Plan& plan, const SeedResult& result) {
  return {plan.faults.size(), plan.operations.size(), result.messages};
}

tl::expected<Scenario, Diagnostics> recorded_scenario(const Repro& repro, const std::string& file,
                                                      LoaderContext language) {
  language.is_recorded = true;
  return load_scenario_text(repro.plan, file, language);
}

Repro unfinished_repro(const std::string& scenario_name, const std::string& scenario_file, std::string plan,
                       std::uint64_t seed) {
  Repro repro;
  repro.build = build_stamp();
  repro.scenario_name = scenario_name;
  repro.scenario_file = scenario_file;
  repro.plan = std::move(plan);
  repro.seed = seed;
  return repro;
}

Repro unfinished_repro(const Scenario& scenario, std::uint64_t seed, const WorkerLimits& limits) {
  std::ifstream in(scenario.file, std::ios::binary);
  Repro repro = unfinished_repro(scenario.name, scenario.file, {std::istreambuf_iterator<char>(in), {}}, seed);
  repro.limits = limits;
  return repro;
}

}  // namespace groundhog::harness
