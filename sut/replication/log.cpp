#include "sut/replication/log.hpp"

#include <string>

#include "sut/replication/frame.hpp"

namespace burrow {

void ReplicationLog::begin(ReplicationId id) {
  history_ = History{.id = id};
  backlog_.reset(0, Checksum::empty);
}

void ReplicationLog::promote(ReplicationId id) {
  history_ = History{id, HistoryOrigin::promotion, history_.id, backlog_.end()};
}

void ReplicationLog::load(const History& history, Offset offset, Checksum checksum) {
  history_ = history;
  backlog_.reset(offset, checksum);
}

void ReplicationLog::follow(const History& history) { history_ = history; }

Offset ReplicationLog::append(const Effect& effect, std::optional<Offset> pinned, bool more) {
  backlog_.append(encode_body(effect, more), pinned);
  return backlog_.end();
}

bool ReplicationLog::append_verbatim(Offset offset, Checksum checksum, std::string_view body,
                                     std::optional<Offset> pinned) {
  if (offset != backlog_.end() + 1) return false;
  if (extend(backlog_.end_checksum(), body) != checksum) return false;
  backlog_.append(std::string(body), pinned);
  return true;
}

bool ReplicationLog::can_resume(const Place& place) const {
  if (!history_.contains(place.history, place.offset)) return false;
  const auto ours = backlog_.checksum_at(place.offset);
  return ours && *ours == place.checksum;
}

}  // namespace burrow
