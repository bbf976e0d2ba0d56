// The verb `drop`.
#pragma once

#include "sim/faults/frame_filter.hpp"
#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

class Drop final : public VerbFault, private FrameRule {
 public:
  Drop(World& world, const PlannedFault& plan, std::uint32_t index)
      : VerbFault(world, index), filter_(world, parameter<FrameMatch>(plan, "match")) {}

  void start() override { world_.network().add_rule(*this); }
  void stop() override { world_.network().remove_rule(*this); }

 private:
  FrameVerdict judge(const Frame& frame) override {
    if (!filter_.takes(frame)) return {};
    return {.action = FrameVerdict::Action::drop};
  }
  std::uint32_t fault() const override { return fault_; }

  FrameFilter filter_;
};

inline constexpr KeySpec drop_parameters[] = {match_parameter};

inline constexpr FaultEntry drop_entry{
    .verb = "drop",
    .shape = FaultEntry::Shape::window,
    .summary = "Frames that match vanish at their sender.",
    .description =
        "Removes whole frames from the stream of a replication connection, as a broken peer or middlebox would: the "
        "frames before and after are delivered as if it had never been written. This is not packet loss, which "
        "TCP repairs (`link` with `loss`). Client connections are never touched. Effective once per frame.",
    .parameters = drop_parameters,
    .make = make_fault<Drop>,
};

}  // namespace groundhog
