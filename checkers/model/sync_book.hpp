// Full synchronisations of one replica, from the frames that ask for and grant them.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/history/history.hpp"

namespace groundhog {

class SyncBook {
 public:
  // The replica asked to be synchronised; `position` is what it really held.
  void asked(const std::optional<NodePosition>& position) {
    if (granted_) end_of_grant(refused_ ? End::refused : End::aborted);
    asked_with_ = position;
  }

  // The primary answered with a full synchronisation.
  void granted(bool settling) {
    if (granted_) end_of_grant(End::aborted);
    granted_ = true;
    refused_ = false;
    counts_ = settling;
  }

  void moved(const NodePosition& position) {
    if (!granted_) return;
    // An empty primary is held off (rule 6): an offer, no synchronisation.
    refused_ = refused_ || position.holding;
    const bool loaded = asked_with_ && (asked_with_->generation != position.generation ||
                                        asked_with_->incarnation != position.incarnation);
    if (loaded || (!asked_with_ && position.complete)) end_of_grant(End::loaded);
  }

  const std::optional<NodePosition>& asked_with() const { return asked_with_; }
  bool last_was_aborted() const { return aborted_; }
  std::uint32_t since_settle() const { return since_settle_; }

 private:
  enum class End : std::uint8_t { loaded, aborted, refused };

  void end_of_grant(End end) {
    granted_ = false;
    aborted_ = end == End::aborted;
    if (counts_ && end != End::refused) ++since_settle_;
  }

  std::optional<NodePosition> asked_with_;
  bool granted_ = false;
  bool refused_ = false;
  bool counts_ = false;
  bool aborted_ = false;
  std::uint32_t since_settle_ = 0;
};

}  // namespace groundhog
