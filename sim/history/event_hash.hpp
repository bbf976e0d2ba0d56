// One number for a whole history: equal hashes mean that two runs went through the same events with the same bytes.
//
// The hash rolls: after each event it covers everything up to there, so that the first event at which two runs differ
// is the first index at which their running hashes do. Texts go through XXH3, numbers through a multiply-xor mix.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "sim/history/history.hpp"

namespace groundhog {

class EventHash final : public Observer {
 public:
  EventHash() = default;
  // Appends the running hash to `trail` after each event: trail[i] covers events 0 … i. `trail` must outlive the
  // observer.
  explicit EventHash(std::vector<std::uint64_t>& trail) : trail_(&trail) {}

  // Of all events so far.
  std::uint64_t value() const { return state_; }
  // Events so far.
  std::uint64_t count() const { return count_; }

  using Observer::on;  // an event that is not listed here is not hashed
  void on(const PhaseStarted& event) override;
  void on(const NodeStarted& event) override;
  void on(const NodeStopped& event) override;
  void on(const NodePaused& event) override;
  void on(const NodeResumed& event) override;
  void on(const ClockRead& event) override;
  void on(const OperationInvoked& event) override;
  void on(const OperationDelivered& event) override;
  void on(const ReplyAccepted& event) override;
  void on(const OperationCompleted& event) override;
  void on(const HistoryBegan& event) override;
  void on(const LogAppended& event) override;
  void on(const NodePosition& event) override;
  void on(const StateSampled& event) override;
  void on(const ConnectionOpened& event) override;
  void on(const ConnectionEstablished& event) override;
  void on(const ConnectionClosed& event) override;
  void on(const FrameSent& event) override;
  void on(const FrameDelivered& event) override;
  void on(const FrameDropped& event) override;
  void on(const FaultStarted& event) override;
  void on(const FaultStopped& event) override;
  void on(const FaultEffective& event) override;
  void on(const Announced& event) override;
  void on(const TimerFired& event) override;
  void on(const RunEnded& event) override;

 private:
  void begin(std::uint64_t kind, VirtualTime at);
  void numbers(std::initializer_list<std::uint64_t> values);
  void text(std::string_view value);
  void clocks(const ClockReading& reading);
  void deadline(const Deadline& value);
  void frame(const Frame& value);
  void field(const seam::Field& value);
  void end();

  std::uint64_t state_ = 0x9ae16a3b2f90404fULL;
  std::uint64_t count_ = 0;
  std::vector<std::uint64_t>* trail_ = nullptr;
};

}  // namespace groundhog
