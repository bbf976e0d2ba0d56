// What the accepting end of each replication connection has sent: a snapshot, the log behind it, and how far.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "checkers/model/history_log.hpp"
#include "sim/events/observer.hpp"

namespace groundhog::checkers {

// Fields of dissected frames by name, as what they mean. Names and spellings are the dissector's: numbers in decimal,
// ids in hexadecimal, a deadline in milliseconds since the epoch or "-" for none.

// nullopt: the frame has no such field, or it does not parse.
std::optional<std::uint64_t> number_in(const Frame& frame, std::string_view name);
std::optional<HistoryId> history_in(const Frame& frame, std::string_view name);

// The outer optional says whether it parsed.
std::optional<Deadline> deadline_from(std::string_view text);

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

// Full synchronisations of one replica, from the frames that ask for and grant them and from what ended each.

class SyncBook {
 public:
  // The replica asked to be synchronised; `position` is what it really held.
  void asked(ConnectionId connection, const std::optional<NodePosition>& position) {
    end(End::aborted);
    connection_ = connection;
    asked_with_ = position;
    asks_.reset();
  }

  // Whether an answer on this connection can still reach the question: a paused primary may answer long after the
  // replica has advanced, or was started again.
  bool is_current(ConnectionId connection) const { return connection_ == connection; }

  // Its question reached `primary`. How that one answers depends on where it is from now on until its answer shows.
  void asks(HostId primary, bool needs_all) { asks_ = Question{primary, needs_all}; }
  bool is_asking(HostId primary) const { return asks_ && asks_->primary == primary; }
  void may_need_all(bool needs_all) { asks_->needs_all = asks_->needs_all || needs_all; }
  bool needed_all() const { return asks_ && asks_->needs_all; }

  struct Offer {
    HistoryId history;
    std::uint64_t offset;
  };

  // The primary answered with a full synchronisation. `refusable`: the replica holds data and is offered a history that
  // began elsewhere at a process start, which it may hold off (replication.md, rule 6).
  void granted(Offer offer, bool refusable, bool counts) {
    end(End::aborted);
    grant_ = Grant{refusable, std::nullopt, counts};
    last_offer_ = offer;
    asks_.reset();
  }

  // The primary answered that the replica may continue where it is.
  void continued() {
    end(End::aborted);
    aborted_ = false;
    asks_.reset();
  }

  // The offer reached the replica, which reads it at once, or when it runs again.
  void delivered(VirtualTime at) {
    if (grant_) grant_->read_at = at;
  }
  void resumed(VirtualTime at) {
    if (grant_ && grant_->read_at) grant_->read_at = at;
  }

  // The replica's end of its connection is gone. What a replica may refuse and lets go of as it reads it is a refusal:
  // an offer, no synchronisation.
  void closed(ConnectionId connection, CloseReason reason, VirtualTime at) {
    if (connection_ != connection) return;
    connection_ = ConnectionId::none;
    if (!grant_) return;
    const bool by_choice = reason == CloseReason::closed_by_process || reason == CloseReason::aborted_by_process;
    end(by_choice && grant_->refusable && grant_->read_at == at ? End::refused : End::aborted);
  }

  // A load, a promotion or a restart shows in the generation; a first load in a state that is complete.
  void moved(const NodePosition& position) {
    if (!grant_) return;
    const bool loaded = asked_with_ && (asked_with_->generation != position.generation ||
                                        asked_with_->incarnation != position.incarnation);
    if (loaded || (!asked_with_ && position.complete)) end(End::loaded);
  }

  // From here on they are counted again.
  void restart_count() { since_settle_ = 0; }

  const std::optional<NodePosition>& asked_with() const { return asked_with_; }
  const std::optional<Offer>& last_offer() const { return last_offer_; }
  bool last_was_aborted() const { return aborted_; }
  std::uint32_t since_settle() const { return since_settle_; }

 private:
  enum class End : std::uint8_t { loaded, aborted, refused };
  struct Grant {
    bool refusable;
    std::optional<VirtualTime> read_at;
    bool counts;
  };

  void end(End how) {
    if (!grant_) return;
    aborted_ = how == End::aborted;
    if (grant_->counts && how != End::refused) ++since_settle_;
    grant_.reset();
  }

  struct Question {
    HostId primary;
    bool needs_all;  // at some instant since it arrived
  };

  ConnectionId connection_ = ConnectionId::none;  // on which it asked last, while it is open at the replica
  std::optional<NodePosition> asked_with_;
  std::optional<Question> asks_;
  std::optional<Grant> grant_;
  std::optional<Offer> last_offer_;
  bool aborted_ = false;
  std::uint32_t since_settle_ = 0;
};

}  // namespace groundhog::checkers
