// P3: a state holds another deadline than its history says at that place; a TTL reply outside [d − E(ret), d − E(inv)];
// a logged deadline outside [E(inv) + TTL, E(ret) + TTL] of its command, or not the absolute one given.
//
// −1 and −2 are no times: −1 says that a live key has no TTL, −2 that none is alive, which P2 and P7 judge. A time
// that is left is at least a millisecond.
//
//   fact                     evidence                               if it does not come
//   what a command asked     OperationInvoked, by its author's      no author: the entry is not judged
//                            (connection, command)
//   E when it was decided    OperationDelivered and readings since  as P1
//   the deadline of a place  LogAppended of that history            a place past the end of its log is P7's
//   what a node holds        StateSampled                           not judged in between
#include <algorithm>
#include <chrono>

#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/ledger.hpp"
#include "checkers/model/operation_book.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog::checkers {
namespace {

// Redis rounds to the nearest second, half a second up.
std::int64_t to_seconds(std::int64_t milliseconds) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(seam::Milliseconds(milliseconds));
  return whole.count() + (seam::Milliseconds(milliseconds) - whole >= seam::Milliseconds(500) ? 1 : 0);
}

bool reply_fits(TtlUnit unit, std::int64_t reply, const Deadline& deadline, const ReadWindow& window) {
  if (!deadline) return reply == -1;
  const std::int64_t absolute = deadline->time_since_epoch().count();
  // What a live key can answer: at least a millisecond is left.
  const std::int64_t least = std::max<std::int64_t>(seam::saturating_sub(*deadline, window.latest()).count(), 1);
  const std::int64_t most = seam::saturating_sub(*deadline, window.earliest()).count();
  switch (unit) {
    case TtlUnit::milliseconds_left:
      return least <= reply && reply <= most;
    case TtlUnit::seconds_left:
      return to_seconds(least) <= reply && reply <= to_seconds(most);
    case TtlUnit::milliseconds_absolute:
      return reply == absolute;
    case TtlUnit::seconds_absolute:
      return reply == to_seconds(absolute);
  }
  return false;
}

class TtlFidelity : public Checker {
 public:
  using Checker::Checker;

  void on(const LogAppended& event) override {
    if (!context_.ledger.append_is_regular()) return;
    const Operation* author = context_.ledger.author(event);
    if (author == nullptr || !author->delivered) return;
    const ExpiryTime now = context_.ledger.expiry_now(event.node, event.clocks);
    bool is_judged = false;
    for (const ClientCommand& command : parts_of(author->command)) {
      if (!is_about_deadline(command, event)) continue;
      if (is_asked_for(command, event, *author, now)) return;
      is_judged = true;
    }
    if (!is_judged) return;
    report(event.at, event.node, event.effect.key,
           name(event.node) + " logged " + deadline_text(event.effect.deadline) + " for " + quoted(event.effect.key) +
               ", which is not what the command asked for when its clock showed " +
               std::to_string(author->earliest().time_since_epoch().count()) + " to " +
               std::to_string(now.time_since_epoch().count()));
  }

  void on(const OperationCompleted& event) override {
    if (event.outcome != Outcome::ok) return;
    const Operation* operation = context_.ledger.operation(event.operation);
    if (operation == nullptr) return;
    visit_parts(operation->command, event.reply, [&](const ClientCommand& command, const Reply& reply) {
      if (command.kind != CommandKind::ttl || reply.kind != ReplyKind::integer || reply.integer == -2) return;
      if (const auto window = context_.ledger.window(*operation))
        judge_reply(event, *operation, command, reply, *window);
    });
  }

  void on(const StateSampled& event) override {
    const SampleFacts& sample = context_.ledger.sample();
    if (sample.matches || !sample.offset_exists) return;
    for (const KeyState& held : event.keys) {
      const auto key = context_.ledger.keys().find(held.key);
      const Version* right = key ? sample.log->find(*key, event.offset) : nullptr;
      if (right == nullptr || right->value != held.value || right->deadline == held.deadline) continue;
      return report(event.at, event.node, held.key,
                    name(event.node) + " holds " + quoted(held.key) + " with " + deadline_text(held.deadline) +
                        " at offset " + with_separators(event.offset) + " where its history says " +
                        deadline_text(right->deadline));
    }
  }

 private:
  bool is_about_deadline(const ClientCommand& command, const LogAppended& event) const {
    const auto key = context_.ledger.keys().find(event.effect.key);
    const CommandKind kind = command.kind;
    if (event.effect.kind == EffectKind::set) {
      if (kind == CommandKind::copy) return command.keys[1] == key;
      const bool stores = kind == CommandKind::set || kind == CommandKind::change || kind == CommandKind::mset;
      return stores && std::ranges::find(command.keys, *key) != command.keys.end();
    }
    if (event.effect.kind != EffectKind::deadline) return false;
    const bool moves = kind == CommandKind::expire || kind == CommandKind::persist || kind == CommandKind::getex;
    return moves && command.keys[0] == key;
  }

  bool is_asked_for(const ClientCommand& command, const LogAppended& event, const Operation& author,
                    ExpiryTime now) const {
    if (command.kind == CommandKind::copy) return is_copied(command, event, author);
    const ExpiryTime earliest = std::min(author.earliest(), now);
    return fits(command.ttl, event.effect.deadline, deadline_before(event), earliest, now);
  }

  // As a state of the source had it, from before the command on.
  bool is_copied(const ClientCommand& command, const LogAppended& event, const Operation& author) const {
    bool is_found = false;
    const HistoryLog& log = *context_.ledger.history(event.history);
    log.visit_states(command.keys[0], author.commits.first_offset - 1, event.offset - 1, [&](const Version* version) {
      is_found = is_found || (version != nullptr && version->deadline == event.effect.deadline);
    });
    return is_found;
  }

  Deadline deadline_before(const LogAppended& event) const {
    const auto key = context_.ledger.keys().find(event.effect.key);
    const Version* before = context_.ledger.history(event.history)->find(*key, event.offset - 1);
    return before == nullptr ? std::nullopt : before->deadline;
  }

  void judge_reply(const OperationCompleted& event, const Operation& operation, const ClientCommand& command,
                   const Reply& reply, const ReadWindow& window) {
    bool some_alive = false;
    bool fitting = false;
    Deadline held;
    const KeyId key = command.keys[0];
    window.visit_states(key, [&](const Version* version) {
      if (version == nullptr || !window.may_be_alive(*version)) return;
      some_alive = true;
      held = version->deadline;
      fitting = fitting || reply_fits(command.unit, reply.integer, version->deadline, window);
    });
    if (fitting || !some_alive) return;
    const std::string_view text = context_.ledger.keys().text(key);
    report(event.at, operation.node, text,
           name(operation.node) + " answered " + std::to_string(reply.integer) + " for the TTL of " + quoted(text) +
               ", which had " + deadline_text(held) + " while its clock showed " +
               std::to_string(window.earliest().time_since_epoch().count()) + " to " +
               std::to_string(window.latest().time_since_epoch().count()));
  }
};

}  // namespace

extern const CheckerEntry ttl_fidelity_check = {
    .id = "P3",
    .name = "ttl.fidelity",
    .title = "Deadline fidelity",
    .statement =
        "A node holds another deadline for a key than its history says at that place; a TTL reply or a logged "
        "deadline is not what the command and the node's expiry clock allow.",
    .implies = "ttl.safety,ttl.liveness,replica.prefix,replica.convergence,client.linearizable",
    .make = make_check<TtlFidelity>,
    .needs = {.log = true, .deadlines = true},
    .example = R"(c1 → n1  SET k v PX 100 at 0.000s      entry 1, deadline 0.100s
n1 → n2  entry 1
n2       a sample: k = v, deadline 0.102s
                                       VIOLATED: its history says 0.100s at offset 1)",
};

}  // namespace groundhog::checkers
