// Plans for the register system, and what a run of one left behind, for tests.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/cluster/simulation.hpp"
#include "tests/sim/register_system/register_system.hpp"

namespace groundhog::test {

using namespace std::chrono_literals;

// n1 and its replicas n2, n3; every link takes exactly 1 ms; two clients; 2 s of chaos, 2 s of settle.
Plan three_nodes();

PlannedOperation operation(Duration at, std::uint32_t client, std::string node, std::vector<std::string> arguments);
PlannedFault fault(std::string verb, Duration at, std::optional<Duration> lasts, FaultParameters parameters);

// What happened, in scenario time.
class RunLog final : public Observer {
 public:
  struct Timed {
    Duration at;
    std::string what;
    friend bool operator==(const Timed&, const Timed&) = default;
  };
  struct Operation {
    HostId node = no_host;
    Duration invoked{-1};
    Duration delivered{-1};
    Duration accepted{-1};
    Duration completed{-1};
    Outcome outcome = Outcome::unsent;
    ReplyKind kind = ReplyKind::none;
    std::string reply;
    std::int64_t integer = 0;
    std::uint64_t command = 0;
    ConnectionId connection = ConnectionId::none;
  };
  struct Sample {
    Duration at;
    HostId node;
    SampleReason reason;
    std::map<std::string, std::string> keys;
  };

  explicit RunLog(const Plan& plan);

  // Operations by index, complete or not.
  const Operation& operation(std::uint32_t index) const { return operations_.at(index); }
  // Frames of a type as "sent n1 n2", "got n2 n1", "dropped n1 n2"; processes as "started n1", "crashed n1", "paused
  // n1", "resumed n1"; faults as "starts 0", "stops 0"; announcements as "event n1"; connections as "opened c1 n1".
  std::vector<Duration> times(std::string_view what) const;
  std::vector<Timed> all(std::string_view prefix) const;

  std::vector<LogAppended> appended;  // their texts are gone
  std::vector<NodePosition> positions;
  std::vector<Sample> samples;
  std::vector<PhaseStarted> phases;
  bool ended = false;

  void on(const PhaseStarted& event) override;
  void on(const NodeStarted& event) override;
  void on(const NodeStopped& event) override;
  void on(const NodePaused& event) override;
  void on(const NodeResumed& event) override;
  void on(const OperationInvoked& event) override;
  void on(const OperationDelivered& event) override;
  void on(const ReplyAccepted& event) override;
  void on(const OperationCompleted& event) override;
  void on(const LogAppended& event) override;
  void on(const NodePosition& event) override { positions.push_back(event); }
  void on(const StateSampled& event) override;
  void on(const ConnectionOpened& event) override;
  void on(const FrameSent& event) override;
  void on(const FrameDelivered& event) override;
  void on(const FrameDropped& event) override;
  void on(const FrameChanged& event) override;
  void on(const FaultStarted& event) override;
  void on(const FaultStopped& event) override;
  void on(const FaultEffective& event) override;
  void on(const Announced& event) override;
  void on(const RunEnded& event) override;

 private:
  Duration since_origin(VirtualTime at) const { return at - origin_; }
  void note(VirtualTime at, std::string what);
  std::string name(HostId host) const { return names_.at(index(host)); }

  std::vector<std::string> names_;
  VirtualTime origin_;  // three_nodes() is ready before its warmup is over, so the origin is known in advance
  std::vector<Operation> operations_;
  std::vector<Timed> notes_;
};

// Runs the plan on the register system.
RunResult run(const Plan& plan, RunLog& log, RegisterOptions options = {});
RunResult run(const Plan& plan, RegisterOptions options = {});

}  // namespace groundhog::test
