// The recent part of a log, kept so that replicas can resume. Every node keeps one: a primary's grows by its own
// effects, a replica's by the entries that it applied; a promotion continues it, a load empties it.
//
// Entries first() … end() are held. The checksum at first() - 1 is kept, too, so that a replica which has everything
// before the first entry can still resume.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "sut/replication/checksum.hpp"
#include "sut/replication/effect.hpp"
#include "sut/replication/history.hpp"

namespace burrow {

struct BacklogOptions {
  std::size_t limit_bytes = 1024 * 1024;
  // While a replica loads a snapshot, entries behind it are kept beyond the limit up to this much.
  std::size_t sync_buffer_bytes = 64 * 1024 * 1024;
};

class Backlog {
 public:
  struct Entry {
    std::string body;   // encoded effect (frame.hpp): what the wire and the checksum are made of
    Checksum checksum;  // of the log after this entry
  };

  explicit Backlog(BacklogOptions options) : options_(options) {}

  // Forgets everything: the log continues behind `offset`.
  void reset(Offset offset, Checksum checksum);

  // Appends entry end() + 1. Old entries leave beyond the limit, the newest never does. Entries from `pinned` on stay
  // until the sync buffer is full; nullopt pins nothing.
  void append(std::string body, std::optional<Offset> pinned);

  Offset first() const { return before_first_ + 1; }
  Offset end() const { return before_first_ + entries_.size(); }
  Checksum end_checksum() const { return entries_.empty() ? before_first_checksum_ : entries_.back().checksum; }
  std::size_t size_bytes() const { return size_bytes_; }

  // first() <= offset <= end().
  const Entry& at(Offset offset) const;

  // Of the log up to `offset`; nullopt unless first() - 1 <= offset <= end().
  std::optional<Checksum> checksum_at(Offset offset) const;

 private:
  static std::size_t cost_bytes(const Entry& entry);

  BacklogOptions options_;
  std::deque<Entry> entries_;
  Offset before_first_ = 0;
  Checksum before_first_checksum_ = Checksum::empty;
  std::size_t size_bytes_ = 0;
};

}  // namespace burrow
