// Turns each event of a history into one line for people. What becomes of the lines is up to the derived class: the
// timeline filters and prints them, the recorder keeps a window of them.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/events/observer.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog {

// One event as text, and by what it can be found. Views live until the next event.
struct TraceLine {
  VirtualTime at;
  std::optional<HostId> node;                   // whose event it is; none: of the run (phases, faults)
  std::optional<HostId> peer;                   // the other side, if it has one
  std::string_view type;                        // of a frame, or the name of an announcement; empty for others
  std::string_view key;                         // that it is about, if any
  std::span<const std::string> more_keys = {};  // of an operation on several
  bool detail = false;  // bookkeeping that drowns the rest: timers, clock readings, positions, client frames
  std::string_view text;
};

class EventRenderer : public EachEvent<EventRenderer> {
 public:
  explicit EventRenderer(const Plan& plan);

  // One line, unless the event is for checkers alone.
  template <typename Event>
  void each(const Event& event) {
    if constexpr (HashedEvent<Event>) {
      note(event);
      if (!wanted()) return;
      text_.clear();
      line_ = {.at = event.at,
               .node = std::nullopt,
               .peer = std::nullopt,
               .type = {},
               .key = {},
               .more_keys = {},
               .text = {}};
      if constexpr (requires { render(event); }) {
        render(event);
      } else {
        render_plainly(event);
      }
      line_.text = text_;
      line(line_);
    }
  }

 protected:
  // Asked once for each event, before it is rendered: false saves the work.
  virtual bool wanted() = 0;
  virtual void line(const TraceLine& line) = 0;

  std::string_view name_of(HostId host) const;
  std::size_t widest_name() const { return widest_name_; }

 private:
  struct Sent {
    VirtualTime at;
    HostId client = no_host;
    HostId node = no_host;
    std::vector<std::string> keys;
  };

  bool is_client(HostId host) const { return index(host) >= node_count_; }
  Sent& sent(OperationId operation);
  void name_keys(OperationId operation);
  std::string_view fault_name(std::uint32_t fault) const;
  // What later lines need of an event, whether it is wanted or not.
  void note(const auto&) {}
  void note(const OperationInvoked& event);

  void render(const PhaseStarted& event);
  void render(const NodeStarted& event);
  void render(const NodeStopped& event);
  void render(const NodePaused& event);
  void render(const NodeResumed& event);
  void render(const ClockRead& event);
  void render(const OperationInvoked& event);
  void render(const OperationDelivered& event);
  void render(const ReplyAccepted& event);
  void render(const OperationCompleted& event);
  void render(const HistoryBegan& event);
  void render(const LogAppended& event);
  void render(const NodePosition& event);
  void render(const StateSampled& event);
  void render(const ConnectionOpened& event);
  void render(const ConnectionEstablished& event);
  void render(const ConnectionClosed& event);
  void render(const FrameSent& event);
  void render(const FrameDelivered& event);
  void render(const FrameDropped& event);
  void render(const FaultStarted& event);
  void render(const FaultStopped& event);
  void render(const FaultEffective& event);
  void render(const Announced& event);
  void render(const TimerFired& event);
  void render(const RunEnded& event);

  // An event without a line of its own: its `word`, and what it says.
  template <typename Event>
  void render_plainly(const Event& event) {
    begin(std::nullopt, Event::word);
    event.describe([this](std::string_view name, const auto& value) { this->append(name, value); });
  }
  template <std::integral T>
  void append(std::string_view name, T value) {
    append(name, std::to_string(value));
  }
  void append(std::string_view name, std::string_view value);
  void append(std::string_view name, HostId host) { append(name, name_of(host)); }

  void begin(std::optional<HostId> node, std::string_view what);
  void about_operation(HostId host, std::string_view what, OperationId operation);
  void about_connection(HostId side, std::string_view what, ConnectionId id);
  void about_frame(HostId side, std::string_view what, const Frame& frame);
  void about_fault(std::uint32_t fault, std::string_view what);

  std::vector<std::string> names_;
  std::vector<std::string> faults_;
  std::size_t node_count_;
  std::size_t widest_name_ = 0;
  std::vector<Sent> sent_;  // by operation
  std::string text_;        // of the line at work
  TraceLine line_;
};

}  // namespace groundhog
