// What the accepting end of each replication connection has sent: a snapshot, the log behind it, and how far.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "checkers/model/history_log.hpp"
#include "sim/history/history.hpp"

namespace groundhog::checkers {

// A full synchronisation, from `full` until the replica has been sent the whole log behind the snapshot.
struct SentSnapshot {
  HistoryId history = HistoryId::none;
  std::uint64_t offset = 0;
  std::uint64_t promised_keys = 0;
  const HistoryLog* log = nullptr;  // nullptr: nothing to compare with
  StateDigest sent;
  std::vector<KeyId> keys;  // sent so far
  bool ended = false;       // snapshot_end was sent
  bool reported = false;    // one key out of place is enough
};

struct SentStream {
  ConnectionId connection = ConnectionId::none;
  HostId sender = no_host;
  HostId receiver = no_host;
  std::optional<std::uint64_t> asked_offset;  // of the hello
  std::optional<std::uint64_t> next_entry;    // once the log may follow
  std::optional<SentSnapshot> snapshot;
  bool excused = false;  // a message fault damaged it, or the sender declared its peer down

  bool is_loading() const { return snapshot && !snapshot->ended; }
};

class StreamBook {
 public:
  void open(const ConnectionOpened& event);
  // nullptr: a client connection, or one that an end has let go of.
  SentStream* find(ConnectionId id);
  void forget(ConnectionId id);

 private:
  std::vector<SentStream> streams_;
};

}  // namespace groundhog::checkers
