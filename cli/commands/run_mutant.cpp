#include "cli/commands/run_mutant.hpp"

#include <filesystem>
#include <utility>

#include "cli/commands/complaint.hpp"
#include "harness/mutants/launch.hpp"
#include "harness/mutants/planted.hpp"

namespace groundhog::cli {
namespace {

// Seeds that came from stdin are read already.
std::vector<std::string> with_seeds_spelt_out(std::vector<std::string> arguments, const RunOptions& options) {
  for (std::string& argument : arguments) {
    if (options.seeds && argument == "@-") argument = options.seeds->text();
    if (options.seeds && argument == "--seeds=@-") argument = "--seeds=" + options.seeds->text();
  }
  return arguments;
}

}  // namespace

ExitCode go_on_in_mutant(const std::string& mutant, std::vector<std::string> arguments, const harness::Museum& museum,
                         const Console& console) {
  if (!harness::planted_mutant().empty()) {
    return complain("this binary has " + std::string(harness::planted_mutant()) +
                    " planted: start another mutant with the binary of the true tree");
  }
  const auto card = museum.card(mutant, console.color);
  if (!card) {
    print_error(card.error());
    return ExitCode::usage;
  }
  const auto binary = harness::build_mutant(mutant, museum.folder());
  if (!binary) return complain(binary.error());
  const std::string problem = harness::continue_in(*binary, std::move(arguments));
  return complain(problem, ExitCode::internal_error);
}

ExitCode run_in_mutant(const RunOptions& options, const harness::Museum& museum, const Console& console) {
  return go_on_in_mutant(options.mutant, with_seeds_spelt_out(options.arguments, options), museum, console);
}

tl::expected<ChosenRun, std::string> chosen_run(RunOptions options, const harness::Museum& museum,
                                                const Console& console) {
  const std::string mutant(harness::planted_mutant());
  if (mutant.empty()) return ChosenRun{std::move(options), std::nullopt};
  options.out_folder = (std::filesystem::path(options.out_folder) / "mutants" / mutant).string();
  if (!options.scenarios.empty()) return ChosenRun{std::move(options), std::nullopt};

  auto card = museum.card(mutant, console.color);
  if (!card) return tl::unexpected(std::move(card.error()));
  options.scenarios = {card->scenario};
  if (!options.seeds && !options.rerun_failed) options.seeds = card->seeds;
  return ChosenRun{std::move(options), Expectation{.violates = card->violates, .mutant = mutant, .within_seeds = {}}};
}

}  // namespace groundhog::cli
