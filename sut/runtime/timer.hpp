// RAII one-shot timers. A Timer that goes out of scope never fires: callbacks may capture `this` of its owner.
#pragma once

#include <cstdint>
#include <utility>

#include "sut/runtime/time.hpp"

namespace seam {

// A wait that is longer (36 years) ends never: it is cut to this, which keeps sums far from overflow.
inline constexpr Duration longest_wait{std::int64_t{1} << 60};

enum class TimerId : std::uint64_t { none = 0 };

// The side of the runtime that a Timer needs to unregister itself.
class TimerService {
 public:
  virtual void cancel_timer(TimerId id) noexcept = 0;

 protected:
  ~TimerService() = default;
};

// Handle of one pending callback. Move-only; destruction or assignment cancels. Must not outlive its runtime.
// Cancelling from inside the timer's own callback is allowed, re-arming (assigning a new Timer) too.
class Timer {
 public:
  Timer() = default;
  Timer(TimerService& service, TimerId id) : service_(&service), id_(id) {}
  Timer(Timer&& other) noexcept
      : service_(std::exchange(other.service_, nullptr)), id_(std::exchange(other.id_, TimerId::none)) {}
  Timer& operator=(Timer&& other) noexcept {
    if (this == &other) return *this;
    cancel();
    service_ = std::exchange(other.service_, nullptr);
    id_ = std::exchange(other.id_, TimerId::none);
    return *this;
  }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer() { cancel(); }

  void cancel() noexcept {
    if (service_ == nullptr) return;
    std::exchange(service_, nullptr)->cancel_timer(std::exchange(id_, TimerId::none));
  }

 private:
  TimerService* service_ = nullptr;
  TimerId id_ = TimerId::none;
};

}  // namespace seam
