// P10: one connection reads backwards: a command shows what was true only before a state that the commands ahead of it
// on its connection showed or made; or a WAIT counted more replicas than had, at its reply, ever held what its
// connection wrote before it.
//
//   fact                      evidence                                 if it does not come
//   states of a command       as P7, for its interval at the node      not judged
//   commands ahead of it      OperationInvoked on its connection, and  it is judged by P7 alone
//                             their entries and replies
//   what it waits for         LogAppended of the commands before it    any state of any replica will do
//                             on its connection, of the history that
//                             its node has
//   a replica has had it      NodePosition: a place of that history,   it has not
//                             or of one that continues it, as far
//                             as that entry
//   how many were counted     OperationCompleted with a number         nothing is judged
//
// Commands that a client sends without waiting for replies share their interval at the node, and by that alone each
// could show any state of it. They run in their order: none finds a state before the earliest that explains the one
// ahead of it. Of commands one after the other, on one connection or several, the intervals say the same: that is P7's.
//
// Each process of a node is a replica of its own: its primary counts one that died until it is declared down.
#include <algorithm>
#include <map>
#include <vector>

#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/ledger.hpp"

namespace groundhog::checkers {
namespace {

// Of each connection on which commands were under way together, the earliest place of its node at which the last one
// that was answered can have run.
class PipelineOrder {
 public:
  explicit PipelineOrder(const Ledger& ledger) : ledger_(ledger) {}

  void begin(const Operation& operation) {
    if (!operation.goes_alone) reached_.try_emplace(operation.connection);
  }
  void forget(ConnectionId connection) { reached_.erase(connection); }

  // What the reply shows that no state behind the commands ahead of it does, though one before them would.
  std::optional<ReadFinding> judge(const Operation& operation, const Reply& reply) {
    const auto ahead = reached_.find(operation.connection);
    const auto states = ledger_.window(operation);
    if (ahead == reached_.end() || !states) return std::nullopt;
    if (!ledger_.findings().empty()) return std::nullopt;  // what no state explains does not say how far it was
    const ReadWindow left = operation.goes_alone ? *states : states->since(ahead->second);
    const bool is_narrower = left.from() != states->from();
    if (is_narrower && !explains(left, operation, reply)) return findings_.front();
    ahead->second = earliest(left, operation, reply);
    return std::nullopt;
  }

 private:
  bool explains(const ReadWindow& states, const Operation& operation, const Reply& reply) {
    findings_.clear();
    judge_operation(operation, reply, states, ledger_.keys(), findings_);
    return findings_.empty();
  }

  // More states explain no less, so the least that explains it is found by halves.
  CourseMark earliest(const ReadWindow& states, const Operation& operation, const Reply& reply) {
    const Commits& commits = operation.commits;
    if (commits.first_offset != 0) {
      const ReadWindow found = states.found_by(commits);
      const bool is_known = found.from() == found.to();
      return is_known ? CourseMark{found.from().residence, commits.last_offset} : states.from();
    }
    if (!states.in_one_residence()) return states.from();
    CourseMark at_least = states.from();
    std::uint64_t enough = states.to().offset;
    while (at_least.offset < enough) {
      const CourseMark middle{at_least.residence, at_least.offset + (enough - at_least.offset) / 2};
      if (explains(states.until(middle), operation, reply)) {
        enough = middle.offset;
      } else {
        at_least.offset = middle.offset + 1;
      }
    }
    return at_least;
  }

  const Ledger& ledger_;
  std::map<ConnectionId, CourseMark> reached_;
  std::vector<ReadFinding> findings_;
};

class Session : public Checker {
 public:
  explicit Session(const CheckContext& context)
      : Checker(context), order_(context.ledger), held_(context.run.node_count) {}

  void on(const NodePosition& event) override {
    if (event.history == HistoryId::none) return;
    std::uint64_t& furthest = held_[index(event.node)][event.incarnation][event.history];
    furthest = std::max(furthest, event.offset);
  }

  void on(const LogAppended& event) override {
    if (event.connection == ConnectionId::none) return;
    std::vector<Written>& writes = written_[event.connection];
    if (!writes.empty() && writes.back().command == event.command) writes.pop_back();
    writes.push_back({event.command, event.history, event.offset});
  }

  void on(const ConnectionClosed& event) override {
    if (index(event.side) >= held_.size()) return order_.forget(event.connection);
    written_.erase(event.connection);
  }

  void on(const OperationInvoked& event) override { order_.begin(*context_.ledger.operation(event.operation)); }

  void on(const ReplyAccepted& event) override {
    const Operation* operation = context_.ledger.operation(event.operation);
    if (operation == nullptr || operation->command.kind != CommandKind::wait) return;
    auto written = written_before(*operation);
    const std::optional<NodePosition>& position = context_.ledger.node(operation->node).position;
    if (written && position && !contains(position->history, written->offset, *written)) written.reset();
    could_count_[event.operation] = count(operation->node, written);
  }

  void on(const OperationCompleted& event) override {
    const Operation* operation = context_.ledger.operation(event.operation);
    if (operation == nullptr) return;
    judge_order(event, *operation);
    judge_wait(event, *operation);
  }

 private:
  struct Written {
    std::uint64_t command;
    HistoryId history;
    std::uint64_t offset;
  };

  void judge_order(const OperationCompleted& event, const Operation& operation) {
    const bool is_answered = event.outcome == Outcome::ok || event.outcome == Outcome::error;
    if (!is_answered || operation.command.kind == CommandKind::other) return;
    const std::optional<ReadFinding> finding = order_.judge(operation, event.reply);
    if (!finding) return;
    const std::string_view key = finding->key ? context_.ledger.keys().text(*finding->key) : finding->shown;
    std::string message = name(operation.node) + " answered a command";
    if (!key.empty()) message += " about " + quoted(key);
    report(event.at, operation.node, key,
           message + " by a state that is older than what the commands ahead of it on its connection showed or made");
  }

  void judge_wait(const OperationCompleted& event, const Operation& operation) {
    const auto could = could_count_.extract(event.operation);
    if (could.empty() || event.reply.kind != ReplyKind::integer) return;
    if (event.reply.integer <= static_cast<std::int64_t>(could.mapped())) return;
    report(event.at, operation.node, {},
           name(operation.node) + " answered the WAIT of " + name(operation.client) + " with " +
               with_separators(static_cast<std::uint64_t>(event.reply.integer)) + " replicas, but only " +
               with_separators(could.mapped()) + " had what it wrote");
  }

  std::optional<Written> written_before(const Operation& wait) const {
    const auto found = written_.find(wait.connection);
    if (found == written_.end()) return std::nullopt;
    std::optional<Written> last;
    for (const Written& written : found->second) {
      if (written.command < wait.command_number) last = written;
    }
    return last;
  }

  std::uint64_t count(HostId primary, const std::optional<Written>& written) const {
    std::uint64_t replicas = 0;
    for (std::size_t node = 0; node < held_.size(); ++node) {
      if (node == index(primary)) continue;
      for (const auto& [incarnation, places] : held_[node]) {
        const auto has_it = [&](const auto& place) {
          return !written || contains(place.first, place.second, *written);
        };
        if (std::ranges::any_of(places, has_it)) ++replicas;
      }
    }
    return replicas;
  }

  // Whether the first `offset` entries of a history are those of `written` and what led to it.
  bool contains(HistoryId history, std::uint64_t offset, const Written& written) const {
    for (const HistoryLog* log = context_.ledger.history(history); log != nullptr; log = log->parent()) {
      if (log->id() == written.history) return offset >= written.offset;
      offset = std::min(offset, log->switch_offset());
    }
    return false;
  }

  PipelineOrder order_;
  using Places = std::map<HistoryId, std::uint64_t>;      // how far it was in each
  std::vector<std::map<std::uint32_t, Places>> held_;     // by node and incarnation, at any time
  std::map<ConnectionId, std::vector<Written>> written_;  // the last entry of each command
  std::map<OperationId, std::uint64_t> could_count_;      // at their replies
};

}  // namespace

extern const CheckerEntry session_check = {
    .id = "P10",
    .name = "client.session",
    .title = "Session guarantees",
    .statement =
        "A command showed what was true only before a state that the commands ahead of it on its connection showed or "
        "made; or a WAIT counted more replicas than had ever held, when it was answered, what its connection wrote "
        "before it.",
    .implies = {},
    .make = make_check<Session>,
    .needs = {.log = true},
    .example = R"(c1 → n1  SET k v                       entry 1
n1 → n2  entry 1 is under way          n2 is at offset 0
c1 → n1  WAIT 1 100
n1 → c1  1                             VIOLATED: no replica has had entry 1)",
};

}  // namespace groundhog::checkers
