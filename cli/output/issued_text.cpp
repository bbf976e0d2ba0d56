#include "cli/output/issued_text.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <span>
#include <utility>

#include "checkers/issued/command_form.hpp"
#include "checkers/issued/issued_rules.hpp"
#include "checkers/issued/wanted_cells.hpp"
#include "sim/core/text.hpp"

namespace groundhog::cli {
namespace {

using checkers::IssuedCell;
using checkers::KeyFound;

// A form, and its key at one place. "COPY REPLACE (target)".
struct Row {
  std::string form;
  std::string place;
  std::vector<IssuedCell> cells;

  std::string name() const { return place.empty() ? form : form + " (" + place + ")"; }
  bool has_key() const { return cells.front().found != KeyFound::none; }
};

using Number = std::function<std::string(std::uint64_t)>;

std::uint64_t count_in(const IssuedTable& table, const IssuedCell& cell) {
  const auto found = table.counts.find(cell);
  return found == table.counts.end() ? 0 : found->second;
}

// In the order in which their forms come, those of one command together.
std::vector<Row> rows_of(const std::vector<IssuedCell>& cells) {
  std::vector<Row> rows;
  for (const IssuedCell& cell : cells) {
    const auto row = std::ranges::find_if(rows, [&](const Row& each) {
      const bool is_same_kind = each.has_key() == (cell.found != KeyFound::none);
      return each.form == cell.form && each.place == cell.place && is_same_kind;
    });
    if (row != rows.end()) {
      row->cells.push_back(cell);
    } else {
      rows.push_back({cell.form, cell.place, {cell}});
    }
  }
  std::ranges::stable_sort(rows, {}, [](const Row& row) { return std::string(checkers::command_of(row.form)); });
  return rows;
}

// Wanted ones first, then what else was counted.
std::vector<IssuedCell> all_cells(const IssuedTable& table) {
  std::vector<IssuedCell> cells = table.wanted;
  const std::set<IssuedCell> wanted(cells.begin(), cells.end());
  for (const auto& [cell, count] : table.counts) {
    if (!wanted.contains(cell)) cells.push_back(cell);
  }
  return cells;
}

// "OK: 1,402, nil: 12"; what did not come stands there, too, with its 0.
std::string outcomes_text(const IssuedTable& table, const Row& row, KeyFound found, const Number& number) {
  std::string text;
  for (const IssuedCell& cell : row.cells) {
    if (cell.found != found) continue;
    text +=
        (text.empty() ? "" : ", ") + cell.outcome + (cell.outcome.empty() ? "" : ": ") + number(count_in(table, cell));
  }
  return text;
}

std::uint64_t total_of(const IssuedTable& table, bool (*counts)(const IssuedCell&)) {
  std::uint64_t total = 0;
  for (const auto& [cell, count] : table.counts) total += counts(cell) ? count : 0;
  return total;
}

std::uint64_t unclear_in(const IssuedTable& table) {
  return total_of(table, [](const IssuedCell& cell) { return cell.found == KeyFound::unclear; });
}

std::uint64_t all_in(const IssuedTable& table) {
  return total_of(table, [](const IssuedCell&) { return true; });
}

// The wanted ones that came less often than `least`.
std::vector<IssuedCell> missing_in(const IssuedTable& table) {
  std::vector<IssuedCell> missing;
  for (const IssuedCell& cell : table.wanted) {
    if (count_in(table, cell) < table.least) missing.push_back(cell);
  }
  return missing;
}

// Rows of words, each column as wide as its widest word.
std::string aligned(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) line += padded_right(row[i], widths[i] + 2);
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

// Rounded down so far that only a count near a step is another one for another build.
std::string roughly(std::uint64_t count) {
  constexpr std::pair<std::uint64_t, std::string_view> steps[] = {
      {1'000'000, "1M+"}, {100'000, "100k+"}, {10'000, "10k+"}, {1'000, "1k+"}, {100, "100+"}, {20, "20+"}};
  for (const auto& [least, text] : steps) {
    if (count >= least) return std::string(text);
  }
  return std::to_string(count);
}

std::string markdown_row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) line += " " + (cell.empty() ? std::string("–") : table_cell(cell)) + " |";
  return line + "\n";
}

std::string markdown_of_keys(const IssuedTable& table, const std::vector<Row>& rows) {
  std::string out = "| command | absent | persistent | expiring | dead but held |\n| --- | --- | --- | --- | --- |\n";
  for (const Row& row : rows) {
    if (!row.has_key()) continue;
    std::vector<std::string> cells = {"`" + row.form + "`" + (row.place.empty() ? "" : ", its " + row.place)};
    for (const KeyFound found : checkers::key_states) cells.push_back(outcomes_text(table, row, found, roughly));
    out += markdown_row(cells);
  }
  return out;
}

std::string markdown_without_key(const IssuedTable& table, const std::vector<Row>& rows) {
  std::string out = "| command | what came of it |\n| --- | --- |\n";
  for (const Row& row : rows) {
    if (row.has_key()) continue;
    out += markdown_row({"`" + row.form + "`", outcomes_text(table, row, KeyFound::none, roughly)});
  }
  return out;
}

std::string markdown_of_reasons(std::span<const checkers::IssuedReason> reasons) {
  std::string out;
  for (const checkers::IssuedReason& reason : reasons) {
    out += "- " + std::string(reason.what) + ": " + std::string(reason.why) + ".\n";
  }
  return out;
}

constexpr std::string_view introduction =
    "Each command in each of its forms, the state of its key at the node when it ran, and what came of it.\n\n"
    "A key is absent; persistent: it has no deadline; expiring: its deadline is ahead; or dead but held: its deadline "
    "is past, and the node has not removed it yet. A command of several keys counts once for each.\n\n"
    "Of the words behind a command, `several` is more keys than one, `same` that source and target are one key, `past` "
    "that the deadline it asks for is over, `overflow` that no clock can show it, and `illegal` that the command has "
    "to "
    "be refused. Counts are rounded down.\n";

}  // namespace

std::string issued_text(const IssuedTable& table) {
  const std::uint64_t all = all_in(table);
  const double share = all == 0 ? 0 : 100.0 * static_cast<double>(unclear_in(table)) / static_cast<double>(all);
  std::string out = table.scenario + ", " + count_of(table.seeds.size(), "seed") + ": " + with_separators(all) +
                    " counted, of " + formatted("%.1f", share) + "% the state is unclear\n";
  std::vector<std::vector<std::string>> keyed = {{"command"}};
  std::vector<std::vector<std::string>> plain = {{"command", "outcome"}};
  for (const KeyFound found : checkers::key_states) keyed.front().emplace_back(name_of(found));
  keyed.front().emplace_back(name_of(KeyFound::unclear));
  for (const Row& row : rows_of(all_cells(table))) {
    if (std::ranges::all_of(row.cells, [&](const IssuedCell& cell) { return count_in(table, cell) == 0; })) continue;
    std::vector<std::string> words = {row.name()};
    if (row.has_key()) {
      for (const KeyFound found : checkers::key_states)
        words.push_back(outcomes_text(table, row, found, with_separators));
      words.push_back(outcomes_text(table, row, KeyFound::unclear, with_separators));
      keyed.push_back(words);
    } else {
      words.push_back(outcomes_text(table, row, KeyFound::none, with_separators));
      plain.push_back(words);
    }
  }
  if (keyed.size() > 1) out += "\n" + aligned(keyed);
  if (plain.size() > 1) out += "\n" + aligned(plain);
  return out;
}

std::string issued_markdown(const IssuedTable& table) {
  const std::vector<Row> rows = rows_of(table.wanted);
  return "# What is issued\n\n<!-- Written by `" + table.command + "`. -->\n\n" + std::string(introduction) + "\nOf `" +
         table.scenario + "`, " + count_of(table.seeds.size(), "seed") + ":\n\n" + markdown_of_keys(table, rows) +
         "\n## Without a key, or before any was looked at\n\n" + markdown_without_key(table, rows) +
         "\n## Not counted, and why\n\n" + markdown_of_reasons(checkers::not_counted()) +
         "\n## Not asked for, and why\n\n" + markdown_of_reasons(checkers::not_wanted());
}

std::vector<std::string> problems_of(const IssuedTable& table) {
  std::vector<std::string> problems;
  const auto named = [](const IssuedCell& cell) {
    const std::string place = cell.place.empty() ? "" : " (" + cell.place + ")";
    const std::string found = cell.found == KeyFound::none ? "" : ", " + std::string(name_of(cell.found));
    return cell.form + place + found + ": " + cell.outcome;
  };
  for (const auto& [cell, count] : table.counts) {
    if (!may_exist(cell)) problems.push_back("cannot be, and came " + count_of(count, "time") + ": " + named(cell));
  }
  for (const IssuedCell& cell : missing_in(table)) {
    problems.push_back("came " + count_of(count_in(table, cell), "time") + ": " + named(cell));
  }
  return problems;
}

}  // namespace groundhog::cli
