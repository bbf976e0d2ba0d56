// Which earlier event each event of a run came from: the one that a process was called back for, the frame that was
// sent, the operation that was asked for. By index among the events that are hashed; what a timer, a fault or the
// beginning of the run brought about came from none.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include "sim/events/observer.hpp"

namespace groundhog::harness {

class Causes final : public EachEvent<Causes> {
 public:
  // Of each event.
  const std::vector<std::optional<std::uint64_t>>& all() const { return causes_; }

  template <typename Event>
  void each(const Event& event) {
    if constexpr (HashedEvent<Event>) {
      const std::uint64_t index = causes_.size();
      causes_.push_back(cause_of(event));
      note(event, index);
    }
  }

 private:
  // Others with a node are done to it, by time, a fault or a client.
  template <typename Event>
  static constexpr bool is_of_a_process =
      !std::is_same_v<Event, TimerFired> && !std::is_same_v<Event, NodeStarted> &&
      !std::is_same_v<Event, NodeStopped> && !std::is_same_v<Event, NodePaused> &&
      !std::is_same_v<Event, NodeResumed> && !std::is_same_v<Event, OperationInvoked>;

  using FrameName = std::tuple<ConnectionId, HostId, std::string, std::uint64_t>;
  static FrameName name_of(const Frame& frame) {
    return {frame.connection, frame.from, std::string(frame.type), frame.ordinal};
  }

  template <typename Key>
  static std::optional<std::uint64_t> find(const std::map<Key, std::uint64_t>& map, const Key& key) {
    const auto found = map.find(key);
    return found != map.end() ? std::optional(found->second) : std::nullopt;
  }

  // What a process does comes from what it was called back for last.
  template <typename Event>
  std::optional<std::uint64_t> cause_of(const Event& event) const {
    if constexpr (std::is_same_v<Event, FrameDelivered> || std::is_same_v<Event, FrameDropped> ||
                  std::is_same_v<Event, FrameChanged>) {
      return find(sent_, name_of(event.frame));
    } else if constexpr (std::is_same_v<Event, OperationDelivered> || std::is_same_v<Event, OperationCompleted>) {
      return find(invoked_, event.operation);
    } else if constexpr (requires { event.frame; }) {
      return find(entered_, event.frame.from);
    } else if constexpr (is_of_a_process<Event> && requires { event.node; }) {
      return find(entered_, event.node);
    } else if constexpr (requires { event.side; }) {
      return find(entered_, event.side);
    } else {
      return std::nullopt;
    }
  }

  template <typename Event>
  void note(const Event& event, std::uint64_t index) {
    if constexpr (std::is_same_v<Event, FrameSent>) {
      sent_[name_of(event.frame)] = index;
    } else if constexpr (std::is_same_v<Event, OperationInvoked>) {
      invoked_[event.operation] = index;
    } else if constexpr (std::is_same_v<Event, FrameDelivered>) {
      entered_[event.frame.to] = index;
    } else if constexpr (std::is_same_v<Event, ConnectionEstablished>) {
      entered_[event.side] = index;
    } else if constexpr (std::is_same_v<Event, TimerFired> || std::is_same_v<Event, NodeStarted> ||
                         std::is_same_v<Event, OperationDelivered>) {
      entered_[event.node] = index;
    }
  }

  std::vector<std::optional<std::uint64_t>> causes_;
  std::map<HostId, std::uint64_t> entered_;  // the last time that a process was called back
  std::map<FrameName, std::uint64_t> sent_;
  std::map<OperationId, std::uint64_t> invoked_;
};

}  // namespace groundhog::harness
