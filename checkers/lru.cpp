// P15: a primary evicted a key for room and kept one that was used less recently; or its list of recency has two keys
// the wrong way round, as after a read that moved nothing, or a TTL, EXISTS, KEYS or snapshot that did.
//
//   fact                       evidence                                if it does not come
//   a key was used             LogAppended of its new value or         it was not
//                              deadline; of a read its reply with a
//                              value, if its node has a limit for the
//                              whole run
//   a key may have been used   any command that names it, from its     it was not
//                              delivery until its reply, or until
//                              nothing can come of it
//   what the primary held      the log, before the eviction            nothing is judged
//   its list                   StateSampled of a state that is that    nothing is judged
//                              of its place
//
// Counted from the beginning, without uses, from each load, promotion and start: what was used before was used less
// recently.
#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/ledger.hpp"
#include "checkers/model/recency_book.hpp"

namespace groundhog::checkers {
namespace {

bool has_limit(const NodeKnobs& knobs) {
  return knobs.capacity.value_or(0) > 0 || knobs.max_memory_bytes.value_or(0) > 0;
}

bool may_have_limit(const NodeKnobs& knobs) { return has_limit(knobs) || !knobs.capacity || !knobs.max_memory_bytes; }

class Lru : public Checker {
 public:
  explicit Lru(const CheckContext& context)
      : Checker(context),
        is_needed_(std::ranges::any_of(context.run.knobs, may_have_limit)),
        books_(context.run.node_count) {}

  // What is not understood, or waits for EXEC, may use any key that it names.
  void on(const OperationInvoked& event) override {
    if (!is_needed_ || event.connection == ConnectionId::none) return;
    const Operation* operation = context_.ledger.operation(event.operation);
    if (operation == nullptr) return;
    Named& named = named_[event.operation];
    named.connection = event.connection;
    if (operation->command.ends_queue) {
      auto queued = queued_.extract(event.connection);
      if (!queued.empty()) named.keys = std::move(queued.mapped());
    }
    if (!operation->command.moves_recency()) return;
    const bool is_queued = operation->command.kind == CommandKind::queued;
    std::vector<KeyId>& keys = is_queued ? queued_[event.connection] : named.keys;
    for (const std::string& argument : event.arguments.subspan(1)) {
      if (const auto key = context_.ledger.keys().find(argument)) keys.push_back(*key);
    }
  }

  // It may reach the node after its client gave up.
  void on(const OperationDelivered& event) override {
    auto found = named_.extract(event.operation);
    if (found.empty()) return;
    Named& named = found.mapped();
    running_.add({event.operation, event.node, named.connection, ++now_, std::move(named.keys)});
  }

  void on(const ReplyAccepted& event) override {
    if (!is_needed_) return;
    ++now_;
    const bool has_client = context_.ledger.operation(event.operation) != nullptr;
    end([&](const RunningCommands::Command& command) {
      const bool is_it = command.operation == event.operation;
      if (is_it && has_client) replied_[event.operation] = command.since;
      return is_it;
    });
  }

  void on(const OperationCompleted& event) override {
    const auto replied = replied_.extract(event.operation);
    const Operation* operation = context_.ledger.operation(event.operation);
    if (replied.empty() || event.outcome != Outcome::ok || operation == nullptr) return;
    note_read(*operation, event.reply, replied.mapped());
  }

  void on(const ConnectionClosed& event) override {
    if (!is_needed_) return;
    ++now_;
    if (index(event.side) < books_.size()) forget(event.connection);
    end([&](const RunningCommands::Command& command) {
      return command.connection == event.connection && command.node == event.side;
    });
  }

  void on(const NodeStarted& event) override { restart(event.node); }
  void on(const NodeStopped& event) override {
    end([&](const RunningCommands::Command& command) { return command.node == event.node; });
  }
  void on(const HistoryBegan& event) override { restart(event.node); }

  void on(const NodePosition& event) override {
    NodeBook& book = books_[index(event.node)];
    const Residence residence{event.incarnation, event.generation, event.role};
    if (book.residence != residence) restart(event.node);
    book.residence = residence;
  }

  void on(const LogAppended& event) override {
    if (!is_needed_) return;
    ++now_;
    const auto key = context_.ledger.keys().find(event.effect.key);
    if (!key || !context_.ledger.append_is_regular()) return;
    const bool is_use = event.effect.kind == EffectKind::set || event.effect.kind == EffectKind::deadline;
    if (is_use) books_[index(event.node)].recency.is_used(*key, now_, now_);
    if (event.effect.kind == EffectKind::del && event.effect.cause == DelCause::evict) judge_eviction(event, *key);
  }

  void on(const StateSampled& event) override {
    if (!is_needed_ || !context_.ledger.sample().matches) return;
    const std::optional<NodePosition>& position = context_.ledger.node(event.node).position;
    if (!position || position->role != Role::primary) return;
    judge_order(event);
  }

 private:
  struct Residence {
    std::uint32_t incarnation = 0;
    std::uint32_t generation = 0;
    Role role = Role::replica;

    friend bool operator==(const Residence&, const Residence&) = default;
  };
  struct NodeBook {
    RecencyBook recency;
    Residence residence;
  };
  struct Named {
    ConnectionId connection = ConnectionId::none;
    std::vector<KeyId> keys;
  };

  // Nothing more reaches the node on it.
  void forget(ConnectionId connection) {
    queued_.erase(connection);
    std::erase_if(named_, [connection](const auto& named) { return named.second.connection == connection; });
  }

  void restart(HostId node) { books_[index(node)].recency.restart(++now_); }

  template <typename IsOver>
  void end(IsOver&& is_over) {
    running_.end(is_over, [this](const RunningCommands::Command& command) {
      for (const KeyId key : command.keys) books_[index(command.node)].recency.may_be_used(key, now_);
    });
  }

  void note_read(const Operation& operation, const Reply& reply, RecencyBook::Instant since) {
    const CommandKind kind = operation.command.kind;
    const bool is_read = kind == CommandKind::get || kind == CommandKind::mget || kind == CommandKind::getex;
    if (!is_read || !has_limit(context_.run.knobs_of(operation.node))) return;
    // A list of another length is P7's.
    if (kind == CommandKind::mget && reply.elements.size() != operation.command.keys.size()) return;
    const auto window = context_.ledger.window(operation);
    if (!window || !window->at_primary() || !window->in_one_residence()) return;
    RecencyBook& recency = books_[index(operation.node)].recency;
    for (std::size_t i = 0; i < operation.command.keys.size(); ++i) {
      const Reply& shown = kind == CommandKind::mget ? reply.elements[i] : reply;
      const KeyId key = operation.command.keys[i];
      if (shown.kind == ReplyKind::text && recency.possible(key) > since) recency.is_used(key, since, since);
    }
  }

  void judge_eviction(const LogAppended& event, KeyId victim) {
    RecencyBook& recency = books_[index(event.node)].recency;
    const RecencyBook::Instant used = recency.certain(victim);
    if (used == 0) return;
    const std::uint64_t before = event.offset - 1;
    const HistoryLog* log = context_.ledger.history(event.history);
    recency.visit_held([&](auto&& add) { log->visit_all(before, [&](KeyId key, const Version&) { add(key); }); },
                       [&](KeyId key) { return log->find(key, before) != nullptr; },
                       [&](KeyId other) { return !ends_search(event, victim, other, used); });
  }

  // Reports it; true, too, where no later one can be.
  bool ends_search(const LogAppended& event, KeyId victim, KeyId other, RecencyBook::Instant used) const {
    if (books_[index(event.node)].recency.possible(other) >= used) return true;
    if (other == victim || running_.uses(event.node, other)) return false;
    report(event.at, event.node, event.effect.key,
           name(event.node) + " evicted " + quoted(event.effect.key) + " and kept " +
               quoted(context_.ledger.keys().text(other)) + ", which was used less recently");
    return true;
  }

  // From the least to the most recent.
  void judge_order(const StateSampled& event) {
    const RecencyBook& recency = books_[index(event.node)].recency;
    RecencyBook::Instant latest = 0;
    std::string_view latest_key;
    for (const KeyState& held : event.keys) {
      const auto key = context_.ledger.keys().find(held.key);
      if (!key) continue;
      if (recency.possible(*key) < latest && !running_.uses(event.node, *key)) {
        return report(event.at, event.node, held.key,
                      name(event.node) + " takes " + quoted(held.key) + " for used more recently than " +
                          quoted(latest_key) + ", which was used after it");
      }
      if (recency.certain(*key) <= latest) continue;
      latest = recency.certain(*key);
      latest_key = held.key;
    }
  }

  bool is_needed_;
  RecencyBook::Instant now_ = 0;
  std::vector<NodeBook> books_;  // by node
  RunningCommands running_;
  std::map<OperationId, Named> named_;                   // by operations that have not been delivered
  std::map<ConnectionId, std::vector<KeyId>> queued_;    // since MULTI
  std::map<OperationId, RecencyBook::Instant> replied_;  // when they were delivered, until their clients know
};

}  // namespace

extern const CheckerEntry lru_check = {
    .id = "P15",
    .name = "lru",
    .title = "Least recently used",
    .statement =
        "A primary evicted a key although it held one that was used less recently, or its order of recency is not "
        "that of the commands that use keys: SET and its kin, GET, MGET, GETEX, EXPIRE, PERSIST; not TTL, EXISTS, "
        "KEYS or a snapshot.",
    .implies = {},
    .make = make_check<Lru>,
    .needs = {.log = true},
    .example = R"(         capacity is 2
c1 → n1  SET a 1, then SET b 1         a is the least recently used
c1 → n1  GET a                         now b is
c1 → n1  SET c 1                       entry 3 evicts a
                                       VIOLATED: b should be the victim)",
};

}  // namespace groundhog::checkers
