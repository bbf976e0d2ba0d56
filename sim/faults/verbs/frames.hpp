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
      : VerbFault(world, index), random_(world.random(index)), filter_(world, parameter<FrameMatch>(plan, "match")) {}

  void start() override { world_.network().add_rule(*this); }
  void stop() override { world_.network().remove_rule(*this); }

 protected:
  // On a frame that matches.
  virtual FrameVerdict verdict(const Frame& frame) const = 0;

  // Draws are numbered by the frame's ordinal, not by how many came before: one frame more or less shifts no other.
  RandomKey key_of(const Frame& frame) const {
    return random_.sub(index(frame.from)).sub(index(frame.to)).sub(frame.type);
  }
  std::uint64_t draw(const Frame& frame, std::string_view purpose) const {
    return key_of(frame).sub(purpose).draw(frame.ordinal);
  }

 private:
  FrameVerdict judge(const Frame& frame) override { return filter_.takes(frame) ? verdict(frame) : FrameVerdict{}; }
  std::uint32_t fault() const override { return fault_; }

  RandomKey random_;
  FrameFilter filter_;
};

// The verb `corrupt`.

class Corrupt final : public FrameFault {
 public:
  Corrupt(World& world, const PlannedFault& plan, std::uint32_t index) : FrameFault(world, plan, index) {
    if (const auto* byte = find_parameter<std::int64_t>(plan, "byte")) byte_ = static_cast<std::size_t>(*byte);
  }

 private:
  FrameVerdict verdict(const Frame& frame) const override {
    const std::size_t size = frame.bytes.size();
    const std::size_t byte = byte_ ? *byte_ : uniform_below(draw(frame, "byte"), size);
    if (byte >= size) return {};
    const auto bit = static_cast<std::uint8_t>(1U << uniform_below(draw(frame, "bit"), 8));
    return {.action = FrameVerdict::Action::corrupt, .byte = byte, .bits = bit};
  }

  std::optional<std::size_t> byte_;
};

inline constexpr KeySpec corrupt_parameters[] = {
    match_parameter,
    {"byte", KeySpec::Kind::count, false, "which of the frame, from 0; default: drawn per frame"},
};

inline constexpr std::string_view corrupt_causes[] = {
    "a middlebox or a peer damages a message, with a true TCP checksum"};

inline constexpr FaultEntry corrupt_entry{
    .verb = "corrupt",
    .summary = "Frames that match arrive with a bit turned.",
    .description =
        "Turns one drawn bit of a whole frame of a replication connection at its sender, as a broken peer or "
        "middlebox would. TCP does not notice: its checksum was made after the damage. Damage on the wire, which it "
        "notices, is loss. A system without checksums of its own may take the frame for what it is not. Effective "
        "once per frame; a frame that ends before `byte` is left alone.",
    .parameters = corrupt_parameters,
    .make = make_fault<Corrupt>,
    .causes = corrupt_causes,
};

// The verb `cut`.

class Cut final : public FrameFault {
 public:
  Cut(World& world, const PlannedFault& plan, std::uint32_t index) : FrameFault(world, plan, index) {
    if (const auto* after = find_parameter<Bytes>(plan, "after")) after_ = static_cast<std::size_t>(*after);
  }

 private:
  FrameVerdict verdict(const Frame& frame) const override {
    const std::size_t size = frame.bytes.size();
    const std::size_t byte = after_ ? std::min(*after_, size) : drawn_byte(frame);
    return {.action = FrameVerdict::Action::cut, .byte = byte};
  }

  // Every other time at the edges, where readers err: before the first byte, behind it, before the last, behind it.
  std::size_t drawn_byte(const Frame& frame) const {
    const std::size_t size = frame.bytes.size();
    const std::size_t edges[] = {0, 1, size - 1, size};
    const std::uint64_t which = uniform_below(draw(frame, "edge"), 2 * std::size(edges));
    return which < std::size(edges) ? edges[which] : uniform_below(draw(frame, "byte"), size + 1);
  }

  std::optional<std::size_t> after_;
};

inline constexpr KeySpec cut_parameters[] = {
    match_parameter,
    {"after", KeySpec::Kind::size, false,
     "how much of the frame passes, at most all; default: drawn per frame, every other time at its edges"},
};

inline constexpr std::string_view cut_causes[] = {"a connection breaks in the middle of a message"};

inline constexpr FaultEntry cut_entry{
    .verb = "cut",
    .summary = "A connection breaks within a frame that matches.",
    .description =
        "Lets the beginning of a frame of a replication connection pass and breaks the connection there, as a "
        "middlebox that loses its state does: what the process wrote behind it is gone, the receiver reads a torn "
        "frame and then a reset, the sender sees the reset at once. The link stays as it is, so the next connect "
        "succeeds. Effective once per frame.",
    .parameters = cut_parameters,
    .make = make_fault<Cut>,
    .causes = cut_causes,
};

// The verb `delay`.
class Delay final : public FrameFault {
 public:
  Delay(World& world, const PlannedFault& plan, std::uint32_t index)
      : FrameFault(world, plan, index),
        by_(parameter<Duration>(plan, "by")),
        jitter_(parameter_or(plan, "jitter", Duration{0})) {}

 private:
  FrameVerdict verdict(const Frame& frame) const override {
    return {.action = FrameVerdict::Action::delay, .by = hold(frame)};
  }

  Duration hold(const Frame& frame) const {
    if (jitter_ == Duration{0}) return by_;
    const Duration drawn = uniform_between(key_of(frame).draw(frame.ordinal), by_ - jitter_, by_ + jitter_);
    return std::max(drawn, Duration{0});
  }

  Duration by_;
  Duration jitter_;
};

inline constexpr KeySpec delay_parameters[] = {
    match_parameter,
    {"by", KeySpec::Kind::duration, true, "how long a frame is held"},
    {"jitter", KeySpec::Kind::duration, false, "drawn per frame: uniform in `by` ± this, never negative"},
};

inline constexpr std::string_view delay_causes[] = {"a peer or middlebox holds a message back"};

inline constexpr FaultEntry delay_entry{
    .verb = "delay",
    .summary = "Frames that match are held back at their sender.",
    .description =
        "Holds a whole frame of a replication connection before it enters the network, and everything behind it on "
        "that connection in that direction: order is kept, nothing is lost. Other connections and the opposite "
        "direction are not affected. For a slow wire use `link` with `delay`. Effective once per frame.",
    .parameters = delay_parameters,
    .make = make_fault<Delay>,
    .causes = delay_causes,
};

// The verb `drop`.

class Drop final : public FrameFault {
 public:
  using FrameFault::FrameFault;

 private:
  FrameVerdict verdict(const Frame&) const override { return {.action = FrameVerdict::Action::drop}; }
};

inline constexpr KeySpec drop_parameters[] = {match_parameter};

inline constexpr std::string_view drop_causes[] = {"a peer or middlebox swallows a message"};

inline constexpr FaultEntry drop_entry{
    .verb = "drop",
    .summary = "Frames that match vanish at their sender.",
    .description =
        "Removes whole frames from the stream of a replication connection, as a broken peer or middlebox would: the "
        "frames before and after are delivered as if it had never been written. This is not packet loss, which TCP "
        "repairs (`link` with `loss`). Client connections are never touched. Effective once per frame.",
    .parameters = drop_parameters,
    .make = make_fault<Drop>,
    .causes = drop_causes,
};

// The verb `duplicate`.

class Duplicate final : public FrameFault {
 public:
  using FrameFault::FrameFault;

 private:
  FrameVerdict verdict(const Frame&) const override { return {.action = FrameVerdict::Action::duplicate}; }
};

inline constexpr KeySpec duplicate_parameters[] = {match_parameter};

inline constexpr std::string_view duplicate_causes[] = {"a peer repeats a message"};

inline constexpr FaultEntry duplicate_entry{
    .verb = "duplicate",
    .summary = "Frames that match are sent twice.",
    .description =
        "Writes a whole frame of a replication connection twice, the copy right behind it, as a peer that repeats "
        "itself would: TCP delivers both. Packets that the wire doubles are no such thing: TCP throws the second one "
        "away. The copy is judged by no other fault. Effective once per frame.",
    .parameters = duplicate_parameters,
    .make = make_fault<Duplicate>,
    .causes = duplicate_causes,
};

}  // namespace groundhog
