// The ways to report what `groundhog run` found. Each is one file of its name in this folder, made known by one line of
// the table below.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "cli/exit_code.hpp"
#include "cli/output/report_text.hpp"
#include "harness/runner/scenario_report.hpp"

namespace groundhog::cli {

struct SeedReport {
  const harness::ScenarioReport& scenario;  // so far, with this seed
  const harness::SeedResult& result;
  std::string filed_in = {};    // a folder; empty if nothing was filed
  bool will_be_shrunk = false;  // after its campaign, if time allows
};

// Where the text goes, as it comes.
using Sink = std::function<void(std::string_view)>;

class Format {
 public:
  explicit Format(Sink sink = {}) : sink_(std::move(sink)) {}
  virtual ~Format() = default;

  virtual void on_seed(const SeedReport& /*seed*/) {}  // in the order of the seeds
  virtual void on_minimised(const MinimisedFailure& /*failure*/) {}
  virtual void on_scenario(const harness::ScenarioReport& /*report*/) {}  // after all that belongs to it
  // One that did not begin, as the run ended before it.
  virtual void on_left_out(const std::string& /*scenario*/) {}
  virtual void on_end(std::span<const harness::ScenarioReport> /*reports*/, ExitCode /*code*/) {}

 protected:
  Sink sink_;
};

std::unique_ptr<Format> make_json(const Sink& sink);
std::unique_ptr<Format> make_junit(const Sink& sink);
std::unique_ptr<Format> make_github(const Sink& sink);
std::unique_ptr<Format> make_markdown(const Sink& sink);
std::unique_ptr<Format> make_tap(const Sink& sink);

struct FormatEntry {
  std::string_view name;
  std::unique_ptr<Format> (*make)(const Sink& sink);
};

// What --report takes, a line each.
// clang-format off
inline constexpr FormatEntry format_table[] = {
    {"json", make_json},
    {"junit", make_junit},
    {"github", make_github},
    {"markdown", make_markdown},
    {"tap", make_tap},
};
// clang-format on

// For people. Not in the table: it is always there. Of several scenarios, each is summed up in a line.
std::unique_ptr<Format> make_text(const Sink& sink, const Console& console, bool several_scenarios);

}  // namespace groundhog::cli
