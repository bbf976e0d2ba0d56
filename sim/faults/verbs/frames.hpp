// Verbs that act on the frames of replication connections.
#pragma once

#include <algorithm>

#include "sim/core/random.hpp"
#include "sim/faults/frame_filter.hpp"
#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

// One that acts on the frames that its parameter `match` names.
class FrameFault : public VerbFault, private FrameRule {
 public:
  FrameFault(World& world, const PlannedFault& plan, std::uint32_t index)
      : VerbFault(world, index), filter_(world, parameter<FrameMatch>(plan, "match")) {}

  void start() override { world_.network().add_rule(*this); }
  void stop() override { world_.network().remove_rule(*this); }

 protected:
  // On a frame that matches.
  virtual FrameVerdict verdict(const Frame& frame) const = 0;

 private:
  FrameVerdict judge(const Frame& frame) override { return filter_.takes(frame) ? verdict(frame) : FrameVerdict{}; }
  std::uint32_t fault() const override { return fault_; }

  FrameFilter filter_;
};

// The verb `delay`.
class Delay final : public FrameFault {
 public:
  Delay(World& world, const PlannedFault& plan, std::uint32_t index)
      : FrameFault(world, plan, index),
        random_(world.random(index)),
        by_(parameter<Duration>(plan, "by")),
        jitter_(parameter_or(plan, "jitter", Duration{0})) {}

 private:
  FrameVerdict verdict(const Frame& frame) const override {
    return {.action = FrameVerdict::Action::delay, .by = hold(frame)};
  }

  // Keyed by the frame, not by how many were delayed before: one frame more or less shifts no other.
  Duration hold(const Frame& frame) const {
    if (jitter_ == Duration{0}) return by_;
    const RandomKey key = random_.sub(index(frame.from)).sub(index(frame.to)).sub(frame.type);
    const Duration drawn = uniform_between(key.draw(frame.ordinal), by_ - jitter_, by_ + jitter_);
    return std::max(drawn, Duration{0});
  }

  RandomKey random_;
  Duration by_;
  Duration jitter_;
};

inline constexpr KeySpec delay_parameters[] = {
    match_parameter,
    {"by", KeySpec::Kind::duration, true, "how long a frame is held"},
    {"jitter", KeySpec::Kind::duration, false, "drawn per frame: uniform in `by` ± this, never negative"},
};

inline constexpr FaultEntry delay_entry{
    .verb = "delay",
    .summary = "Frames that match are held back at their sender.",
    .description =
        "Holds a whole frame of a replication connection before it enters the network, and everything behind it on "
        "that connection in that direction: order is kept, nothing is lost. Other connections and the opposite "
        "direction are not affected. For a slow wire use `link` with `delay`. Effective once per frame.",
    .parameters = delay_parameters,
    .make = make_fault<Delay>,
};

// The verb `drop`.

class Drop final : public FrameFault {
 public:
  using FrameFault::FrameFault;

 private:
  FrameVerdict verdict(const Frame&) const override { return {.action = FrameVerdict::Action::drop}; }
};

inline constexpr KeySpec drop_parameters[] = {match_parameter};

inline constexpr FaultEntry drop_entry{
    .verb = "drop",
    .summary = "Frames that match vanish at their sender.",
    .description =
        "Removes whole frames from the stream of a replication connection, as a broken peer or middlebox would: the "
        "frames before and after are delivered as if it had never been written. This is not packet loss, which "
        "TCP repairs (`link` with `loss`). Client connections are never touched. Effective once per frame.",
    .parameters = drop_parameters,
    .make = make_fault<Drop>,
};

}  // namespace groundhog
