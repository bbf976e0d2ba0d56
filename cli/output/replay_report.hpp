// What a replay came to, for people and for tools.
#pragma once

#include <string>

#include "cli/exit_code.hpp"
#include "cli/output/console.hpp"
#include "harness/replay/replay_run.hpp"
#include "harness/repro/repro.hpp"

namespace groundhog::cli {

enum class ReplayVerdict : std::uint8_t {
  again,         // it shows what the .repro is about, in the same way
  gone,          // it does not
  another_way,   // it violates that property in a way that was not recorded: perhaps another bug
  diverged,      // the same build ran differently
  inconclusive,  // the run did not complete, or none of the recorded decisions was met
};

struct ReplayReport {
  std::string file;
  const harness::Repro& repro;
  harness::ReplayMode mode;
  const harness::SeedResult& result;
  const harness::ReplayFindings& findings;

  ReplayVerdict verdict() const;
  ExitCode exit_code() const;
};

// Ends with a newline.
std::string replay_text(const ReplayReport& report, const Console& console);
std::string replay_json_line(const ReplayReport& report);

}  // namespace groundhog::cli
