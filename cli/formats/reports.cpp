#include "cli/formats/reports.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <tuple>

#include "cli/options/shared.hpp"
#include "sim/core/text.hpp"
#include "sim/scenario/diagnostics.hpp"

namespace groundhog::cli {
namespace {

using harness::OutputFile;

std::vector<std::string_view> known_names() {
  std::vector<std::string_view> names;
  std::ranges::transform(format_table, std::back_inserter(names), &FormatEntry::name);
  return names;
}

std::string format_names() { return joined(known_names()); }

const FormatEntry& entry_of(std::string_view name) {
  const FormatEntry* entry = std::ranges::find(format_table, name, &FormatEntry::name);
  if (entry != std::end(format_table)) return *entry;
  throw OptionError("--report",
                    "\"" + std::string(name) + "\" is none of " + format_names() + did_you_mean(name, known_names()));
}

}  // namespace

void ReportOptions::add_to(Options& options) {
  const std::vector<std::string_view> names = known_names();
  options.flag("--json", json, "JSON Lines on stdout: one per seed, then a summary");
  options.text("--junit", junit_file, "write a JUnit XML report", {.type = "FILE", .values = some_file()});
  options.texts("--report", words, "report as " + format_names() + ", to FILE or to stdout (may be repeated)",
                {.type = "FORMAT[=FILE]", .values = {.words = {names.begin(), names.end()}}});
}

std::vector<ReportChoice> ReportOptions::choices() const {
  std::vector<ReportChoice> choices;
  if (json) choices.push_back({"json"});
  if (!junit_file.empty()) choices.push_back({"junit", junit_file});
  for (const std::string& word : words) {
    const std::size_t end = std::min(word.find('='), word.size());
    const bool names_file = end + 1 < word.size();
    if (end < word.size() && !names_file) throw OptionError("--report", word + " names no file");
    choices.push_back({std::string(entry_of(word.substr(0, end)).name), names_file ? word.substr(end + 1) : ""});
  }
  const auto on_stdout = [](const ReportChoice& choice) { return choice.file.empty(); };
  if (std::ranges::count_if(choices, on_stdout) > 1) {
    throw OptionError("--report", "several want stdout: give all but one a file, such as tap=FILE");
  }
  return choices;
}

Reports::Reports(const Console& console, bool several_scenarios) {
  formats_.push_back(make_text(print_error, console, several_scenarios));
  if (!console.github) return;
  formats_.push_back(make_github(print_error));
  const char* summary_file = std::getenv("GITHUB_STEP_SUMMARY");
  if (summary_file != nullptr) std::ignore = add_file("markdown", summary_file, OutputFile::Mode::append);
}

harness::Written Reports::add(const ReportChoice& choice) {
  if (!choice.file.empty()) return add_file(choice.format, choice.file, OutputFile::Mode::whole);
  formats_.push_back(entry_of(choice.format).make(print_data));
  return {};
}

harness::Written Reports::add_file(const std::string& format, const std::string& name, OutputFile::Mode mode) {
  OutputFile& file = *files_.emplace_back(std::make_unique<OutputFile>(name, mode));
  file.remove_former();
  formats_.push_back(entry_of(format).make([&file](std::string_view text) { file.write(text); }));
  return file.state();
}

void Reports::on_seed(const SeedReport& seed) {
  for (const auto& format : formats_) format->on_seed(seed);
}

void Reports::on_minimised(const MinimisedFailure& failure) {
  for (const auto& format : formats_) format->on_minimised(failure);
}

void Reports::on_scenario(const harness::ScenarioReport& report) {
  for (const auto& format : formats_) format->on_scenario(report);
}

void Reports::on_left_out(const std::string& scenario) {
  for (const auto& format : formats_) format->on_left_out(scenario);
}

void Reports::on_end(std::span<const harness::ScenarioReport> reports, ExitCode code) {
  for (const auto& format : formats_) format->on_end(reports, code);
}

std::string Reports::close() {
  std::string problems;
  for (const auto& file : files_) {
    const harness::Written written = file->close();
    if (!written) problems += "groundhog: " + written.error() + ": this report is missing or cut off\n";
  }
  return problems;
}

}  // namespace groundhog::cli
