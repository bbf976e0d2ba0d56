// What a primary appends to its log.
#include <chrono>
#include <string>

#include "tests/altered_histories/alteration.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

using std::chrono::milliseconds;

// What the key of an entry was before it; nullptr: absent.
const Version* state_before(const LogAppended& event, const Truth& truth) {
  const HistoryLog* const log = truth.log(event.history);
  const auto key = truth.ledger.keys().find(event.effect.key);
  return log == nullptr || !key ? nullptr : log->find(*key, event.offset - 1);
}

// Its command asked for so long from now.
bool is_due_a_millisecond_later(const LogAppended& event, const Truth& truth, Observer& to) {
  const Operation* const author = truth.ledger.author(event);
  if (author == nullptr || !event.effect.deadline) return false;
  const TtlRequest& ttl = author->command.ttl;
  if (ttl.kind != TtlRequest::Kind::relative) return false;
  if (*event.effect.deadline != truth.ledger.expiry_now(event.node, event.clocks) + milliseconds(ttl.milliseconds))
    return false;
  LogAppended altered = event;
  *altered.effect.deadline += milliseconds(1);
  to.on(altered);
  return true;
}

// A DEL, or an eviction, of a key that is alive.
template <DelCause cause>
bool is_called_an_expiry(const LogAppended& event, const Truth& truth, Observer& to) {
  if (event.effect.kind != EffectKind::del || event.effect.cause != cause) return false;
  const Version* const before = state_before(event, truth);
  if (before == nullptr || !alive_at(truth.ledger.expiry_now(event.node, event.clocks), before->deadline)) return false;
  LogAppended altered = event;
  altered.effect.cause = DelCause::expire;
  to.on(altered);
  return true;
}

bool is_about_a_missing_key(const LogAppended& event, const Truth& truth, Observer& to) {
  if (event.effect.kind != EffectKind::deadline) return false;
  const std::string key = std::string(event.effect.key) + "?";
  if (truth.ledger.keys().find(key)) return false;
  LogAppended altered = event;
  altered.effect.key = key;
  to.on(altered);
  return true;
}

// Of a command, not of the janitor.
bool has_another_byte(const LogAppended& event, const Truth& truth, Observer& to) {
  if (event.effect.kind != EffectKind::set || event.effect.value.empty()) return false;
  if (truth.ledger.author(event) == nullptr) return false;
  const std::string value = with_another_byte(event.effect.value);
  LogAppended altered = event;
  altered.effect.value = value;
  to.on(altered);
  return true;
}

bool removes_another_key(const LogAppended& event, const Truth& truth, Observer& to) {
  if (event.effect.kind != EffectKind::del || event.effect.cause != DelCause::client) return false;
  if (truth.ledger.author(event) == nullptr) return false;
  const std::string key = std::string(event.effect.key) + "?";
  LogAppended altered = event;
  altered.effect.key = key;
  to.on(altered);
  return true;
}

bool is_of_another_node(const LogAppended& event, const Truth& truth, Observer& to) {
  LogAppended altered = event;
  altered.node = HostId{static_cast<std::uint32_t>((index(event.node) + 1) % truth.run.node_count)};
  to.on(altered);
  return true;
}

bool is_one_offset_further(const LogAppended& event, const Truth&, Observer& to) {
  LogAppended altered = event;
  ++altered.offset;
  to.on(altered);
  return true;
}

}  // namespace

std::vector<Alteration> altered_log() {
  return {
      {"a logged deadline is one millisecond later", "ttl.fidelity", is_due_a_millisecond_later},
      // What the node counts is right.
      {"a removal is logged as an expiry", "ttl.liveness", is_called_an_expiry<DelCause::client>, "accounting"},
      {"an eviction is logged as an expiry", "ttl.liveness", is_called_an_expiry<DelCause::evict>, "accounting"},
      // Values, sizes and counters of the nodes are right.
      {"a logged value has another byte", "ttl.liveness", has_another_byte},
      {"a removal is logged of another key", "ttl.liveness", removes_another_key,
       "ttl.safety,ttl.no_resurrection,accounting,resources.bounded,lru,client.session"},
      // The key that it is about keeps its old deadline in the log.
      {"a deadline is logged for a key that is not there", "ttl.no_resurrection", is_about_a_missing_key,
       "ttl.liveness,ttl.fidelity,client.linearizable"},
      // It is taken for holding the entry before it does, and the first one for lacking it.
      {"a second node appends to a history", "replica.no_split_brain", is_of_another_node,
       "ttl.safety,ttl.liveness,ttl.fidelity,client.session"},
      // The log ends there: what is behind it counts as never logged.
      {"an entry is one offset further", "replica.prefix", is_one_offset_further, "ttl.liveness,client.session"},
  };
}

}  // namespace groundhog::test
