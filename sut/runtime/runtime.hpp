// The seam between a replicated system and the world: the only way for it to learn the time, wait, talk, draw a random
// number or say something. Production implements it with Asio, the simulator with virtual time; the code above cannot
// tell.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "sut/runtime/address.hpp"
#include "sut/runtime/announcement.hpp"
#include "sut/runtime/stream.hpp"
#include "sut/runtime/time.hpp"
#include "sut/runtime/timer.hpp"

namespace seam {

struct ListenError {
  std::string message;  // names the address and the reason, for people
};

// One process sees one Runtime. Not thread-safe: call it from the runtime's own callbacks (or before they start).
class Runtime {
 public:
  virtual ~Runtime() = default;

  virtual WallTime wall_now() = 0;
  virtual MonotonicTime monotonic_now() = 0;

  // Runs `fire` once, at the earliest `after` from now on the monotonic clock. A negative `after` means 0, one beyond
  // `longest_wait` never. Timers fire in the order of their due times; those that are due at the same instant, in the
  // order of their start.
  [[nodiscard]] virtual Timer start_timer(Duration after, std::function<void()> fire) = 0;

  // Port 0 means any that is free: Listener::local() tells which.
  [[nodiscard]] virtual tl::expected<std::unique_ptr<Listener>, ListenError> listen(const Address& at,
                                                                                    AcceptHandler on_accept) = 0;

  // Starts connecting; the outcome arrives as on_connected() or on_error(). Never null.
  [[nodiscard]] virtual std::unique_ptr<Stream> connect(const Address& to, StreamEvents& events) = 0;

  // Uniform 64 bits. `purpose` names what the number is for ("replication-id"); draws for one purpose never shift
  // another's.
  virtual std::uint64_t random_u64(std::string_view purpose) = 0;

  virtual void announce(const Announcement& announcement) = 0;
};

}  // namespace seam
