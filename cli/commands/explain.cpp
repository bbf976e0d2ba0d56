#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/commands/commands.hpp"
#include "cli/commands/complaint.hpp"
#include "cli/reference.hpp"
#include "harness/mutants/museum.hpp"
#include "sim/scenario/suggest.hpp"

namespace groundhog::cli {
namespace {

struct Topic {
  std::string_view name;
  std::string (*markdown)(const Guest&);
};

constexpr Topic topics[] = {{"checks", checks_markdown}, {"faults", faults_markdown}, {"scenario", scenario_markdown}};

ExitCode print_pages(const ExplainOptions& options, const Guest& guest) {
  bool any = false;
  for (const Topic& topic : topics) {
    if (!options.topic.empty() && options.topic != topic.name) continue;
    print_data(topic.markdown(guest));
    any = true;
  }
  if (any) return ExitCode::as_expected;
  return complain("unknown topic \"" + options.topic + "\": it is checks, faults or scenario");
}

ExitCode print_everything(const Guest& guest, const Console& console) {
  for (std::string_view name : explained_names(guest)) {
    const bool is_id = name.front() >= 'A' && name.front() <= 'Z';
    if (!is_id) print_data(*explanation(name, guest, console) + "\n");
  }
  return ExitCode::as_expected;
}

std::string explain_mutant(const harness::MutantCard& card) {
  std::string seen_in;
  for (const std::string& place : card.seen_in) seen_in += (seen_in.empty() ? "" : ", ") + place;
  return card.name + " (" + card.bug_class + "): " + card.title + "\n\nSeen in:   " + seen_in +
         "\nViolates:  " + card.violates + "\nShown by:  " + card.scenario + ", seeds " + card.seeds.text() +
         "\nThe patch: " + (std::filesystem::path(card.file).parent_path() / "patch.diff").string() +
         "\nCatch it:  groundhog run --mutant " + card.name + "\n";
}

ExitCode complain_of_unknown(const ExplainOptions& options, const Guest& guest, const harness::Museum& museum) {
  std::vector<std::string_view> names = explained_names(guest);
  names.insert(names.end(), museum.names().begin(), museum.names().end());
  const std::string_view near = closest(options.name, names);
  std::string message = "there is no check, fault or mutant called \"" + options.name + "\"";
  if (!near.empty()) message += " (did you mean " + std::string(near) + "?)";
  return complain(message);
}

}  // namespace

ExitCode explain_command(const ExplainOptions& options, const Guest& guest, const Console& console) {
  Console for_stdout = console;
  for_stdout.color = false;
  if (options.all) return options.markdown ? print_pages(options, guest) : print_everything(guest, for_stdout);
  if (options.name.empty()) {
    return complain("explain what? Name a check, a fault or a mutant: groundhog list checks, faults or mutants");
  }
  if (const auto text = explanation(options.name, guest, for_stdout)) {
    print_data(*text);
    return ExitCode::as_expected;
  }
  const harness::Museum museum(options.mutants_folder);
  if (!std::ranges::binary_search(museum.names(), options.name)) return complain_of_unknown(options, guest, museum);
  const auto card = museum.card(options.name, console.color);
  if (!card) {
    print_error(card.error());
    return ExitCode::usage;
  }
  print_data(explain_mutant(*card));
  return ExitCode::as_expected;
}

}  // namespace groundhog::cli
