#include "sut/replication/log.hpp"

#include <string>
#include <utility>

#include "sut/replication/frame.hpp"
#include "sut/runtime/assert.hpp"

#define XXH_INLINE_ALL

#include <xxhash.h>

namespace burrow {

Checksum checksum_of(std::string_view bytes) { return Checksum{XXH64(bytes.data(), bytes.size(), 0)}; }

Checksum extend(Checksum log, std::string_view entry) { return Checksum{XXH64(entry.data(), entry.size(), raw(log))}; }

void StateDigest::add(std::string_view key, std::string_view value, const Deadline& deadline) {
  // "No TTL" and a deadline at the epoch must differ, hence the tag beside the count of milliseconds.
  const std::uint64_t has_deadline = deadline ? 1 : 0;
  const auto deadline_ms = deadline ? static_cast<std::uint64_t>(deadline->time_since_epoch().count()) : 0;
  const std::uint64_t of_key = XXH64(key.data(), key.size(), deadline_ms * 2 + has_deadline);
  sum_ += XXH64(value.data(), value.size(), of_key);
}

}  // namespace burrow

namespace burrow {

void Backlog::reset(Offset offset, Checksum checksum) {
  entries_.clear();
  size_bytes_ = 0;
  before_first_ = offset;
  before_first_checksum_ = checksum;
}

void Backlog::append(std::string body, std::optional<Offset> pinned) {
  const Checksum checksum = extend(end_checksum(), body);
  entries_.push_back(Entry{std::move(body), checksum});
  size_bytes_ += cost_bytes(entries_.back());
  while (entries_.size() > 1 && size_bytes_ > options_.limit_bytes) {
    const bool oldest_is_pinned = pinned && *pinned <= first();
    if (oldest_is_pinned && size_bytes_ <= options_.sync_buffer_bytes) break;
    size_bytes_ -= cost_bytes(entries_.front());
    before_first_checksum_ = entries_.front().checksum;
    ++before_first_;
    entries_.pop_front();
  }
}

const Backlog::Entry& Backlog::at(Offset offset) const {
  SEAM_ASSERT(offset >= first() && offset <= end());
  return entries_[offset - first()];
}

std::optional<Checksum> Backlog::checksum_at(Offset offset) const {
  if (offset < before_first_ || offset > end()) return std::nullopt;
  if (offset == before_first_) return before_first_checksum_;
  return at(offset).checksum;
}

std::size_t Backlog::cost_bytes(const Entry& entry) {
  // Beside the body: the entry itself and the allocator's usual header.
  constexpr std::size_t overhead_bytes = sizeof(Entry) + 16;
  return entry.body.size() + overhead_bytes;
}

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
