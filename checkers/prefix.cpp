// P7: a node's state is not S(h, n) at its applied offset n; an applied offset goes back within a generation; a reply
// is not S(h, off) filtered by the node's clock, for any off that it had in the interval, or not one that the command
// gives in any state.
//
//   fact                     evidence                               if it does not come
//   L(h)                     HistoryBegan and LogAppended of its    a place in it is a violation
//                            primary
//   what belongs together    the author of entries of LogAppended   entries without one are steps of their own
//   place of a node          NodePosition, at every change          the last one holds
//   a generation             incarnation and generation in it       –
//   what a node holds        StateSampled, and replies              not judged in between
#include <algorithm>
#include <vector>

#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/ledger.hpp"

namespace groundhog::checkers {
namespace {

class Prefix : public Checker {
 public:
  explicit Prefix(const CheckContext& context) : Checker(context), last_(context.run.node_count) {}

  void on(const LogAppended& event) override {
    if (context_.ledger.append_is_regular()) return;
    const HistoryLog* log = context_.ledger.history(event.history);
    report(event.at, event.node, event.effect.key,
           name(event.node) + " appended " + quoted(event.effect.key) + " at offset " + with_separators(event.offset) +
               " to history " + history_text(event.history) +
               (log == nullptr ? ", which no node began" : ", which ends at " + with_separators(log->last_offset())));
  }

  void on(const NodePosition& event) override {
    std::optional<NodePosition>& last = last_[index(event.node)];
    const bool same_generation = last && last->incarnation == event.incarnation && last->generation == event.generation;
    if (same_generation && event.offset < last->offset) {
      report(event.at, event.node, {},
             name(event.node) + " went back from offset " + with_separators(last->offset) + " to " +
                 with_separators(event.offset) + " without a load");
    }
    last = event;
    if (event.history != HistoryId::none) judge_place(event.at, event.node, event.history, event.offset);
  }

  void on(const OperationCompleted& event) override {
    for (const ReadFinding& finding : context_.ledger.findings()) {
      const bool is_ours = finding.fault == ReadFault::never_held || finding.fault == ReadFault::wrong_size ||
                           finding.fault == ReadFault::impossible ||
                           (finding.fault == ReadFault::missed && !finding.at_primary);
      if (is_ours) report_finding(event, finding);
    }
  }

  void on(const StateSampled& event) override {
    const SampleFacts& sample = context_.ledger.sample();
    if (sample.matches || (sample.log != nullptr && !sample.offset_exists)) return;
    if (sample.log == nullptr && event.history != HistoryId::none) return;
    report_difference(event, sample.log);
  }

 private:
  // Samples of such a place are not compared: there is nothing to compare with.
  void judge_place(VirtualTime at, HostId node, HistoryId history, std::uint64_t offset) {
    const HistoryLog* log = context_.ledger.history(history);
    if (log == nullptr) {
      return report(at, node, {}, name(node) + " holds history " + history_text(history) + ", which no node began");
    }
    if (offset <= log->last_offset()) return judge_step(at, node, *log, offset);
    report(at, node, {},
           name(node) + " is at offset " + with_separators(offset) + " of history " + history_text(history) +
               ", which ends at " + with_separators(log->last_offset()));
  }

  // A command's entries are one step: no node stands between them.
  void judge_step(VirtualTime at, HostId node, const HistoryLog& log, std::uint64_t offset) {
    const HistoryLog::Entry* const last = log.entry(offset);
    const HistoryLog::Entry* const next = log.entry(offset + 1);
    if (last == nullptr || next == nullptr || last->connection == ConnectionId::none) return;
    if (last->connection != next->connection || last->command != next->command) return;
    report(at, node, {},
           name(node) + " is at offset " + with_separators(offset) + ", in the middle of what one command logged");
  }

  void report_finding(const OperationCompleted& event, const ReadFinding& finding) {
    const HostId node = context_.ledger.operation(event.operation)->node;
    if (finding.fault == ReadFault::wrong_size) {
      return report(event.at, node, {},
                    name(node) + " said that it holds " + std::to_string(finding.size) +
                        " keys, which is true of no state that it had");
    }
    if (finding.fault == ReadFault::impossible) return report_impossible(event, finding);
    const std::string_view key = finding.key ? context_.ledger.keys().text(*finding.key) : finding.shown;
    if (finding.fault == ReadFault::missed) {
      return report(event.at, node, key,
                    name(node) + " showed no " + quoted(key) + ", which is alive in every state that it had");
    }
    std::string message = name(node) + " showed " + quoted(key);
    if (finding.key && !finding.shown.empty()) message += " = " + quoted(finding.shown);
    report(event.at, node, key, message + ", which is in no state that it had");
  }

  void report_impossible(const OperationCompleted& event, const ReadFinding& finding) {
    const HostId node = context_.ledger.operation(event.operation)->node;
    const std::string_view key = finding.key ? context_.ledger.keys().text(*finding.key) : std::string_view();
    std::string message = name(node) + " answered ";
    message += event.reply.kind == ReplyKind::integer ? std::to_string(finding.size) : quoted(finding.shown);
    if (finding.key) message += " to a command about " + quoted(key);
    report(event.at, node, key, message + ", which no state lets it answer");
  }

  void report_difference(const StateSampled& event, const HistoryLog* log) {
    const std::string where =
        " at offset " + with_separators(event.offset) + " of history " + history_text(event.history) + ": ";
    std::vector<KeyId> held_keys;
    for (const KeyState& held : event.keys) {
      const auto key = context_.ledger.keys().find(held.key);
      const Version* right = key && log != nullptr ? log->find(*key, event.offset) : nullptr;
      if (right == nullptr) {
        return report(event.at, event.node, held.key,
                      name(event.node) + where + "holds " + quoted(held.key) + ", which should be absent");
      }
      if (right->value != held.value || right->deadline != held.deadline) {
        return report(event.at, event.node, held.key,
                      name(event.node) + where + "holds " + quoted(held.key) + " = " + quoted(held.value) + " with " +
                          deadline_text(held.deadline) + ", should be " + quoted(right->value) + " with " +
                          deadline_text(right->deadline));
      }
      held_keys.push_back(*key);
    }
    report_missing(event, log, std::move(held_keys), where);
  }

  void report_missing(const StateSampled& event, const HistoryLog* log, std::vector<KeyId> held_keys,
                      const std::string& where) {
    std::sort(held_keys.begin(), held_keys.end());
    if (const auto twice = std::adjacent_find(held_keys.begin(), held_keys.end()); twice != held_keys.end()) {
      const std::string_view key = context_.ledger.keys().text(*twice);
      return report(event.at, event.node, key, name(event.node) + where + "holds " + quoted(key) + " twice");
    }
    log->visit_all(event.offset, [&](KeyId id, const Version& right) {
      if (std::binary_search(held_keys.begin(), held_keys.end(), id)) return;
      const std::string_view key = context_.ledger.keys().text(id);
      report(event.at, event.node, key,
             name(event.node) + where + "lacks " + quoted(key) + " = " + quoted(right.value));
    });
  }

  std::vector<std::optional<NodePosition>> last_;
};

constexpr MessageForm prefix_forms[] = {
    {" lacks ", "a key is missing"},
    {" showed no ", "a key is missing"},
    {"should be absent", "a key is too many"},
    {"which is in no state", "a key is too many"},
};

}  // namespace

extern const CheckerEntry prefix_check = {
    .id = "P7",
    .name = "replica.prefix",
    .title = "Prefix consistency",
    .statement =
        "A node's state is not the state of its history at the offset that it has applied; an applied offset "
        "goes back within a generation, or lies in the middle of what one command logged; or a reply fits no state "
        "that the node held in the interval, or no state at all: an error about a command in which nothing is wrong, a "
        "WAIT that counts too few before its time is over.",
    .implies = "ttl.safety,ttl.fidelity,replica.convergence,client.linearizable,resources.bounded,accounting",
    .make = make_check<Prefix>,
    .needs = {.log = true},
    .forms = prefix_forms,
    .example = R"(c1 → n1  SET k v                       entry 1
c1 → n1  SET k w                       entry 2
n1 → n2  entries 1 and 2               n2 is at offset 2
n2       a sample: k = v               VIOLATED: at offset 2 it should be w)",
};

}  // namespace groundhog::checkers
