// P9: the operations on one key at a primary, within one history, cannot be put in an order in which each takes effect
// between its request and its reply.
//
// The log is the witness: where each entry lies within its command's interval, and each reply fits a state that its
// node held in its own, the log's order is such an order. That is what P1, P2 and P7 ask of each operation as it
// completes. Where one of them objects, the log may be wrong and the system right; so the operations themselves are
// asked, by a search that believes no entry's instant but those of what has no client to say so: expiries, evictions,
// flushes, and commands about several keys or of unknown outcome.
//
//   fact                     evidence                                  if it does not come
//   when it can have been    OperationInvoked, OperationCompleted      an unknown one is as its entry says
//   what it found            its reply                                 it found anything
//   what it left             the command, and of deadlines and         it left what it found
//                            changes its entries
//   E                        as P1                                     not judged
#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/ledger.hpp"
#include "checkers/model/linearizability.hpp"

namespace groundhog::checkers {
namespace {

ValueName name_of(std::string_view value) { return ValueName{hash_bytes(value, 0)}; }

// What a reply says of its key; none if it says nothing.
struct Seen {
  KeyOperation::Found found;
  ValueName value{};
};

Seen presence(bool is_there) { return {is_there ? KeyOperation::Found::something : KeyOperation::Found::nothing}; }

std::optional<Seen> value_or_nil(const Reply& reply) {
  if (reply.kind == ReplyKind::text) return Seen{KeyOperation::Found::value, name_of(reply.text)};
  if (reply.kind == ReplyKind::nil) return presence(false);
  return std::nullopt;
}

std::optional<Seen> seen_by_set(const ClientCommand& command, const Reply& reply) {
  if (command.returns_old) return value_or_nil(reply);
  if (!command.if_absent && !command.if_present) return std::nullopt;
  return presence(says_done(reply) == command.if_present);
}

std::optional<Seen> seen_by(const ClientCommand& command, const Reply& reply) {
  switch (command.kind) {
    case CommandKind::get:
    case CommandKind::getex:
    case CommandKind::getdel:
      return value_or_nil(reply);
    case CommandKind::set:
      return seen_by_set(command, reply);
    case CommandKind::exists:
    case CommandKind::del:
      return presence(reply.integer > 0);
    case CommandKind::ttl:
      return presence(reply.integer != -2);
    case CommandKind::type:
      return presence(reply.text == "string");
    case CommandKind::expire:
    case CommandKind::persist:
      return reply.integer == 1 ? std::optional(presence(true)) : std::nullopt;
    default:
      return std::nullopt;
  }
}

std::optional<KeyContent> content_of(const Version* version) {
  if (version == nullptr) return std::nullopt;
  return KeyContent{name_of(version->value), version->deadline};
}

// An acknowledged SET or DEL has done what it says, whatever the log shows. False for all others.
bool leaves_by_itself(const ClientCommand& command, const std::optional<Seen>& seen, KeyOperation& operation) {
  const bool found_it = seen && seen->found != KeyOperation::Found::nothing;
  if (command.kind == CommandKind::del || command.kind == CommandKind::getdel) {
    if (found_it) operation.leaves = KeyOperation::Leaves::nothing;
    return true;
  }
  const bool is_plain_set = command.kind == CommandKind::set && !command.if_absent && !command.if_present;
  if (!is_plain_set || command.ttl.kind != TtlRequest::Kind::none) return false;
  operation.leaves = KeyOperation::Leaves::content;
  operation.content = {name_of(command.value), std::nullopt};
  return true;
}

void leave(KeyOperation& operation, const Version* version) {
  operation.leaves = version != nullptr ? KeyOperation::Leaves::content : KeyOperation::Leaves::nothing;
  if (version != nullptr) operation.content = *content_of(version);
}

class Linearizable : public Checker {
 public:
  using Checker::Checker;

  void on(const OperationCompleted& event) override {
    const Operation* operation = context_.ledger.operation(event.operation);
    if (operation == nullptr || event.outcome != Outcome::ok || operation->command.keys.size() != 1) return;
    const auto window = context_.ledger.window(*operation);
    if (!window || !window->in_one_residence() || !window->at_primary()) return;
    const HistoryLog* log = nullptr;
    window->visit_stretches([&](const Residence& residence, std::uint64_t, std::uint64_t) { log = residence.log; });
    if (log == nullptr || (operation->commits.log != nullptr && operation->commits.log != log)) return;
    record(event, *operation, *log);
    const Register about{log->id(), operation->command.keys[0]};
    if (!is_explained(event, *operation, *window)) doubts_.try_emplace(about);
    if (const auto doubt = doubts_.find(about); doubt != doubts_.end()) note(event.at, about, doubt->second);
  }

  void on(const RunEnded& event) override {
    for (auto& [about, doubt] : doubts_) {
      if (doubt.is_open && doubt.operations > doubt.asked) ask(event.at, about, doubt);
    }
  }

 private:
  using Register = std::pair<HistoryId, KeyId>;
  struct Doubt {
    bool is_open = true;           // its verdict is not spoken
    std::uint64_t operations = 0;  // since it arose
    std::uint64_t asked = 0;       // after so many of them
  };
  struct Recorded {
    KeyOperation operation;
    std::uint64_t first_offset;  // of its entries; 0: none
    std::uint64_t last_offset;
  };
  using ByKey = std::vector<std::vector<Recorded>>;

  void record(const OperationCompleted& event, const Operation& operation, const HistoryLog& log) {
    const Commits& commits = operation.commits;
    const std::optional<Seen> seen = seen_by(operation.command, event.reply);
    KeyOperation made;
    made.invoked = operation.invoked;
    made.returned = event.at;
    made.earliest = operation.earliest();
    made.latest = operation.latest();
    if (seen) {
      made.found = seen->found;
      made.found_value = seen->value;
    }
    const KeyId key = operation.command.keys[0];
    const bool is_known = leaves_by_itself(operation.command, seen, made);
    if (!is_known && commits.first_offset != 0) leave(made, log.find(key, commits.last_offset));
    if (made.found == KeyOperation::Found::anything && made.leaves == KeyOperation::Leaves::what_it_found) return;
    ByKey& by_key = recorded_[log.id()];
    if (by_key.size() <= index(key)) by_key.resize(context_.ledger.keys().size());
    by_key[index(key)].push_back({made, commits.first_offset, commits.last_offset});
  }

  bool is_explained(const OperationCompleted& event, const Operation& operation, const ReadWindow& window) const {
    const Commits& commits = operation.commits;
    if (!context_.ledger.findings().empty()) return false;
    if (!is_in_log(operation.command, event.reply, commits, window)) return false;
    if (commits.first_offset == 0) return true;
    return operation.invoked <= commits.log->entry(commits.first_offset)->at &&
           commits.log->entry(commits.last_offset)->at <= event.at;
  }

  // Each time is about all of them: when they have become twice as many, so that all times cost no more than two.
  void note(VirtualTime now, const Register& about, Doubt& doubt) {
    ++doubt.operations;
    if (doubt.is_open && doubt.operations >= 2 * doubt.asked) ask(now, about, doubt);
  }

  void ask(VirtualTime now, const Register& about, Doubt& doubt) {
    const HistoryLog& log = *context_.ledger.history(about.first);
    const std::string_view key = context_.ledger.keys().text(about.second);
    const std::vector<KeyOperation> operations = all_of(log, about.second);
    doubt.asked = doubt.operations;
    const auto verdict = linearizability(content_of(log.find(about.second, log.switch_offset())), operations);
    if (verdict == Linearizability::yes) return;
    doubt.is_open = false;
    const std::string text =
        with_separators(operations.size()) + " operations on " + quoted(key) + " at " + name(log.owner());
    if (verdict == Linearizability::unknown) return give_up("the " + text + " have more orders than were tried");
    report(now, log.owner(), key,
           "no order of the " + text + " lets each take effect between its request and its reply");
  }

  // What was recorded, and what no recorded operation stands for.
  std::vector<KeyOperation> all_of(const HistoryLog& log, KeyId key) {
    std::vector<KeyOperation> all;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> own;
    const auto found = recorded_.find(log.id());
    if (found != recorded_.end() && index(key) < found->second.size()) {
      for (const Recorded& recorded : found->second[index(key)]) {
        all.push_back(recorded.operation);
        if (recorded.first_offset != 0) own.emplace_back(recorded.first_offset, recorded.last_offset);
      }
    }
    for (std::uint64_t offset = log.switch_offset() + 1; offset <= log.last_offset(); ++offset) {
      const HistoryLog::Entry& entry = *log.entry(offset);
      if (entry.kind != EffectKind::flush && entry.key != key) continue;
      const auto is_of = [offset](const auto& range) { return range.first <= offset && offset <= range.second; };
      if (std::ranges::any_of(own, is_of)) continue;
      KeyOperation& point = all.emplace_back();
      point.invoked = point.returned = entry.at;
      leave(point, log.find(key, offset));
    }
    return all;
  }

  std::map<HistoryId, ByKey> recorded_;
  std::map<Register, Doubt> doubts_;
};

}  // namespace

extern const CheckerEntry linearizable_check = {
    .id = "P9",
    .name = "client.linearizable",
    .title = "Linearizability",
    .statement =
        "The operations on one key at a primary, within one history, cannot be put in an order in which each takes "
        "effect "
        "between its request and its reply.",
    .implies = "ttl.safety,ttl.liveness,replica.prefix",
    .make = make_check<Linearizable>,
    .needs = {.log = true, .deadlines = true},
    .example = R"(c1 → n1  SET k v at 0.000s
n1 → c1  OK at 0.004s
c2 → n1  GET k at 0.010s               behind the reply to c1
n1 → c2  nil at 0.014s                 VIOLATED: it comes before the SET, and behind it
n1       entry 1: k = v at 0.020s)",
};

}  // namespace groundhog::checkers
