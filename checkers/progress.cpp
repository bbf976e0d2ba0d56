// P18: an operation outstanding past the bound after healing; a full synchronisation without a cause (first contact,
// foreign history, offset outside the backlog, aborted load), or more than two per replica after healing; a node that
// stops answering itself.
#include <algorithm>
#include <vector>

#include "checkers/factories.hpp"
#include "checkers/message.hpp"
#include "checkers/model/ledger.hpp"
#include "checkers/model/sync_book.hpp"

namespace groundhog {
namespace {

constexpr std::uint32_t full_syncs_allowed = 2;

class Progress : public Checker {
 public:
  explicit Progress(const CheckContext& context) : context_(context), syncs_(context.run.node_count) {}

  void on(const OperationCompleted& event) override {
    if (!context_.ledger.settle_began()) return;
    const Operation* operation = context_.ledger.operation(event.operation);
    if (operation != nullptr) judge_wait(*operation, event.at);
  }

  void on(const RunEnded& event) override {
    const auto settle = context_.ledger.settle_began();
    if (!settle || event.at < *settle + context_.run.convergence_bound) return;
    context_.ledger.visit_outstanding([&](const Operation& operation) { judge_wait(operation, event.at); });
  }

  void on(const FrameSent& event) override {
    if (event.frame.type == "hello") {
      ask(event);
    } else if (event.frame.type == "full") {
      grant(event);
    }
  }

  void on(const NodePosition& event) override {
    SyncBook& sync = syncs_[index(event.node)];
    sync.moved(event);
    judge_count(event.at, event.node);
  }

 private:
  void judge_wait(const Operation& operation, VirtualTime at) {
    const VirtualTime since = std::max(operation.invoked, *context_.ledger.settle_began());
    if (at - since <= context_.run.convergence_bound) return;
    const std::string_view key =
        operation.command.keys.empty() ? std::string_view() : context_.ledger.keys().text(operation.command.keys[0]);
    std::string message = name(operation.client) + " waited " + in_seconds(at - since) + " after the network healed";
    if (!key.empty()) message += ", with a command about " + quoted(key);
    const NodeModel& node = context_.ledger.node(operation.node);
    const bool is_mute = operation.delivered && !operation.replied && node.running && !node.paused;
    message += is_mute ? ": " + name(operation.node) + " has the request and gives no answer"
                       : " for an operation at " + name(operation.node) + " to complete";
    report(at, operation.node, key, std::move(message));
  }

  void ask(const FrameSent& event) {
    if (!is_node(event.frame.from)) return;
    syncs_[index(event.frame.from)].asked(context_.ledger.node(event.frame.from).position);
    judge_count(event.at, event.frame.from);
  }

  void grant(const FrameSent& event) {
    if (!is_node(event.frame.from) || !is_node(event.frame.to)) return;
    SyncBook& sync = syncs_[index(event.frame.to)];
    if (!has_cause(sync, context_.ledger.node(event.frame.from).position)) report_causeless(event, sync);
    sync.granted(context_.ledger.settle_began().has_value());
    judge_count(event.at, event.frame.to);
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
    const std::uint32_t count = syncs_[index(replica)].since_settle();
    if (count <= full_syncs_allowed) return;
    report(
        at, replica, {},
        name(replica) + " went through " + std::to_string(count) + " full synchronisations after the network healed");
  }

  bool is_node(HostId host) const { return index(host) < syncs_.size(); }

  std::string name(HostId host) const { return std::string(context_.run.name_of(host)); }

  void report(VirtualTime at, HostId node, std::string_view key, std::string message) {
    context_.verdicts.violated({"progress", at, std::move(message), node, std::string(key)});
  }

  CheckContext context_;
  std::vector<SyncBook> syncs_;
};

}  // namespace

std::unique_ptr<Checker> make_progress(const CheckContext& context) { return std::make_unique<Progress>(context); }

}  // namespace groundhog
