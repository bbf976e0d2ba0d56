// Copies every entry as it was at one instant, one by one and from the least to the most recent: a large cache is sent
// to a replica without stopping everybody else.
//
// Copy on write: an entry that changes, moves or leaves before its turn is copied just before, and kept until its place
// in the order comes. One that came later has a later stamp and is not copied. A listing for people (listing.hpp) needs
// no order and keeps nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <utility>

namespace burrow {

template <typename Entry, typename Item>
class FrozenCopy {
 public:
  // Of `count` entries, the list from `oldest` to `newest`. The one before is forgotten.
  void begin(Entry* oldest, const Entry* newest, std::size_t count) {
    end();
    next_ = oldest;
    last_stamp_ = newest == nullptr ? 0 : newest->recency_stamp;
    left_ = count;
  }
  void end() {
    left_ = 0;
    early_.clear();
  }

  // nullopt: that was all.
  std::optional<Item> next() {
    if (left_ == 0) return std::nullopt;
    --left_;
    if (early_.empty() || early_.begin()->first > stamp_of_next()) {
      const Entry& entry = *std::exchange(next_, next_->newer);
      return copy_of(entry);
    }
    auto early = early_.extract(early_.begin());
    if (early.key() == stamp_of_next()) next_ = next_->newer;
    return std::move(early.mapped());
  }

  // The entry is about to change its content or its place, or to leave.
  void let_go(const Entry& entry) {
    if (left_ == 0) return;
    if (entry.recency_stamp <= last_stamp_ && entry.recency_stamp >= stamp_of_next()) {
      early_.try_emplace(entry.recency_stamp, copy_of(entry));
    }
    if (next_ == &entry) next_ = entry.newer;
  }

 private:
  static Item copy_of(const Entry& entry) { return {entry.key, entry.value, entry.deadline}; }

  std::uint64_t stamp_of_next() const {
    return next_ == nullptr ? std::numeric_limits<std::uint64_t>::max() : next_->recency_stamp;
  }

  Entry* next_ = nullptr;
  std::uint64_t last_stamp_ = 0;
  std::size_t left_ = 0;
  std::map<std::uint64_t, Item> early_;  // by stamp
};

}  // namespace burrow
