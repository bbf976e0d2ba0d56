#include <algorithm>
#include <filesystem>
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

std::string explain_check(const checkers::CheckerEntry& entry) {
  std::string out = std::string(entry.name) + " (" + std::string(entry.id) + "): " + std::string(entry.title) + "\n\n";
  out += "It is violated by: " + std::string(entry.statement) + "\n";
  if (!entry.implies.empty()) out += "The same fault may also violate: " + std::string(entry.implies) + "\n";
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
  std::vector<std::string_view> names;
  std::string text;
};

// Every check, by name and id ("ttl.safety", "P1"), and every fault, by verb.
std::vector<Explained> checks_and_faults(const Guest& guest) {
  std::vector<Explained> all;
  for (const checkers::CheckerEntry& entry : checkers::checks_of(guest)) {
    all.push_back({{entry.name, entry.id}, explain_check(entry)});
  }
  for (const auto& [entry, lacks] : checkers::checks_without_evidence(guest)) {
    all.push_back(
        {{entry.name, entry.id}, explain_check(entry) + "This system has no use for it: it has no " + lacks + ".\n"});
  }
  for (const FaultEntry& entry : fault_table()) all.push_back({{entry.verb}, explain_fault(entry, guest.roles())});
  return all;
}

std::string checks_markdown(const Guest& guest) {
  std::string out = "# Checks\n\n" + std::string(generated) +
                    "What `check:` may name. `check: [all]` is the default and what a scenario should have.\n\n"
                    "| id | name | property | a violation is | may also violate |\n| --- | --- | --- | --- | --- |\n";
  for (const checkers::CheckerEntry& entry : checkers::checks_of(guest)) {
    out += "| " + table_cell(entry.id) + " | `" + table_cell(entry.name) + "` | " + table_cell(entry.title) + " | " +
           table_cell(entry.statement) + " | " + table_cell(entry.implies) + " |\n";
  }
  return out;
}

std::string faults_markdown(const Guest& guest) {
  std::string out = "# Faults\n\n" + std::string(generated) + "What `do:` may name.\n";
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

std::string explain_mutant(const harness::PlantedBug& bug) {
  return bug.name + " (" + bug.bug_class + "): " + bug.title + "\n\nSeen in:   " + joined(bug.seen_in) +
         "\nViolates:  " + bug.violates + "\nShown by:  " + bug.scenario + ", seeds " + bug.seeds.text() +
         "\nThe patch: " + (std::filesystem::path(bug.file).parent_path() / "patch.diff").string() +
         "\nCatch it:  groundhog run --mutant " + bug.name + "\n";
}

class Explain : public Command {
  void add_options(Options& options) override {
    options.text("NAME", name_, "a check such as ttl.safety or P1, a fault such as crash, or a mutant");
    options.flag("--all", all_, "explain everything", {.excludes = "NAME"});
    add_mutants_folder(options, mutants_folder_);
    options.flag("--markdown", markdown_, "as the reference pages are written", {.needs = "--all"});
    options.text("--topic", topic_, "checks, faults or scenario", {.type = "TOPIC", .needs = "--all"});
  }

  ExitCode run(const Session& session) override {
    if (all_) return markdown_ ? print_pages(session.guest) : print_everything(session.guest);
    if (name_.empty()) {
      return complain("explain what? Name a check, a fault or a mutant: groundhog list checks, faults or mutants");
    }
    std::vector<std::string_view> names;
    for (const Explained& each : checks_and_faults(session.guest)) {
      if (std::ranges::find(each.names, name_) != each.names.end()) {
        print_data(each.text);
        return ExitCode::as_expected;
      }
      names.insert(names.end(), each.names.begin(), each.names.end());
    }
    const harness::Museum museum(mutants_folder_);
    if (!std::ranges::binary_search(museum.names(), name_)) {
      names.insert(names.end(), museum.names().begin(), museum.names().end());
      return complain("there is no check, fault or mutant called \"" + name_ + "\"" + did_you_mean(name_, names));
    }
    const auto bug = museum.planted_bug(name_, session.console.color);
    if (!bug) return refuse(bug.error());
    print_data(explain_mutant(*bug));
    return ExitCode::as_expected;
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
    for (const Explained& each : checks_and_faults(guest)) print_data(each.text + "\n");
    return ExitCode::as_expected;
  }

  std::string name_;  // of a check, a fault or a mutant
  std::string mutants_folder_ = default_mutants_folder;
  bool all_ = false;
  bool markdown_ = false;
  std::string topic_;  // with `all` and `markdown`; empty: all of them
};

}  // namespace

std::unique_ptr<Command> make_explain() { return std::make_unique<Explain>(); }

}  // namespace groundhog::cli
