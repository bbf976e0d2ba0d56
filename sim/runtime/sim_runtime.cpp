#include "sim/runtime/sim_runtime.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "sim/runtime/sim_stream.hpp"
#include "sut/runtime/assert.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog {
namespace {

seam::TimerId timer_id(std::uint32_t slot, std::uint32_t generation) {
  return seam::TimerId{std::uint64_t{generation} << 32 | slot};
}

std::uint32_t slot_of(seam::TimerId id) { return static_cast<std::uint32_t>(static_cast<std::uint64_t>(id)); }

std::uint32_t generation_of(seam::TimerId id) {
  return static_cast<std::uint32_t>(static_cast<std::uint64_t>(id) >> 32);
}

}  // namespace

MonotonicTime SimRuntime::monotonic_now() {
  if (!cut_) host_.note_reading(Host::Shown::monotonic);
  return host_.monotonic_now();
}

WallTime SimRuntime::wall_now() {
  if (!cut_) host_.take_reading_time();
  if (!cut_) host_.note_reading(Host::Shown::wall);
  const ClockReading clocks = host_.read_clocks();
  if (!cut_ && host_.is_node()) host_.events_.on(ClockRead{host_.engine_.now(), host_.id_, clocks});
  return clocks.wall;
}

seam::Timer SimRuntime::start_timer(Duration after, std::function<void()> fire) {
  if (cut_) return {};
  if (free_timers_.empty()) {
    free_timers_.push_back(static_cast<std::uint32_t>(timers_.size()));
    timers_.emplace_back();
  }
  const std::uint32_t slot = free_timers_.back();
  free_timers_.pop_back();
  TimerSlot& timer = timers_[slot];
  timer.fire = std::move(fire);
  timer.due = seam::saturating_add(monotonic_now(), std::clamp(after, Duration::zero(), seam::longest_wait));
  timer.is_awaited = after > Duration::zero();
  timer.order = started_++;
  ++timer.generation;
  schedule_timer(slot);
  return {*this, timer_id(slot, timer.generation)};
}

void SimRuntime::schedule_timer(std::uint32_t slot) {
  TimerSlot& timer = timers_[slot];
  const VirtualTime at = host_.clocks_.when(timer.due, host_.engine_.now());
  timer.at = at;
  const seam::TimerId id = timer_id(slot, timer.generation);
  timer.event = host_.engine_.schedule(at, host_.timer_tie(at), [this, id] { this->fire(id); });
}

void SimRuntime::reschedule_timers() {
  std::vector<std::uint32_t> pending;
  for (std::uint32_t slot = 0; slot < timers_.size(); ++slot) {
    if (host_.engine_.is_pending(timers_[slot].event)) pending.push_back(slot);
  }
  std::sort(pending.begin(), pending.end(), [this](std::uint32_t left, std::uint32_t right) {
    return std::tie(timers_[left].due, timers_[left].order) < std::tie(timers_[right].due, timers_[right].order);
  });
  for (const std::uint32_t slot : pending) {
    host_.engine_.cancel(timers_[slot].event);
    schedule_timer(slot);
  }
}

SimRuntime::TimerSlot* SimRuntime::find_timer(seam::TimerId id) {
  const std::uint32_t slot = slot_of(id);
  if (slot >= timers_.size() || timers_[slot].generation != generation_of(id) || !timers_[slot].fire) return nullptr;
  return &timers_[slot];
}

void SimRuntime::release_timer(seam::TimerId id) {
  ++timers_[slot_of(id)].generation;
  free_timers_.push_back(slot_of(id));
}

void SimRuntime::cancel_timer(seam::TimerId id) noexcept {
  TimerSlot* timer = find_timer(id);
  if (timer == nullptr) return;
  host_.engine_.cancel(timer->event);
  // Its captures may own timers: the slot is in order before they go.
  const std::function<void()> dropped = std::exchange(timer->fire, nullptr);
  release_timer(id);
}

void SimRuntime::fire(seam::TimerId id) {
  TimerSlot* timer = find_timer(id);
  if (timer == nullptr) return;
  if (timer->is_awaited) {
    if (const auto at = host_.late_wake_up(timer->at)) {
      timer->event = host_.engine_.schedule(*at, host_.timer_tie(*at), [this, id] { this->fire(id); });
      return;
    }
  }
  if (!host_.may_run({Host::Waiting::Kind::timer, static_cast<std::uint64_t>(id)})) return;
  const std::function<void()> action = std::exchange(timer->fire, nullptr);
  release_timer(id);
  if (host_.is_node()) host_.events_.on(TimerFired{host_.engine_.now(), host_.id_});
  host_.enter(action);
}

tl::expected<std::unique_ptr<seam::Listener>, seam::ListenError> SimRuntime::listen(const seam::Address& at,
                                                                                    seam::AcceptHandler on_accept) {
  if (!at.host.empty() && at.host != "0.0.0.0" && at.host != host_.name()) {
    return tl::unexpected(seam::ListenError{"cannot listen on " + to_string(at) + ": not an address of this machine"});
  }
  const std::uint16_t port = at.port != 0 ? at.port : host_.network_.free_port(host_.id());
  auto listener = std::make_unique<SimListener>(*this, seam::Address{host_.name(), port}, std::move(on_accept));
  if (!cut_ && !listener->open()) {
    return tl::unexpected(seam::ListenError{"cannot listen on " + to_string(at) + ": address already in use"});
  }
  return listener;
}

std::unique_ptr<seam::Stream> SimRuntime::connect(const seam::Address& to, seam::StreamEvents& events) {
  if (cut_) return std::make_unique<SimStream>(*this, to);
  const Endpoint end = host_.network_.connect(host_.id_, to);
  return std::make_unique<SimStream>(*this, end, to, &events);
}

std::uint64_t SimRuntime::random_u64(std::string_view purpose) { return cut_ ? 0 : host_.draw_random(purpose); }

void SimRuntime::announce(const seam::Announcement& announcement) {
  if (!cut_) host_.hooks_.on_announcement(host_.id_, announcement);
}

void SimRuntime::cut() {
  cut_ = true;
  for (TimerSlot& timer : timers_) host_.engine_.cancel(timer.event);
}

}  // namespace groundhog
