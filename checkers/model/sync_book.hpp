// Full synchronisations of one replica, from the frames that ask for and grant them and from what ended each.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/history/history.hpp"

namespace groundhog::checkers {

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
  // replica has gone on, or was started again.
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
