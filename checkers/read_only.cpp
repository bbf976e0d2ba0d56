// P19: a replica acknowledged a write of a client, or appended an entry to a log.
//
//   fact                   evidence                                 if it does not come
//   it was a replica       NodePosition and HistoryBegan of its     a node that was a primary at any instant of the
//                          process, for the whole interval          interval is not judged
//   a write was accepted   OperationCompleted with its reply        nothing is judged
//   an entry was appended  LogAppended                              nothing is judged
//
// A promotion begins a history before it appends: HistoryBegan ends the time as a replica, not the next NodePosition. A
// change that a replica makes without a word is seen by P7.
#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/ledger.hpp"

namespace groundhog::checkers {
namespace {

class ReadOnly : public Checker {
 public:
  using Checker::Checker;

  void on(const OperationCompleted& event) override {
    const Operation* operation = context_.ledger.operation(event.operation);
    if (event.outcome != Outcome::ok || operation == nullptr || !operation->command.is_write()) return;
    if (!operation->delivered || !operation->replied || !was_replica(*operation)) return;
    const ClientCommand* const write = acknowledged_write(operation->command, event.reply);
    if (write == nullptr) return;
    const std::vector<KeyId>& keys = write->keys;
    const std::string_view key = keys.empty() ? std::string_view() : context_.ledger.keys().text(keys[0]);
    const std::string what = keys.empty() ? " acknowledged a write" : " acknowledged a write of " + quoted(key);
    report(event.at, operation->node, key,
           name(operation->node) + what + " although it was a replica from its arrival to its reply");
  }

  void on(const LogAppended& event) override {
    const Course& course = context_.ledger.node(event.node).course;
    if (course.empty() || course.current().role != Role::replica) return;
    report(event.at, event.node, event.effect.key,
           name(event.node) + " appended " + quoted(event.effect.key) + " at offset " + with_separators(event.offset) +
               " although it is a replica");
  }

 private:
  static const ClientCommand* acknowledged_write(const ClientCommand& command, const Reply& reply) {
    const ClientCommand* found = nullptr;
    visit_parts(command, reply, [&](const ClientCommand& part, const Reply& own) {
      if (found == nullptr && part.is_write() && own.kind != ReplyKind::error) found = &part;
    });
    return found;
  }

  bool was_replica(const Operation& operation) const {
    const Course& course = context_.ledger.node(operation.node).course;
    for (std::uint64_t at = operation.from.residence; at <= operation.to.residence; ++at) {
      if (course.at(at).role != Role::replica) return false;
    }
    return true;
  }
};

}  // namespace

extern const CheckerEntry read_only_check = {
    .id = "P19",
    .name = "replica.read_only",
    .title = "Read-only replicas",
    .statement =
        "A node that was a replica from the arrival of a write to its reply acknowledged it, or a replica appended an "
        "entry to a log: only what its upstream sends changes a replica.",
    .implies = "ttl.liveness,replica.prefix,replica.convergence",
    .make = make_check<ReadOnly>,
    .needs = {.log = true},
    .example = R"(n2       is a replica of n1
c1 → n2  SET k v
n2       entry 8: k = v                VIOLATED: a replica appended to a log
n2 → c1  OK                            it should be -READONLY)",
};

}  // namespace groundhog::checkers
