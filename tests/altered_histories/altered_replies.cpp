// What clients are answered, and when.
#include <algorithm>
#include <string>

#include "tests/altered_histories/alteration.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

// A command that was answered, as the ledger has it.
struct Answered {
  const Operation* operation = nullptr;
  std::optional<ReadWindow> states;

  bool is(CommandKind kind) const { return states && operation->command.kind == kind; }
  KeyId key() const { return operation->command.keys[0]; }
};

Answered answered(const OperationCompleted& event, const Truth& truth, Outcome outcome = Outcome::ok) {
  const Operation* const operation = truth.ledger.operation(event.operation);
  if (event.outcome != outcome || operation == nullptr) return {};
  return {operation, truth.ledger.window(*operation)};
}

bool answer(OperationCompleted event, const Reply& reply, Observer& to) {
  event.reply = reply;
  to.on(event);
  return true;
}

// The state of its key that a command found; nullptr where it may have found several, or none.
const Version* only_state(const Answered& read) {
  const Version* found = nullptr;
  std::size_t states = 0;
  read.states->visit_states(read.key(), [&](const Version* version) {
    ++states;
    found = version;
  });
  return states == 1 ? found : nullptr;
}

bool shows_a_dead_value(const OperationCompleted& event, const Truth& truth, Observer& to) {
  const Answered read = answered(event, truth);
  if (!read.is(CommandKind::get) || event.reply.kind != ReplyKind::nil) return false;
  const Version* const held = only_state(read);
  if (held == nullptr || read.states->may_be_alive(*held)) return false;
  return answer(event, {.kind = ReplyKind::text, .text = held->value}, to);
}

// A GET of a key that is alive.
const Version* alive_state(const OperationCompleted& event, const Answered& read) {
  if (!read.is(CommandKind::get) || event.reply.kind != ReplyKind::text) return nullptr;
  const Version* const held = only_state(read);
  return held != nullptr && !read.states->may_be_dead(*held) ? held : nullptr;
}

template <bool at_primary>
bool misses_a_value(const OperationCompleted& event, const Truth& truth, Observer& to) {
  const Answered read = answered(event, truth);
  if (alive_state(event, read) == nullptr || read.states->at_primary() != at_primary) return false;
  return answer(event, {.kind = ReplyKind::nil}, to);
}

template <bool at_primary>
bool shows_another_byte(const OperationCompleted& event, const Truth& truth, Observer& to) {
  const Answered read = answered(event, truth);
  if (alive_state(event, read) == nullptr || read.states->at_primary() != at_primary || event.reply.text.empty())
    return false;
  const std::string value = with_another_byte(event.reply.text);
  return answer(event, {.kind = ReplyKind::text, .text = value}, to);
}

bool refuses_what_is_logged(const OperationCompleted& event, const Truth& truth, Observer& to) {
  const Answered write = answered(event, truth);
  if (!write.is(CommandKind::set) || write.operation->commits.effects() == 0) return false;
  OperationCompleted altered = event;
  altered.outcome = Outcome::error;
  return answer(altered, {.kind = ReplyKind::error, .text = "OOM no room for it"}, to);
}

bool has_a_millisecond_more(const OperationCompleted& event, const Truth& truth, Observer& to) {
  const Answered read = answered(event, truth);
  if (!read.is(CommandKind::ttl) || event.reply.integer < 0) return false;
  if (read.states->earliest() != read.states->latest() || only_state(read) == nullptr) return false;
  return answer(event, {.kind = ReplyKind::integer, .integer = event.reply.integer + 1}, to);
}

bool counts_a_key_more(const OperationCompleted& event, const Truth& truth, Observer& to) {
  const Answered read = answered(event, truth);
  if (!read.is(CommandKind::dbsize) || read.states->from() != read.states->to()) return false;
  return answer(event, {.kind = ReplyKind::integer, .integer = event.reply.integer + 1}, to);
}

// All replicas that there are, and one.
bool counts_a_replica_more(const OperationCompleted& event, const Truth& truth, Observer& to) {
  const auto replicas = static_cast<std::int64_t>(truth.run.node_count) - 1;
  if (!answered(event, truth).is(CommandKind::wait) || event.reply.integer != replicas) return false;
  return answer(event, {.kind = ReplyKind::integer, .integer = replicas + 1}, to);
}

// What its key was before a command that its own connection sent before it, and that ran in its interval.
bool shows_what_was_before(const OperationCompleted& event, const Truth& truth, Observer& to) {
  const Answered read = answered(event, truth);
  if (!read.is(CommandKind::get) || !read.states->in_one_residence() || read.operation->goes_alone) return false;
  const HistoryLog* log = nullptr;
  read.states->visit_stretches([&](const Residence& residence, std::uint64_t, std::uint64_t) { log = residence.log; });
  const std::uint64_t first = read.states->from().offset;
  const Version* const before = log == nullptr ? nullptr : log->find(read.key(), first);
  if (before == nullptr || !read.states->may_be_alive(*before)) return false;
  for (std::uint64_t offset = first + 1; offset <= read.states->to().offset; ++offset) {
    const HistoryLog::Entry& entry = *log->entry(offset);
    const bool is_ahead = entry.connection == read.operation->connection &&
                          entry.command < read.operation->command_number && entry.kind == EffectKind::set;
    if (!is_ahead || entry.key != read.key()) continue;
    bool is_old = true;  // and not what a later state has, too
    log->visit_states(read.key(), offset, read.states->to().offset, [&](const Version* version) {
      is_old = is_old && (version == nullptr || version->value != before->value);
    });
    return is_old && answer(event, {.kind = ReplyKind::text, .text = before->value}, to);
  }
  return false;
}

bool accepts_a_write_at_a_replica(const OperationCompleted& event, const Truth& truth, Observer& to) {
  const Answered write = answered(event, truth, Outcome::error);
  if (!write.is(CommandKind::set) || !event.reply.text.starts_with("READONLY ")) return false;
  OperationCompleted altered = event;
  altered.outcome = Outcome::ok;
  return answer(altered, {.kind = ReplyKind::status, .text = "OK"}, to);
}

bool never_completes(const OperationCompleted& event, const Truth& truth, Observer&) {
  const Answered command = answered(event, truth);
  return command.is(CommandKind::get) || command.is(CommandKind::set);
}

bool is_answered_late(const ReplyAccepted& event, const Truth& truth, Observer& to) {
  const Operation* const operation = truth.ledger.operation(event.operation);
  if (operation == nullptr || !operation->goes_alone || operation->command.kind == CommandKind::wait) return false;
  ReplyAccepted altered = event;
  altered.at += noticeably_late(truth);
  to.on(altered);
  return true;
}

}  // namespace

std::vector<Alteration> altered_replies() {
  return {
      // A value that is shown is a use of its key, which the list of recency does not have.
      {"a read shows a value that is dead", "ttl.safety", shows_a_dead_value, "lru"},
      {"a read at the primary misses a value", "ttl.liveness", misses_a_value<true>},
      {"a write that is logged is refused", "ttl.liveness", refuses_what_is_logged},
      {"PTTL answers one millisecond more", "ttl.fidelity", has_a_millisecond_more},
      {"a read at a replica misses a value", "replica.prefix", misses_a_value<false>},
      {"a read at a replica shows another byte", "replica.prefix", shows_another_byte<false>},
      {"DBSIZE counts one key more", "replica.prefix", counts_a_key_more},
      {"a read at the primary shows another byte", "client.linearizable", shows_another_byte<true>},
      {"WAIT counts one replica more", "client.session", counts_a_replica_more},
      {"a read shows what was before a write ahead of it", "client.session", shows_what_was_before},
      {"an operation never completes", "progress", never_completes},
      {"an answer comes later than at once", "progress", is_answered_late},
      {"a replica accepts a write", "replica.read_only", accepts_a_write_at_a_replica},
  };
}

}  // namespace groundhog::test
