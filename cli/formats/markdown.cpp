// A table of scenarios, and each kind of failure below it, as the job summary of GitHub Actions shows it.

#include <algorithm>

#include "cli/formats/table.hpp"
#include "cli/output/group_text.hpp"
#include "sim/core/text.hpp"

namespace groundhog::cli {
namespace {

constexpr std::size_t groups_shown = 20;

// Text in a line of Markdown or HTML: what either would interpret becomes a character reference.
std::string markdown_escaped(std::string_view bytes) {
  static constexpr std::string_view marks = "&<>|`*_[]~\\$#!";
  std::string out;
  for (const char c : valid_utf8(bytes)) {
    if (c == '\n' || c == '\r') {
      out += ' ';
    } else {
      out += marks.find(c) == std::string_view::npos ? std::string(1, c) : "&#" + std::to_string(c) + ";";
    }
  }
  return out;
}

// The fence is longer than any row of backticks in the text.
std::string code_block(std::string_view language, const std::string& text) {
  std::size_t longest = 2;
  std::size_t row = 0;
  for (const char c : text) {
    row = c == '`' ? row + 1 : 0;
    longest = std::max(longest, row);
  }
  const std::string fence(longest + 1, '`');
  return fence + std::string(language) + "\n" + valid_utf8(text) + (text.ends_with('\n') ? "" : "\n") + fence + "\n";
}

std::string row_of(const harness::ScenarioReport& report) {
  std::string causes;
  for (const auto& [check, count] : report.failed_by_check) causes += check + " " + with_separators(count) + " ";
  if (report.interrupted) causes += "(interrupted) ";
  return "| " + markdown_escaped(report.name) + " | " + with_separators(report.seeds) + " | " +
         with_separators(report.seeds_failed) + " | " + causes + "|\n";
}

std::string section_of(const harness::ScenarioReport& report, const harness::FailureGroup& group) {
  std::string out = "\n<details>\n<summary>" + markdown_escaped(report.name) + ": " +
                    count_of(group.seeds.size(), "seed") + ", " + markdown_escaped(sentence_of(group)) +
                    "</summary>\n\nSeeds: " + seeds_of(group) + "\n\n";
  const std::string repro = repro_command(report, group);
  const std::string same_seed = seed_command(report, group);
  out += code_block("sh", repro == same_seed ? same_seed : repro + "\n" + same_seed) + "\n";
  if (group.message.find('\n') != std::string::npos) out += code_block("text", group.message) + "\n";
  if (group.minimal) out += code_block("text", minimal_text(*group.minimal)) + "\n";
  return out + "</details>\n";
}

class Markdown : public Format {
 public:
  using Format::Format;

  void on_end(std::span<const harness::ScenarioReport> reports, ExitCode /*code*/) override {
    std::string out = "| scenario | seeds | failed | by property |\n| --- | ---: | ---: | --- |\n";
    for (const harness::ScenarioReport& report : reports) out += row_of(report);
    std::size_t groups = 0;
    for (const harness::ScenarioReport& report : reports) {
      for (const harness::FailureGroup& group : report.groups) {
        if (++groups <= groups_shown) out += section_of(report, group);
      }
    }
    if (groups > groups_shown) out += "\n… and " + with_separators(groups - groups_shown) + " more kinds of failure\n";
    sink_(out);
  }
};

}  // namespace

std::unique_ptr<Format> make_markdown(const Sink& sink) { return std::make_unique<Markdown>(sink); }

}  // namespace groundhog::cli
