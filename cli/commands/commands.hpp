// One function per command, one file per function.
#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/output/console.hpp"

namespace groundhog {

ExitCode run_command(const RunOptions& options, const Console& console);
ExitCode replay_command(const ReplayOptions& options, const Console& console);
ExitCode shrink_command(const ShrinkOptions& options, const Console& console);
ExitCode expand_command(const ExpandOptions& options, const Console& console);
ExitCode lint_command(const LintOptions& options, const Console& console);
ExitCode list_command(const ListOptions& options, const Console& console);
ExitCode explain_command(const ExplainOptions& options, const Console& console);
ExitCode init_command(const InitOptions& options, const Console& console);
ExitCode promote_command(const PromoteOptions& options, const Console& console);
ExitCode schema_command();
ExitCode completions_command();
ExitCode version_command();

}  // namespace groundhog
