// P18: an operation outstanding past the bound after healing; a full synchronisation without a cause (first contact,
// foreign history, offset outside the backlog, aborted load), or more than its depth and one per replica after healing;
// a node that is free to answer and does not, or not at once; a WAIT that is answered later than its replicas
// acknowledge, or asks them later than at once.
//
//   fact                      evidence                              if it does not come
//   healing                   the start of settle, and any role     counts begin again with each
//                             that changes later
//   a replica asks            FrameSent `hello`, with the place     no place yet: first contact
//                             that it has at that instant
//   a full synchronisation    FrameSent `full` on the connection    none is counted
//                             on which it asked last, and that it
//                             has not closed
//   it was refused            `full` delivered, of a history that   it counts as aborted
//                             may be held off, and the replica
//                             closes at that instant, or when it
//                             runs again
//   it was loaded             its generation or process is another  it is aborted by what ends the connection, by the
//                                                                   next `hello`, or by the next answer
//   what the primary could    each NodePosition from the arrival    first contact: any answer has a cause
//   have continued from       of `hello` to the acceptance of its
//                             answer
//   the log outgrew what the  its backlog begins behind the last    it counts
//   primary keeps             offer to this replica
//   how long a command may    its own words (WAIT), and those of    it may not block
//   block                     commands before it on its connection
//   an answer can come        no NodeStopped of its node since      it is owed
//   a node is free to answer  checkers/model/answer_book.hpp        it owes nothing
//   what a WAIT waits for     checkers/model/wait_book.hpp          it ends by its time
#include <algorithm>
#include <utility>
#include <vector>

#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/answer_book.hpp"
#include "checkers/model/ledger.hpp"
#include "checkers/model/stream_book.hpp"
#include "checkers/model/wait_book.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog::checkers {
namespace {

// One to begin with, and one for each node above that may have to replace its own state first.
constexpr std::uint32_t full_syncs_allowed(std::uint32_t depth) { return 1 + depth; }

class Progress : public Checker {
 public:
  explicit Progress(const CheckContext& context)
      : Checker(context), syncs_(context.run.node_count), answers_(context.run.node_count) {}

  void on(const OperationDelivered& event) override {
    const Operation* operation = context_.ledger.operation(event.operation);
    if (operation == nullptr || !operation->goes_alone || operation->command.kind != CommandKind::wait) return;
    waits_.begin(*operation, context_.ledger.node(operation->node));
  }

  void on(const ReplyAccepted& event) override {
    const Operation* operation = context_.ledger.operation(event.operation);
    if (operation != nullptr) judge_answer(*operation, event.at);
    waits_.end(event.operation);
  }

  void on(const OperationCompleted& event) override {
    const Operation* operation = context_.ledger.operation(event.operation);
    if (operation == nullptr) return;
    if (event.outcome == Outcome::unknown) judge_answer(*operation, event.at);
    waits_.end(event.operation);
    if (context_.ledger.settle_began()) judge_wait(*operation, event.at);
  }

  void on(const RunEnded& event) override {
    context_.ledger.visit_outstanding([&](const Operation& operation) { judge_answer(operation, event.at); });
    const auto settle = context_.ledger.settle_began();
    if (!settle || event.at <= seam::saturating_add(*settle, context_.run.convergence_bound)) return;
    context_.ledger.visit_outstanding([&](const Operation& operation) { judge_wait(operation, event.at); });
  }

  void on(const FaultEffective&) override { note_roles(); }
  void on(const NodeStarted&) override { note_roles(); }
  void on(const NodeResumed& event) override {
    answers_.note(event);
    syncs_[index(event.node)].resumed(event.at);
  }
  void on(const NodeBusy& event) override { answers_.note(event); }
  void on(const TimerLate& event) override { answers_.note(event); }
  void on(const LogAppended& event) override { waits_.note(event); }

  void on(const ConnectionOpened& event) override {
    answers_.note(event);
    waits_.note(event);
  }
  void on(const ConnectionEstablished& event) override { answers_.note(event); }
  void on(const ConnectionEnded& event) override { answers_.note(event); }
  void on(const ShortWrite& event) override {
    answers_.note(event);
    waits_.note(event);
  }

  void on(const FrameSent& event) override {
    answers_.note(event);
    for (const OperationId wait : waits_.note(event)) judge_ping(wait, event);
    if (event.frame.type == "hello") {
      ask(event);
    } else if (event.frame.type == "full") {
      grant(event);
    } else if (event.frame.type == "continue" && is_answer(event.frame)) {
      syncs_[index(event.frame.to)].continued();
      judge_count(event.at, event.frame.to);
    }
  }

  void on(const FrameDelivered& event) override {
    waits_.note(event);
    if (event.frame.type == "full" && is_answer(event.frame)) syncs_[index(event.frame.to)].delivered(event.at);
    if (event.frame.type != "hello" || !is_node(event.frame.from) || !is_node(event.frame.to)) return;
    SyncBook& sync = syncs_[index(event.frame.from)];
    if (!sync.is_current(event.frame.connection)) return;
    sync.asks(event.frame.to, has_cause(sync, context_.ledger.node(event.frame.to).position));
  }

  void on(const ConnectionClosed& event) override {
    answers_.note(event);
    waits_.note(event);
    if (!is_node(event.side)) return;
    syncs_[index(event.side)].closed(event.connection, event.reason, event.at);
    judge_count(event.at, event.side);
  }

  void on(const NodePosition& event) override {
    note_roles();
    for (SyncBook& sync : syncs_) {
      if (sync.is_asking(event.node)) sync.may_need_all(has_cause(sync, event));
    }
    syncs_[index(event.node)].moved(event);
    judge_count(event.at, event.node);
    waits_.note(event);
  }

 private:
  void note_roles() {
    if (std::exchange(topology_changes_, topology().changes()) == topology().changes()) return;
    for (SyncBook& sync : syncs_) sync.restart_count();
  }

  const Topology& topology() const { return context_.ledger.topology(); }

  void judge_wait(const Operation& operation, VirtualTime at) {
    const VirtualTime since = std::max(operation.invoked, *context_.ledger.settle_began());
    const Duration may_block = seam::saturating_add(operation.may_be_held_up, operation.command.may_block);
    const Duration allowed = seam::saturating_add(context_.run.convergence_bound, may_block);
    if (operation.node_died || at - since <= allowed) return;
    const std::string_view key = key_of(operation);
    std::string message = name(operation.client) + " waited " + in_seconds(at - since) + " after the network healed";
    if (!key.empty()) message += ", with a command about " + quoted(key);
    const NodeModel& node = context_.ledger.node(operation.node);
    const bool is_mute = operation.delivered && !operation.replied && node.running && !node.paused;
    message += is_mute ? ": " + name(operation.node) + " has the request and gives no answer"
                       : " for an operation at " + name(operation.node) + " to complete";
    report(at, operation.node, key, std::move(message));
  }

  // From when its node could have answered; nullopt: that cannot be said.
  std::optional<VirtualTime> due(const Operation& operation) const {
    const auto owed = answers_.owed_since(operation, context_.ledger.node(operation.node));
    const Duration may_block = operation.command.may_block;
    if (!owed || may_block == Duration{0}) return owed;
    const WaitBook::Wait* wait = waits_.find(operation.id);
    if (wait != nullptr && wait->enough) return std::max(*owed, *wait->enough);
    // By a clock that may run at half of the true rate.
    if (may_block > Duration::max() / 2) return std::nullopt;
    return seam::saturating_add(*owed, 2 * may_block);
  }

  void judge_answer(const Operation& operation, VirtualTime at) {
    const auto since = due(operation);
    if (!since || at - *since <= context_.run.slop) return;
    const std::string_view key = key_of(operation);
    const WaitBook::Wait* wait = waits_.find(operation.id);
    std::string request = operation.command.kind == CommandKind::wait ? "the WAIT of " : "the request of ";
    request += name(operation.client);
    if (!key.empty()) request += " about " + quoted(key);
    report(at, operation.node, key,
           name(operation.node) + (operation.replied == at ? " answered " : " had not answered ") + request + " " +
               in_seconds(at - *since) + " after " +
               (wait != nullptr && wait->enough ? "enough replicas had acknowledged" : "nothing held it up any more"));
  }

  // WAIT asks at once.
  void judge_ping(OperationId id, const FrameSent& ping) {
    const Operation* operation = context_.ledger.operation(id);
    if (operation == nullptr) return;
    const auto owed = answers_.owed_since(*operation, context_.ledger.node(operation->node));
    if (!owed || ping.at - *owed <= context_.run.slop) return;
    report(ping.at, operation->node, {},
           name(operation->node) + " asks " + name(ping.frame.to) + " how far it is only " +
               in_seconds(ping.at - *owed) + " after " + name(operation->client) + "'s WAIT");
  }

  std::string_view key_of(const Operation& operation) const {
    if (operation.command.keys.empty()) return {};
    return context_.ledger.keys().text(operation.command.keys[0]);
  }

  void ask(const FrameSent& event) {
    if (!is_node(event.frame.from)) return;
    syncs_[index(event.frame.from)].asked(event.frame.connection, context_.ledger.node(event.frame.from).position);
    judge_count(event.at, event.frame.from);
  }

  void grant(const FrameSent& event) {
    if (!is_answer(event.frame)) return;
    SyncBook& sync = syncs_[index(event.frame.to)];
    const std::optional<NodePosition>& primary = context_.ledger.node(event.frame.from).position;
    if (!sync.needed_all() && !has_cause(sync, primary)) report_causeless(event, sync);
    const SyncBook::Offer offer{history_in(event.frame, "history").value_or(HistoryId::none),
                                number_in(event.frame, "offset").value_or(0)};
    const bool counts = context_.ledger.settle_began() && !is_outgrown(sync, primary);
    sync.granted(offer, is_refusable(sync, offer.history), counts);
    judge_count(event.at, event.frame.to);
  }

  // Since the last offer to this replica the log has grown beyond what its primary keeps: with a small backlog and keys
  // that expire, that may happen again and again, and it ends with them.
  static bool is_outgrown(const SyncBook& sync, const std::optional<NodePosition>& primary) {
    const std::optional<SyncBook::Offer>& last = sync.last_offer();
    return last && primary && primary->history == last->history && primary->backlog_first > last->offset + 1;
  }

  // Whether empty-primary-hold applies to the offer: it began at a process start, is not the replica's own, and the
  // replica has something to lose.
  bool is_refusable(const SyncBook& sync, HistoryId offered) const {
    const std::optional<NodePosition>& replica = sync.asked_with();
    const HistoryLog* log = context_.ledger.history(offered);
    if (!replica || !replica->complete || offered == replica->history) return false;
    if (log == nullptr || log->origin() != HistoryOrigin::process_start) return false;
    const HistoryLog* own = context_.ledger.history(replica->history);
    return own != nullptr && replica->offset <= own->last_offset() && own->digest_at(replica->offset).keys > 0;
  }

  bool has_cause(const SyncBook& sync, const std::optional<NodePosition>& primary) const {
    const std::optional<NodePosition>& replica = sync.asked_with();
    if (!replica || replica->history == HistoryId::none || !replica->complete) return true;
    if (!primary || sync.last_was_aborted()) return true;
    const HistoryLog* log = context_.ledger.history(primary->history);
    const bool own = replica->history == primary->history;
    const bool previous =
        log != nullptr && log->is_child_of(replica->history) && replica->offset <= log->switch_offset();
    if (!own && !previous) return true;
    return replica->offset + 1 < primary->backlog_first || replica->offset > primary->offset;
  }

  void report_causeless(const FrameSent& event, const SyncBook& sync) {
    const HostId replica = event.frame.to;
    const NodePosition& primary = *context_.ledger.node(event.frame.from).position;
    report(event.at, replica, {},
           name(replica) + " held offset " + with_separators(sync.asked_with()->offset) + ", inside the backlog of " +
               name(event.frame.from) + " (" + with_separators(primary.backlog_first) + " to " +
               with_separators(primary.offset) + "), and was sent a full synchronisation without a cause");
  }

  void judge_count(VirtualTime at, HostId replica) {
    if (!topology().root_of(replica)) return;
    const std::uint32_t count = syncs_[index(replica)].since_settle();
    if (count <= full_syncs_allowed(topology().depth_of(replica))) return;
    report(
        at, replica, {},
        name(replica) + " went through " + std::to_string(count) + " full synchronisations after the network healed");
  }

  bool is_answer(const Frame& frame) const {
    return is_node(frame.from) && is_node(frame.to) && syncs_[index(frame.to)].is_current(frame.connection);
  }

  bool is_node(HostId host) const { return index(host) < syncs_.size(); }

  std::vector<SyncBook> syncs_;
  AnswerBook answers_;
  WaitBook waits_;
  std::uint32_t topology_changes_ = 0;
};

}  // namespace

extern const CheckerEntry progress_check = {
    .id = "P18",
    .name = "progress",
    .title = "Progress",
    .statement =
        "After healing an operation stays outstanding past the bound, or a replica needs more full synchronisations "
        "than one and one for each node above it, although its primary kept the log; at any time, a full "
        "synchronisation has no cause; or a node has a request that nothing keeps it from answering, and does not "
        "answer, or not at once: WAIT as soon as enough replicas have acknowledged, which it asks at once.",
    .implies = "replica.convergence",
    .make = make_check<Progress>,
    .needs = {.log = true, .watches = true},
    .needs_settle = true,
    .example = R"(         all faults are over, and settle begins at 30.000s
c1 → n1  GET k at 31.000s
n1       runs, and nothing holds it up
         no reply by 31.002s           VIOLATED: n1 did not answer at once)",
};

}  // namespace groundhog::checkers
