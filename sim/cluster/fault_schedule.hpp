// Starts and stops the faults of a plan: at their times, or when what they wait for has been announced.
//
// A fault that waits for an announcement starts in an event of its own at that instant or so much later, after the
// callback that announced it has returned. Announcements before chaos do not count, nor do those while it is due or
// active. One that starts several times is made again for each.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/core/engine.hpp"
#include "sim/core/random.hpp"
#include "sim/faults/fault.hpp"

namespace groundhog {

class FaultSchedule {
 public:
  FaultSchedule(Engine& engine, World& world, const Plan& plan, RandomKey key, Observer& events);

  // Chaos begins now.
  void begin();
  void on_announcement(const seam::Announcement& announcement, HostId node);
  // Chaos ends: everything that is active stops, the latest first; what waits will not start.
  void stop_all();

 private:
  enum class State : std::uint8_t { waiting, due, active, over };

  struct Scheduled {
    Scheduled(const PlannedFault& planned, const FaultEntry& verb, std::unique_ptr<Fault> made)
        : plan(planned), entry(verb), fault(std::move(made)) {}

    const PlannedFault& plan;
    const FaultEntry& entry;
    std::unique_ptr<Fault> fault;
    std::optional<HostId> trigger_node;
    std::uint64_t triggers_left = 0;
    std::uint64_t starts_left = 1;
    State state = State::waiting;
    EventHandle timer;  // of its start, then of its stop
  };

  void schedule_start(std::uint32_t index, Duration after);
  void start(std::uint32_t index);
  void await_announcement(std::uint32_t index);
  void start_again_later(std::uint32_t index);
  void stop(std::uint32_t index);
  std::uint64_t tie_of(const Scheduled& fault, std::uint64_t ordinal) const;

  Engine& engine_;
  World& world_;
  Observer& events_;
  RandomKey key_;
  std::vector<Scheduled> faults_;      // by index in the plan
  std::vector<std::uint32_t> active_;  // in the order of their starts
  std::vector<std::uint32_t> waiting_for_announcement_;
  bool over_ = false;
};

}  // namespace groundhog
