// One function per command, one file per function.
#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/output/console.hpp"
#include "sim/guest/guest.hpp"

namespace groundhog::cli {

ExitCode run_command(const RunOptions& options, const Guest& guest, const Console& console);
ExitCode replay_command(const ReplayOptions& options, const Guest& guest, const Console& console);
ExitCode shrink_command(const ShrinkOptions& options, const Guest& guest, const Console& console);
ExitCode expand_command(const ExpandOptions& options, const Guest& guest, const Console& console);
ExitCode lint_command(const LintOptions& options, const Guest& guest, const Console& console);
ExitCode list_command(const ListOptions& options, const Guest& guest, const Console& console);
ExitCode explain_command(const ExplainOptions& options, const Guest& guest, const Console& console);
ExitCode init_command(const InitOptions& options);
ExitCode promote_command(const PromoteOptions& options, const Guest& guest, const Console& console);
ExitCode schema_command(const Guest& guest);
ExitCode completions_command();
ExitCode version_command();

}  // namespace groundhog::cli
