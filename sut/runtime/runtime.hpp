// The seam between a replicated system and the world: the only way for it to learn the time, wait, talk, draw a random
// number or say something. Production implements it with Asio, the simulator with virtual time; the code above cannot
// see the difference.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <tl/expected.hpp>

#include "sut/runtime/stream.hpp"
#include "sut/runtime/time.hpp"

namespace seam {

// What a process says about itself: a log line for people and a structured event for tools, in one call.
// Production prints it, the simulator shows it in the timeline, counts it and lets scenarios wait for it.

enum class Severity : std::uint8_t { trace, debug, info, warning, error };

constexpr std::string_view to_string(Severity severity) {
  constexpr std::string_view names[] = {"trace", "debug", "info", "warning", "error"};
  return names[static_cast<std::size_t>(severity)];
}

// One named fact of an announcement. Text is borrowed for the duration of the call.
struct Field {
  enum class Kind : std::uint8_t { text, number, id, none };

  std::string_view name;
  Kind kind = Kind::none;
  std::string_view text;    // Kind::text
  std::int64_t number = 0;  // Kind::number: counts, offsets, milliseconds (the name says which: `_ms`)
  std::uint64_t id = 0;     // Kind::id: an opaque 64-bit identity, printed in hexadecimal

  constexpr Field(std::string_view field, std::string_view value) : name(field), kind(Kind::text), text(value) {}
  constexpr Field(std::string_view field, std::integral auto value)
      : name(field), kind(Kind::number), number(static_cast<std::int64_t>(value)) {}
  template <typename Id>
  requires std::is_enum_v<Id>
  constexpr Field(std::string_view field, Id value)
      : name(field), kind(Kind::id), id(static_cast<std::uint64_t>(value)) {}
  constexpr Field(std::string_view field, std::nullopt_t) : name(field) {}
};

struct Announcement {
  Severity severity;
  std::string_view event;  // dotted, stable, from a table (sut/replication/announcements.hpp): "peer.declared_down"
  std::span<const Field> fields;
};

// RAII one-shot timers. A Timer that goes out of scope never fires: callbacks may capture `this` of its owner.

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

  // Port 0 means any that is free: Listener::local() says which.
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
