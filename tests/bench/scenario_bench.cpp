// What a user waits for: simulated time per real time on a gate scenario, with every check and without, and starting
// again.

#include <stdexcept>
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>

#include "harness/runner/checked_run.hpp"
#include "sim/cluster/simulation.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/loader.hpp"
#include "tests/support/burrow_catalogue.hpp"

namespace groundhog::test {
namespace {

Scenario scenario_called(std::string_view name, const harness::Catalogue& catalogue) {
  auto scenario = load_scenario(std::string(GROUNDHOG_SOURCE_DIR) + "/scenarios/" + std::string(name) + ".yaml",
                                catalogue.loader());
  if (!scenario) throw std::runtime_error(render(scenario.error(), false));
  return *scenario;
}

void report(benchmark::State& state, Duration simulated, std::uint64_t events) {
  const double seconds = std::chrono::duration<double>(simulated).count();
  state.counters["simulated_s_per_s"] = benchmark::Counter(seconds, benchmark::Counter::kIsRate);
  state.counters["events_per_s"] = benchmark::Counter(static_cast<double>(events), benchmark::Counter::kIsRate);
}

void with_checks(benchmark::State& state, std::string_view name) {
  const test::BurrowCatalogue catalogue;
  const Scenario scenario = scenario_called(name, catalogue);
  Duration simulated{0};
  std::uint64_t events = 0;
  std::uint64_t seed = 0;
  for (auto _ : state) {
    const harness::SeedResult result = harness::checked_run(expand(scenario, ++seed), catalogue.guest());
    simulated += result.simulated;
    events += result.events;
  }
  report(state, simulated, events);
}
BENCHMARK_CAPTURE(with_checks, dropped_pongs, "dropped-pongs")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(with_checks, swarm, "swarm")->Unit(benchmark::kMillisecond);

void without_checks(benchmark::State& state, std::string_view name) {
  const test::BurrowCatalogue catalogue;
  const Scenario scenario = scenario_called(name, catalogue);
  Duration simulated{0};
  std::uint64_t events = 0;
  std::uint64_t seed = 0;
  for (auto _ : state) {
    const RunResult result = run_simulation(expand(scenario, ++seed), catalogue.guest(), {});
    simulated += result.simulated;
    events += result.events;
  }
  report(state, simulated, events);
}
BENCHMARK_CAPTURE(without_checks, dropped_pongs, "dropped-pongs")->Unit(benchmark::kMillisecond);

void expanding(benchmark::State& state, std::string_view name) {
  const test::BurrowCatalogue catalogue;
  const Scenario scenario = scenario_called(name, catalogue);
  std::uint64_t seed = 0;
  for (auto _ : state) benchmark::DoNotOptimize(expand(scenario, ++seed));
}
BENCHMARK_CAPTURE(expanding, dropped_pongs, "dropped-pongs")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(expanding, swarm, "swarm")->Unit(benchmark::kMicrosecond);

// Three nodes and four clients that never get to their first instant of chaos.
void starting(benchmark::State& state, std::string_view name) {
  const test::BurrowCatalogue catalogue;
  const Scenario scenario = scenario_called(name, catalogue);
  Plan plan = expand(scenario, 1);
  plan.operations.clear();
  plan.faults.clear();
  plan.max_events = 1;
  for (auto _ : state) benchmark::DoNotOptimize(run_simulation(plan, catalogue.guest(), {}));
}
BENCHMARK_CAPTURE(starting, dropped_pongs, "dropped-pongs")->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace groundhog::test
