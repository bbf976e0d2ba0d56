// Where the system under test is at work: the events that come out of its own calls. A violation is often noticed at
// another event, such as the arrival of a reply at a client, when nothing of the system is on the stack.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>

#include "sim/events/observer.hpp"

namespace groundhog::harness {

// Numbers events from 1, as events.jsonl does.
class LastAct final : public EachEvent<LastAct> {
 public:
  template <typename Event>
  void each(const Event& event) {
    if constexpr (HashedEvent<Event>) {
      ++events_;
      completing_.reset();
      note(event);
    }
  }

  // The event to look at for what the event at hand violates: where the node gave the reply that completes now; else
  // the last of this node's own; of all nodes if it is about none of them. 0: there is none.
  std::uint64_t before_violation(std::optional<HostId> node) const {
    if (completing_ && replies_.contains(*completing_)) return replies_.at(*completing_);
    if (node && acts_.contains(*node)) return acts_.at(*node);
    std::uint64_t last = 0;
    for (const auto& [host, act] : acts_) last = std::max(last, act);
    return last;
  }

 private:
  void note(const auto&) {}
  void note(const ClockRead& event) { acts_[event.node] = events_; }
  void note(const Announced& event) { acts_[event.node] = events_; }
  void note(const ReplyAccepted& event) { replies_[event.operation] = acts_[event.node] = events_; }
  void note(const OperationCompleted& event) { completing_ = event.operation; }

  std::uint64_t events_ = 0;
  std::map<HostId, std::uint64_t> acts_;
  std::map<OperationId, std::uint64_t> replies_;
  std::optional<OperationId> completing_;  // by the event at hand
};

}  // namespace groundhog::harness
