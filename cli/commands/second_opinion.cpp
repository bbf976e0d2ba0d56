#include "cli/commands/second_opinion.hpp"

#include <sstream>

#include "cli/commands/run_confession.hpp"
#include "harness/runner/child_process.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::cli {
namespace {

constexpr const char* heap_padding = "1234567";

std::vector<std::string> arguments_for(const Scenario& scenario, const RunOptions& options, const char* confession) {
  return {"run",
          scenario.file,
          "--seeds",
          "@-",
          "--jobs",
          std::to_string(options.jobs),
          "--keep",
          "0",
          "--heap-padding",
          heap_padding,
          confession,
          "--seed-timeout",
          std::to_string(options.seed_timeout.count()) + "ms"};
}

tl::expected<harness::SeedHashes, std::string> hashes_elsewhere(const Scenario& scenario,
                                                                const harness::SeedHashes& first,
                                                                const RunOptions& options) {
  std::string seeds;
  for (const auto& [seed, hash] : first) seeds += seed_text(seed) + "\n";
  const auto output = harness::run_fresh_process(arguments_for(scenario, options, "--print-hashes"), seeds);
  if (!output) return tl::unexpected(output.error());

  harness::SeedHashes hashes;
  std::istringstream lines(output->text);
  std::string seed;
  std::string hash;
  while (lines >> seed >> hash) hashes[parse_seed(seed).value_or(0)] = parse_seed(hash).value_or(0);
  if (hashes.empty()) return tl::unexpected(std::string("the second process reported no seed"));
  return hashes;
}

tl::expected<harness::Recording, std::string> record_elsewhere(const Scenario& scenario, std::uint64_t seed,
                                                               const RunOptions& options) {
  const auto output = harness::run_fresh_process(arguments_for(scenario, options, "--print-events"), seed_text(seed));
  if (!output) return tl::unexpected(output.error());
  return parse_recording(output->text);
}

}  // namespace

SecondOpinion second_opinion(const Scenario& scenario, const Guest& guest, const harness::SeedHashes& first,
                             const RunOptions& options) {
  if (first.empty()) return {};
  const auto second = hashes_elsewhere(scenario, first, options);
  if (!second) return {{}, second.error()};
  const harness::RecordSeed here = [&](std::uint64_t seed) { return record_seed(scenario, guest, seed); };
  const harness::RecordSeed elsewhere = [&](std::uint64_t seed) { return record_elsewhere(scenario, seed, options); };
  return {harness::disagreements(first, *second, here, elsewhere), {}};
}

}  // namespace groundhog::cli
