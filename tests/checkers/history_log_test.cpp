// S(h, n) and D(h, n) against a model that copies the whole state for every offset.
#include "checkers/model/history_log.hpp"

#include <map>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace groundhog::test {

using namespace checkers;
namespace {

using NaiveState = std::map<std::string, std::pair<std::string, Deadline>>;

struct RandomEffect {
  EffectKind kind;
  std::string key;
  Deadline deadline;
};

RandomEffect random_effect() {
  const auto kind = *rc::gen::weightedElement<EffectKind>(
      {{8, EffectKind::set}, {3, EffectKind::deadline}, {4, EffectKind::del}, {1, EffectKind::flush}});
  const std::string key(1, *rc::gen::inRange('a', 'e'));
  const int ms = *rc::gen::inRange(0, 4);
  return {kind, key, ms == 0 ? Deadline{} : Deadline(ExpiryTime(seam::Milliseconds(ms)))};
}

void apply(NaiveState& state, const RandomEffect& effect, const std::string& value) {
  switch (effect.kind) {
    case EffectKind::set:
      state[effect.key] = {value, effect.deadline};
      return;
    case EffectKind::del:
      state.erase(effect.key);
      return;
    case EffectKind::flush:
      state.clear();
      return;
    case EffectKind::deadline:
      if (const auto found = state.find(effect.key); found != state.end()) found->second.second = effect.deadline;
      return;
  }
}

// Appends a random log and returns the states after each offset, the one before the first entry included.
std::vector<NaiveState> grow(HistoryLog& log, KeyTable& keys, NaiveState state) {
  std::vector<NaiveState> states = {state};
  const int count = *rc::gen::inRange(0, 30);
  for (int i = 0; i < count; ++i) {
    const RandomEffect effect = random_effect();
    const std::uint64_t offset = log.last_offset() + 1;
    const std::string value = "v" + std::to_string(offset);
    apply(state, effect, value);
    const LogAppended appended{VirtualTime{},
                               HostId{0},
                               log.id(),
                               offset,
                               ConnectionId::none,
                               0,
                               Effect{effect.kind, effect.key, value, effect.deadline},
                               {}};
    log.append(appended, keys.intern(effect.key));
    states.push_back(state);
  }
  return states;
}

void compare(const HistoryLog& log, const KeyTable& keys, std::uint64_t offset, const NaiveState& right) {
  NaiveState found;
  log.visit_all(offset, [&](KeyId key, const Version& version) {
    found[std::string(keys.text(key))] = {std::string(version.value), version.deadline};
  });
  RC_ASSERT(found == right);
  StateDigest digest;
  for (const auto& [key, held] : right) {
    digest.digest += entry_digest(KeyTable::hash_of(key), held.first, held.second);
    ++digest.keys;
    digest.bytes += key.size() + held.first.size();
  }
  RC_ASSERT(log.digest_at(offset) == digest);
}

void compare_visits(const HistoryLog& log, KeyId key, std::uint64_t from, std::uint64_t to) {
  std::vector<const Version*> visited;
  log.visit_states(key, from, to, [&](const Version* version) { visited.push_back(version); });
  RC_ASSERT(visited.front() == log.find(key, from));
  RC_ASSERT(visited.back() == log.find(key, to));
  for (std::uint64_t offset = from; offset <= to; ++offset) {
    RC_ASSERT(std::find(visited.begin(), visited.end(), log.find(key, offset)) != visited.end());
  }
}

TEST(HistoryLog, TheDigestOfAnEntryHasItsDeadline) {
  std::set<std::uint64_t> digests = {entry_digest(1, "v", {}), entry_digest(1, "w", {}), entry_digest(2, "v", {})};
  for (const int ms : {0, 1, 2}) digests.insert(entry_digest(1, "v", ExpiryTime(seam::Milliseconds(ms))));
  EXPECT_EQ(digests.size(), 6U);
}

RC_GTEST_PROP(HistoryLog, KnowsEveryStateOfAHistoryAndItsChild, ()) {
  KeyTable keys;
  HistoryLog parent({VirtualTime{}, HostId{0}, HistoryId{1}, HistoryOrigin::process_start, HistoryId::none, 0}, nullptr,
                    keys);
  const std::vector<NaiveState> parent_states = grow(parent, keys, {});
  const auto switch_offset = *rc::gen::inRange<std::uint64_t>(0, parent_states.size());
  HistoryLog child({VirtualTime{}, HostId{1}, HistoryId{2}, HistoryOrigin::promotion, HistoryId{1}, switch_offset},
                   &parent, keys);
  const std::vector<NaiveState> child_states = grow(child, keys, parent_states[switch_offset]);

  for (std::uint64_t n = 0; n < parent_states.size(); ++n) compare(parent, keys, n, parent_states[n]);
  for (std::uint64_t n = 0; n < switch_offset; ++n) compare(child, keys, n, parent_states[n]);
  for (std::uint64_t n = 0; n < child_states.size(); ++n) compare(child, keys, switch_offset + n, child_states[n]);

  const KeyId key = keys.intern("b");
  const auto to = *rc::gen::inRange<std::uint64_t>(0, child.last_offset() + 1);
  const auto from = *rc::gen::inRange<std::uint64_t>(0, to + 1);
  compare_visits(child, key, from, to);
}

TEST(KeyTable, NamesEachKeyOnceAndFindsItAfterGrowth) {
  KeyTable keys;
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(index(keys.intern("key" + std::to_string(i))), static_cast<unsigned>(i));
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(index(keys.intern("key" + std::to_string(i))), static_cast<unsigned>(i));
  EXPECT_EQ(keys.size(), 1000U);
  EXPECT_EQ(keys.text(KeyId{7}), "key7");
  EXPECT_FALSE(keys.find("key1000"));
  EXPECT_FALSE(KeyTable().find("k"));
}

}  // namespace
}  // namespace groundhog::test
