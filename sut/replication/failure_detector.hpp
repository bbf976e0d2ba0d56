// Heartbeats of one connection, and what to conclude when they stay away. Value machines: they know no clock and no
// stream.
#pragma once

#include <cstdint>

#include "sut/runtime/time.hpp"

namespace burrow {

// Nonces of pings, and which pongs answer them.
//
// A nonce is unique per connection generation, so that a pong of an older connection is recognised. A late pong answers
// an older ping; it is a sign of life all the same.
class Heartbeat {
 public:
  // `generation` differs for every connection that this process ever had.
  explicit Heartbeat(std::uint32_t generation) : generation_(generation) {}

  std::uint64_t next_nonce() { return nonce(++sent_); }

  // Whether this pong answers any ping of this connection, however old.
  bool is_own_pong(std::uint64_t pong_nonce) const { return pong_nonce > nonce(0) && pong_nonce <= nonce(sent_); }

 private:
  std::uint64_t nonce(std::uint32_t ordinal) const { return (std::uint64_t{generation_} << 32) | ordinal; }

  std::uint32_t generation_;
  std::uint32_t sent_ = 0;
};

// Decides whether a peer is alive: it is given the time and what was heard, and returns decisions.
//
// Time is cut into windows of length W. A window without evidence is a miss; `misses` in a row declare the peer down,
// between misses × W and (misses + 1) × W after the last evidence. A tick that comes more than W late says that this
// node itself was paused: it counts nothing and starts a new window.

struct FailureDetectorOptions {
  seam::Duration window = std::chrono::seconds(1);  // W = max(heartbeat-interval, heartbeat-timeout)
  std::uint32_t misses = 3;
};

class FailureDetector {
 public:
  enum class Verdict : std::uint8_t {
    alive,   // evidence in this window
    missed,  // none, but not often enough
    paused,  // the tick was late: nothing counted
    down,    // declared down; the caller closes the connection
  };

  FailureDetector(FailureDetectorOptions options, seam::MonotonicTime now) : options_(options) { restart(now); }

  // The first window starts here: at the connect call, and again when the connection is established.
  void restart(seam::MonotonicTime now);

  // A sign of life in the current window.
  void evidence() { heard_ = true; }

  // To be called when window_end() has come. Opens the next window.
  Verdict tick(seam::MonotonicTime now);

  seam::MonotonicTime window_end() const { return window_end_; }
  std::uint32_t misses_in_a_row() const { return misses_; }

 private:
  FailureDetectorOptions options_;
  seam::MonotonicTime window_end_{};
  std::uint32_t misses_ = 0;
  bool heard_ = false;
};

}  // namespace burrow
