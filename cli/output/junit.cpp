#include "cli/output/junit.hpp"

#include <chrono>

#include "cli/output/failure_text.hpp"
#include "harness/text/text.hpp"

namespace groundhog::cli {
namespace {

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + xml_escaped(value) + "\"";
}

std::string time_attribute(Duration duration) {
  std::string text = harness::seconds_text(duration);
  text.pop_back();
  return attribute("time", text);
}

std::string test_case(const harness::ScenarioReport& report, std::string_view name, Duration time,
                      const std::string& content) {
  return "    <testcase" + attribute("classname", report.name) + attribute("name", name) + time_attribute(time) +
         (content.empty() ? "/>\n" : ">\n" + content + "    </testcase>\n");
}

std::string problem(std::string_view element, std::string_view headline, std::string_view text) {
  const std::string tag(element);
  return "      <" + tag + attribute("message", headline) + ">" + xml_escaped(text) + "</" + tag + ">\n";
}

std::string failed_case(const harness::ScenarioReport& report, const harness::SeedResult& result) {
  const Console plain;
  const std::string text = failure_text({report.name, report.file, {}, report.limits}, result, plain);
  const std::string_view element = result.end == harness::SeedEnd::internal_error ? "error" : "failure";
  return test_case(report, "seed " + seed_text(result.seed), result.wall, problem(element, headline_of(result), text));
}

std::string inconclusive_case(const harness::ScenarioReport& report) {
  if (report.seeds == 0) return test_case(report, "seeds", {}, problem("failure", "no seed ran", ""));
  if (report.floors.empty() || !report.cover_judged()) return {};
  std::string missed;
  for (const harness::CoverLine& line : report.cover()) {
    if (line.met()) continue;
    missed +=
        line.name + ": " + harness::with_thousands(line.counted) + " of " + harness::with_thousands(line.floor) + "\n";
  }
  return test_case(report, "cover", {}, missed.empty() ? "" : problem("failure", "a cover floor was missed", missed));
}

// A planted bug that must be caught is one case, whatever its seeds did.
std::string expected_case(const harness::ScenarioReport& report) {
  const harness::ExpectedViolation& expected = *report.expected;
  const std::string headline = expected.mutant + " does not violate " + expected.violates;
  return test_case(
      report, expected.mutant, report.wall,
      expected.found ? "" : problem("failure", headline, harness::count_of(report.seeds, "seed") + " ran"));
}

std::string gave_up_case(const harness::ScenarioReport& report, const std::string& check,
                         const harness::GaveUpLine& line) {
  const std::string headline = check + " gave up in " + harness::count_of(line.seeds, "seed");
  return test_case(report, check, {},
                   problem("failure", headline, "first in " + seed_text(line.first_seed) + ": " + line.reason + "\n"));
}

std::string suite(const harness::ScenarioReport& report, std::size_t& tests, std::size_t& failures) {
  std::string cases;
  std::size_t count = 0;
  std::size_t failed = report.expected ? 0 : report.failures.size();
  if (report.expected) {
    cases += expected_case(report);
    ++count;
    failed += report.expected_is_missing() ? 1 : 0;
  } else {
    for (const harness::SeedResult& result : report.failures) cases += failed_case(report, result);
    count += report.failures.size();
  }
  if (!report.expected && report.seeds > report.seeds_failed) {
    cases +=
        test_case(report, harness::count_of(report.seeds - report.seeds_failed, "seed") + " passed", report.wall, "");
    ++count;
  }
  if (const std::string extra = inconclusive_case(report); !extra.empty()) {
    cases += extra;
    ++count;
    failed += report.seeds == 0 || report.cover_missed() ? 1 : 0;
  }
  for (const auto& [check, line] : report.gave_up) {
    cases += gave_up_case(report, check, line);
    ++count;
    ++failed;
  }
  if (report.nondeterministic_seeds > 0) {
    const std::string headline = harness::count_of(report.nondeterministic_seeds, "seed") + " gave another history";
    cases += test_case(report, "determinism", {}, problem("failure", headline, ""));
    ++count;
    ++failed;
  }
  tests += count;
  failures += failed;
  return "  <testsuite" + attribute("name", report.name) + attribute("tests", std::to_string(count)) +
         attribute("failures", std::to_string(failed)) + time_attribute(report.wall) + ">\n" + cases +
         "  </testsuite>\n";
}

}  // namespace

std::string xml_escaped(std::string_view text) {
  std::string out;
  for (char c : harness::valid_utf8(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "&#10;";
        break;
      case '\t':
        out += "&#9;";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 ? std::string("\xef\xbf\xbd") : std::string(1, c);
    }
  }
  return out;
}

std::string junit_xml(std::span<const harness::ScenarioReport> reports) {
  std::string suites;
  std::size_t tests = 0;
  std::size_t failures = 0;
  for (const harness::ScenarioReport& report : reports) suites += suite(report, tests, failures);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attribute("name", "groundhog") +
         attribute("tests", std::to_string(tests)) + attribute("failures", std::to_string(failures)) + ">\n" + suites +
         "</testsuites>\n";
}

}  // namespace groundhog::cli
