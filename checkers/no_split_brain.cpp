// P12: two nodes append under one replication id; a node connects to another one than it was to follow; or a
// replica that holds data loads the history of an empty primary before `empty-primary-hold` is over, without REPLICAOF.
//
//   fact                        evidence                                 if it does not come
//   whose history it is         HistoryBegan                             nothing is judged
//   an entry was appended       LogAppended                              nothing is judged
//   the first offer             FrameDelivered `full` of a history that  none was made
//                               is not the replica's own and began at
//                               a process start
//   it was accepted             NodePosition with that history           it was not
//   it holds data               the log at its place                     it may load what it likes
//   REPLICAOF was given         FaultStarted, FaultEffective and         the hold counts
//                               operations of the run's role commands
//   whom it is to follow        the same (Topology)                      not judged while a command is under way, or
//                                                                        where only the node knows
//   it connects                 ConnectionOpened between nodes, and no   it does not
//                               fault led it to another host
//
// The hold is by the replica's own clock, which may run at twice the true rate. A command that was given may be carried
// out until the replica has its link up again, and from its first sign on.
#include <algorithm>
#include <optional>
#include <vector>

#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/ledger.hpp"
#include "checkers/model/stream_book.hpp"

namespace groundhog::checkers {
namespace {

class NoSplitBrain : public Checker {
 public:
  explicit NoSplitBrain(const CheckContext& context) : Checker(context), replicas_(context.run.node_count) {}

  void on(const LogAppended& event) override {
    const HistoryLog* log = context_.ledger.history(event.history);
    if (log == nullptr || log->owner() == event.node) return;
    report(event.at, event.node, event.effect.key,
           name(event.node) + " appended " + quoted(event.effect.key) + " at offset " + with_separators(event.offset) +
               " of history " + history_text(event.history) + ", which " + name(log->owner()) + " began");
  }

  void on(const FrameDelivered& event) override {
    if (event.frame.type != "full" || index(event.frame.to) >= replicas_.size()) return;
    Replica& replica = replicas_[index(event.frame.to)];
    const auto offered = history_in(event.frame, "history");
    if (replica.offered || !offered || !may_be_held_off(event.frame.to, *offered)) return;
    replica.offered = event.at;
  }

  void on(const ConnectionOpened& event) override {
    if (event.kind != ConnectionKind::replication || index(event.from) >= replicas_.size()) return;
    const Topology& topology = context_.ledger.topology();
    const std::optional<HostId> upstream = topology.upstream_of(event.from);
    if (upstream == event.to || upstream == no_host || event.led_astray) return;
    if (!topology.is_certain(event.from) || replicas_[index(event.from)].commands_under_way > 0) return;
    report(event.at, event.from, {},
           name(event.from) + " connects to " + name(event.to) + " to follow it, and was " +
               (upstream ? "to follow " + name(*upstream) : "to be a primary"));
  }

  void on(const NodePosition& event) override {
    Replica& replica = replicas_[index(event.node)];
    if (replica.held && replica.held->history != event.history && event.role == Role::replica)
      judge_load(event, replica);
    const bool follows = event.role == Role::replica && event.link_up;
    if (follows || event.incarnation != replica.incarnation) {
      replica.offered.reset();
      replica.was_commanded = replica.commands_under_way > 0;
    }
    replica.incarnation = event.incarnation;
    replica.held = event;
  }

  void on(const NodeStarted& event) override {
    replicas_[index(event.node)] = {.commands_under_way = replicas_[index(event.node)].commands_under_way};
  }

  void on(const FaultStarted& event) override { command_begins(find_command(event.fault)); }
  void on(const FaultEffective& event) override { command_ends(find_command(event.fault)); }
  void on(const OperationInvoked& event) override { command_begins(find_command(event.operation, event.node)); }
  // One whose outcome is unknown may be carried out at any time.
  void on(const OperationCompleted& event) override {
    const Operation* operation = context_.ledger.operation(event.operation);
    if (operation == nullptr || event.outcome == Outcome::unknown) return;
    command_ends(find_command(event.operation, operation->node));
  }

 private:
  struct Replica {
    std::optional<NodePosition> held = {};  // its last place
    std::uint32_t incarnation = 0;
    std::optional<VirtualTime> offered = {};  // first, since its link was up
    bool was_commanded = false;               // REPLICAOF, since then
    std::uint32_t commands_under_way = 0;
  };

  bool may_be_held_off(HostId node, HistoryId offered) const {
    const std::optional<NodePosition>& position = context_.ledger.node(node).position;
    const HistoryLog* log = context_.ledger.history(offered);
    if (!position || position->role != Role::replica || !position->complete || position->history == offered)
      return false;
    if (log == nullptr || log->origin() != HistoryOrigin::process_start) return false;
    return holds_data(*position);
  }

  bool holds_data(const NodePosition& position) const {
    const HistoryLog* own = context_.ledger.history(position.history);
    return own != nullptr && position.offset <= own->last_offset() && own->digest_at(position.offset).keys > 0;
  }

  void judge_load(const NodePosition& event, const Replica& replica) {
    const HistoryLog* log = context_.ledger.history(event.history);
    if (replica.held->role != Role::replica || replica.held->incarnation != event.incarnation) return;
    if (log == nullptr || log->origin() != HistoryOrigin::process_start || !holds_data(*replica.held)) return;
    if (!replica.held->complete || replica.was_commanded || replica.commands_under_way > 0) return;
    const Duration hold = context_.run.knobs_of(event.node).empty_primary_hold;
    const Duration waited = replica.offered ? event.at - *replica.offered : Duration{0};
    if (2 * waited >= hold) return;
    report(event.at, event.node, {},
           name(event.node) + " held data and loaded history " + history_text(event.history) + " of a new process " +
               in_seconds(waited) + " after it was first offered, before empty-primary-hold was over");
  }

  void command_begins(const RoleCommand* command) {
    if (command == nullptr) return;
    ++replicas_[index(command->node)].commands_under_way;
    replicas_[index(command->node)].was_commanded = true;
  }

  void command_ends(const RoleCommand* command) {
    if (command == nullptr) return;
    Replica& replica = replicas_[index(command->node)];
    if (replica.commands_under_way > 0) --replica.commands_under_way;
    replica.was_commanded = true;
  }

  const RoleCommand* find_command(std::uint32_t fault) const {
    const auto found = std::ranges::find(context_.run.role_commands, std::optional(fault), &RoleCommand::fault);
    return found != context_.run.role_commands.end() ? &*found : nullptr;
  }
  const RoleCommand* find_command(OperationId operation, HostId node) const {
    const auto found = std::ranges::find_if(context_.run.role_commands, [&](const RoleCommand& command) {
      return command.operation == operation && command.node == node;
    });
    return found != context_.run.role_commands.end() ? &*found : nullptr;
  }

  std::vector<Replica> replicas_;  // by node
};

}  // namespace

extern const CheckerEntry no_split_brain_check = {
    .id = "P12",
    .name = "replica.no_split_brain",
    .title = "No split brain",
    .statement =
        "A node appended to a history that another one began; connected to another node than it was to follow; or "
        "a replica that held data loaded the history of a new process before empty-primary-hold was over, without "
        "REPLICAOF.",
    .implies = "replica.prefix,replica.read_only",
    .make = make_check<NoSplitBrain>,
    .needs = {.log = true, .watches = true},
    .example = R"(n1       restarts, empty, as history b
n2       holds 40 keys of history a
n1 → n2  offers history b at 1.000s    empty-primary-hold is 2s
n2       loads history b at 1.100s     VIOLATED: 100 ms after the first offer)",
};

}  // namespace groundhog::checkers
