// list, explain and completions.

#include <map>

#include "cli/arguments/commands.hpp"
#include "cli/arguments/shared_options.hpp"

namespace groundhog::cli {
namespace {

ListOptions::What what_is_listed(const std::string& word) {
  using enum ListOptions::What;
  static const std::map<std::string, ListOptions::What> words = {
      {"scenarios", scenarios}, {"checks", checks}, {"faults", faults}, {"mutants", mutants}};
  const auto found = words.find(word);
  if (found == words.end()) throw ValueError("\"" + word + "\" is none of scenarios, checks, faults, mutants");
  return found->second;
}

}  // namespace

void add_list(OptionSet& options, ListOptions& list) {
  options.parsed("WHAT", "WORD", "scenarios (default), checks, faults or mutants",
                 [&list](const std::string& word) { list.what = what_is_listed(word); });
  options.texts("FOLDER", list.folders, "scenario files or folders").shows_default();
  options.flag("--json", list.json, "JSON Lines");
  add_mutants_folder(options, list.mutants_folder);
}

void add_explain(OptionSet& options, ExplainOptions& explain) {
  const OptionEntry name =
      options.text("NAME", explain.name, "a check such as ttl.safety or P1, a fault such as crash, or a mutant");
  OptionEntry all = options.flag("--all", explain.all, "explain everything");
  all.excludes(name);
  add_mutants_folder(options, explain.mutants_folder);
  options.flag("--markdown", explain.markdown, "as the reference pages are written").needs(all);
  options.text("--topic", explain.topic, "checks, faults or scenario").needs(all).type("TOPIC");
}

void add_completions(OptionSet& options, CompletionsOptions& completions) {
  options
      .parsed("SHELL", "WORD", "bash",
              [&completions](const std::string& word) {
                if (word != "bash") throw ValueError("\"" + word + "\" is no shell that is known: bash is");
                completions.shell = word;
              })
      .shows_default(completions.shell);
}

}  // namespace groundhog::cli
