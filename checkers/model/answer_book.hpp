// Since when a node owes the answer to a request that it has.
//
// A node answers as soon as it runs: by virtual clocks a command costs nothing, unless a fault makes it cost something.
// What may hold it up shows: it is paused or busy, its timers are late, its process has not accepted the connection,
// the kernel has no room for the reply, or requests before it on its connection have no whole reply yet.
#pragma once

#include <map>
#include <optional>

#include "checkers/model/held_up_book.hpp"
#include "checkers/model/node_model.hpp"
#include "checkers/model/operation_book.hpp"
#include "sim/events/observer.hpp"

namespace groundhog::checkers {

class AnswerBook {
 public:
  explicit AnswerBook(std::size_t node_count) : held_up_(node_count) {}

  void note(const NodeResumed& event) { held_up_.note(event); }
  void note(const NodeBusy& event) { held_up_.note(event); }
  void note(const TimerLate& event) { held_up_.note(event); }
  void note(const ConnectionOpened& event);
  void note(const ConnectionEstablished& event);
  void note(const ConnectionEnded& event) { forget(event.connection, event.side); }
  void note(const ConnectionClosed& event) { forget(event.connection, event.side); }
  void note(const ShortWrite& event);
  void note(const FrameSent& event);

  // From then on the node could have answered, and there is no whole reply yet. May lie in the future. nullopt: nothing
  // is said of it, as behind others on its connection, or it cannot answer any more.
  std::optional<VirtualTime> owed_since(const Operation& operation, const NodeModel& node) const;

 private:
  // The end at the node of a connection of a client.
  struct NodeEnd {
    HostId node = no_host;
    std::optional<VirtualTime> accepted = {};  // by its process
    std::optional<VirtualTime> full = {};      // when the kernel last did not take all
    std::uint64_t replies = 0;                 // that it has sent, whole
    VirtualTime last_reply{};
  };

  NodeEnd* end_at(ConnectionId connection, HostId side);
  void forget(ConnectionId connection, HostId side);

  HeldUpBook held_up_;
  std::map<ConnectionId, NodeEnd> ends_;
};

}  // namespace groundhog::checkers
