// One property, one checker. A checker is a pure observer of a run: it sees events in order, asks the ledger for what
// must be true, and reports what is not. It never talks to a node and never decides anything of the run.
//
// Each fact rests on its own evidence. The header comment of a checker has a table of the facts that it uses: from
// which event each is learnt, and what holds while that event does not come.
//
// To add one: write checkers/<name>.cpp, add its line to checkers/checker_table.cpp, give it good and bad histories in
// tests/checkers/<name>_test.cpp.
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

#include "sim/faults/role_commands.hpp"
#include "sim/guest/guest.hpp"
#include "sim/history/history.hpp"

namespace groundhog::checkers {

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
  std::string key;  // empty if it is about none
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

  void violated(VirtualTime at, std::string message, std::optional<HostId> node, std::string_view key) const {
    verdicts.violated({check, at, std::move(message), node, std::string(key)});
  }
  void gave_up(std::string reason) const { verdicts.gave_up(check, std::move(reason)); }
};

class Checker : public Observer {};

// Messages with this part in them are of one failure, in whichever form it shows: in a read, or in a sample.
struct MessageForm {
  std::string_view part;
  std::string_view failure;
};

struct CheckerEntry {
  std::string_view id;         // "P1"
  std::string_view name;       // "ttl.safety", the word in `check:`
  std::string_view title;      // "TTL safety"
  std::string_view statement;  // what a violation is, for `groundhog explain`
  std::string_view implies;    // other checks that a violation of this one may also violate, comma-separated
  std::unique_ptr<Checker> (*make)(const CheckContext&);
  bool needs_settle = false;  // judges what only a settle of at least the guest's convergence bound shows
  std::span<const MessageForm> forms = {};
};

// Every checker that exists, in the order of their ids.
std::span<const CheckerEntry> checker_table();

// The least settle with which the plan's checks can judge it.
Duration least_settle(const Plan& plan, const Guest& guest);

}  // namespace groundhog::checkers
