// Tells every event of a run to its hash first, then to each observer in the order given. What belongs to the
// operator's own machine stays out: it is no host of the plan, and no observer knows it.
#pragma once

#include <algorithm>
#include <span>
#include <type_traits>
#include <vector>

#include "sim/history/event_hash.hpp"
#include "sim/history/history.hpp"

namespace groundhog {

class FanOut final : public EachEvent<FanOut> {
 public:
  // Hosts from `hidden` on are not shown. Observers must outlive it.
  FanOut(std::span<Observer* const> observers, HostId hidden)
      : observers_(observers.begin(), observers.end()), hidden_(hidden) {}

  const EventHash& hash() const { return hash_; }

  // The run is over: from here on observers get no more.
  void silence() { observers_.clear(); }

  template <typename Event>
  void each(const Event& event) {
    if constexpr (requires { event.on_connection(); }) {
      if (is_hidden(event)) return;
    }
    hash_.on(event);
    for (Observer* observer : observers_) observer->on(event);
  }

 private:
  template <typename Event>
  bool is_hidden(const Event& event) {
    if constexpr (std::is_same_v<Event, ConnectionOpened>) {
      if (event.from >= hidden_) hidden_connections_.push_back(event.connection);
    }
    return std::ranges::find(hidden_connections_, event.on_connection()) != hidden_connections_.end();
  }

  EventHash hash_;
  std::vector<Observer*> observers_;
  HostId hidden_;
  std::vector<ConnectionId> hidden_connections_;  // a handful per run: promotions are rare
};

}  // namespace groundhog
