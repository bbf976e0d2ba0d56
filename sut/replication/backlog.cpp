#include "sut/replication/backlog.hpp"

#include <utility>

#include "sut/runtime/assert.hpp"

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

}  // namespace burrow
