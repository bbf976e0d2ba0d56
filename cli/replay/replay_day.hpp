// Lives the day of a .repro again, in this process.
#pragma once

#include "cli/options.hpp"
#include "cli/replay/findings.hpp"
#include "cli/repro/repro.hpp"
#include "sim/cluster/system.hpp"

namespace groundhog {

enum class ReplayMode : std::uint8_t {
  exact,   // the same build: every event must be as it was
  guided,  // another build, or a run that died: the recorded decisions are imposed
  blind,   // nothing of the run is known but its day
};

ReplayMode mode_of(const Repro& repro, const BuildStamp& here, bool guided);

// Timeline and state go to stdout, line by line. Stops at the first divergence of an exact replay: then the result
// says nothing.
SeedResult replay_day(const Repro& repro, const Plan& plan, const System& system, const ReplayOptions& options,
                      ReplayMode mode, ReplayFindings& findings);

}  // namespace groundhog
