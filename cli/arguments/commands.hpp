// The options of every command: `add_…` describes them, `check_…` says which do not go together (OptionError).
#pragma once

#include "cli/arguments/option_set.hpp"
#include "cli/options.hpp"

namespace groundhog::cli {

void add_run(OptionSet& options, RunOptions& run);
void check_run(const OptionSet& options, const RunOptions& run);

void add_replay(OptionSet& options, ReplayOptions& replay);
void check_replay(const OptionSet& options, const ReplayOptions& replay);

void add_shrink(OptionSet& options, ShrinkOptions& shrink);
void add_promote(OptionSet& options, PromoteOptions& promote);

void add_expand(OptionSet& options, ExpandOptions& expand);
void add_lint(OptionSet& options, LintOptions& lint);
void add_init(OptionSet& options, InitOptions& init);

void add_list(OptionSet& options, ListOptions& list);
void add_explain(OptionSet& options, ExplainOptions& explain);
void add_completions(OptionSet& options, CompletionsOptions& completions);

}  // namespace groundhog::cli
