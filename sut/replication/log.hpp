// A node's place in its history and the recent entries before it: the one thing that a promotion, a load, an append and
// an applied entry change together.
#pragma once

#include <optional>
#include <string_view>

#include "sut/replication/backlog.hpp"
#include "sut/replication/history.hpp"

namespace burrow {

class ReplicationLog {
 public:
  explicit ReplicationLog(BacklogOptions options) : backlog_(options) {}

  const History& history() const { return history_; }
  const Backlog& backlog() const { return backlog_; }
  Place place() const { return {history_.id, backlog_.end(), backlog_.end_checksum()}; }

  // A process begins its own history, empty, at offset 0.
  void begin(ReplicationId id);
  // A child of the current history begins here; the backlog continues.
  void promote(ReplicationId id);
  // A loaded state replaces everything.
  void load(const History& history, Offset offset, Checksum checksum);
  // The upstream accepted our place on its history; the backlog continues.
  void follow(const History& history);

  // Appends an effect of our own and returns its offset. Entries from `pinned` on are kept for a loading replica.
  // `more`: the next one belongs to the same step.
  Offset append(const Effect& effect, std::optional<Offset> pinned, bool more = false);
  // Appends an entry of the upstream verbatim. False, and nothing changes, if it does not continue our log.
  [[nodiscard]] bool append_verbatim(Offset offset, Checksum checksum, std::string_view body,
                                     std::optional<Offset> pinned);

  // Whether a replica at `place` can be served from the backlog.
  bool can_resume(const Place& place) const;

 private:
  History history_;
  Backlog backlog_;
};

}  // namespace burrow
