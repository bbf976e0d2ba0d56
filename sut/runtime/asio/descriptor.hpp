// A file descriptor that closes itself.
#pragma once

#include <unistd.h>
#include <utility>

namespace seam {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, none)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  int get() const { return value_; }
  bool is_open() const { return value_ != none; }

  void close() {
    if (is_open()) ::close(std::exchange(value_, none));
  }

 private:
  static constexpr int none = -1;

  int value_ = none;
};

}  // namespace seam
