#include "cli/arguments/commands.hpp"
#include "cli/arguments/shared_options.hpp"

namespace groundhog::cli {

void add_shrink(OptionSet& options, ShrinkOptions& shrink) {
  options.text("FILE", shrink.file, "a .repro, such as full.repro of a filed failure").required();
  options.text("--check", shrink.check, "the property that must stay violated (default: the one it is about)")
      .type("NAME");
  add_mutant_of_repro(options, "to live it with", shrink.mutant);
  add_mutants_folder(options, shrink.mutants_folder);
  options.text("--out", shrink.out_file, "where to (default: min.repro beside it)").type("FILE");
  options.flag("--force", shrink.force, "overwrite an existing file");
  options.parsed("--budget", "TIME", "real time after which the best so far is good enough (default: 60s)",
                 [&shrink](const std::string& text) { shrink.budget = real_time_limit_value(text); });
  add_jobs(options, shrink.jobs);
  add_recorded_limits(options, shrink.limits);
  options.flag("--json", shrink.json, "the result as a line of JSON on stdout");
}

}  // namespace groundhog::cli
