// The bytes of one direction of a connection that anybody may still need, contiguous and addressed by their stream
// offset.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/core/assert.hpp"

namespace groundhog {

class ByteQueue {
 public:
  std::uint64_t begin() const { return base_; }
  std::uint64_t end() const { return base_ + (bytes_.size() - head_); }

  // Valid until the next change.
  std::string_view view(std::uint64_t from, std::uint64_t to) const {
    GROUNDHOG_ASSERT(base_ <= from && from <= to && to <= end());
    return std::string_view(bytes_).substr(head_ + static_cast<std::size_t>(from - base_),
                                           static_cast<std::size_t>(to - from));
  }

  void append(std::string_view bytes) {
    if (head_ > 0 && (head_ == bytes_.size() || bytes_.size() + bytes.size() > bytes_.capacity())) {
      bytes_.erase(0, head_);
      head_ = 0;
    }
    bytes_.append(bytes);
  }

  // Cuts [from, from + size) out; what lies behind moves up.
  void erase(std::uint64_t from, std::size_t size) {
    GROUNDHOG_ASSERT(base_ <= from && from + size <= end());
    bytes_.erase(head_ + static_cast<std::size_t>(from - base_), size);
  }

  void truncate(std::uint64_t to) {
    GROUNDHOG_ASSERT(base_ <= to && to <= end());
    bytes_.resize(head_ + static_cast<std::size_t>(to - base_));
  }

  void drop_before(std::uint64_t offset) {
    GROUNDHOG_ASSERT(base_ <= offset && offset <= end());
    head_ += static_cast<std::size_t>(offset - base_);
    base_ = offset;
  }

 private:
  std::string bytes_;
  std::size_t head_ = 0;  // bytes_[head_] has the offset base_
  std::uint64_t base_ = 0;
};

}  // namespace groundhog
