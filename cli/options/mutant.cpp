#include "cli/options/mutant.hpp"

#include <utility>

#include "harness/mutants/mutants.hpp"
#include "harness/mutants/planted.hpp"

namespace groundhog::cli {

void add_mutants_folder(Options& options, std::string& into) {
  options.text("--mutants", into, "where planted bugs are", {.type = "DIR", .shows = into});
}

void add_mutant_of_repro(Options& options, const std::string& purpose, std::optional<std::string>& into) {
  options.text("--mutant", into,
               "planted bug " + purpose + "; \"\": none (default: the one that the repro was recorded with)",
               {.type = "NAME"});
}

bool is_elsewhere(const std::string& mutant) { return !mutant.empty() && mutant != harness::planted_mutant(); }

ExitCode continue_in_mutant(const std::string& mutant, std::vector<std::string> arguments,
                            const harness::Museum& museum, const Console& console) {
  if (!harness::planted_mutant().empty()) {
    return complain("this binary has " + std::string(harness::planted_mutant()) +
                    " planted: start another mutant with the binary of the true tree");
  }
  const auto card = museum.card(mutant, console.color);
  if (!card) return refuse(card.error());
  const auto binary = harness::build_mutant(mutant, museum.folder());
  if (!binary) return complain(binary.error());
  return complain(harness::continue_in(*binary, std::move(arguments)), ExitCode::internal_error);
}

}  // namespace groundhog::cli
