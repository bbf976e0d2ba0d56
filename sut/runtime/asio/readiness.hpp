// A file descriptor that closes itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unistd.h>
#include <utility>
#include <vector>

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

// Which sockets have something to say: one epoll instance of our own, which the event loop watches as a whole.
//
// Asio's own waits for a descriptor are level-triggered and ask the kernel again for each event. The seam is
// edge-triggered as epoll is: a socket is registered once, an event costs no further call and no allocation, and an
// error is noticed without a read.

class Watcher {
 public:
  // `events` are those of epoll(7), as of now.
  virtual void on_ready(std::uint32_t events) = 0;

 protected:
  ~Watcher() = default;
};

class Readiness {
 public:
  // Names a registration; never reused, so that an event that was fetched for a socket cannot reach its successor.
  enum class Key : std::uint64_t { none = 0 };

  Readiness();

  // `events` as for epoll_ctl(2). Key::none if the kernel has no room for one more.
  Key add(int socket, std::uint32_t events, Watcher& watcher);
  // Changes what is waited for; what is ready already is an event again.
  void change(int socket, Key key, std::uint32_t events);
  // Call before the socket is closed; nothing is called for it afterwards.
  void remove(int socket, Key key);

  // Calls the watchers of what is ready, without waiting. They may add, change and remove anything.
  void dispatch();

  // Readable when dispatch() has something to do.
  int descriptor() const { return epoll_.get(); }
  std::size_t size() const { return slots_.size() - free_.size(); }

 private:
  struct Slot {
    Watcher* watcher = nullptr;  // null: free
    std::uint32_t generation = 0;
  };

  Watcher* find(Key key) const;
  void release(Key key);

  Descriptor epoll_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
};

}  // namespace seam
