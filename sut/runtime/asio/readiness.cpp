#include "sut/runtime/asio/readiness.hpp"

#include <array>
#include <cerrno>
#include <sys/epoll.h>

#include "sut/runtime/assert.hpp"

namespace seam {

namespace {

constexpr std::size_t events_per_turn = 256;

Readiness::Key make_key(std::uint32_t slot, std::uint32_t generation) {
  return Readiness::Key{std::uint64_t{generation} << 32 | slot};
}

std::uint32_t slot_of(Readiness::Key key) { return static_cast<std::uint32_t>(static_cast<std::uint64_t>(key)); }

epoll_event request(std::uint32_t events, Readiness::Key key) {
  epoll_event wanted{};
  wanted.events = events;
  wanted.data.u64 = static_cast<std::uint64_t>(key);
  return wanted;
}

}  // namespace

Readiness::Readiness() : epoll_(epoll_create1(EPOLL_CLOEXEC)) { SEAM_ASSERT(epoll_.is_open()); }

Readiness::Key Readiness::add(int socket, std::uint32_t events, Watcher& watcher) {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.emplace_back();
  }
  Slot& slot = slots_[free_.back()];
  slot.watcher = &watcher;
  const Key key = make_key(free_.back(), ++slot.generation);
  free_.pop_back();

  epoll_event wanted = request(events, key);
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, socket, &wanted) == 0) return key;
  release(key);
  return Key::none;
}

void Readiness::change(int socket, Key key, std::uint32_t events) {
  epoll_event wanted = request(events, key);
  const int result = epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, socket, &wanted);
  SEAM_ASSERT(result == 0);
}

// Closing would end the registration too, but not while a child process shares the socket.
void Readiness::remove(int socket, Key key) {
  if (find(key) == nullptr) return;
  epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, socket, nullptr);
  release(key);
}

void Readiness::dispatch() {
  std::array<epoll_event, events_per_turn> events;
  const int count = epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), 0);
  SEAM_ASSERT(count >= 0 || errno == EINTR);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    if (Watcher* watcher = find(Key{event.data.u64})) watcher->on_ready(event.events);
  }
}

Watcher* Readiness::find(Key key) const {
  const std::uint32_t slot = slot_of(key);
  if (slot >= slots_.size() || make_key(slot, slots_[slot].generation) != key) return nullptr;
  return slots_[slot].watcher;
}

void Readiness::release(Key key) {
  slots_[slot_of(key)].watcher = nullptr;
  free_.push_back(slot_of(key));
}

}  // namespace seam
