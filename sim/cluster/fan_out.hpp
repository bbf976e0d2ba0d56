// Who hears of the events of a run, and the count of what nodes announced.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "sim/cluster/edge_counter.hpp"
#include "sim/cluster/state_signatures.hpp"
#include "sim/events/event_hash.hpp"
#include "sim/events/observer.hpp"

namespace groundhog {

// By name: for coverage over the whole run, for faults since chaos began.
class AnnouncementCounter {
 public:
  void count(std::string_view event);
  // From here on happened_in_chaos() counts.
  void begin_chaos();
  bool happened_in_chaos(std::string_view event) const;

  // Adds every name that occurred, with its count over the whole run.
  void report(std::map<std::string, std::uint64_t, std::less<>>& into) const;

 private:
  struct Counts {
    std::uint64_t total = 0;
    std::uint64_t before_chaos = 0;
  };

  std::map<std::string, Counts, std::less<>> counts_;
};

// Passes every event of a run to its hash and counts first, then to each observer in the order given. What belongs to
// the operator's own machine stays out: it is no host of the plan, and no observer knows it.

class FanOut final : public EachEvent<FanOut> {
 public:
  // Hosts from `hidden` on are not shown. Observers must outlive it.
  FanOut(std::span<Observer* const> observers, HostId hidden, const Plan& plan, const Boundaries& boundaries)
      : states_(plan), edges_(plan, boundaries), observers_(observers.begin(), observers.end()), hidden_(hidden) {}

  const EventHash& hash() const { return hash_; }
  const StateSignatures& states() const { return states_; }
  const EdgeCounts& edges() const { return edges_.counts(); }

  // The run is over: from here on observers get no more.
  void silence() { observers_.clear(); }

  template <typename Event>
  void each(const Event& event) {
    if constexpr (requires { event.on_connection(); }) {
      if (is_hidden(event)) return;
    }
    hash_.on(event);
    states_.on(event);
    edges_.on(event);
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
  StateSignatures states_;
  EdgeCounter edges_;
  std::vector<Observer*> observers_;
  HostId hidden_;
  std::vector<ConnectionId> hidden_connections_;  // a handful per run: promotions are rare
};

}  // namespace groundhog
