#include "cli/groundhog_main.hpp"

#include <cstdio>
#include <exception>
#include <string>
#include <variant>

#include "cli/arguments/arguments.hpp"
#include "cli/commands/commands.hpp"

namespace groundhog {
namespace cli {
namespace {

struct Dispatch {
  const Guest& guest;
  const Console& console;

  ExitCode operator()(const RunOptions& options) const { return run_command(options, guest, console); }
  ExitCode operator()(const ReplayOptions& options) const { return replay_command(options, guest, console); }
  ExitCode operator()(const ShrinkOptions& options) const { return shrink_command(options, guest, console); }
  ExitCode operator()(const ExpandOptions& options) const { return expand_command(options, guest, console); }
  ExitCode operator()(const LintOptions& options) const { return lint_command(options, guest, console); }
  ExitCode operator()(const ListOptions& options) const { return list_command(options, guest, console); }
  ExitCode operator()(const ExplainOptions& options) const { return explain_command(options, guest, console); }
  ExitCode operator()(const InitOptions& options) const { return init_command(options); }
  ExitCode operator()(const PromoteOptions& options) const { return promote_command(options, guest, console); }
  ExitCode operator()(const SchemaOptions&) const { return schema_command(guest); }
  ExitCode operator()(const CompletionsOptions&) const { return completions_command(); }
  ExitCode operator()(const VersionOptions&) const { return version_command(); }
};

ExitCode execute(int argc, const char* const* argv, const Guest& guest) {
  const auto parsed = parse_arguments(argc, argv);
  if (const auto* refusal = std::get_if<Refusal>(&parsed)) {
    if (refusal->code == ExitCode::as_expected) {
      print_data(refusal->text);
    } else {
      print_error(refusal->text);
    }
    return refusal->code;
  }
  const Invocation& invocation = std::get<Invocation>(parsed);
  const Console console = Console::detect(invocation.color);
  return std::visit(Dispatch{guest, console}, invocation.request);
}

}  // namespace
}  // namespace cli

int groundhog_main(int argc, const char* const* argv, const Guest& guest) {
  cli::ExitCode code = cli::ExitCode::internal_error;
  try {
    code = cli::execute(argc, argv, guest);
  } catch (const std::exception& error) {
    cli::print_error(std::string("groundhog: internal error: ") + error.what() + "\n");
  }
  if (std::fflush(stdout) != 0) cli::print_error("groundhog: cannot write to stdout\n");
  return static_cast<int>(code);
}

}  // namespace groundhog
