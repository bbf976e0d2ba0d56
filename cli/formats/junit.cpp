// JUnit XML, as Jenkins, GitLab and others read it: a suite per scenario, a case per failed seed, one case for all
// seeds that passed and one for the cover floors.

#include <algorithm>
#include <utility>

#include "cli/formats/table.hpp"
#include "cli/output/report_text.hpp"
#include "sim/core/text.hpp"

namespace groundhog::cli {
namespace {

// Text in an attribute or element; characters that XML 1.0 forbids become U+FFFD.
std::string xml_escaped(std::string_view text) {
  static constexpr std::pair<char, std::string_view> names[] = {{'&', "&amp;"},  {'<', "&lt;"},   {'>', "&gt;"},
                                                                {'"', "&quot;"}, {'\n', "&#10;"}, {'\t', "&#9;"}};
  std::string out;
  for (const char c : valid_utf8(text)) {
    const auto* const found = std::ranges::find(names, c, &std::pair<char, std::string_view>::first);
    if (found != std::end(names)) {
      out += found->second;
    } else {
      out += static_cast<unsigned char>(c) < 0x20 ? std::string("\xef\xbf\xbd") : std::string(1, c);
    }
  }
  return out;
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + xml_escaped(value) + "\"";
}

std::string time_attribute(Duration duration) {
  std::string text = seconds_text(duration);
  text.pop_back();
  return attribute("time", text);
}

// The cases of one scenario.
class Suite {
 public:
  Suite(const harness::ScenarioReport& report, std::span<const harness::ScenarioReport> reports) : report_(report) {
    if (report.expected) {
      add_expected(*report.expected, harness::is_missed(report, reports));
    } else {
      for (const harness::SeedResult& result : report.failures) add_failed(result);
      add_passed();
    }
    add_cover();
    for (const auto& [check, line] : report.gave_up) {
      fail(check, {}, check + " gave up in " + count_of(line.seeds, "seed"),
           "first in " + seed_text(line.first_seed) + ": " + line.reason + "\n");
    }
    if (report.interrupted) {
      fail("run", report.wall, "interrupted", "The seeds above are what had run by then.\n", "error");
    }
    if (report.nondeterministic_seeds > 0) {
      fail("determinism", {}, count_of(report.nondeterministic_seeds, "seed") + " gave another history", "");
    }
  }

  std::size_t tests() const { return tests_; }
  std::size_t failures() const { return failures_; }
  std::string text() const {
    return "  <testsuite" + attribute("name", report_.name) + attribute("tests", std::to_string(tests_)) +
           attribute("failures", std::to_string(failures_)) + time_attribute(report_.wall) + ">\n" + cases_ +
           "  </testsuite>\n";
  }

 private:
  // A planted bug that must be caught is one case, whatever its seeds did.
  void add_expected(const harness::ExpectedViolation& expected, bool is_missed) {
    if (!is_missed) return pass(expected.mutant, report_.wall);
    const std::string what = expected.is_promised() ? " does not violate " + expected.violates : " was not caught";
    fail(expected.mutant, report_.wall, expected.mutant + what, count_of(report_.seeds, "seed") + " ran");
  }

  void add_failed(const harness::SeedResult& result) {
    fail("seed " + seed_text(result.seed), result.wall, headline_of(result), failure_text(report_, result, {}, {}),
         result.end == harness::SeedEnd::internal_error ? "error" : "failure");
  }

  void add_passed() {
    const std::uint64_t passed = report_.seeds - report_.seeds_failed;
    if (passed > 0) pass(count_of(passed, "seed") + " passed", report_.wall);
  }

  void add_cover() {
    if (report_.ran_nothing()) return fail("seeds", {}, "no seed ran", "");
    if (report_.cover().empty() || !report_.cover_judged()) return;
    std::string missed;
    for (const harness::CoverLine& line : report_.missed_cover()) missed += missed_text(report_, line) + "\n";
    missed.empty() ? pass("cover", {}) : fail("cover", {}, "a cover floor was missed", missed);
  }

  void pass(std::string_view name, Duration time) { add(name, time, ""); }

  void fail(std::string_view name, Duration time, std::string_view headline, std::string_view text,
            const std::string& element = "failure") {
    ++failures_;
    add(name, time,
        "      <" + element + attribute("message", headline) + ">" + xml_escaped(text) + "</" + element + ">\n");
  }

  void add(std::string_view name, Duration time, const std::string& content) {
    ++tests_;
    cases_ += "    <testcase" + attribute("classname", report_.name) + attribute("name", name) + time_attribute(time) +
              (content.empty() ? "/>\n" : ">\n" + content + "    </testcase>\n");
  }

  const harness::ScenarioReport& report_;
  std::string cases_;
  std::size_t tests_ = 0;
  std::size_t failures_ = 0;
};

class JUnit : public Format {
 public:
  using Format::Format;

  void on_end(std::span<const harness::ScenarioReport> reports, ExitCode /*code*/) override {
    std::string suites;
    std::size_t tests = 0;
    std::size_t failures = 0;
    for (const harness::ScenarioReport& report : reports) {
      const Suite suite(report, reports);
      suites += suite.text();
      tests += suite.tests();
      failures += suite.failures();
    }
    sink_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attribute("name", "groundhog") +
          attribute("tests", std::to_string(tests)) + attribute("failures", std::to_string(failures)) + ">\n" + suites +
          "</testsuites>\n");
  }
};

}  // namespace

std::unique_ptr<Format> make_junit(const Sink& sink) { return std::make_unique<JUnit>(sink); }

}  // namespace groundhog::cli
