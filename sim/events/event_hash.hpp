// One number for all events of a run: equal hashes mean that two runs had the same events with the
// same bytes.
//
// The hash rolls: after each event it covers everything up to there, so that the first event at which two runs differ
// is the first index at which their running hashes do. Texts go through XXH3, numbers through a multiply-xor mix.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "sim/events/observer.hpp"

namespace groundhog {

class EventHash final : public EachEvent<EventHash> {
 public:
  EventHash() = default;
  // Appends the running hash to `trail` after each event: trail[i] covers events 0 … i. `trail` must outlive the
  // observer.
  explicit EventHash(std::vector<std::uint64_t>& trail) : trail_(&trail) {}

  // Of all events so far.
  std::uint64_t value() const { return state_; }
  // Events so far.
  std::uint64_t count() const { return count_; }

  template <typename Event>
  void each(const Event& event) {
    if constexpr (HashedEvent<Event>) {
      add(event_number<Event>);
      add(event.at);
      event.describe([this](std::string_view, const auto& value) { this->add(value); });
      end();
    }
  }

 private:
  template <typename T>
  requires(std::is_enum_v<T> || std::integral<T>) void add(T value) { mix(static_cast<std::uint64_t>(value)); }
  template <typename Clock>
  void add(std::chrono::time_point<Clock, Duration> instant) {
    add(instant.time_since_epoch().count());
  }
  template <typename T>
  void add(std::span<const T> values) {
    add(values.size());
    for (const T& value : values) add(value);
  }
  void add(std::string_view text);
  void add(const std::string& text) { add(std::string_view(text)); }
  void add(const ClockReading& reading);
  void add(const Deadline& deadline);
  void add(const Effect& effect);
  void add(const Frame& frame);
  void add(const KeyState& key);
  void add(const Reply& reply);
  void add(const seam::Field& field);

  void mix(std::uint64_t value) {
    constexpr std::uint64_t odd = 0x9fb21c651e98df25ULL;
    const std::uint64_t product = (state_ ^ value) * odd;
    state_ = product ^ (product >> 29U);
  }
  void end();

  std::uint64_t state_ = 0x9ae16a3b2f90404fULL;
  std::uint64_t count_ = 0;
  std::vector<std::uint64_t>* trail_ = nullptr;
};

}  // namespace groundhog
