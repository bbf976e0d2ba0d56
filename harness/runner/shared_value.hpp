// A value that a process shares with those that it forks, however they end.
#pragma once

#include <cerrno>
#include <new>
#include <sys/mman.h>
#include <system_error>
#include <type_traits>

namespace groundhog::harness {

template <class Value>
class SharedValue {
  static_assert(std::is_trivially_copyable_v<Value> && std::is_trivially_destructible_v<Value>);

 public:
  // Throws std::system_error where there is no memory left. Pages of a large one take memory when they are written to.
  SharedValue() {
    void* memory = ::mmap(nullptr, sizeof(Value), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
    value_ = new (memory) Value;
  }
  ~SharedValue() { ::munmap(value_, sizeof(Value)); }
  SharedValue(const SharedValue&) = delete;
  SharedValue& operator=(const SharedValue&) = delete;

  Value& operator*() { return *value_; }
  const Value& operator*() const { return *value_; }
  Value* operator->() { return value_; }
  const Value* operator->() const { return value_; }

 private:
  Value* value_;
};

}  // namespace groundhog::harness
