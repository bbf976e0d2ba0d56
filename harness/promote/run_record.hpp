// What became of the elements of a plan in one run: the facts, and a sentence for each element. Times are scenario
// times; nothing before the end of warmup is kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/promote/readable_scenario.hpp"
#include "sim/events/observer.hpp"
#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// An entry that an operation put into the log.
struct EntryRecord {
  std::string node;
  std::uint64_t offset = 0;
  DelCause cause = DelCause::none;
  std::optional<Duration> due;  // its deadline, in scenario time by the clock of the node that appended it
};

struct OperationRecord {
  std::string node;                // where it was sent; empty if it never had its turn
  std::optional<Outcome> outcome;  // nullopt: none before the run ended
  std::string reply;               // for people; of an error its code
  ReplyKind reply_kind = ReplyKind::none;
  std::vector<EntryRecord> entries;  // in the order of the log
  std::optional<Duration>
      past_deadline;  // of the value that was read, as the node reckons: whole ms; negative: before it
};

// A frame of a replication connection at its sender.
struct FrameRecord {
  Duration at{0};
  std::string type;
  std::string from;
  std::string to;
  std::string key;
};

struct FaultRecord {
  std::optional<Duration> started;
  std::optional<Duration> stopped;
  std::optional<Duration> effective;  // when it changed something for the first time
  std::size_t first_frame = 0;        // of frames(): [first_frame, end_frame) were sent while it was active
  std::size_t end_frame = 0;
  std::map<std::string, std::uint64_t> offsets;  // applied by each node when it started
};

// Of the plan.
struct Element {
  enum class Kind : std::uint8_t { operation, fault };

  Kind kind = Kind::operation;
  std::size_t index = 0;

  friend bool operator==(const Element&, const Element&) = default;
};

struct AnnouncementRecord {
  Duration at{0};
  std::string event;
};

// Observes the run of the plan. Keeps every frame and announcement of chaos: for minimal runs, not for whole ones.
class RunRecord final : public Observer {
 public:
  explicit RunRecord(const Plan& plan);

  const std::vector<OperationRecord>& operations() const { return operations_; }  // by index in the plan
  const std::vector<FaultRecord>& faults() const { return faults_; }              // by index in the plan
  // In the order in which they began: of those that began at the same instant, too.
  const std::vector<Element>& begun() const { return begun_; }
  const std::vector<FrameRecord>& frames() const { return frames_; }
  const std::vector<AnnouncementRecord>& announcements() const { return announcements_; }

  void on(const PhaseStarted& event) override;
  void on(const OperationInvoked& event) override;
  void on(const ReplyAccepted& event) override;
  void on(const OperationCompleted& event) override;
  void on(const LogAppended& event) override;
  void on(const NodePosition& event) override;
  void on(const FrameSent& event) override;
  void on(const FaultStarted& event) override;
  void on(const FaultStopped& event) override;
  void on(const FaultEffective& event) override;
  void on(const Announced& event) override;

 private:
  struct Pending {
    std::string key;                  // that it reads or writes
    std::optional<WallTime> replied;  // by the clock of the node
  };

  Duration scenario_time(VirtualTime at) const { return at - origin_; }
  const std::string& name_of(HostId host) const { return names_[index(host)]; }
  void note_deadline(const LogAppended& event);

  std::vector<std::string> names_;
  std::size_t node_count_;
  VirtualTime origin_{};
  bool chaos_ = false;

  std::vector<OperationRecord> operations_;
  std::vector<FaultRecord> faults_;
  std::vector<Element> begun_;
  std::vector<FrameRecord> frames_;
  std::vector<AnnouncementRecord> announcements_;

  std::vector<Pending> pending_;                                            // by operation
  std::map<std::pair<ConnectionId, std::uint64_t>, OperationId> commands_;  // at work or done
  std::map<std::string, std::uint64_t> offsets_;                            // by node
  std::map<std::string, std::string, std::less<>> values_;                  // last one of each key
  std::map<std::pair<std::string, std::string>, Deadline> deadlines_;       // by key and value
};

// The match of a fault on messages; nullptr for other verbs.
const FrameMatch* match_of(const PlannedFault& fault);

// A sentence for each element of a plan: what it did in a recorded run. "n1 appends it as entry 5, due at 1.110s"; "n2
// answers v1, 140ms past its deadline"; "drops a pong from n2 to n1 at 1.021s"; "n2 dies at 1.2s at entry 5 (n1 at 7)
// and starts again at 1.7s". The violation is left empty.
PlanNotes element_notes(const Plan& plan, const RunRecord& run);

// The same of a run of the plan in this process.
PlanNotes notes_of_run(const Plan& plan, const Guest& guest);

}  // namespace groundhog::harness
