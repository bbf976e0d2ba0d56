// JUnit XML, as Jenkins, GitLab and others read it: one suite with one case for each scenario, which has the same name
// whatever came of it, so that a history of results can be kept.

#include <algorithm>
#include <utility>

#include "cli/formats/table.hpp"
#include "cli/output/group_text.hpp"
#include "cli/output/report_text.hpp"
#include "sim/core/text.hpp"

namespace groundhog::cli {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";  // U+FFFD

// U+FFFE and U+FFFF.
bool is_no_character(std::string_view three_bytes) {
  return three_bytes == "\xef\xbf\xbe" || three_bytes == "\xef\xbf\xbf";
}

// Text in an element; characters that XML 1.0 forbids become U+FFFD.
std::string xml_escaped(std::string_view bytes) {
  static constexpr std::pair<char, std::string_view> names[] = {{'&', "&amp;"},  {'<', "&lt;"}, {'>', "&gt;"},
                                                                {'"', "&quot;"}, {'\n', "\n"},  {'\t', "\t"}};
  const std::string text = valid_utf8(bytes);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto* const found = std::ranges::find(names, text[i], &std::pair<char, std::string_view>::first);
    if (found != std::end(names)) {
      out += found->second;
    } else if (is_no_character(std::string_view(text).substr(i, 3))) {
      out += replacement;
      i += 2;
    } else {
      out += static_cast<unsigned char>(text[i]) < 0x20 ? replacement : std::string_view(text).substr(i, 1);
    }
  }
  return out;
}

std::string attribute(std::string_view name, std::string_view value) {
  std::string out;
  // A reader makes blanks of these, unless they are references.
  for (const char c : xml_escaped(value)) out += c == '\n' ? "&#10;" : c == '\t' ? "&#9;" : std::string(1, c);
  return " " + std::string(name) + "=\"" + out + "\"";
}

std::string time_attribute(Duration duration) {
  std::string text = seconds_text(duration);
  text.pop_back();
  return attribute("time", text);
}

// Why a case is not green: what the harness could not do is an error, what it found or did not see is a failure.
struct Problem {
  bool is_error = false;
  std::string headline;
  std::string text = {};
};

using Problems = std::vector<Problem>;

void add_groups(Problems& problems, const harness::ScenarioReport& report) {
  if (report.groups.empty()) return;
  Problem problem{false, sentence_of(*report.groups.begin())};
  const std::size_t others = report.groups.size() - 1;
  if (others > 0) problem.headline += " (and " + count_of(others, "other failure") + ")";
  for (const harness::FailureGroup& group : report.groups) problem.text += group_text(report, group) + "\n";
  problems.push_back(std::move(problem));
}

// That the bug planted in this binary was not caught, where it had to be.
void add_missed(Problems& problems, const harness::ScenarioReport& report) {
  const harness::ExpectedViolation& expected = *report.expected;
  const std::string what = expected.is_promised() ? " does not violate " + expected.violates : " was not caught";
  problems.push_back({false, expected.mutant + what, count_of(report.seeds, "seed") + " ran\n"});
}

void add_cover(Problems& problems, const harness::ScenarioReport& report) {
  if (report.ran_nothing() && !report.interrupted) problems.push_back({false, "no seed ran"});
  if (!report.cover_missed()) return;
  std::string missed;
  for (const harness::CoverLine& line : report.missed_cover()) missed += missed_text(report, line) + "\n";
  problems.push_back({false, "a cover floor was missed", missed});
}

Problems problems_of(const harness::ScenarioReport& report, std::span<const harness::ScenarioReport> reports) {
  Problems problems;
  if (report.internal_error) problems.push_back({true, "internal error"});
  if (report.unwritten) problems.push_back({true, "a result could not be written"});
  if (report.interrupted) problems.push_back({true, "interrupted", count_of(report.seeds, "seed") + " had run\n"});
  if (!report.expected) add_groups(problems, report);
  if (harness::is_missed(report, reports)) add_missed(problems, report);
  if (report.nondeterministic_seeds > 0) {
    problems.push_back({false, count_of(report.nondeterministic_seeds, "seed") + " gave another history"});
  }
  add_cover(problems, report);
  if (report.expected) return problems;
  for (const auto& [check, line] : report.gave_up) {
    problems.push_back({false, check + " gave up in " + count_of(line.seeds, "seed"),
                        "first in " + seed_text(line.first_seed) + ": " + line.reason + "\n"});
  }
  return problems;
}

// One <failure> or <error> for all of them: a case has one result.
std::string result_element(const Problems& problems) {
  const std::string element = std::ranges::any_of(problems, &Problem::is_error) ? "error" : "failure";
  std::vector<std::string> headlines;
  std::string text;
  for (const Problem& problem : problems) {
    headlines.push_back(problem.headline);
    text += problem.text;
  }
  return "      <" + element + attribute("message", joined(headlines, "; ")) + ">" + xml_escaped(text) + "</" +
         element + ">\n";
}

class Suite {
 public:
  void add(const harness::ScenarioReport& report, std::span<const harness::ScenarioReport> reports) {
    const Problems problems = problems_of(report, reports);
    wall_ += report.wall;
    std::string result;
    if (!problems.empty()) {
      result = count(problems);
    } else if (report.is_left_to_other_shards()) {
      ++skipped_;
      result = "      <skipped" + attribute("message", "no seed falls to shard " + report.shard.text()) + "/>\n";
    }
    add_case(report.name, report.wall,
             result + "      <system-out>" + xml_escaped(scenario_summary(report, {})) + "</system-out>\n");
  }

  void add_left_out(const std::string& scenario) {
    ++skipped_;
    add_case(scenario, {}, "      <skipped" + attribute("message", "the run ended before it") + "/>\n");
  }

  // What is wrong with the run and with none of its scenarios, such as a shard that is missing, must not look green.
  void add_run(ExitCode code) {
    if (code == ExitCode::as_expected || failures_ + errors_ > 0) return;
    add_case("the whole run", {}, count({{true, std::string(meaning_of(code))}}));
  }

  std::string text() const {
    const std::string counts = attribute("name", "groundhog") + attribute("tests", std::to_string(tests_)) +
                               attribute("failures", std::to_string(failures_)) +
                               attribute("errors", std::to_string(errors_));
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + counts + ">\n  <testsuite" + counts +
           attribute("skipped", std::to_string(skipped_)) + time_attribute(wall_) + ">\n" + cases_ +
           "  </testsuite>\n</testsuites>\n";
  }

 private:
  // The element of the problems, of which there are some.
  std::string count(const Problems& problems) {
    ++(std::ranges::any_of(problems, &Problem::is_error) ? errors_ : failures_);
    return result_element(problems);
  }

  void add_case(std::string_view name, Duration time, const std::string& content) {
    ++tests_;
    cases_ += "    <testcase" + attribute("classname", "groundhog") + attribute("name", name) + time_attribute(time) +
              ">\n" + content + "    </testcase>\n";
  }

  std::string cases_;
  Duration wall_{0};
  std::size_t tests_ = 0;
  std::size_t failures_ = 0;
  std::size_t errors_ = 0;
  std::size_t skipped_ = 0;
};

class JUnit : public Format {
 public:
  using Format::Format;

  void on_left_out(const std::string& scenario) override { left_out_.push_back(scenario); }

  void on_end(std::span<const harness::ScenarioReport> reports, ExitCode code) override {
    Suite suite;
    for (const harness::ScenarioReport& report : reports) suite.add(report, reports);
    for (const std::string& scenario : left_out_) suite.add_left_out(scenario);
    suite.add_run(code);
    sink_(suite.text());
  }

 private:
  std::vector<std::string> left_out_;
};

}  // namespace

std::unique_ptr<Format> make_junit(const Sink& sink) { return std::make_unique<JUnit>(sink); }

}  // namespace groundhog::cli
