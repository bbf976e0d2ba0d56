#include <algorithm>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkers/checker.hpp"
#include "cli/commands/table.hpp"
#include "cli/options/shared.hpp"
#include "harness/runner/checked_run.hpp"
#include "sim/core/text.hpp"
#include "sim/faults/fault.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/reference.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace groundhog::cli {
namespace {

constexpr std::string_view generated = "<!-- Written by `groundhog explain --all --markdown`. -->\n\n";

std::string value_text(const KeySpec& key, const RoleNames& roles) {
  std::string text(find_kind(key.kind)->written_as);
  std::string_view separator = " ";
  const auto add = [&](std::string_view word) {
    text += std::string(separator) + std::string(word);
    separator = ", ";
  };
  for (const std::string_view word : words_of(key, roles)) add(word);
  if (key.mapping == nullptr) return text;
  for (const KeySpec& inner : key.mapping->keys) add(inner.name);
  return text;
}

std::string_view shape_text(FaultEntry::Shape shape) {
  return shape == FaultEntry::Shape::window ? "lasts for its `for`, else until the end of chaos"
                                            : "happens at one instant";
}

// "a,b" as "a, b".
std::string with_blanks(std::string_view names) {
  std::string out;
  for (const char c : names) out += c == ',' ? ", " : std::string(1, c);
  return out;
}

std::string explain_check(const checkers::CheckerEntry& entry) {
  std::string out = std::string(entry.name) + " (" + std::string(entry.id) + "): " + std::string(entry.title) + "\n\n";
  out += "It is violated by: " + std::string(entry.statement) + "\n";
  if (!entry.implies.empty()) out += "The same fault may also violate: " + with_blanks(entry.implies) + "\n";
  if (!entry.example.empty()) out += "\nFor example:\n" + indented(entry.example, 2) + "\n";
  return out;
}

std::string explain_fault(const FaultEntry& entry, const RoleNames& roles) {
  std::string out = std::string(entry.verb) + ": " + std::string(entry.summary) + "\n\n" +
                    std::string(entry.description) + "\nIt " + std::string(shape_text(entry.shape)) + ".\n";
  const std::span<const KeySpec> parameters = entry.parameters;
  if (!parameters.empty()) out += "\nParameters:\n";
  std::size_t width = 0;
  for (const KeySpec& parameter : parameters) width = std::max(width, parameter.name.size());
  for (const KeySpec& parameter : parameters) {
    out += "  " + padded_right(parameter.name, width + 2) + std::string(parameter.summary) + " (" +
           value_text(parameter, roles) + (parameter.required ? "; required" : "") + ")\n";
  }
  return out;
}

struct Explained {
  std::vector<std::string> names;
  std::string text;
};

// Every check, by name and id ("ttl.safety", "P1"), and every fault, by verb.
std::vector<Explained> checks_and_faults(const Guest& guest) {
  std::vector<Explained> all;
  for (const checkers::CheckerEntry& entry : checkers::checks_of(guest)) {
    all.push_back({{std::string(entry.name), std::string(entry.id)}, explain_check(entry)});
  }
  for (const auto& [entry, lacks] : checkers::checks_without_evidence(guest)) {
    all.push_back({{std::string(entry.name), std::string(entry.id)},
                   explain_check(entry) + "This system has no use for it: it has no " + lacks + ".\n"});
  }
  for (const FaultEntry& entry : fault_table()) {
    all.push_back({{std::string(entry.verb)}, explain_fault(entry, guest.roles())});
  }
  return all;
}

std::string explain_word(const WordSet& set, const Word& word) {
  const std::string head = word.name + " (" + std::string(set.singular) + ")";
  return head + (word.summary.empty() ? "" : ": " + word.summary) + "\n\nFor " + std::string(set.purpose) +
         ". Others: groundhog list " + std::string(set.name) + "\n";
}

// All that has an explanation, but planted bugs.
std::vector<Explained> all_explained(const Guest& guest) {
  std::vector<Explained> all = checks_and_faults(guest);
  const harness::Catalogue catalogue(guest);
  for (const WordSet& set : vocabulary()) {
    for (const Word& word : set.words(catalogue.loader())) all.push_back({{word.name}, explain_word(set, word)});
  }
  return all;
}

// "warmup" of "run.warmup".
std::string_view end_of_path(std::string_view name) { return name.substr(name.rfind('.') + 1); }

// Of all that have this name; else of those whose name ends so.
std::string explanations_of(const std::string& name, std::span<const Explained> all) {
  std::string exact;
  std::string by_end;
  const auto add = [](std::string& texts, const std::string& text) { texts += (texts.empty() ? "" : "\n") + text; };
  for (const Explained& each : all) {
    if (std::ranges::find(each.names, name) != each.names.end()) {
      add(exact, each.text);
    } else if (std::ranges::any_of(each.names, [&](const auto& known) { return end_of_path(known) == name; })) {
      add(by_end, each.text);
    }
  }
  return exact.empty() ? by_end : exact;
}

std::string checks_markdown(const Guest& guest) {
  std::string out = "# Checks\n\n" + std::string(generated) +
                    "What `check:` may name. `check: [all]` is the default and what a scenario should have.\n\n"
                    "| id | name | property | a violation is | may also violate |\n| --- | --- | --- | --- | --- |\n";
  for (const checkers::CheckerEntry& entry : checkers::checks_of(guest)) {
    out += "| " + table_cell(entry.id) + " | `" + table_cell(entry.name) + "` | " + table_cell(entry.title) + " | " +
           table_cell(entry.statement) + " | " + table_cell(with_blanks(entry.implies)) + " |\n";
  }
  for (const checkers::CheckerEntry& entry : checkers::checks_of(guest)) {
    if (entry.example.empty()) continue;
    out += "\n## " + std::string(entry.name) + "\n\n```text\n" + std::string(entry.example) + "\n```\n";
  }
  return out;
}

// In alphabetical order, as one looks for it.
std::string table_of_causes() {
  std::vector<std::string> rows;
  for (const FaultEntry& entry : fault_table()) {
    for (const std::string_view cause : entry.causes) {
      rows.push_back("| " + table_cell(cause) + " | [`" + std::string(entry.verb) + "`](#" + std::string(entry.verb) +
                     ") |\n");
    }
  }
  std::ranges::sort(rows);
  std::string out;
  for (const std::string& row : rows) out += row;
  return out;
}

std::string faults_markdown(const Guest& guest) {
  std::string out =
      "# Faults\n\n" + std::string(generated) +
      "What `do:` may name. Each cause has one verb: what packets suffer is a property of a link and shows as what "
      "TCP makes of it, what whole messages suffer is a broken peer.\n\n"
      "| what happens | verb |\n| --- | --- |\n" +
      table_of_causes();
  for (const FaultEntry& entry : fault_table()) {
    out += "\n## " + std::string(entry.verb) + "\n\n" + std::string(entry.summary) + "\n\n" +
           std::string(entry.description) + "\n\nIt " + std::string(shape_text(entry.shape)) + ".\n";
    if (entry.parameters.empty()) continue;
    out += "\n| parameter | value | required | meaning |\n| --- | --- | --- | --- |\n";
    for (const KeySpec& parameter : entry.parameters) {
      out += "| `" + table_cell(parameter.name) + "` | " + table_cell(value_text(parameter, guest.roles())) + " | " +
             (parameter.required ? "yes" : "no") + " | " + table_cell(parameter.summary) + " |\n";
    }
  }
  return out;
}

std::string scenario_markdown(const Guest& guest) {
  const harness::Catalogue catalogue(guest);
  return std::string(generated) + scenario_reference(catalogue.loader());
}

struct Topic {
  std::string_view name;
  std::string (*markdown)(const Guest&);
};

constexpr Topic topics[] = {{"checks", checks_markdown}, {"faults", faults_markdown}, {"scenario", scenario_markdown}};

std::vector<std::string> topic_names() {
  std::vector<std::string> names;
  for (const Topic& topic : topics) names.emplace_back(topic.name);
  return names;
}

std::string explain_mutant(const harness::PlantedBug& bug) {
  return bug.name + " (" + bug.bug_class + "): " + bug.title + "\n\nSeen in:   " + joined(bug.seen_in) +
         "\nViolates:  " + bug.violates + "\nShown by:  " + bug.scenario + ", seeds " + bug.seeds.text() +
         "\nThe patch: " + (std::filesystem::path(bug.file).parent_path() / "patch.diff").string() +
         "\nCatch it:  groundhog run --mutant " + bug.name + "\n";
}

class Explain : public Command {
  void add_options(Options& options) override {
    options.text("NAME", name_,
                 "a check such as ttl.safety or P1, a fault such as crash, a mutant, or a word that `list` shows",
                 {.values = {.lists = explained_lists()}});
    options.flag("--all", all_, "explain everything", {.excludes = "NAME"});
    add_mutants_folder(options, mutants_folder_);
    options.flag("--markdown", markdown_, "as the reference pages are written", {.needs = "--all"});
    options.text("--topic", topic_, "checks, faults or scenario",
                 {.type = "TOPIC", .values = {.words = topic_names()}, .needs = "--all"});
  }

  ExitCode run(const Session& session) override {
    if (all_) return markdown_ ? print_pages(session.guest) : print_everything(session.guest);
    if (name_.empty()) {
      return complain("explain what? Name a check, a fault, a mutant or any other word that groundhog list shows");
    }
    const std::vector<Explained> all = all_explained(session.guest);
    const std::string explanations = explanations_of(name_, all);
    const harness::Museum museum(mutants_folder_);
    const bool is_mutant = std::ranges::binary_search(museum.names(), name_);
    if (explanations.empty() && !is_mutant) return complain(unknown_name(all, museum));
    if (!explanations.empty()) print_data(explanations + planted_for(museum, session));
    if (!is_mutant) return ExitCode::as_expected;
    const auto bug = museum.planted_bug(name_, session.console.color);
    if (!bug) return refuse(bug.error());
    print_data(explain_mutant(*bug));
    return ExitCode::as_expected;
  }

  // The planted bugs that the check of this name is there for. One that cannot be read is none: `list mutants` says
  // why.
  std::string planted_for(const harness::Museum& museum, const Session& session) const {
    const auto checks = checkers::checks_of(session.guest);
    const auto check =
        std::ranges::find_if(checks, [&](const auto& entry) { return entry.name == name_ || entry.id == name_; });
    if (check == checks.end()) return {};
    std::vector<std::string> caught;
    for (const std::string& name : museum.names()) {
      const auto bug = museum.planted_bug(name, false);
      if (bug && bug->violates == check->name) caught.push_back(name);
    }
    return caught.empty() ? "" : "\nPlanted bugs that it catches: " + joined(caught) + "\n";
  }

  std::string unknown_name(std::span<const Explained> all, const harness::Museum& museum) const {
    std::vector<std::string_view> names;
    for (const Explained& each : all) {
      for (const std::string& name : each.names) {
        names.push_back(name);
        names.push_back(end_of_path(name));
      }
    }
    names.insert(names.end(), museum.names().begin(), museum.names().end());
    const std::string near = did_you_mean(name_, names);
    return "there is no check, fault, mutant or other word called \"" + name_ + "\"" +
           (near.empty() ? ": groundhog list names them, as in groundhog list events" : near);
  }

  ExitCode print_pages(const Guest& guest) const {
    bool any = false;
    for (const Topic& topic : topics) {
      if (!topic_.empty() && topic_ != topic.name) continue;
      print_data(topic.markdown(guest));
      any = true;
    }
    if (any) return ExitCode::as_expected;
    return complain("unknown topic \"" + topic_ + "\": it is checks, faults or scenario");
  }

  static ExitCode print_everything(const Guest& guest) {
    for (const Explained& each : all_explained(guest)) print_data(each.text + "\n");
    return ExitCode::as_expected;
  }

  std::string name_;  // of what is explained
  std::string mutants_folder_ = default_mutants_folder;
  bool all_ = false;
  bool markdown_ = false;
  std::string topic_;  // with `all` and `markdown`; empty: all of them
};

}  // namespace

std::unique_ptr<Command> make_explain() { return std::make_unique<Explain>(); }

}  // namespace groundhog::cli
