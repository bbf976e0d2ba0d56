#include "cli/output/github.hpp"

#include <cstdint>
#include <set>
#include <string_view>
#include <utility>

#include "cli/output/failure_text.hpp"
#include "harness/text/text.hpp"

namespace groundhog::cli {
namespace {

constexpr std::size_t shown_per_step = 10;

// Data of a workflow command: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
std::string command_escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '%':
        out += "%25";
        break;
      case '\r':
        out += "%0D";
        break;
      case '\n':
        out += "%0A";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string annotation(const harness::ScenarioReport& report, std::uint32_t line, std::string_view title,
                       std::string_view text) {
  return "::error file=" + report.file + ",line=" + std::to_string(line) + ",title=" + std::string(title) +
         "::" + command_escaped(text) + "\n";
}

}  // namespace

std::string github_annotations(std::span<const harness::ScenarioReport> reports) {
  std::string out;
  std::size_t shown = 0;
  std::set<std::pair<std::string, std::string>> seen;
  for (const harness::ScenarioReport& report : reports) {
    if (report.expected_is_missing() && shown < shown_per_step) {
      out += annotation(report, 1, report.name + " " + report.expected->mutant,
                        "the planted bug does not violate " + report.expected->violates);
      ++shown;
    }
    for (const harness::SeedResult& failure : report.failures) {
      if (report.expected) break;
      const std::string cause = harness::causes_of(failure).front();
      if (shown == shown_per_step || !seen.emplace(report.name, cause).second) continue;
      out += annotation(report, 1, report.name + " " + cause,
                        failure_text({report.name, report.file, {}, report.limits}, failure, {}));
      ++shown;
    }
    if (report.cover_missed() && shown < shown_per_step) {
      out += annotation(report, report.cover_line, report.name + " cover", "a cover floor was missed");
      ++shown;
    }
  }
  return out;
}

std::string github_job_summary(std::span<const harness::ScenarioReport> reports) {
  std::string out = "| scenario | seeds | failed | by property |\n| --- | ---: | ---: | --- |\n";
  for (const harness::ScenarioReport& report : reports) {
    std::string causes;
    for (const auto& [check, count] : report.failed_by_check)
      causes += check + " " + harness::with_thousands(count) + " ";
    out += "| " + report.name + " | " + harness::with_thousands(report.seeds) + " | " +
           harness::with_thousands(report.seeds_failed) + " | " + causes + "|\n";
  }
  return out;
}

}  // namespace groundhog::cli
