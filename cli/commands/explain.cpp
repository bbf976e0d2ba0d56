#include <string>

#include "cli/commands/commands.hpp"
#include "cli/reference.hpp"
#include "sim/scenario/suggest.hpp"

namespace groundhog {
namespace {

struct Topic {
  std::string_view name;
  std::string (*markdown)();
};

constexpr Topic topics[] = {{"checks", checks_markdown}, {"faults", faults_markdown}, {"scenario", scenario_markdown}};

ExitCode print_pages(const ExplainOptions& options) {
  bool any = false;
  for (const Topic& topic : topics) {
    if (!options.topic.empty() && options.topic != topic.name) continue;
    print_data(topic.markdown());
    any = true;
  }
  if (any) return ExitCode::as_expected;
  print_error("groundhog: unknown topic \"" + options.topic + "\": it is checks, faults or scenario\n");
  return ExitCode::usage;
}

ExitCode print_everything(const Console& console) {
  for (std::string_view name : explained_names()) {
    const bool is_id = name.starts_with('P');
    if (!is_id) print_data(*explanation(name, console) + "\n");
  }
  return ExitCode::as_expected;
}

}  // namespace

ExitCode explain_command(const ExplainOptions& options, const Console& console) {
  Console for_stdout = console;
  for_stdout.color = false;
  if (options.all) return options.markdown ? print_pages(options) : print_everything(for_stdout);
  if (options.name.empty()) {
    print_error("groundhog: explain what? Name a check or a fault: groundhog list checks, groundhog list faults\n");
    return ExitCode::usage;
  }
  if (const auto text = explanation(options.name, for_stdout)) {
    print_data(*text);
    return ExitCode::as_expected;
  }
  const auto names = explained_names();
  const std::string_view near = closest(options.name, names);
  std::string message = "groundhog: there is no check or fault called \"" + options.name + "\"";
  if (!near.empty()) message += " (did you mean " + std::string(near) + "?)";
  print_error(message + "\n");
  return ExitCode::usage;
}

}  // namespace groundhog
