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

  void start() override { world_.network().add_kernel_rule(node_, ShortWrites{fault_, most_, random_}); }
  void stop() override { world_.network().end_kernel_rules(node_, fault_); }

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
    .on_process = FaultEntry::OnProcess::changes,
};

// The verb `out_of_sockets`.

class OutOfSockets final : public NodeFault {
 public:
  using NodeFault::NodeFault;

  void start() override { world_.network().add_kernel_rule(node_, NoSockets{fault_}); }
  void stop() override { world_.network().end_kernel_rules(node_, fault_); }
};

inline constexpr KeySpec out_of_sockets_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "whose process has no file descriptor left"},
};

inline constexpr std::string_view out_of_sockets_causes[] = {"a process or a machine is out of file descriptors",
                                                             "a machine is out of ports"};

inline constexpr FaultEntry out_of_sockets_entry{
    .verb = "out_of_sockets",
    .summary = "A node gets no socket more (EMFILE).",
    .description =
        "What it connects to fails as unreachable. Its kernel completes the connects of others; they wait in the queue "
        "of its listener until the fault ends. Connections that it has stay as they are. Effective once per connect "
        "that fails "
        "and per attempt to accept.",
    .parameters = out_of_sockets_parameters,
    .make = make_fault<OutOfSockets>,
    .causes = out_of_sockets_causes,
    .on_process = FaultEntry::OnProcess::changes,
};

// The verb `spurious_readiness`.

class SpuriousReadinessFault final : public NodeFault {
 public:
  SpuriousReadinessFault(World& world, const PlannedFault& plan, std::uint32_t index)
      : NodeFault(world, plan, index), probability_(parameter_or(plan, "probability", 1.0)) {}

  void start() override {
    world_.add_process_rule(node_, SpuriousReadiness{fault_, probability_, world_.random(fault_)});
  }
  void stop() override { world_.end_process_rules(node_, fault_); }

 private:
  double probability_;
};

inline constexpr KeySpec spurious_readiness_parameters[] = {
    {"node", KeySpec::Kind::fault_node, true, "whose kernel does so"},
    {"probability", KeySpec::Kind::probability, false, "per peer and millisecond; default 1"},
};

inline constexpr std::string_view spurious_readiness_causes[] = {
    "a kernel reports readiness that is gone, or never was"};

inline constexpr FaultEntry spurious_readiness_entry{
    .verb = "spurious_readiness",
    .summary = "A node hears that a socket is ready when it is not.",
    .description =
        "20us after a callback that took all input of a connection, its kernel says once more that there is some, or "
        "that there is room to write, though nothing has happened: a read says would-block, a write takes what fits. "
        "Connections of all kinds. Effective once per such callback.",
    .parameters = spurious_readiness_parameters,
    .make = make_fault<SpuriousReadinessFault>,
    .causes = spurious_readiness_causes,
    .on_process = FaultEntry::OnProcess::changes,
};

}  // namespace groundhog
