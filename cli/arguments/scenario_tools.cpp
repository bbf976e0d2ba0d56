// expand, lint and init.

#include "cli/arguments/commands.hpp"
#include "cli/arguments/shared_options.hpp"

namespace groundhog::cli {

void add_expand(OptionSet& options, ExpandOptions& expand) {
  options.text("SCENARIO", expand.scenario, "a scenario file").required();
  add_seed(options, [&expand](std::uint64_t seed) { expand.seed = seed; }).required();
}

void add_lint(OptionSet& options, LintOptions& lint) {
  options.texts("SCENARIO", lint.scenarios, "scenario files, or folders of them").required();
  add_mutants_folder(options, lint.mutants_folder);
}

void add_init(OptionSet& options, InitOptions& init) {
  options.text("FILE", init.file, "where to").shows_default();
  options.flag("--force", init.force, "overwrite an existing file");
}

}  // namespace groundhog::cli
