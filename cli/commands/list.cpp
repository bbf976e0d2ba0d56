#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "checkers/checker.hpp"
#include "cli/commands/table.hpp"
#include "cli/options/shared.hpp"
#include "cli/scenario_files.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/scenario_report.hpp"
#include "harness/text/json.hpp"
#include "sim/core/text.hpp"
#include "sim/faults/fault.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace groundhog::cli {
namespace {

struct Row {
  std::vector<std::string> cells;
  harness::JsonObject json;
  std::size_t name = 0;  // which cell
};

void print_names(const std::vector<Row>& rows) {
  for (const Row& row : rows) print_data(row.cells[row.name] + "\n");
}

void print_json(const std::vector<Row>& rows) {
  for (const Row& row : rows) print_data(row.json.text() + "\n");
}

void print_table(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    widths.resize(row.cells.size());
    for (std::size_t i = 0; i < row.cells.size(); ++i) widths[i] = std::max(widths[i], row.cells[i].size());
  }
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.cells.size(); ++i) line += padded_right(row.cells[i], widths[i] + 2);
    line.erase(line.find_last_not_of(' ') + 1);
    print_data(line + "\n");
  }
}

std::string cell(const std::vector<std::string>& words) { return words.empty() ? "-" : joined(words, ","); }

harness::JsonArray array_of(const std::vector<std::string>& words) {
  harness::JsonArray array;
  for (const std::string& word : words) array.add(word);
  return array;
}

// In the order of first use.
std::vector<std::string> verbs_of(const Scenario& scenario) {
  std::vector<std::string> verbs;
  for (const WrittenFault& fault : scenario.faults) {
    if (std::ranges::find(verbs, fault.verb) == verbs.end()) verbs.push_back(fault.verb);
  }
  return verbs;
}

std::vector<Row> scenario_rows(const std::vector<Scenario>& scenarios) {
  std::vector<Row> rows;
  for (const Scenario& scenario : scenarios) {
    const SeedSet seeds = scenario.seeds;
    const std::vector<std::string> verbs = verbs_of(scenario);
    harness::JsonObject object = harness::json_line("scenarios");
    object.add("name", scenario.name)
        .add("file", scenario.file)
        .add("description", scenario.description)
        .add("tags", array_of(scenario.tags))
        .add("faults", array_of(verbs))
        .add("checks", array_of(scenario.checks))
        .add("seeds", seeds.text());
    rows.push_back({{scenario.name, cell(scenario.tags), cell(verbs),
                     scenario.checks_all ? "all" : cell(scenario.checks), count_of(seeds.size(), "seed")},
                    object});
  }
  return rows;
}

std::vector<Row> tag_rows(const std::vector<Scenario>& scenarios) {
  std::map<std::string, std::uint64_t> tags;
  for (const Scenario& scenario : scenarios) {
    for (const std::string& tag : scenario.tags) ++tags[tag];
  }
  std::vector<Row> rows;
  for (const auto& [tag, count] : tags) {
    harness::JsonObject object = harness::json_line("tags");
    object.add("tag", tag).add("scenarios", count);
    rows.push_back({{tag, count_of(count, "scenario")}, object});
  }
  return rows;
}

std::vector<Row> check_rows(const Guest& guest) {
  std::vector<Row> rows;
  for (const checkers::CheckerEntry& entry : checkers::checks_of(guest)) {
    harness::JsonObject object = harness::json_line("checks");
    object.add("id", entry.id).add("name", entry.name).add("title", entry.title).add("statement", entry.statement);
    rows.push_back({{std::string(entry.id), std::string(entry.name), std::string(entry.title)}, object, 1});
  }
  for (const auto& [entry, lacks] : checkers::checks_without_evidence(guest)) {
    harness::JsonObject object = harness::json_line("checks");
    object.add("id", entry.id).add("name", entry.name).add("title", entry.title).add("lacks", lacks);
    rows.push_back(
        {{std::string(entry.id), std::string(entry.name), "does not apply: this system has no " + lacks}, object, 1});
  }
  return rows;
}

std::vector<Row> fault_rows() {
  std::vector<Row> rows;
  for (const FaultEntry& entry : fault_table()) {
    harness::JsonObject object = harness::json_line("faults");
    object.add("verb", entry.verb).add("summary", entry.summary);
    rows.push_back({{std::string(entry.verb), std::string(entry.summary)}, object});
  }
  return rows;
}

std::vector<Row> mutant_rows(const std::vector<harness::PlantedBug>& bugs) {
  std::vector<Row> rows;
  for (const harness::PlantedBug& bug : bugs) {
    harness::JsonObject object = harness::json_line("mutants");
    object.add("name", bug.name)
        .add("class", bug.bug_class)
        .add("title", bug.title)
        .add("seen_in", array_of(bug.seen_in))
        .add("violates", bug.violates)
        .add("scenario", bug.scenario)
        .add("seeds", bug.seeds.text())
        .add("about", array_of(bug.about));
    rows.push_back({{bug.name, bug.bug_class, bug.violates, bug.scenario, bug.title}, object});
  }
  return rows;
}

std::vector<Row> word_rows(const WordSet& set, const LoaderContext& context) {
  std::vector<Row> rows;
  for (const Word& word : set.words(context)) {
    harness::JsonObject object = harness::json_line(set.name);
    object.add("word", word.name).add("summary", word.summary);
    rows.push_back({{word.name, word.summary}, object});
  }
  return rows;
}

// What `list` can list.
std::vector<std::string> all_lists() {
  std::vector<std::string> lists = {"scenarios", "tags"};
  std::ranges::copy(explained_lists(), std::back_inserter(lists));
  return lists;
}

class List : public Command {
  void add_options(Options& options) override {
    options.value("WHAT", what_, what_value, "one of " + joined(all_lists()) + " (default: scenarios)",
                  {.type = "WORD", .values = {.words = all_lists()}});
    options.texts("FOLDER", folders_, "scenario files or folders", {.shows = "[scenarios]", .values = some_file()});
    options.flag("--json", json_, "JSON Lines");
    options.flag("--names", names_, "the names alone, one a line", {.excludes = "--json"});
    add_mutants_folder(options, mutants_folder_);
  }

  ExitCode run(const Session& session) override {
    const auto rows = rows_for(session);
    if (!rows) return refuse(rows.error());
    names_ ? print_names(*rows) : json_ ? print_json(*rows) : print_table(*rows);
    return ExitCode::as_expected;
  }

  static std::string what_value(const std::string& text) {
    const std::vector<std::string> lists = all_lists();
    return one_of(text, {lists.begin(), lists.end()});
  }

  tl::expected<std::vector<Row>, std::string> rows_for(const Session& session) const {
    if (what_ == "checks") return check_rows(session.guest);
    if (what_ == "faults") return fault_rows();
    const harness::Museum museum(mutants_folder_);
    if (what_ == "mutants") return museum.planted_bugs(session.console.color).map(mutant_rows);
    const harness::Catalogue catalogue(session.guest, museum.names());
    const auto set = std::ranges::find(vocabulary(), what_, &WordSet::name);
    if (set != vocabulary().end()) return word_rows(*set, catalogue.loader());
    const auto scenarios = load_scenarios(folders_, catalogue, session.console);
    return what_ == "tags" ? scenarios.map(tag_rows) : scenarios.map(scenario_rows);
  }

  std::string what_ = "scenarios";
  std::vector<std::string> folders_ = {"scenarios"};
  std::string mutants_folder_ = default_mutants_folder;
  bool json_ = false;
  bool names_ = false;
};

}  // namespace

std::unique_ptr<Command> make_list() { return std::make_unique<List>(); }

}  // namespace groundhog::cli
