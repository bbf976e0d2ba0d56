// Ways to see every entry as it was at one instant, in pieces, while the cache changes: a large cache is listed, or
// sent to a replica, without stopping its other users. Copy on write: an entry is visited or copied just before it
// changes or leaves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <utility>

namespace burrow {

// For people: no order, and nothing is kept. Entries are walked from the least to the most recent. One that changes or
// leaves before its turn is visited just before; one that came later is not visited.
template <typename Entry>
class Listing {
 public:
  using Visit = std::function<void(const Entry&)>;

  bool is_active() const { return left_ > 0; }

  // Of `count` entries, `oldest` first. The one before is forgotten.
  void begin(Entry* oldest, std::size_t count, Visit visit) {
    ++round_;
    next_ = oldest;
    left_ = count;
    visit_ = std::move(visit);
  }
  void end() { left_ = 0; }

  // Visits so many more at most.
  void advance(std::size_t limit) {
    for (; left_ > 0 && limit > 0; --limit) {
      Entry& entry = *next_;
      next_ = entry.newer;
      visit_once(entry);
    }
  }

  // The entry is about to change its content or its place, or to leave.
  void let_go(Entry& entry) {
    if (left_ == 0) return;
    if (next_ == &entry) next_ = entry.newer;
    visit_once(entry);
  }
  // The entry is new.
  void skip(Entry& entry) { entry.listed_in = round_; }

 private:
  void visit_once(Entry& entry) {
    if (std::exchange(entry.listed_in, round_) == round_) return;
    visit_(entry);
    --left_;
  }

  std::uint64_t round_ = 0;
  Entry* next_ = nullptr;
  std::size_t left_ = 0;
  Visit visit_;
};

// For replicas: copies in order, from the least to the most recent. An entry that changes, moves or leaves before its
// turn is copied just before, and kept until its place in the order comes. One that came later has a later stamp and is
// not copied.

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
