// A wire with a knife: forwards connections to a port, and can be cut, healed, and made slow.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <list>
#include <thread>

namespace burrow::test {

class Proxy {
 public:
  explicit Proxy(std::uint16_t target);
  ~Proxy();
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;

  std::uint16_t port() const { return port_; }

  // Nothing passes, without a word: connections stay, and new ones hang.
  void cut() { is_cut_ = true; }
  void heal() { is_cut_ = false; }
  // Every connection ends with a reset.
  void reset_all() { wants_reset_ = true; }
  // Each piece arrives so much later.
  void delay(std::chrono::milliseconds by) { delay_ = by; }

 private:
  struct Pipe;
  struct Connection;

  void run();
  void accept_all();
  bool forward(Connection& connection);

  std::uint16_t target_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  std::atomic<bool> is_cut_{false};
  std::atomic<bool> wants_reset_{false};
  std::atomic<bool> stopping_{false};
  std::atomic<std::chrono::milliseconds> delay_{std::chrono::milliseconds(0)};
  std::list<Connection> connections_;
  std::thread thread_;
};

}  // namespace burrow::test
