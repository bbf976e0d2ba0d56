// TAP version 13 (testanything.org), which every reader knows: a test point for each seed as it ends, then those of its
// scenario.

#include <algorithm>
#include <string>

#include "cli/formats/table.hpp"
#include "cli/output/group_text.hpp"
#include "cli/output/report_text.hpp"
#include "sim/core/text.hpp"

namespace groundhog::cli {
namespace {

class Tap : public Format {
 public:
  explicit Tap(const Sink& sink) : Format(sink) { sink_("TAP version 13\n"); }

  void on_seed(const SeedReport& seed) override {
    std::string name = seed.scenario.name + " seed " + seed_text(seed.result.seed);
    if (!seed.result.failed()) return point(true, name);
    // TAP's directive for a failure that is expected.
    if (seed.scenario.expected) name += " # TODO " + seed.scenario.expected->mutant + " is planted";
    point(false, name, failure_text(seed.scenario, seed.result, seed.filed_in, {}));
  }

  void on_scenario(const harness::ScenarioReport& report) override {
    if (report.ran_nothing()) point(false, report.name + " runs a seed");
    if (report.expected && report.expected->is_promised()) {
      point(!report.expected_is_missing(),
            report.name + " shows that " + report.expected->mutant + " violates " + report.expected->violates);
    }
    if (report.cover_judged()) {
      for (const harness::CoverLine& line : report.cover()) {
        point(line.met(), report.name + " cover " + line.name + " " + std::to_string(line.counted) + " of " +
                              std::to_string(line.floor));
      }
    }
    for (const auto& [check, line] : report.gave_up) {
      point(false, report.name + " " + check + " judges every seed",
            "gave up in " + count_of(line.seeds, "seed") + ", first in " + seed_text(line.first_seed) + ": " +
                line.reason + "\n");
    }
    if (report.nondeterministic_seeds > 0) point(false, report.name + " gives each seed one history");
    if (report.seeds_failed <= 1) return;
    for (const harness::FailureGroup& group : report.groups) comment(group_text(report, group));
  }

  void on_left_out(const std::string& scenario) override { point(true, scenario + " # SKIP the run ended before it"); }

  void on_end(std::span<const harness::ScenarioReport> reports, ExitCode code) override {
    const auto asked = std::ranges::find_if(
        reports, [](const auto& report) { return report.expected && !report.expected->is_promised(); });
    if (asked != reports.end()) point(harness::any_caught(reports), asked->expected->mutant + " is caught");
    if (code == ExitCode::interrupted) sink_("Bail out! interrupted\n");
    sink_("1.." + std::to_string(points_) + "\n");
  }

 private:
  void comment(const std::string& text) {
    for (const std::string_view line : lines_of(text)) sink_("# " + valid_utf8(line) + "\n");
  }

  void point(bool passed, const std::string& name, const std::string& diagnosis = {}) {
    sink_((passed ? "ok " : "not ok ") + std::to_string(++points_) + " - " + name + "\n");
    if (diagnosis.empty()) return;
    std::string text = valid_utf8(diagnosis);
    if (text.ends_with('\n')) text.pop_back();
    sink_("  ---\n  message: |\n" + indented(text, 4) + "\n  ...\n");
  }

  std::uint64_t points_ = 0;
};

}  // namespace

std::unique_ptr<Format> make_tap(const Sink& sink) { return std::make_unique<Tap>(sink); }

}  // namespace groundhog::cli
