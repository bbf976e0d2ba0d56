// Entries from the least to the most recently used: an intrusive doubly linked list. Does not own them.
// Each has a stamp that grows from the least to the most recent, from 1 up.
#pragma once

#include <cstddef>
#include <cstdint>

namespace burrow {

template <typename Entry>
class RecencyList {
 public:
  std::size_t size() const { return size_; }
  Entry* oldest() const { return oldest_; }
  Entry* newest() const { return newest_; }

  void push_newest(Entry& entry) {
    entry.older = newest_;
    entry.newer = nullptr;
    entry.recency_stamp = ++last_stamp_;
    (newest_ != nullptr ? newest_->newer : oldest_) = &entry;
    newest_ = &entry;
    ++size_;
  }

  void erase(Entry& entry) {
    (entry.older != nullptr ? entry.older->newer : oldest_) = entry.newer;
    (entry.newer != nullptr ? entry.newer->older : newest_) = entry.older;
    entry.older = nullptr;
    entry.newer = nullptr;
    --size_;
  }

  void move_to_newest(Entry& entry) {
    if (newest_ == &entry) return;
    erase(entry);
    push_newest(entry);
  }

 private:
  Entry* oldest_ = nullptr;
  Entry* newest_ = nullptr;
  std::size_t size_ = 0;
  std::uint64_t last_stamp_ = 0;
};

}  // namespace burrow
