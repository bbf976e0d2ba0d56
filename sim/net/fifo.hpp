// A queue in one vector: cheap to push, to pop and to walk, and it allocates nothing once it has grown.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/core/assert.hpp"

namespace groundhog {

template <typename T>
class Fifo {
 public:
  bool empty() const { return head_ == items_.size(); }
  std::size_t size() const { return items_.size() - head_; }
  T& operator[](std::size_t position) { return items_[head_ + position]; }
  const T& operator[](std::size_t position) const { return items_[head_ + position]; }
  T& front() { return items_[head_]; }
  const T& front() const { return items_[head_]; }
  T& back() { return items_.back(); }
  const T& back() const { return items_.back(); }

  void push(const T& item) {
    if (head_ >= compact_from && head_ * 2 >= items_.size()) {
      items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(head_));
      head_ = 0;
    }
    items_.push_back(item);
  }

  void pop() {
    GROUNDHOG_ASSERT(!empty());
    if (++head_ == items_.size()) clear();
  }

  void clear() {
    items_.clear();
    head_ = 0;
  }

 private:
  static constexpr std::size_t compact_from = 64;

  std::vector<T> items_;
  std::size_t head_ = 0;
};

}  // namespace groundhog
