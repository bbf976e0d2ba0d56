// seed_hashes SEEDS SCENARIO.yaml: prints "scenario seed hash" for every seed that runs to its end. What two builds
// must agree on, out of nothing but what decides a history: so it is soon built for another compiler.

#include <cstdlib>
#include <iostream>
#include <string>

#include "harness/runner/checked_run.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/seed_set.hpp"
#include "tests/support/burrow_catalogue.hpp"

namespace groundhog::test {
namespace {

int refuse(const std::string& why) {
  std::cerr << "seed_hashes: " << why << '\n';
  return EXIT_FAILURE;
}

int print_hashes(const std::string& seeds_text, const std::string& file) {
  const auto seeds = parse_seeds(seeds_text);
  if (!seeds) return refuse(seeds.error());
  const test::BurrowCatalogue catalogue;
  const auto scenario = load_scenario(file, catalogue.loader());
  if (!scenario) return refuse(render(scenario.error(), false));
  for (std::uint64_t i = 0; i < seeds->size(); ++i) {
    const harness::SeedResult result = harness::checked_run(expand(*scenario, seeds->at(i)), catalogue.guest());
    if (result.end != harness::SeedEnd::completed)
      return refuse(scenario->name + " " + seed_text(result.seed) + " did not end");
    std::cout << scenario->name << ' ' << seed_text(result.seed) << ' ' << seed_text(result.hash) << '\n';
  }
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace groundhog::test

int main(int count, char** arguments) {
  if (count != 3) return groundhog::test::refuse("usage: seed_hashes SEEDS SCENARIO.yaml");
  return groundhog::test::print_hashes(arguments[1], arguments[2]);
}
