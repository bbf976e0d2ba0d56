// The seam for one incarnation of a process: seam::Runtime on virtual time and the simulated network. Made by
// Host::boot().
//
// After cut() nothing that the dead process still does reaches the world: clocks stand, writes accept nothing, reads
// fail, timers and listeners are empty handles. Its objects may be destroyed in any order, but before their Host.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "sim/runtime/host.hpp"

namespace groundhog {

class SimRuntime final : public seam::Runtime, private seam::TimerService {
 public:
  SimRuntime(Host& host, std::uint32_t incarnation) : host_(host), incarnation_(incarnation) {}
  SimRuntime(const SimRuntime&) = delete;
  SimRuntime& operator=(const SimRuntime&) = delete;

  // -- seam::Runtime
  WallTime wall_now() override;
  MonotonicTime monotonic_now() override;
  seam::Timer start_timer(Duration after, std::function<void()> fire) override;
  tl::expected<std::unique_ptr<seam::Listener>, seam::ListenError> listen(const seam::Address& at,
                                                                          seam::AcceptHandler on_accept) override;
  std::unique_ptr<seam::Stream> connect(const seam::Address& to, seam::StreamEvents& events) override;
  std::uint64_t random_u64(std::string_view purpose) override;
  void announce(const seam::Announcement& announcement) override;

  // -- for the host
  void cut();
  bool is_cut() const { return cut_; }
  Host& host() { return host_; }
  std::uint32_t incarnation() const { return incarnation_; }
  // The drift changed: pending timers keep their due times on the monotonic clock.
  void reschedule_timers();
  void fire(seam::TimerId id);
  std::size_t pending_timers() const { return timers_.size() - free_timers_.size(); }
  std::size_t held_streams() const { return streams_; }

 private:
  friend class SimStream;

  struct TimerSlot {
    std::function<void()> fire;  // empty: free
    MonotonicTime due{};
    bool is_awaited = false;  // it was not due when it was started: the process is to be woken for it
    VirtualTime at{};         // when it is due
    std::uint64_t order = 0;  // of the starts
    EventHandle event;
    std::uint32_t generation = 0;
  };

  void cancel_timer(seam::TimerId id) noexcept override;
  void schedule_timer(std::uint32_t slot);
  TimerSlot* find_timer(seam::TimerId id);
  void release_timer(seam::TimerId id);

  Host& host_;
  std::uint32_t incarnation_;
  bool cut_ = false;
  std::uint64_t started_ = 0;
  std::vector<TimerSlot> timers_;
  std::vector<std::uint32_t> free_timers_;
  std::size_t streams_ = 0;  // that the process has not destroyed
};

}  // namespace groundhog
