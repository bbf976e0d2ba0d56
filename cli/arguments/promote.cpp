#include "cli/arguments/commands.hpp"
#include "cli/arguments/shared_options.hpp"

namespace groundhog::cli {

void add_promote(OptionSet& options, PromoteOptions& promote) {
  options.text("FILE", promote.file, "a .repro, best a minimal one").required();
  options.text("--name", promote.name, "of the scenario (default: made from property and scenario)").type("NAME");
  options.text("--out", promote.out_folder, "folder of the scenario").type("DIR").shows_default();
  add_mutant_of_repro(options, "that it is about", promote.mutant);
  add_mutants_folder(options, promote.mutants_folder);
  options.text("--description", promote.description, "a true sentence for its head").type("TEXT");
  options.flag("--gate", promote.gate, "tag it for the gate, too");
  const OptionEntry force = options.flag("--force", promote.force, "overwrite an existing file");
  options.flag("--stdout", promote.to_stdout, "print the scenario, write no file").excludes(force);
  add_recorded_limits(options, promote.limits);
}

}  // namespace groundhog::cli
