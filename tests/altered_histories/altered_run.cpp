#include "tests/altered_histories/altered_run.hpp"

#include <map>
#include <memory>
#include <stdexcept>
#include <utility>

#include "sim/cluster/simulation.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/expand.hpp"
#include "tests/altered_histories/altered_events.hpp"
#include "tests/support/burrow_catalogue.hpp"

namespace groundhog::test {
namespace {

const BurrowCatalogue& catalogue() {
  static const BurrowCatalogue catalogue;
  return catalogue;
}

Scenario load(const std::string& name) {
  auto scenario = load_scenario(HISTORIES_DIR "/" + name + ".yaml", catalogue().loader());
  if (!scenario) throw std::runtime_error(render(scenario.error(), false));
  return *std::move(scenario);
}

Plan plan_of(HistoryOf history, std::uint64_t seed) {
  static const Scenario scenarios[] = {load("calm"), load("cuts"), load("one_client")};
  return expand(scenarios[static_cast<std::size_t>(history)], seed);
}

Judgement judgement(const RunResult& result, const checkers::Verdicts& verdicts) {
  Judgement judged{result.end == EndReason::completed && verdicts.abstentions().empty(), {}, {}};
  for (const checkers::Violation& violation : verdicts.first_of_each()) {
    judged.violated.emplace_back(violation.check);
    judged.messages.push_back(std::string(violation.check) + ": " + violation.message);
  }
  return judged;
}

TrueRun run(HistoryOf history, std::uint64_t seed) {
  static const std::vector<Alteration> alterations = all_alterations();
  const Plan plan = plan_of(history, seed);
  const auto info = checkers::RunInfo::of(plan, catalogue().guest());
  checkers::CheckerSet checkers({}, info);
  PlaceCounter counter(info, alterations);
  const std::vector<Observer*> observers = {&checkers, &counter};
  const RunResult result = run_simulation(plan, catalogue().guest(), observers);
  return {judgement(result, checkers.verdicts()), counter.places()};
}

}  // namespace

const TrueRun& true_run(HistoryOf history, std::uint64_t seed) {
  static std::map<std::pair<HistoryOf, std::uint64_t>, TrueRun> runs;
  const auto found = runs.find({history, seed});
  return found != runs.end() ? found->second : runs[{history, seed}] = run(history, seed);
}

Judgement altered_run(const Alteration& alteration, std::uint64_t seed, std::uint64_t place) {
  const Plan plan = plan_of(alteration.history, seed);
  const auto info = checkers::RunInfo::of(plan, catalogue().guest());
  checkers::CheckerSet checkers({}, info);
  OneAltered altered(info, alteration, place, checkers);
  const std::vector<Observer*> observers = {&altered};
  return judgement(run_simulation(plan, catalogue().guest(), observers), checkers.verdicts());
}

}  // namespace groundhog::test
