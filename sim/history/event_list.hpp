// From a list of event types to the classes that observe them: an event is named once, in the list.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace groundhog {

template <typename... Events>
struct EventList {
  // From 1.
  template <typename Event>
  static constexpr std::uint64_t number_of() {
    constexpr std::array<bool, sizeof...(Events)> is_it = {std::is_same_v<Event, Events>...};
    std::size_t place = 0;
    while (!is_it[place]) ++place;
    return place + 1;
  }
};

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

}  // namespace groundhog
