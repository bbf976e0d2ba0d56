#include <algorithm>
#include <string>
#include <vector>

#include "checkers/checker.hpp"
#include "cli/commands/commands.hpp"
#include "cli/scenario_files.hpp"
#include "harness/catalogue.hpp"
#include "harness/mutants/museum.hpp"
#include "harness/runner/scenario_report.hpp"
#include "harness/text/json.hpp"
#include "harness/text/text.hpp"
#include "sim/faults/fault.hpp"

namespace groundhog::cli {
namespace {

struct Row {
  std::vector<std::string> cells;
  std::string json;
};

void print(const std::vector<Row>& rows, bool json) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    widths.resize(row.cells.size());
    for (std::size_t i = 0; i < row.cells.size(); ++i) widths[i] = std::max(widths[i], row.cells[i].size());
  }
  for (const Row& row : rows) {
    if (json) {
      print_data(row.json + "\n");
      continue;
    }
    std::string line;
    for (std::size_t i = 0; i < row.cells.size(); ++i) line += harness::padded_right(row.cells[i], widths[i] + 2);
    line.erase(line.find_last_not_of(' ') + 1);
    print_data(line + "\n");
  }
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ",") + word;
  return out.empty() ? "-" : out;
}

harness::JsonArray array_of(const std::vector<std::string>& words) {
  harness::JsonArray array;
  for (const std::string& word : words) array.add(word);
  return array;
}

Row scenario_row(const Scenario& scenario) {
  const harness::SeedRanges seeds = harness::full_set_of(scenario);
  harness::JsonObject object;
  object.add("name", scenario.name)
      .add("file", scenario.file)
      .add("description", scenario.description)
      .add("tags", array_of(scenario.tags))
      .add("faults", array_of(scenario.verbs))
      .add("checks", array_of(scenario.checks))
      .add("seeds", seeds.text());
  return {{scenario.name, joined(scenario.tags), joined(scenario.verbs),
           scenario.checks_all ? "all" : joined(scenario.checks), harness::count_of(seeds.size(), "seed")},
          object.text()};
}

std::vector<Row> check_rows(const Guest& guest) {
  std::vector<Row> rows;
  for (const checkers::CheckerEntry& entry : checkers::checks_of(guest)) {
    harness::JsonObject object;
    object.add("id", entry.id).add("name", entry.name).add("title", entry.title).add("statement", entry.statement);
    rows.push_back({{std::string(entry.id), std::string(entry.name), std::string(entry.title)}, object.text()});
  }
  for (const auto& [entry, lacks] : checkers::checks_without_evidence(guest)) {
    harness::JsonObject object;
    object.add("id", entry->id).add("name", entry->name).add("title", entry->title).add("lacks", lacks);
    rows.push_back({{std::string(entry->id), std::string(entry->name), "does not apply: this system has no " + lacks},
                    object.text()});
  }
  return rows;
}

std::vector<Row> fault_rows() {
  std::vector<Row> rows;
  for (const FaultEntry& entry : fault_table()) {
    harness::JsonObject object;
    object.add("verb", entry.verb).add("summary", entry.summary);
    rows.push_back({{std::string(entry.verb), std::string(entry.summary)}, object.text()});
  }
  return rows;
}

std::vector<Row> mutant_rows(const std::vector<harness::MutantCard>& cards) {
  std::vector<Row> rows;
  for (const harness::MutantCard& card : cards) {
    harness::JsonObject object;
    object.add("name", card.name)
        .add("class", card.bug_class)
        .add("title", card.title)
        .add("seen_in", array_of(card.seen_in))
        .add("violates", card.violates)
        .add("scenario", card.scenario)
        .add("seeds", card.seeds.text())
        .add("about", array_of(card.about));
    rows.push_back({{card.name, card.bug_class, card.violates, card.scenario, card.title}, object.text()});
  }
  return rows;
}

ExitCode list_mutants(const ListOptions& options, const Console& console) {
  const auto cards = harness::Museum(options.mutants_folder).cards(console.color);
  if (!cards) {
    print_error(cards.error());
    return ExitCode::usage;
  }
  print(mutant_rows(*cards), options.json);
  return ExitCode::as_expected;
}

}  // namespace

ExitCode list_command(const ListOptions& options, const Guest& guest, const Console& console) {
  if (options.what == ListOptions::What::mutants) return list_mutants(options, console);
  if (options.what != ListOptions::What::scenarios) {
    print(options.what == ListOptions::What::checks ? check_rows(guest) : fault_rows(), options.json);
    return ExitCode::as_expected;
  }
  const harness::Catalogue catalogue(guest, harness::Museum(options.mutants_folder).names());
  const auto scenarios = load_scenarios(options.folders, catalogue, console);
  if (!scenarios) {
    print_error(scenarios.error());
    return ExitCode::usage;
  }
  std::vector<Row> rows;
  for (const Scenario& scenario : *scenarios) rows.push_back(scenario_row(scenario));
  print(rows, options.json);
  return ExitCode::as_expected;
}

}  // namespace groundhog::cli
