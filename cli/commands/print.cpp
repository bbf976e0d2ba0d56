// Commands that print one text: schema, completions, --version.

#include "cli/arguments/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "harness/catalogue.hpp"
#include "harness/repro/build_identity.hpp"
#include "sim/scenario/json_schema.hpp"

namespace groundhog::cli {

ExitCode schema_command(const Guest& guest) {
  const harness::Catalogue catalogue(guest);
  print_data(json_schema(catalogue.loader()));
  return ExitCode::as_expected;
}

ExitCode completions_command() {
  print_data(bash_completion());
  return ExitCode::as_expected;
}

ExitCode version_command() {
  const harness::BuildIdentity build = harness::build_identity();
  print_data("groundhog " + std::string(build.version) + "\ncommit   " + std::string(build.commit) + "\ncompiler " +
             std::string(build.compiler) + "\nflags    " + std::string(build.flags) + "\n");
  if (!build.mutant.empty()) print_data("mutant   " + std::string(build.mutant) + "\n");
  return ExitCode::as_expected;
}

}  // namespace groundhog::cli
