// Verbs that act on a node's process.
#pragma once

#include "sim/faults/verbs/verb.hpp"
#include "sim/plan/limits.hpp"

namespace groundhog {

// The verb `crash`.
class Crash final : public NodeFault {
 public:
  Crash(World& world, const PlannedFault& plan, std::uint32_t index)
      : NodeFault(world, plan, index), host_failed_(parameter_or(plan, "host", false)) {}

  void start() override {
    killed_ = world_.crash(node_, host_failed_);
    if (killed_) effective();
  }

  void stop() override {
    if (killed_) world_.restart(node_);
  }

 private:
  bool host_failed_;
  bool killed_ = false;
};

inline constexpr KeySpec crash_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "whose process dies"},
    {"host", KeySpec::Kind::flag, false, "the machine loses power: nothing more leaves it, not even a FIN"},
    {"restart_after", KeySpec::Kind::length, false,
     "how long until it starts again, limited as `for` and instead of it; default: after `for`, else at settle"},
};

inline constexpr std::string_view crash_causes[] = {"a process is killed", "a machine loses power (`host: true`)",
                                                    "a machine is out of memory, and its kernel kills",
                                                    "a restart storm (with `every`)"};

inline constexpr FaultEntry crash_entry{
    .verb = "crash",
    .summary = "A node's process dies (kill -9) and starts again, empty.",
    .description =
        "Kills the process between two of its callbacks: no destructor, no goodbye reaches the network. Bytes that "
        "its kernel had accepted are still delivered, then FIN, or RST if unread input remained; connects are "
        "refused until the restart. With `host: true` the machine loses power: nothing more leaves it, and peers "
        "stay half-open until the restarted machine answers their next segment with RST. The restarted process has "
        "no data; its clocks run on. A process that is down already is left alone.",
    .parameters = crash_parameters,
    .make = make_fault<Crash>,
    .causes = crash_causes,
    .on_process = FaultEntry::OnProcess::ends,
};

// The verb `late_timers`.

class LateTimersFault final : public NodeFault {
 public:
  LateTimersFault(World& world, const PlannedFault& plan, std::uint32_t index)
      : NodeFault(world, plan, index), by_(parameter<Duration>(plan, "by")) {}

  void start() override { world_.add_process_rule(node_, LateTimers{fault_, by_, world_.random(fault_)}); }
  void stop() override { world_.end_process_rules(node_, fault_); }

 private:
  Duration by_;
};

inline constexpr KeySpec late_timers_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "whose timers are late"},
    {"by", KeySpec::Kind::positive_duration, true, "how late at most"},
};

inline constexpr std::string_view late_timers_causes[] = {"timers are coalesced to save power",
                                                          "a scheduler that is busy with others"};

inline constexpr FaultEntry late_timers_entry{
    .verb = "late_timers",
    .summary = "A node's timers fire late.",
    .description =
        "The kernel wakes the process for its timers at one drawn instant of each half of `by`: a timer waits for the "
        "next, and those that wait for the same fire together, in the order in which they were due. Input is heard "
        "meanwhile, and clocks are right: nothing says that a timer is late but the clock. What a process asks to be "
        "done at once is not late. Effective once per timer that is.",
    .parameters = late_timers_parameters,
    .make = make_fault<LateTimersFault>,
    .causes = late_timers_causes,
    .on_process = FaultEntry::OnProcess::changes,
};

// The verb `pause`.

class Pause final : public NodeFault {
 public:
  using NodeFault::NodeFault;

  void start() override { world_.pause(node_, fault_); }
  void stop() override { world_.resume(node_, fault_); }
};

inline constexpr KeySpec pause_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "whose process stands still"},
};

inline constexpr std::string_view pause_causes[] = {"SIGSTOP, a debugger, a long stall",
                                                    "a virtual machine is suspended"};

inline constexpr FaultEntry pause_entry{
    .verb = "pause",
    .summary = "A node's process stands still (SIGSTOP, a long stall).",
    .description =
        "No callback of the process runs while it lasts. Its kernel works on: it completes connects, accepts and "
        "buffers bytes, and sends what the process had written. All clocks run on, so timers that came due fire "
        "after the pause, in a drawn order with the input that waited. Pauses that overlap add up; a process that is "
        "down is left alone. Effective when it withholds a callback.",
    .parameters = pause_parameters,
    .make = make_fault<Pause>,
    .causes = pause_causes,
    .on_process = FaultEntry::OnProcess::changes,
};

// The verb `slow`.

class Slow final : public NodeFault {
 public:
  Slow(World& world, const PlannedFault& plan, std::uint32_t index)
      : NodeFault(world, plan, index),
        work_(parameter<Duration>(plan, "by")),
        jitter_(parameter_or(plan, "jitter", Duration{0})) {}

  void start() override {
    world_.add_process_rule(node_, Slowness{fault_, work_, jitter_, world_.random(fault_).sub("work")});
  }
  void stop() override { world_.end_process_rules(node_, fault_); }

 private:
  Duration work_;
  Duration jitter_;
};

inline constexpr KeySpec slow_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "whose process is slow"},
    {"by", KeySpec::Kind::positive_duration, true, "how long a callback takes; at most 100ms"},
    {"jitter", KeySpec::Kind::duration, false,
     "drawn per callback: uniform in `by` ± this, never negative; at most `by`"},
};

inline void check_slow(const FaultParameters& parameters, std::span<const NodeSpec> /*nodes*/,
                       FaultProblems& problems) {
  const auto by = parameters.find("by");
  const auto jitter = parameters.find("jitter");
  if (by == parameters.end()) return;
  const Duration work = std::get<Duration>(by->second);
  if (work > longest_callback_work) {
    problems.at_value("by", "at most 100ms; a node that stands still for longer is paused: `do: pause`");
  }
  if (jitter != parameters.end() && std::get<Duration>(jitter->second) > work) {
    problems.at_value("jitter", "more than `by`: no callback takes less than no time");
  }
}

inline constexpr std::string_view slow_causes[] = {"an overloaded machine", "a processor that is taken away",
                                                   "swapping"};

inline constexpr FaultEntry slow_entry{
    .verb = "slow",
    .summary = "A node's process takes time for all that it does.",
    .description =
        "Each callback of the process (input, a timer, a connection) takes so long, and so does each reading of the "
        "wall clock after the first in it, up to twice `by` together: an overloaded machine, a hypervisor that gives "
        "the processor away, a swapped page. Clocks move on meanwhile, so what is read twice in one callback shows two "
        "times; what it writes leaves late; what is due meanwhile waits, as in a pause. Its kernel works on. Without "
        "this fault such a reading takes up to 20us. Effective once per callback.",
    .parameters = slow_parameters,
    .make = make_fault<Slow>,
    .check = check_slow,
    .causes = slow_causes,
    .on_process = FaultEntry::OnProcess::changes,
};

}  // namespace groundhog
