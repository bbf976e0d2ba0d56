// Turns each event of a history into one line for people. What becomes of the lines is up to the derived class: the
// timeline filters and prints them, the recorder keeps a window of them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/history/history.hpp"
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

class EventRenderer : public Observer {
 public:
  explicit EventRenderer(const Plan& plan);

  void on(const PhaseStarted& event) override;
  void on(const NodeStarted& event) final;
  void on(const NodeStopped& event) final;
  void on(const NodePaused& event) final;
  void on(const NodeResumed& event) final;
  void on(const ClockRead& event) final;
  void on(const OperationInvoked& event) final;
  void on(const OperationDelivered& event) final;
  void on(const ReplyAccepted& event) final;
  void on(const OperationCompleted& event) final;
  void on(const HistoryBegan& event) final;
  void on(const LogAppended& event) final;
  void on(const NodePosition& event) final;
  void on(const StateSampled& event) final;
  void on(const ConnectionOpened& event) final;
  void on(const ConnectionEstablished& event) final;
  void on(const ConnectionClosed& event) final;
  void on(const FrameSent& event) final;
  void on(const FrameDelivered& event) final;
  void on(const FrameDropped& event) final;
  void on(const FaultStarted& event) final;
  void on(const FaultStopped& event) final;
  void on(const FaultEffective& event) final;
  void on(const Announced& event) final;
  void on(const TimerFired& event) final;
  void on(const RunEnded& event) override;

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
  void start(VirtualTime at, std::optional<HostId> node, std::string_view what);
  void finish();
  void frame(VirtualTime at, HostId side, std::string_view what, const Frame& frame);
  void connection(VirtualTime at, HostId side, std::string_view what, ConnectionId id);

  std::vector<std::string> names_;
  std::vector<std::string> faults_;
  std::size_t node_count_;
  std::size_t widest_name_ = 0;
  std::vector<Sent> sent_;  // by operation
  std::string text_;        // of the line at work
  TraceLine line_;
};

}  // namespace groundhog
