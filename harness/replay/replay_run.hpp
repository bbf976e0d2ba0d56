// Runs what a .repro recorded again: in this process, or under gdb.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "harness/replay/replay_watch.hpp"
#include "harness/repro/repro.hpp"
#include "sim/guest/guest.hpp"
#include "sim/trace/timeline.hpp"

namespace groundhog::harness {

enum class ReplayMode : std::uint8_t {
  exact,   // the same build: every event must be as it was
  guided,  // another build, or a run that died: the recorded decisions are imposed
  blind,   // nothing of the run is known but its plan
};

ReplayMode mode_of(const Repro& repro, const BuildStamp& here, bool guided);

struct ReplayRequest {
  ReplayMode mode = ReplayMode::exact;
  std::optional<TimelineFilter> trace = {};                 // none: no timeline
  std::optional<ReplayPoint> until = {};                    // of the timeline
  std::optional<Duration> state = {};                       // scenario time at which the state of all nodes is shown
  std::function<void(std::string_view)> print = {};         // gets timeline and state as they come
  std::function<void(std::string_view)> on_violation = {};  // gets the first one where it is noticed; may be empty
};

// Stops at the first divergence of an exact replay: then the result says nothing.
SeedResult replay_run(const Repro& repro, const Plan& plan, const Guest& guest, const ReplayRequest& request,
                      ReplayFindings& findings);

// Becomes gdb, running this binary on the file until the first violation is noticed, in the frame of the code that
// announced the event. Returns only if that cannot be: why, and the remedy.
std::string become_gdb(const std::string& file, bool guided);

}  // namespace groundhog::harness
