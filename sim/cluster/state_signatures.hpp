// Which states a run went through: a coarse picture of the cluster at each frame that arrived on a replication
// connection and at each announcement, as one number each.
//
//   what happened   the type of the frame, or the announcement
//   of whom         at both ends, or at the node: its role, and whether it streams, loads, holds or is down
//   meanwhile       the phase of the run, and the verbs of the faults in effect
//
// Nodes count by what they are, not by name: replicas are alike. A number is the same in every build, since it comes
// from the words alone.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/events/observer.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog {

class StateSignatures {
 public:
  explicit StateSignatures(const Plan& plan);

  // Each once, in ascending order.
  std::vector<std::uint64_t> sorted() const;

  // All other events change nothing here.
  template <typename Event>
  void on(const Event&) {}
  void on(const PhaseStarted& event) { phase_ = event.phase; }
  void on(const NodeStarted& event);
  void on(const NodeStopped& event);
  void on(const NodePosition& event);
  void on(const FaultStarted& event) { change_fault(event.fault, true); }
  void on(const FaultStopped& event) { change_fault(event.fault, false); }
  void on(const FrameDelivered& event);
  void on(const Announced& event);

 private:
  // A fault is counted by its verb: several of one verb are one.
  struct Verb {
    std::uint64_t key;
    std::uint32_t active = 0;
  };

  void change_fault(std::uint32_t fault, bool begins);
  void reach(std::string_view word, std::uint64_t who, std::uint64_t whom);
  std::uint64_t key_of(std::string_view word);

  struct Word {
    const char* at;  // where it was last seen: words are literals, so it will be there again
    std::string text;
    std::uint64_t key;
  };

  std::vector<Word> words_;
  std::vector<Verb> verbs_;
  std::vector<std::optional<std::size_t>> verb_of_;  // by fault; none: it is an instant
  std::vector<std::uint64_t> nodes_;                 // what each is
  Phase phase_ = Phase::warmup;
  std::uint64_t in_effect_ = 0;               // of all active verbs
  std::array<std::uint64_t, 1024> recent_{};  // that need not be noted again
  std::vector<std::uint64_t> reached_;        // with repetitions
  std::size_t tidy_at_ = std::size_t{1} << 16;
};

}  // namespace groundhog
