
#include "sim/core/text.hpp"

#include <map>
#include <string>

#include "cli/formats/table.hpp"
#include "cli/output/group_text.hpp"
#include "cli/output/report_text.hpp"

namespace groundhog::cli {
namespace {

// Blocks of text that people read: one for each kind of failure. The rest is in the other reports.
constexpr std::uint64_t failures_shown = 20;

class Text : public Format {
 public:
  Text(const Sink& sink, const Console& console, bool several_scenarios)
      : Format(sink), console_(console), several_scenarios_(several_scenarios) {}

  void on_seed(const SeedReport& seed) override {
    if (!seed.result.failed() || !is_to_be_shown(seed)) return;
    const std::string block = failure_text(seed.scenario, seed.result, seed.filed_in, console_) + "\n";
    if (!seed.will_be_shrunk) return sink_(block);
    sink_(brief_failure_text(seed.scenario, seed.result, seed.filed_in, console_));
    waiting_[seed.result.seed] = block;
  }

  void on_minimised(const MinimisedFailure& failure) override {
    waiting_.erase(failure.failure.plan.seed);
    sink_(minimised_text(failure, console_) + minimal_run_text(failure.view) + "\n");
  }

  void on_scenario(const harness::ScenarioReport& report) override {
    for (const auto& [seed, block] : waiting_) sink_(block);
    waiting_.clear();
    sink_(groups_text(report, console_));
    sink_(several_scenarios_ ? brief_summary(report, console_) : scenario_summary(report, console_));
  }

  void on_end(std::span<const harness::ScenarioReport> reports, ExitCode code) override {
    const std::string groups = groups_text(reports, console_);
    if (!groups.empty()) sink_("\n" + groups);
    sink_("\n" + closing_summary(reports, code, console_));
  }

 private:
  // The first of its kind: the others are counted with it.
  static bool is_to_be_shown(const SeedReport& seed) {
    return seed.scenario.groups.begun_by(seed.result.seed) != nullptr && seed.scenario.groups.size() <= failures_shown;
  }

  const Console& console_;
  bool several_scenarios_;
  // Blocks of failures whose minimal form was to come. Time may run out, or nothing smaller be found.
  std::map<std::uint64_t, std::string> waiting_;
};

}  // namespace

std::unique_ptr<Format> make_text(const Sink& sink, const Console& console, bool several_scenarios) {
  return std::make_unique<Text>(sink, console, several_scenarios);
}

}  // namespace groundhog::cli
