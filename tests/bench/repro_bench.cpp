// What it costs a campaign to have the running seed on disk, whether or not the seed fails.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include <benchmark/benchmark.h>

#include "harness/repro/filing.hpp"

namespace groundhog::test {
namespace {

// Aim: below 50 us, where a seed takes some 50 ms.
void begin_a_seed(benchmark::State& state) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "groundhog-repro-bench";
  std::filesystem::create_directories(folder);
  Scenario scenario;
  scenario.name = "busy";
  scenario.file = folder / "busy.yaml";
  std::ofstream(scenario.file) << std::string(20'000, '#');
  {
    harness::RunningSeeds running(folder / "out", scenario, {});
    std::uint64_t seed = 0;
    for (auto _ : state) running.begin(++seed);
  }
  std::filesystem::remove_all(folder);
}
BENCHMARK(begin_a_seed)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace groundhog::test
