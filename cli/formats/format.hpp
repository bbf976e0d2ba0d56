// A way to report what `groundhog run` found: one file in cli/formats/, made known by one line of
// cli/formats/table.hpp.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "cli/exit_code.hpp"
#include "cli/output/minimised_text.hpp"
#include "harness/runner/scenario_report.hpp"

namespace groundhog::cli {

struct SeedReport {
  const harness::ScenarioReport& scenario;  // so far, with this seed
  const harness::SeedResult& result;
  std::string filed_in = {};    // a folder; empty if nothing was filed
  bool will_be_shrunk = false;  // after its campaign, if time allows
};

class Format {
 public:
  virtual ~Format() = default;

  virtual void on_seed(const SeedReport& /*seed*/) {}  // in the order of the seeds
  virtual void on_minimised(const MinimisedFailure& /*failure*/) {}
  virtual void on_scenario(const harness::ScenarioReport& /*report*/) {}  // after all that belongs to it
  virtual void on_end(std::span<const harness::ScenarioReport> /*reports*/, ExitCode /*code*/) {}
};

// Where the text goes, as it comes.
using Sink = std::function<void(std::string_view)>;

}  // namespace groundhog::cli
