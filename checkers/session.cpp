// P10: a WAIT counted more replicas than had, at its reply, ever held what its connection wrote before it.
//
//   fact                      evidence                                 if it does not come
//   what it waits for         LogAppended of the commands before it    any state of any replica will do
//                             on its connection, of the history that
//                             its node has
//   a replica has had it      NodePosition: a place of that history,   it has not
//                             or of one that continues it, as far
//                             as that entry
//   how many were counted     OperationCompleted with a number         nothing is judged
//
// Each process of a node is a replica of its own: its primary counts one that died until it is declared down.
//
// That one client at one node never reads backwards follows from P7: each reply is of a state that the node held in its
// interval, and the applied offset of a generation never goes back.
#include <algorithm>
#include <map>
#include <vector>

#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/ledger.hpp"

namespace groundhog::checkers {
namespace {

class Session : public Checker {
 public:
  explicit Session(const CheckContext& context) : Checker(context), held_(context.run.node_count) {}

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
    if (index(event.side) < held_.size()) written_.erase(event.connection);
  }

  void on(const ReplyAccepted& event) override {
    const Operation* operation = context_.ledger.operation(event.operation);
    if (operation == nullptr || operation->command.kind != CommandKind::wait) return;
    auto written = written_before(*operation);
    const std::optional<NodePosition>& position = context_.ledger.node(operation->node).position;
    if (written && position && !contains(position->history, written->offset, *written)) written.reset();
    could_count_[event.operation] = count(operation->node, written);
  }

  void on(const OperationCompleted& event) override {
    const auto could = could_count_.extract(event.operation);
    const Operation* operation = context_.ledger.operation(event.operation);
    if (could.empty() || operation == nullptr || event.reply.kind != ReplyKind::integer) return;
    if (event.reply.integer <= static_cast<std::int64_t>(could.mapped())) return;
    report(event.at, operation->node, {},
           name(operation->node) + " answered the WAIT of " + name(operation->client) + " with " +
               with_separators(static_cast<std::uint64_t>(event.reply.integer)) + " replicas, but only " +
               with_separators(could.mapped()) + " had what it wrote");
  }

 private:
  struct Written {
    std::uint64_t command;
    HistoryId history;
    std::uint64_t offset;
  };

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
        "A WAIT counted more replicas than had ever held, when it was answered, what its connection wrote before it.",
    .implies = {},
    .make = make_check<Session>,
    .needs = {.log = true},
};

}  // namespace groundhog::checkers
