// Verbs that act on what an operating system gives to a process.
#pragma once

#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

// The verb `short_writes`.

class ShortWritesFault final : public NodeFault {
 public:
  ShortWritesFault(World& world, const PlannedFault& plan, std::uint32_t index)
      : NodeFault(world, plan, index),
        most_(static_cast<std::uint64_t>(parameter<Bytes>(plan, "most"))),
        random_(world.random(index)) {}

  void start() override { world_.network().add_short_writes(node_, {fault_, most_, random_}); }
  void stop() override { world_.network().end_short_writes(node_, fault_); }

 private:
  std::uint64_t most_;
  RandomKey random_;
};

inline constexpr KeySpec short_writes_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "whose kernel takes little"},
    {"most", KeySpec::Kind::size, true, "of one write, which is drawn from one byte on"},
};

inline constexpr std::string_view short_writes_causes[] = {"a kernel short of memory"};

inline constexpr FaultEntry short_writes_entry{
    .verb = "short_writes",
    .summary = "A node's kernel takes only a part of each write.",
    .description =
        "Short of memory, it accepts a drawn number of bytes at a time, as write(2) may, and says 20us later that "
        "there "
        "is room. Nothing is lost; what the process does not offer again is its own loss. Connections of all kinds, to "
        "nodes and clients. Effective once per write that was made short.",
    .parameters = short_writes_parameters,
    .make = make_fault<ShortWritesFault>,
    .causes = short_writes_causes,
};

}  // namespace groundhog
