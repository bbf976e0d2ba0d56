// One property, one checker. A checker is a pure observer of a run: it sees events in order, asks the ledger for what
// must be true, and reports what is not. It never talks to a node and never decides anything of the run.
//
// Each fact rests on its own evidence. The header comment of a checker has a table of the facts that it uses: from
// which event each is learnt, and what holds while that event does not come.
//
// To add one: write checkers/<name>.cpp with its CheckerEntry at the end, add the name of the entry to
// checkers/checker_table.cpp, and give it good and bad histories in tests/checkers/<name>_test.cpp.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkers/model/event_names.hpp"
#include "sim/events/edges.hpp"
#include "sim/events/observer.hpp"
#include "sim/faults/role_commands.hpp"
#include "sim/guest/guest.hpp"

namespace groundhog::checkers {

struct CheckerEntry;

// What checkers know of the run besides its events. Strings are for messages.
struct RunInfo {
  std::vector<std::string> hosts;  // names by HostId: nodes, then clients
  std::size_t node_count = 0;
  std::vector<NodeKnobs> knobs;                  // by node
  std::vector<std::optional<HostId>> upstreams;  // at the start, by node; none: a primary
  std::vector<RoleCommand> role_commands;        // of the operator, by the fault that gives them
  Duration convergence_bound{0};                 // of P6, P18 after the start of settle
  Duration round_trip{0};                        // the longest during settle
  std::uint64_t window_bytes = std::numeric_limits<std::uint64_t>::max();  // that a connection carries per round trip
  Duration slop = std::chrono::milliseconds(1);                            // of P11
  std::vector<CheckerEntry> checks;                                        // that can judge it; none: all of the table

  // Of a plan under this guest.
  static RunInfo of(const Plan& plan, const Guest& guest);

  std::string_view name_of(HostId host) const;
  const NodeKnobs& knobs_of(HostId node) const;
};

struct Violation {
  std::string_view check;  // name in the checker table
  VirtualTime at;          // when it was noticed
  std::string message;     // one line: who, what, expected, found
  std::optional<HostId> node;
  std::string key;                       // empty if it is about none
  std::vector<std::string> events = {};  // those that it rests on, as traces name them (checkers/model/event_names.hpp)
};

// A checker could not judge all of a run within its bounds: that it found nothing means nothing.
struct Abstention {
  std::string_view check;  // name in the checker table
  std::string reason;      // one line: what was too large, and the bound
};

// Collects violations: the first of each property with its text, and a count of the rest. And who gave up.
class Verdicts {
 public:
  void violated(Violation violation);
  void gave_up(std::string_view check, std::string reason);
  // The first of each that came after the first `known` ones, to be completed.
  std::span<Violation> news(std::size_t known) { return std::span(first_).subspan(known); }

  std::span<const Violation> first_of_each() const { return first_; }
  std::uint64_t total() const { return total_; }
  std::span<const Abstention> abstentions() const { return abstentions_; }  // the first of each property

 private:
  std::vector<Violation> first_;
  std::uint64_t total_ = 0;
  std::vector<Abstention> abstentions_;
};

class Ledger;

// What one checker works with; the references outlive it.
struct CheckContext {
  const RunInfo& run;
  const Ledger& ledger;  // sees each event before the checkers do
  Verdicts& verdicts;
  std::string_view check;  // its name in the table
};

class Checker : public Observer {
 public:
  explicit Checker(const CheckContext& context) : context_(context) {}

 protected:
  std::string name(HostId host) const { return std::string(context_.run.name_of(host)); }
  // `key`: empty if it is about none.
  void report(VirtualTime at, HostId node, std::string_view key, std::string message) const {
    context_.verdicts.violated({context_.check, at, std::move(message), node, std::string(key)});
  }
  void give_up(std::string reason) const { context_.verdicts.gave_up(context_.check, std::move(reason)); }

  const CheckContext context_;
};

// Messages with this part in them are of one failure, in whichever form it shows: in a read, or in a sample.
struct MessageForm {
  std::string_view part;
  std::string_view failure;
};

// What a check needs of a run beyond what every guest shows: processes, clocks, client operations, the wire, faults.
struct RunEvidence {
  bool log = false;        // histories, appends, positions and samples of a replicated log with keys
  bool deadlines = false;  // of keys, and the expiry clock by which they are judged
  bool watches = false;    // heartbeats, synchronisations and their frames, as Burrow's replication has them

  // In words; empty: everything that is needed is there.
  std::string lacks(const RunEvidence& needed) const;
};

struct CheckerEntry {
  std::string_view id;         // "P1"
  std::string_view name;       // "ttl.safety", the word in `check:`
  std::string_view title;      // "TTL safety"
  std::string_view statement;  // what a violation is, for `groundhog explain`
  std::string_view implies;    // other checks that a violation of this one may also violate, comma-separated
  std::unique_ptr<Checker> (*make)(const CheckContext&);
  RunEvidence needs = {.log = true};
  bool needs_settle = false;  // judges what only a settle of at least the guest's convergence bound shows
  std::span<const MessageForm> forms = {};
  std::string_view example = {};  // a violation as a timeline of at most six lines
};

template <typename Check>
std::unique_ptr<Checker> make_check(const CheckContext& context) {
  return std::make_unique<Check>(context);
}

// Every checker of this folder, in the order of their ids.
std::vector<CheckerEntry> checker_table();

// A guest that does not show all the evidence that Burrow does, or has checks of its own, derives from this, too.
class GuestChecks {
 public:
  virtual ~GuestChecks() = default;

  virtual RunEvidence evidence() const = 0;
  virtual std::span<const CheckerEntry> own_checks() const = 0;  // outlives the guest
};

// In words, what of this the guest's runs do not show; empty: nothing.
std::string lacking_evidence(const Guest& guest, const RunEvidence& needed);

// Those that judge this guest's runs: of the table what it shows the evidence for, then its own.
std::vector<CheckerEntry> checks_of(const Guest& guest);

// Those of the table that do not, and what they lack.
struct MissingCheck {
  CheckerEntry entry;
  std::string lacks;
};
std::vector<MissingCheck> checks_without_evidence(const Guest& guest);

// The least settle with which the plan's checks can judge it.
Duration least_settle(const Plan& plan, const Guest& guest);

// The checkers of one run: an observer that feeds the ledger first and then every chosen checker, in the order of the
// table.

class CheckerSet final : public EachEvent<CheckerSet> {
 public:
  // `names` are those of checks that can judge the run; none, or "all", is all of them. An unknown name is a
  // programming error: the scenario loader has refused it.
  CheckerSet(std::span<const std::string> names, RunInfo run);
  ~CheckerSet() override;

  const Verdicts& verdicts() const { return verdicts_; }
  const EdgeCounts& edges() const;

  template <typename Event>
  void each(const Event& event) {
    const std::size_t known = verdicts_.first_of_each().size();
    first_->on(event);
    for (const auto& checker : checkers_) static_cast<Observer&>(*checker).on(event);
    if (verdicts_.first_of_each().size() > known) name_events(known, subjects_of(event));
  }

 private:
  void name_events(std::size_t known, const EventSubjects& subjects);

  RunInfo run_;
  Verdicts verdicts_;
  std::unique_ptr<Ledger> ledger_;
  Observer* first_;  // the ledger, through its base: a class that overrides some of the overloads hides the others
  std::vector<std::unique_ptr<Checker>> checkers_;
};

}  // namespace groundhog::checkers
