// Full synchronisations of one replica, from the frames that ask for and grant them and from what ended each.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/history/history.hpp"

namespace groundhog {

class SyncBook {
 public:
  // The replica asked to be synchronised; `position` is what it really held.
  void asked(const std::optional<NodePosition>& position) {
    end(End::aborted);
    asked_with_ = position;
  }

  // The primary answered with a full synchronisation. `refusable`: the replica holds data and is offered a history that
  // began elsewhere at a process start, which it may hold off (replication.md, rule 6).
  void granted(ConnectionId connection, bool refusable, bool settling) {
    end(End::aborted);
    grant_ = Grant{connection, refusable, false, settling};
  }

  // The primary answered that the replica may continue where it is.
  void continued() {
    end(End::aborted);
    aborted_ = false;
  }

  // The offer reached the replica.
  void delivered(ConnectionId connection) {
    if (grant_ && grant_->connection == connection) grant_->delivered = true;
  }

  // The replica's end of its connection is gone. What a replica has seen, may refuse and lets go of before it has
  // loaded is a refusal: an offer, no synchronisation.
  void closed(ConnectionId connection, CloseReason reason) {
    if (!grant_ || grant_->connection != connection) return;
    const bool by_choice = reason == CloseReason::closed_by_process || reason == CloseReason::aborted_by_process;
    end(by_choice && grant_->delivered && grant_->refusable ? End::refused : End::aborted);
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
  bool last_was_aborted() const { return aborted_; }
  std::uint32_t since_settle() const { return since_settle_; }

 private:
  enum class End : std::uint8_t { loaded, aborted, refused };
  struct Grant {
    ConnectionId connection;
    bool refusable;
    bool delivered;
    bool counts;
  };

  void end(End how) {
    if (!grant_) return;
    aborted_ = how == End::aborted;
    if (grant_->counts && how != End::refused) ++since_settle_;
    grant_.reset();
  }

  std::optional<NodePosition> asked_with_;
  std::optional<Grant> grant_;
  bool aborted_ = false;
  std::uint32_t since_settle_ = 0;
};

}  // namespace groundhog
