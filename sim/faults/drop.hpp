// The verb `drop`. Included by fault_table.cpp only.
#pragma once

#include "sim/faults/fault.hpp"
#include "sim/faults/frame_filter.hpp"
#include "sim/faults/message_parameters.hpp"
#include "sim/faults/parameters.hpp"
#include "sim/faults/world.hpp"

namespace groundhog {

class Drop final : public Fault, private FrameRule {
 public:
  Drop(World& world, const PlannedFault& plan, std::uint32_t index)
      : world_(world), fault_(index), filter_(world, parameter<FrameMatch>(plan, "match")) {}

  void start() override { world_.add_rule(*this); }
  void stop() override { world_.remove_rule(*this); }

 private:
  FrameVerdict judge(const Frame& frame) override {
    if (!filter_.takes(frame)) return {};
    return {.action = FrameVerdict::Action::drop};
  }
  std::uint32_t fault() const override { return fault_; }

  World& world_;
  std::uint32_t fault_;
  FrameFilter filter_;
};

inline constexpr ParameterSpec drop_parameters[] = {match_parameter};

inline constexpr FaultEntry drop_entry{
    .verb = "drop",
    .shape = FaultEntry::Shape::window,
    .summary = "Frames that match vanish at their sender.",
    .description =
        "Removes whole frames from the stream of a replication connection, as a broken peer or middlebox would: the "
        "frames before and after are delivered as if it had never been written. This is not packet loss, which "
        "TCP repairs (`link` with `loss`). Client connections are never touched. Effective once per frame.",
    .parameters = drop_parameters,
    .make = [](World& world, const PlannedFault& plan, std::uint32_t index) -> std::unique_ptr<Fault> {
      return std::make_unique<Drop>(world, plan, index);
    },
};

}  // namespace groundhog
