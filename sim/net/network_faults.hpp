// What faults may do to the network, and to a frame at its sender.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>

#include "sim/core/ids.hpp"
#include "sim/core/random.hpp"
#include "sim/events/observer.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog {

// The first rule that does not pass decides.
struct FrameVerdict {
  enum class Action : std::uint8_t {
    pass,
    drop,       // the frame never enters the stream; the bytes around it close the gap
    delay,      // held for `by`, and everything behind it on that connection with it
    duplicate,  // a copy follows it
    corrupt,    // its byte at `byte` is not what was sent: `bits` of it are turned
    cut,        // it and the stream end before its byte at `byte`, then both ends see a reset
  };

  Action action = Action::pass;
  Duration by{0};
  std::size_t byte = 0;
  std::uint8_t bits = 0;
};

class FrameRule {
 public:
  virtual FrameVerdict judge(const Frame& frame) = 0;

  // Index of the fault in the plan, for FrameDropped and FrameChanged.
  virtual std::uint32_t fault() const = 0;

 protected:
  ~FrameRule() = default;
};

// What faults do to all that arrives over a link, or connects over it.

// Taken slowly, connection by connection.
struct SlowReading {
  std::uint32_t fault;
  std::uint64_t rate_bytes;  // per second; 0: nothing is read
};

// Taken in pieces.
struct Slicing {
  std::uint32_t fault;
  std::uint64_t most_bytes;  // of a piece, which `key` draws from one byte on
  Duration gap;              // between two
  RandomKey key;
};

// Connects get no answer, or RST.
struct ConnectAnswer {
  std::uint32_t fault;
  bool is_refused;
};

// The name of the receiving host, as the sending one hears it.
struct NameAnswer {
  std::uint32_t fault;
  bool is_unknown = false;
  std::optional<HostId> other = {};  // it leads there
  Duration after{0};                 // it is answered so late
};

using LinkRule = std::variant<SlowReading, Slicing, ConnectAnswer, NameAnswer>;

// A kernel takes no more than a drawn part of each write, from one byte to `most_bytes`, and says soon that there is
// room.
struct ShortWrites {
  std::uint32_t fault;
  std::uint64_t most_bytes;
  RandomKey key;
};

// A kernel has no socket left: connects fail, and connections that others open wait in the queue of the listener.
struct NoSockets {
  std::uint32_t fault;
};

using KernelRule = std::variant<ShortWrites, NoSockets>;

class NetworkFaults {
 public:
  // Cuts of several faults add up: a link carries again when the last one has let go.
  virtual void cut(HostId from, HostId to, std::uint32_t fault) = 0;
  virtual void heal(HostId from, HostId to, std::uint32_t fault) = 0;
  // What connections send in this direction waits in the sender's kernel. Holds of several faults add up.
  virtual void hold(HostId from, HostId to, std::uint32_t fault) = 0;
  virtual void release(HostId from, HostId to, std::uint32_t fault) = 0;
  // Overrides stack; the latest that names a field wins. Only the fields of `change` count, not its names.
  virtual void override_link(HostId from, HostId to, const LinkOverride& change, std::uint32_t fault) = 0;
  virtual void restore_link(HostId from, HostId to, std::uint32_t fault) = 0;
  // Both ends of the established connections that `from` opened to `to` see a reset, in an event at this instant. How
  // many there are.
  virtual std::size_t reset(HostId from, HostId to) = 0;
  // What the connections between both hosts that stand now send in this direction is lost until the fault ends it.
  virtual void blackhole(HostId from, HostId to, std::uint32_t fault) = 0;
  virtual void end_blackhole(std::uint32_t fault) = 0;
  // Of the connections that `from` opened to `to`, the ends that a process at `gone` has open time out, in an event at
  // this instant; the other ends hear nothing. How many there are.
  virtual std::size_t half_open(HostId from, HostId to, HostId gone) = 0;
  // All slicing and slow reading adds up; of answers the latest counts.
  virtual void add_link_rule(HostId from, HostId to, const LinkRule& rule) = 0;
  virtual void end_link_rules(HostId from, HostId to, std::uint32_t fault) = 0;
  virtual void add_kernel_rule(HostId host, const KernelRule& rule) = 0;
  virtual void end_kernel_rules(HostId host, std::uint32_t fault) = 0;
  // Rules judge whole frames on replication connections, in the order in which they were added.
  virtual void add_rule(FrameRule& rule) = 0;
  virtual void remove_rule(FrameRule& rule) = 0;

 protected:
  ~NetworkFaults() = default;
};

}  // namespace groundhog
