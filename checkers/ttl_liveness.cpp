// P2: a read at a primary missed w of its own history although max over [inv, ret] of E < deadline(w) and no entry for
// the key was committed in between; an expiry entry committed while E < deadline; an acknowledged write that changes S
// without an entry in L, or with one that comes after its reply or before its last byte has arrived, or that has
// another key, another value or another kind than it asks for; and, of ambiguous operations, a definite error that left
// an entry.
//
//   fact                     evidence                               if it does not come
//   a value was missed       as P1; the largest E of the interval   not judged
//   it was a primary         NodePosition and HistoryBegan of its   a change within the interval: not judged
//                            process, for the whole interval
//   an entry is a command's  (connection, command) of LogAppended   the janitor's, or a command that is long over: no
//                                                                   command explains a deadline in the past
//   nothing had to change    the states of the interval: one that   an entry is owed
//                            has what was asked for
#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/asked_effects.hpp"
#include "checkers/model/ledger.hpp"
#include "checkers/model/operation_book.hpp"

namespace groundhog::checkers {
namespace {

class TtlLiveness : public Checker {
 public:
  using Checker::Checker;

  void on(const LogAppended& event) override {
    judge_order(event);
    judge_effect(event);
    if (event.effect.kind != EffectKind::del || !context_.ledger.append_is_regular()) return;
    if (event.effect.cause == DelCause::expire) return judge_expiry(event);
    if (event.effect.cause == DelCause::client) return judge_removal(event);
  }

  void on(const OperationCompleted& event) override {
    const Operation* operation = context_.ledger.operation(event.operation);
    if (operation == nullptr) return;
    if (event.outcome == Outcome::error || event.outcome == Outcome::unsent) return judge_error(event, *operation);
    if (event.outcome != Outcome::ok) return;
    for (const ReadFinding& finding : context_.ledger.findings()) {
      if (finding.fault == ReadFault::missed && finding.at_primary && finding.one_state) {
        report_missed(event, *operation, finding);
      }
    }
    judge_acknowledgement(event, *operation);
  }

 private:
  // What is acknowledged first and logged later is lost if the node dies between the two.
  void judge_order(const LogAppended& event) {
    const Operation* author = context_.ledger.author(event);
    if (author == nullptr || (author->delivered && !author->replied)) return;
    report(event.at, event.node, event.effect.key,
           name(event.node) + " logged " + quoted(event.effect.key) + " at offset " + with_separators(event.offset) +
               " for a command that it had " + (author->replied ? "answered before" : "not received yet"));
  }

  // What is consistent with a wrong entry is consistent everywhere: only its command shows that it is wrong.
  void judge_effect(const LogAppended& event) {
    const Operation* author = context_.ledger.author(event);
    const HistoryLog* log = context_.ledger.history(event.history);
    if (author == nullptr || log == nullptr || !context_.ledger.append_is_regular()) return;
    const KeyId key = context_.ledger.keys().find(event.effect.key).value_or(KeyId{});  // a flush has none
    const std::uint64_t first = author->commits.first_offset;
    if (is_asked_for(author->command, event.effect, key, *log, event.offset, first)) return;
    report(event.at, event.node, event.effect.key,
           name(event.node) + " logged " + effect_text(event.effect) + " at offset " + with_separators(event.offset) +
               ", which is not what its command asks for");
  }

  static std::string effect_text(const Effect& effect) {
    switch (effect.kind) {
      case EffectKind::set:
        return quoted(effect.key) + " = " + quoted(effect.value);
      case EffectKind::deadline:
        return deadline_text(effect.deadline) + " for " + quoted(effect.key);
      case EffectKind::del:
        return "the removal of " + quoted(effect.key);
      case EffectKind::flush:
        break;
    }
    return "the removal of all keys";
  }

  // The deadline that the command itself gave may be past, too: EXPIRE k -1 removes whatever the old one was.
  void judge_expiry(const LogAppended& event) {
    const Version* before = state_before(event);
    if (before == nullptr) return;
    const ExpiryTime now = context_.ledger.expiry_now(event.node, event.clocks);
    if (!alive_at(now, before->deadline)) return;
    if (const Operation* author = context_.ledger.author(event)) {
      const auto asks_for_past = [now](const ClientCommand& command) { return is_past(command.ttl, now); };
      if (std::ranges::any_of(parts_of(author->command), asks_for_past)) return;
    }
    std::string message = name(event.node) + " expired " + quoted(event.effect.key);
    message += before->deadline ? " " + in_milliseconds(*before->deadline - now) + " before its deadline"
                                : std::string(", which has no TTL");
    report(event.at, event.node, event.effect.key, std::move(message));
  }

  // EXPIRE and GETEX may remove a key, but only if the deadline that they give is past.
  void judge_removal(const LogAppended& event) {
    const Operation* author = context_.ledger.author(event);
    if (author == nullptr) return;
    const CommandKind kind = author->command.kind;
    if (kind != CommandKind::expire && kind != CommandKind::getex) return;
    if (is_past(author->command.ttl, context_.ledger.expiry_now(event.node, event.clocks))) return;
    report(event.at, event.node, event.effect.key,
           name(event.node) + " removed " + quoted(event.effect.key) + " for a new deadline that is not past");
  }

  void judge_error(const OperationCompleted& event, const Operation& operation) {
    if (operation.commits.effects() == 0) return;
    const std::string_view key =
        first_key(parts_of(operation.command).empty() ? operation.command : parts_of(operation.command)[0]);
    report(event.at, operation.node, key,
           name(operation.node) + " refused a command about " + quoted(key) + " (" + std::string(event.reply.text) +
               ") but logged it at offset " + with_separators(operation.commits.last_offset));
  }

  void judge_acknowledgement(const OperationCompleted& event, const Operation& operation) {
    if (!operation.command.is_write()) return;
    const auto window = context_.ledger.window(operation);
    if (!window) return;
    visit_parts(operation.command, event.reply, [&](const ClientCommand& command, const Reply& reply) {
      if (reply.kind == ReplyKind::error || is_in_log(command, reply, operation.commits, *window)) return;
      report(event.at, operation.node, first_key(command),
             name(operation.node) + " acknowledged a write of " + quoted(first_key(command)) +
                 " that has no entry in its log");
    });
  }

  void report_missed(const OperationCompleted& event, const Operation& operation, const ReadFinding& finding) {
    const std::string_view key = context_.ledger.keys().text(*finding.key);
    std::string message = name(operation.node) + " (primary) missed " + quoted(key) + ", which had ";
    message += finding.deadline ? in_milliseconds(*finding.deadline - operation.latest()) + " left" : "no TTL";
    report(event.at, operation.node, key, std::move(message));
  }

  const Version* state_before(const LogAppended& event) const {
    const HistoryLog* log = context_.ledger.history(event.history);
    const auto key = context_.ledger.keys().find(event.effect.key);
    return log == nullptr || !key ? nullptr : log->find(*key, event.offset - 1);
  }

  std::string_view first_key(const ClientCommand& command) const {
    return command.keys.empty() ? std::string_view() : context_.ledger.keys().text(command.keys[0]);
  }
};

}  // namespace

extern const CheckerEntry ttl_liveness_check = {
    .id = "P2",
    .name = "ttl.liveness",
    .title = "TTL liveness",
    .statement =
        "A read at a primary missed an acknowledged value that was alive for the whole interval; an expiry "
        "entry was committed before the deadline; or a write was acknowledged without the log entry that it "
        "needs, or refused with one; or an entry is not between the arrival of its command and the reply, or not "
        "what that command asks for.",
    .implies = "ttl.fidelity,replica.prefix,replica.convergence,client.linearizable",
    .make = make_check<TtlLiveness>,
    .needs = {.log = true, .deadlines = true},
    .example = R"(c1 → n1  SET k v PX 100 at 0.000s      entry 1, deadline 0.100s
n1 → c1  OK
c2 → n1  GET k at 0.060s               n1's expiry clock shows 0.060s
n1 → c2  nil                           VIOLATED: k had 40 ms left, and no entry is about it)",
};

}  // namespace groundhog::checkers
