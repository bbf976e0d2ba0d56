// What nodes hold: samples, what they count, and where they are in their history.
#include <algorithm>
#include <chrono>
#include <limits>
#include <string>
#include <vector>

#include "tests/altered_histories/alteration.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

using std::chrono::milliseconds;

// ---- samples

bool sample(StateSampled event, const std::vector<KeyState>& keys, Observer& to) {
  event.keys = keys;
  to.on(event);
  return true;
}

std::vector<KeyState> keys_of(const StateSampled& event) { return {event.keys.begin(), event.keys.end()}; }

bool holds_a_later_deadline(const StateSampled& event, const Truth&, Observer& to) {
  std::vector<KeyState> keys = keys_of(event);
  const auto found = std::ranges::find_if(keys, [](const KeyState& key) { return key.deadline.has_value(); });
  if (found == keys.end()) return false;
  *found->deadline += milliseconds(1);
  return sample(event, keys, to);
}

bool holds_another_byte(const StateSampled& event, const Truth&, Observer& to) {
  std::vector<KeyState> keys = keys_of(event);
  if (keys.empty() || keys.front().value.empty()) return false;
  const std::string value = with_another_byte(keys.front().value);
  keys.front().value = value;
  return sample(event, keys, to);
}

bool lacks_a_key(const StateSampled& event, const Truth&, Observer& to) {
  std::vector<KeyState> keys = keys_of(event);
  if (keys.empty()) return false;
  keys.pop_back();
  return sample(event, keys, to);
}

// Since the run began.
bool still_holds_a_dead_key(const StateSampled& event, const Truth& truth, Observer& to) {
  if (event.reason != SampleReason::ended) return false;
  std::vector<KeyState> keys = keys_of(event);
  const ExpiryTime now = truth.ledger.node(event.node).clock.last();
  keys.push_back({"dead", "v", now - std::chrono::duration_cast<milliseconds>(event.at.time_since_epoch())});
  return sample(event, keys, to);
}

// At the end, when no read is under way.
bool has_two_keys_the_wrong_way_round(const StateSampled& event, const Truth& truth, Observer& to) {
  const auto& position = truth.ledger.node(event.node).position;
  if (event.reason != SampleReason::ended || !position || position->role != Role::primary) return false;
  std::vector<KeyState> keys = keys_of(event);
  if (keys.size() < 2) return false;
  std::swap(keys[keys.size() - 2], keys[keys.size() - 1]);
  return sample(event, keys, to);
}

// ---- what a process counts

template <typename Change>
bool count(StateSampled event, Observer& to, Change&& change) {
  if (event.usage == nullptr || !event.usage->counts) return false;
  NodeUsage usage = *event.usage;
  change(usage);
  event.usage = &usage;
  to.on(event);
  return true;
}

template <std::uint64_t ProcessCounts::*counter>
bool counts_one_more(const StateSampled& event, const Truth&, Observer& to) {
  return count(event, to, [](NodeUsage& usage) { ++(usage.counts.value().*counter); });
}

// The sum is right. At the end, so that there was a sample before it.
bool counts_an_expiry_as_an_eviction(const StateSampled& event, const Truth&, Observer& to) {
  if (event.reason != SampleReason::ended || event.usage->counts->expired == 0) return false;
  return count(event, to, [](NodeUsage& usage) {
    --usage.counts->expired;
    ++usage.counts->evicted;
  });
}

bool has_a_timer_too_many(const StateSampled& event, const Truth& truth, Observer& to) {
  const NodeKnobs& knobs = truth.run.knobs_of(event.node);
  return count(event, to, [&](NodeUsage& usage) {
    usage.timers = knobs.timers + usage.connections * knobs.timers_per_connection + 1;
  });
}

// Its buffer may hold the longest entry beside what it is for. There is one history.
bool has_a_byte_too_many_to_send(const StateSampled& event, const Truth& truth, Observer& to) {
  const HistoryLog* const log = truth.log(event.history);
  std::uint64_t longest = 0;
  std::uint64_t shortest = std::numeric_limits<std::uint32_t>::max();
  for (std::uint64_t offset = 1; log != nullptr && offset <= log->last_offset(); ++offset) {
    if (log->entry(offset)->kind != EffectKind::set) continue;
    const std::uint64_t bytes = log->payload_between(offset - 1, offset);
    longest = std::max(longest, bytes);
    shortest = std::min(shortest, bytes);
  }
  // Those of a snapshot that is full of the shortest have 48 bytes beside them each.
  const NodeKnobs& knobs = truth.run.knobs_of(event.node);
  const std::uint64_t part = knobs.snapshot_part_bytes + knobs.snapshot_part_bytes / shortest * 48;
  const std::uint64_t most = knobs.peer_buffer_bytes + part + longest + entry_overhead_bytes;
  return count(event, to, [most](NodeUsage& usage) { usage.counts->unsent_to_peer_bytes = most + 1; });
}

// ---- places

using Place = std::optional<NodePosition>;

bool is_same_process(const Place& before, const NodePosition& event) {
  return before && before->incarnation == event.incarnation && before->generation == event.generation &&
         before->history == event.history;
}

const Place& place_before(const NodePosition& event, const Truth& truth) {
  return truth.ledger.node(event.node).position;
}

// And comes forward again at once.
bool goes_back_by_one(const NodePosition& event, const Truth& truth, Observer& to) {
  const Place& before = place_before(event, truth);
  if (!is_same_process(before, event) || before->offset == 0) return false;
  NodePosition altered = event;
  altered.offset = before->offset - 1;
  to.on(altered);
  to.on(event);
  return true;
}

// No key has a deadline any more: nothing follows that would bring it forward.
bool stays_behind_by_one(const NodePosition& event, const Truth& truth, Observer& to) {
  const HistoryLog* const log = truth.log(event.history);
  const auto settle = truth.ledger.settle_began();
  if (!settle || event.at - *settle >= truth.run.convergence_bound || event.role != Role::replica) return false;
  if (log == nullptr || event.offset != log->last_offset() || !event.link_up) return false;
  bool is_last = true;
  log->visit_all(event.offset, [&](KeyId, const Version& version) { is_last = is_last && !version.deadline; });
  if (!is_last) return false;
  NodePosition altered = event;
  --altered.offset;
  to.on(altered);
  return true;
}

bool applies_an_entry_late(const NodePosition& event, const Truth& truth, Observer& to) {
  const Place& before = place_before(event, truth);
  if (!is_same_process(before, event) || event.role != Role::replica || event.offset == before->offset) return false;
  if (!before->link_up || !event.link_up) return false;
  NodePosition altered = event;
  altered.at += noticeably_late(truth);
  to.on(altered);
  return true;
}

bool says_that_a_lost_link_is_up(const NodePosition& event, const Truth& truth, Observer& to) {
  const Place& before = place_before(event, truth);
  if (!is_same_process(before, event) || event.role != Role::replica || !before->link_up || event.link_up) return false;
  NodePosition altered = event;
  altered.link_up = true;
  to.on(altered);
  return true;
}

// The fewest entries that are more than the limit.
bool keeps_too_much_log(const NodePosition& event, const Truth& truth, Observer& to) {
  const Place& before = place_before(event, truth);
  const HistoryLog* const log = truth.log(event.history);
  if (!is_same_process(before, event) || before->offset >= event.offset || log == nullptr) return false;
  if (event.offset > log->last_offset()) return false;
  const NodeKnobs& knobs = truth.run.knobs_of(event.node);
  const std::uint64_t limit = std::max(knobs.backlog_bytes, knobs.sync_buffer_bytes);
  NodePosition altered = event;
  while (altered.backlog_first > 0 && log->payload_between(altered.backlog_first - 1, event.offset) <= limit) {
    --altered.backlog_first;
  }
  if (altered.backlog_first == 0) return false;
  to.on(altered);
  return true;
}

}  // namespace

std::vector<Alteration> altered_states() {
  return {
      {"a sample has a deadline one millisecond later", "ttl.fidelity", holds_a_later_deadline},
      {"a sample has another byte", "replica.prefix", holds_another_byte},
      {"a sample lacks a key", "replica.prefix", lacks_a_key},
      // What the node counts does not have it.
      {"a sample has a key that is long dead", "replica.convergence", still_holds_a_dead_key,
       "resources.bounded,accounting"},
      {"two keys are the wrong way round", "lru", has_two_keys_the_wrong_way_round, {}, HistoryOf::one_client},
      {"one key more is counted", "resources.bounded", counts_one_more<&ProcessCounts::keys>},
      {"one deadline more is counted", "resources.bounded", counts_one_more<&ProcessCounts::keys_with_deadline>},
      {"one byte more is counted", "resources.bounded", counts_one_more<&ProcessCounts::weight_bytes>},
      {"one timer too many is pending", "resources.bounded", has_a_timer_too_many},
      {"one byte too many waits for a peer", "resources.bounded", has_a_byte_too_many_to_send},
      // It could have continued where it sends all.
      {"more log is kept than may be", "resources.bounded", keeps_too_much_log, "progress", HistoryOf::cuts},
      {"one key more is counted as created", "accounting", counts_one_more<&ProcessCounts::created>},
      {"one key more is counted as expired", "accounting", counts_one_more<&ProcessCounts::expired>},
      {"an expiry is counted as an eviction", "accounting", counts_an_expiry_as_an_eviction},
      {"a node goes back by one offset", "replica.prefix", goes_back_by_one},
      {"a replica stays behind by one offset", "replica.convergence", stays_behind_by_one},
      {"an entry is applied later than at once", "replica.staleness", applies_an_entry_late},
      {"a link is up that was lost", "replica.staleness", says_that_a_lost_link_is_up, {}, HistoryOf::cuts},
  };
}

}  // namespace groundhog::test
