// Annotations of GitHub Actions: workflow commands, one for each kind of failure, at most as many as GitHub shows for a
// step.

#include <cstdint>
#include <string_view>

#include "cli/formats/table.hpp"
#include "cli/output/group_text.hpp"
#include "cli/output/report_text.hpp"

namespace groundhog::cli {
namespace {

constexpr std::size_t shown_per_step = 10;

// Data of a workflow command: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
std::string command_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '%' ? "%25" : c == '\r' ? "%0D" : c == '\n' ? "%0A" : std::string(1, c);
  return out;
}

// Of a property of one, where commas and colons mean something, too.
std::string property_escaped(std::string_view text) {
  std::string out;
  for (const char c : command_escaped(text)) out += c == ':' ? "%3A" : c == ',' ? "%2C" : std::string(1, c);
  return out;
}

class GitHub : public Format {
 public:
  using Format::Format;

  void on_end(std::span<const harness::ScenarioReport> reports, ExitCode /*code*/) override {
    for (const harness::ScenarioReport& report : reports) {
      if (harness::is_missed(report, reports)) annotate_missed(report, *report.expected);
      if (!report.expected) annotate_failures(report);
      if (!report.cover_judged()) continue;
      for (const harness::CoverLine& line : report.missed_cover()) {
        annotate(report, line.line, "cover", "a cover floor was missed: " + missed_text(report, line));
      }
    }
  }

 private:
  void annotate_missed(const harness::ScenarioReport& report, const harness::ExpectedViolation& expected) {
    annotate(report, 1, expected.mutant,
             expected.is_promised() ? "the planted bug does not violate " + expected.violates
                                    : "the planted bug was not caught");
  }

  void annotate_failures(const harness::ScenarioReport& report) {
    for (const harness::FailureGroup& group : report.groups) {
      annotate(report, 1, group.signature.about, group_text(report, group));
    }
  }

  void annotate(const harness::ScenarioReport& report, std::uint32_t line, const std::string& title,
                const std::string& text) {
    if (shown_ == shown_per_step) return;
    ++shown_;
    sink_("::error file=" + property_escaped(report.file) + ",line=" + std::to_string(line) +
          ",title=" + property_escaped(report.name + " " + title) + "::" + command_escaped(text) + "\n");
  }

  std::size_t shown_ = 0;
};

}  // namespace

std::unique_ptr<Format> make_github(const Sink& sink) { return std::make_unique<GitHub>(sink); }

}  // namespace groundhog::cli
