// Verbs that act on how a connection's bytes reach their receiver.
#pragma once

#include <algorithm>

#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

// One whose rules of links end with it.
class LinkRuleFault : public LinkFault {
 public:
  using LinkFault::LinkFault;

  void stop() override {
    for (const auto& [from, to] : links_) world_.network().end_link_rules(from, to, fault_);
  }
};

// The verb `slice`.

class Slice final : public LinkRuleFault {
 public:
  Slice(World& world, const PlannedFault& plan, std::uint32_t index)
      : LinkRuleFault(world, plan, index),
        most_(std::max<std::uint64_t>(static_cast<std::uint64_t>(parameter<Bytes>(plan, "most")), 1)),
        gap_(parameter_or(plan, "gap", Duration{0})),
        random_(world.random(index)) {}

  void start() override {
    for (const auto& [from, to] : links_) {
      const RandomKey key = random_.sub(world_.name(from)).sub(world_.name(to));
      world_.network().add_link_rule(from, to, Slicing{fault_, most_, gap_, key});
    }
  }

 private:
  std::uint64_t most_;
  Duration gap_;
  RandomKey random_;
};

inline constexpr KeySpec slice_parameters[] = {
    link_parameter,
    {"most", KeySpec::Kind::size, true, "of a piece, which is drawn from one byte on"},
    {"gap", KeySpec::Kind::duration, false, "from one piece to the next; default 0s"},
};

inline constexpr std::string_view slice_causes[] = {"small packets, small reads"};

inline constexpr FaultEntry slice_entry{
    .verb = "slice",
    .summary = "What arrives over a link comes in small pieces.",
    .description =
        "Cuts what a connection carries into pieces of drawn sizes, each of which arrives by itself, so that the "
        "receiver reads heads without their ends and ends without their heads. Nothing is lost or changes its order. "
        "Effective once per cut.",
    .parameters = slice_parameters,
    .make = make_fault<Slice>,
    .causes = slice_causes,
};

// The verb `slow_reader`.

class SlowReader final : public LinkRuleFault {
 public:
  SlowReader(World& world, const PlannedFault& plan, std::uint32_t index)
      : LinkRuleFault(world, plan, index),
        rate_(static_cast<std::uint64_t>(parameter_or(plan, "rate", BytesPerSecond{0}))) {}

  void start() override {
    for (const auto& [from, to] : links_) world_.network().add_link_rule(from, to, SlowReading{fault_, rate_});
  }

 private:
  std::uint64_t rate_;
};

inline constexpr KeySpec slow_reader_parameters[] = {
    {"link", KeySpec::Kind::link, true, "n1->n2: n2 is slow to take what n1 sends; * is every host"},
    {"rate", KeySpec::Kind::byte_rate, false, "that each connection is drained at; default: not at all"},
};

inline constexpr std::string_view slow_reader_causes[] = {"a peer or client that reads slowly or not at all"};

inline constexpr FaultEntry slow_reader_entry{
    .verb = "slow_reader",
    .summary = "A receiver drains its connections slowly or not at all.",
    .description =
        "What arrives on a connection is taken at a rate, so the window closes, the sender's buffer fills and its "
        "writes are short: backpressure. Nothing is lost, connects and their answers pass, and the end of a stream "
        "or a reset waits behind what was sent before. The receiver's process is not slow in anything else; for that "
        "use `slow` or `pause`, for a thin wire `link` with `rate`. When it ends, what waits arrives at once. "
        "Effective once per transmission that waits.",
    .parameters = slow_reader_parameters,
    .make = make_fault<SlowReader>,
    .causes = slow_reader_causes,
};

}  // namespace groundhog
