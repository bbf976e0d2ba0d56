// Nonces of one connection's pings, and which pongs answer them. A value machine.
//
// A nonce is unique per connection generation, so that a pong of an older connection is recognised. A late pong answers
// an older ping; it is a sign of life all the same.
#pragma once

#include <cstdint>

namespace burrow {

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

}  // namespace burrow
