// What each WAIT waits for: how many replicas have acknowledged what its connection wrote, as their acknowledgements
// reach its node. replication.md, rule 10.
//
//   fact                          evidence                             if it does not come
//   what a connection wrote last  LogAppended of its commands          nothing: every replica that streams has it
//   a replica streams             FrameSent `continue`, or             it counts for none
//                                 `snapshot_end`
//   how far it says that it is    FrameDelivered `pong` on the         it counts for none
//                                 connection that streams
//   how far its node asked it     FrameSent `ping`: behind the         not yet
//                                 entries sent before it
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "checkers/model/node_model.hpp"
#include "checkers/model/operation_book.hpp"
#include "sim/events/observer.hpp"

namespace groundhog::checkers {

class WaitBook {
 public:
  // One WAIT that reached a primary, ahead of all others on its connection, until its node changes its history.
  struct Wait {
    OperationId operation{};
    HostId node = no_host;
    HistoryId history = HistoryId::none;
    std::int64_t replicas = 0;  // that it waits for
    std::uint64_t target = 0;   // the offset that they are to reach
    VirtualTime delivered{};
    std::optional<VirtualTime> enough;  // since when so many have
  };

  void note(const ConnectionOpened& event);
  void note(const ConnectionClosed& event);
  void note(const ShortWrite& event);
  void note(const LogAppended& event);
  void note(const FrameDelivered& event);
  void note(const NodePosition& event);

  // The WAITs whose last entry a replica is asked for with this frame, for the first time, although it has streamed
  // since before and its connection has always had room.
  std::vector<OperationId> note(const FrameSent& event);

  void begin(const Operation& operation, const NodeModel& node);
  void end(OperationId operation);
  // nullptr: nothing is known of it.
  const Wait* find(OperationId operation) const;

 private:
  // The sender's end of a replication connection.
  struct Feed {
    ConnectionId connection = ConnectionId::none;
    HostId sender = no_host;
    std::uint64_t begins_behind = 0;  // offset of the hello, or of the snapshot
    std::optional<VirtualTime> streams_since = {};
    std::uint64_t sent = 0;                          // offset of the last entry
    std::uint64_t pinged = 0;                        // … before the last ping
    std::optional<std::uint64_t> acknowledged = {};  // since it streams
    bool was_full = false;                           // the kernel had no room for a frame, once
  };

  struct Written {
    HistoryId history;
    std::uint64_t offset;
  };

  Feed* find_feed(ConnectionId connection);
  void begin_stream(Feed& feed, VirtualTime at);
  std::vector<OperationId> pinged(Feed& feed);
  void count(HostId node, VirtualTime at);

  std::vector<Feed> feeds_;
  std::vector<Wait> waits_;
  std::map<ConnectionId, Written> written_;  // by clients
};

}  // namespace groundhog::checkers
