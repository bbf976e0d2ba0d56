// Who observes the events of a run: classes that follow from the one list of them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "sim/events/events.hpp"
#include "sim/events/log_events.hpp"

namespace groundhog {

template <typename Event, typename... Events>
constexpr std::uint64_t number_in(EventList<Events...>) {
  constexpr std::array<bool, sizeof...(Events)> is_it = {std::is_same_v<Event, Events>...};
  std::size_t place = 0;
  while (!is_it[place]) ++place;
  return place + 1;
}

// A virtual on(const Event&) that does nothing, for each event: one class per event, one below the other.
template <typename List>
class ObserverOf;

template <typename Event>
class ObserverOf<EventList<Event>> {
 public:
  virtual ~ObserverOf() = default;
  virtual void on(const Event&) {}
};

template <typename Event, typename... Rest>
class ObserverOf<EventList<Event, Rest...>> : public ObserverOf<EventList<Rest...>> {
 public:
  using ObserverOf<EventList<Rest...>>::on;
  virtual void on(const Event&) {}
};

// Overrides each of them by a call of Derived::each(event).
template <typename Derived, typename Base, typename List>
class EachOf;

template <typename Derived, typename Base>
class EachOf<Derived, Base, EventList<>> : public Base {
 public:
  using Base::on;
};

template <typename Derived, typename Base, typename Event, typename... Rest>
class EachOf<Derived, Base, EventList<Event, Rest...>> : public EachOf<Derived, Base, EventList<Rest...>> {
 public:
  using EachOf<Derived, Base, EventList<Rest...>>::on;
  void on(const Event& event) override { static_cast<Derived&>(*this).each(event); }
};

// Receives every event of a run in order. Override on(const NodeStarted&) and what else you need.
using Observer = ObserverOf<AllEvents>;

// An observer that takes all events alike: `Derived` has a public template `each(const Event&)`.
template <typename Derived>
using EachEvent = EachOf<Derived, Observer, AllEvents>;

template <typename Event>
inline constexpr std::uint64_t event_number = number_in<Event>(AllEvents{});

template <typename Event>
concept HashedEvent = !requires {
  requires !Event::hashed;
};

}  // namespace groundhog
