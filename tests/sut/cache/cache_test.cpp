#include "sut/cache/cache.hpp"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sut/cache/deadline.hpp"
#include "tests/support/manual_runtime.hpp"
#include "tests/sut/cache/contents.hpp"
#include "tests/sut/cache/event_log.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;
using Events = std::vector<std::string>;
using Keys = std::vector<std::string>;

class CacheTest : public testing::Test {
 protected:
  CacheTest() { cache_.set_observer(&log_); }
  ~CacheTest() override { cache_.check_invariants(); }

  static CacheOptions without_janitor() {
    CacheOptions options;
    options.janitor_interval = 0ms;
    return options;
  }
  void configure(auto&& change) {
    CacheOptions options = cache_.options();
    change(options);
    cache_.configure(options);
  }
  void set(std::string_view key, std::string_view value, std::optional<seam::Milliseconds> ttl = {}) {
    ASSERT_TRUE(cache_.set(key, value, ttl));
  }
  // Forgets what was heard so far.
  void ignore_events() { log_.take(); }
  // Everything held, dead keys included, from the least to the most recent.
  Keys held() const {
    Keys keys;
    cache_.inspect([&](const StringEntry& entry) { keys.push_back(entry.key); });
    return keys;
  }
  ExpiryTime after(seam::Milliseconds duration) const { return start_ + duration; }

  ManualRuntime runtime_;
  ExpiryClock clock_{runtime_};
  ExpiryTime start_ = clock_.now();
  EventLog log_{start_};
  StringCache cache_{&runtime_, [this] { return clock_.now(); }, without_janitor()};
};

TEST_F(CacheTest, AnEntryIsAliveUntilTheMillisecondOfItsDeadline) {
  set("k", "v", 100ms);
  runtime_.advance(99ms + 999us);
  EXPECT_EQ(cache_.get("k"), "v");
  EXPECT_EQ(cache_.get_with_ttl("k")->ttl, 1ms);
  runtime_.advance(1us);
  EXPECT_EQ(cache_.get("k"), std::nullopt);
}

TEST_F(CacheTest, SetUsesTheDefaultTtl) {
  configure([](CacheOptions& options) { options.default_ttl = 50ms; });
  ASSERT_TRUE(cache_.set("k", "v"));
  EXPECT_EQ(cache_.get_with_ttl("k")->ttl, 50ms);
  set("k", "v", std::nullopt);
  EXPECT_EQ(cache_.get_with_ttl("k")->ttl, std::nullopt);
}

TEST_F(CacheTest, OverflowIsAnErrorAndChangesNothing) {
  set("k", "v", 10ms);
  ignore_events();
  EXPECT_EQ(cache_.set("k", "w", seam::Milliseconds::max()).error(), CacheError::deadline_overflow);
  EXPECT_EQ(cache_.expire("k", seam::Milliseconds::max()).error(), CacheError::deadline_overflow);
  EXPECT_EQ(cache_.get_with_ttl("k")->ttl, 10ms);
  EXPECT_EQ(log_.take(), Events{});
}

TEST_F(CacheTest, ReportsEachChangeOnceAndNothingElse) {
  set("k", "v", 100ms);
  EXPECT_EQ(cache_.expire("k", 200ms), true);
  EXPECT_EQ(cache_.expire("k", 200ms), true);
  EXPECT_TRUE(cache_.persist("k"));
  EXPECT_FALSE(cache_.persist("k"));
  EXPECT_EQ(cache_.expire("missing", 1ms), false);
  EXPECT_FALSE(cache_.persist("missing"));
  EXPECT_FALSE(cache_.remove("missing"));
  EXPECT_EQ(cache_.pop("k"), "v");
  EXPECT_EQ(cache_.pop("k"), std::nullopt);
  cache_.flush();
  EXPECT_EQ(log_.take(), (Events{"SET k v @100", "DEADLINE k @200", "DEADLINE k none", "DEL k client"}));
  EXPECT_EQ(log_.take_commits(), 4U);
}

TEST_F(CacheTest, ATtlOfZeroOrLessRemoves) {
  set("k", "v");
  set("k", "w", 0ms);
  set("absent", "v", -1ms);
  set("l", "v");
  EXPECT_EQ(cache_.expire("l", -5ms), true);
  EXPECT_EQ(log_.take(), (Events{"SET k v", "DEL k client", "SET l v", "DEL l client"}));
  EXPECT_EQ(cache_.size(), 0U);
}

TEST_F(CacheTest, EveryReadPathRemovesTheDeadKeyItMeets) {
  const auto meet = [&](auto&& read) {
    set("k", "v", 5ms);
    runtime_.advance(5ms);
    ignore_events();
    read();
    EXPECT_EQ(log_.take(), Events{"DEL k expire"});
    EXPECT_EQ(cache_.size(), 0U);
  };
  meet([&] { EXPECT_FALSE(cache_.get("k")); });
  meet([&] { EXPECT_FALSE(cache_.get_with_ttl("k")); });
  meet([&] { EXPECT_FALSE(cache_.remove("k")); });
  meet([&] { EXPECT_FALSE(cache_.pop("k")); });
  meet([&] { EXPECT_FALSE(*cache_.expire("k", 1h)); });
  meet([&] { EXPECT_FALSE(cache_.persist("k")); });
  configure([](CacheOptions& options) { options.capacity = 10; });
  meet([&] { EXPECT_FALSE(cache_.get("k")); });
}

TEST_F(CacheTest, ListingsFilterDeadKeysAndSizeCountsThem) {
  set("short", "v", 5ms);
  set("long", "v");
  runtime_.advance(5ms);
  EXPECT_EQ(cache_.keys(), Keys{"long"});
  EXPECT_EQ(cache_.size(), 2U);
}

TEST_F(CacheTest, OverwritingADeadKeyExpiresItFirst) {
  set("k", "v", 5ms);
  runtime_.advance(5ms);
  set("k", "w");
  EXPECT_EQ(log_.take(), (Events{"SET k v @5", "DEL k expire", "SET k w"}));
}

TEST_F(CacheTest, EvictsTheLeastRecentlyUsed) {
  configure([](CacheOptions& options) { options.capacity = 3; });
  for (const char* key : {"a", "b", "c"}) set(key, "v");
  cache_.get("a");
  EXPECT_EQ(held(), (Keys{"b", "c", "a"}));
  cache_.expire("b", 1h).value();
  EXPECT_EQ(held(), (Keys{"c", "a", "b"}));
  cache_.persist("c");
  EXPECT_EQ(held(), (Keys{"a", "b", "c"}));
  set("a", "again");
  ignore_events();
  set("d", "v");
  EXPECT_EQ(log_.take(), (Events{"DEL b evict", "SET d v"}));
  EXPECT_EQ(held(), (Keys{"c", "a", "d"}));
}

TEST_F(CacheTest, DeadKeysLeaveBeforeAVictimThatIsAliveAndOnlyAsManyAsNeeded) {
  configure([](CacheOptions& options) { options.capacity = 3; });
  set("later", "v", 9ms);
  set("sooner", "v", 5ms);
  set("kept", "v");
  runtime_.advance(10ms);
  ignore_events();
  set("new", "v");
  EXPECT_EQ(log_.take(), (Events{"DEL sooner expire", "SET new v"}));
  EXPECT_EQ(held(), (Keys{"later", "kept", "new"}));
}

TEST_F(CacheTest, OverwritingAtCapacityEvictsNothing) {
  configure([](CacheOptions& options) { options.capacity = 2; });
  set("a", "v");
  set("b", "v");
  ignore_events();
  set("a", "w");
  EXPECT_EQ(log_.take(), Events{"SET a w"});
  EXPECT_EQ(held(), (Keys{"b", "a"}));
}

TEST_F(CacheTest, MemoryIsKeysValuesAndAConstant) {
  set("key", "value");
  EXPECT_EQ(cache_.weight(), 3 + 5 + StringEntry::overhead_bytes);
}

TEST_F(CacheTest, MakesRoomByWeight) {
  configure([](CacheOptions& options) { options.max_memory_bytes = 3 * (StringEntry::overhead_bytes + 10); });
  set("a", "123456789");
  set("b", "123456789");
  set("c", "123456789");
  EXPECT_EQ(log_.take().size(), 3U);
  set("a", "1234567890");  // grows by one byte: its own new value must not evict it
  EXPECT_EQ(log_.take(), (Events{"DEL b evict", "SET a 1234567890"}));
  EXPECT_EQ(held(), (Keys{"c", "a"}));
}

TEST_F(CacheTest, WhatCannotFitIsAnErrorBeforeAnythingChanges) {
  configure([](CacheOptions& options) { options.max_memory_bytes = StringEntry::overhead_bytes + 10; });
  set("a", "123456789");
  ignore_events();
  EXPECT_EQ(cache_.set("b", "1234567890").error(), CacheError::too_large);
  EXPECT_EQ(log_.take(), Events{});
  EXPECT_EQ(cache_.get("a"), "123456789");
}

TEST_F(CacheTest, LoweringALimitEvictsAtOnce) {
  for (const char* key : {"a", "b", "c"}) set(key, "v");
  ignore_events();
  configure([](CacheOptions& options) { options.capacity = 1; });
  EXPECT_EQ(log_.take(), (Events{"DEL a evict", "DEL b evict"}));
}

TEST_F(CacheTest, TheJanitorRemovesFixedBatchesUntilNothingIsDue) {
  configure([](CacheOptions& options) {
    options.janitor_interval = 100ms;
    options.janitor_batch = 2;
  });
  for (const char* key : {"a", "b", "c", "d", "e"}) set(key, "v", 50ms);
  set("kept", "v");
  ignore_events();
  runtime_.advance(99ms);
  EXPECT_EQ(cache_.size(), 6U);
  runtime_.advance(1ms);
  EXPECT_EQ(log_.take(), (Events{"DEL a expire", "DEL b expire"}));
  EXPECT_EQ(log_.take_commits(), 7U);
  runtime_.advance(1ms);
  EXPECT_EQ(log_.take(), (Events{"DEL c expire", "DEL d expire"}));
  runtime_.advance(1ms);
  EXPECT_EQ(log_.take(), Events{"DEL e expire"});
  EXPECT_EQ(held(), Keys{"kept"});
  runtime_.advance(1s);
  EXPECT_EQ(log_.take(), Events{});
}

TEST_F(CacheTest, CloseStopsTheJanitor) {
  configure([](CacheOptions& options) { options.janitor_interval = 100ms; });
  set("k", "v", 1ms);
  EXPECT_EQ(runtime_.pending_timers(), 1U);
  cache_.close();
  cache_.close();
  EXPECT_EQ(runtime_.pending_timers(), 0U);
  runtime_.advance(1s);
  EXPECT_EQ(cache_.size(), 1U);
}

TEST_F(CacheTest, AFollowerFiltersAndKeepsDeadKeys) {
  configure([](CacheOptions& options) {
    options.janitor_interval = 10ms;
    options.capacity = 2;
  });
  cache_.set_authority(Authority::follower);
  EXPECT_EQ(runtime_.pending_timers(), 0U);
  cache_.apply_set("a", "v", after(5ms));
  cache_.apply_set("b", "v", after(6ms));
  cache_.apply_set("c", "v", std::nullopt);
  runtime_.advance(1s);
  EXPECT_EQ(cache_.get("a"), std::nullopt);
  EXPECT_EQ(cache_.get("c"), "v");
  EXPECT_EQ(cache_.keys(), Keys{"c"});
  EXPECT_EQ(held(), (Keys{"a", "b", "c"}));
  EXPECT_EQ(log_.take(), Events{});
}

TEST_F(CacheTest, AppliedEntriesSeeDeadKeysAsPresent) {
  cache_.set_authority(Authority::follower);
  cache_.apply_set("a", "v", after(5ms));
  cache_.apply_set("b", "v", std::nullopt);
  runtime_.advance(1s);
  EXPECT_TRUE(cache_.apply_deadline("a", std::nullopt));
  EXPECT_EQ(cache_.get("a"), "v");
  EXPECT_EQ(held(), (Keys{"a", "b"})) << "reads and deadlines do not move a follower's recency";
  cache_.apply_set("a", "w", after(-1ms));
  EXPECT_EQ(held(), (Keys{"b", "a"}));
  EXPECT_TRUE(cache_.apply_removed("a", RemovalCause::evict));
  EXPECT_FALSE(cache_.apply_removed("a", RemovalCause::evict));
  EXPECT_FALSE(cache_.apply_deadline("a", std::nullopt));
  cache_.apply_flushed();
  EXPECT_EQ(cache_.size(), 0U);
  EXPECT_EQ(cache_.statistics().evicted.value(), 1U);
  EXPECT_EQ(cache_.statistics().flushed.value(), 1U);
  EXPECT_EQ(log_.take(), Events{});
}

TEST_F(CacheTest, ANewOwnerStartsItsJanitorAndComesDownToItsCapacity) {
  configure([](CacheOptions& options) {
    options.janitor_interval = 10ms;
    options.capacity = 2;
  });
  cache_.set_authority(Authority::follower);
  for (const char* key : {"a", "b", "c"}) cache_.apply_set(key, "v", std::nullopt);
  cache_.apply_set("dead", "v", after(-5ms));
  cache_.apply_set("dying", "v", after(15ms));
  cache_.set_authority(Authority::owner);
  EXPECT_EQ(log_.take(), (Events{"DEL dead expire", "DEL a evict", "DEL b evict"}));
  EXPECT_EQ(log_.take_commits(), 1U);
  runtime_.advance(20ms);
  EXPECT_EQ(log_.take(), Events{"DEL dying expire"});
}

TEST_F(CacheTest, ACopyAndALoadKeepOrderAndDeadlines) {
  set("a", "1", 5ms);
  set("b", "2");
  set("c", "3", 1h);
  set("a", "4", 6ms);
  const auto items = contents_of(cache_);
  EXPECT_EQ(items, (std::vector<StringItem>{{"b", "2", {}}, {"c", "3", after(1h)}, {"a", "4", after(6ms)}}));

  StringCache other(nullptr, [this] { return clock_.now(); });
  other.set_authority(Authority::follower);
  other.apply_set("old", "v", std::nullopt);
  replace_all(other, items);
  other.check_invariants();
  EXPECT_EQ(contents_of(other), items);
  EXPECT_EQ(other.statistics().replaced.value(), 1U);
  EXPECT_EQ(other.statistics().loaded.value(), 3U);
}

TEST_F(CacheTest, AnImageTakesEachKeyOnceAndIsFreedInSlices) {
  StringCache::Image image;
  EXPECT_TRUE(image.load("a", "1", std::nullopt));
  EXPECT_FALSE(image.load("a", "2", after(1h)));
  EXPECT_TRUE(image.load("b", "2", std::nullopt));
  EXPECT_EQ(image.size(), 2U);
  EXPECT_EQ(image.find("a")->value, "1");
  EXPECT_TRUE(image.free_some(1));
  EXPECT_EQ(image.size(), 1U);
  EXPECT_FALSE(image.free_some(1));
}

// The hash index has two tables while it grows.
TEST_F(CacheTest, FindsWhatItHoldsWhileItGrows) {
  std::set<std::string> held;
  std::uint64_t draw = 1;
  for (int i = 0; i < 20'000; ++i) {
    draw = draw * 6364136223846793005U + 1442695040888963407U;
    const std::string key = std::to_string((draw >> 33) % (i % 4000 < 3000 ? 5000 : 50));
    if ((draw >> 20) % 4 == 0) {
      ASSERT_EQ(cache_.remove(key), held.erase(key) == 1);
    } else {
      set(key, "v");
      held.insert(key);
    }
    if (i % 500 != 0) continue;
    cache_.check_invariants();
    ASSERT_EQ(cache_.size(), held.size());
    for (const std::string& each : held) ASSERT_TRUE(cache_.get(each));
  }
}

TEST_F(CacheTest, ReadsTheClockOnceForEachOperation) {
  set("dead", "v", 1ms);
  runtime_.advance(1ms);
  const auto readings = [&](auto&& operation) {
    const auto before = runtime_.wall_readings();
    operation();
    return runtime_.wall_readings() - before;
  };
  EXPECT_EQ(readings([&] { cache_.get("dead"); }), 1U);
  EXPECT_EQ(readings([&] { set("k", "v", 1ms); }), 1U);
  EXPECT_EQ(readings([&] { cache_.expire("k", 5ms).value(); }), 1U);
  EXPECT_EQ(readings([&] { cache_.keys(); }), 1U);
}

TEST_F(CacheTest, CountsWhatHappens) {
  set("a", "v");
  set("a", "w");
  set("b", "v", 1ms);
  cache_.get("a");
  runtime_.advance(1ms);
  cache_.get("b");
  cache_.get("c");
  cache_.remove("a");
  set("d", "v");
  cache_.flush();
  const CacheStatistics& statistics = cache_.statistics();
  EXPECT_EQ(statistics.hits.value(), 1U);
  EXPECT_EQ(statistics.misses.value(), 2U);
  EXPECT_EQ(statistics.sets.value(), 4U);
  EXPECT_EQ(statistics.created.value(), 3U);
  EXPECT_EQ(statistics.deleted.value(), 1U);
  EXPECT_EQ(statistics.expired.value(), 1U);
  EXPECT_EQ(statistics.flushed.value(), 1U);
  EXPECT_EQ(statistics.accounted(), 0U);
}

TEST(GenericCache, HoldsOtherTypesThanStrings) {
  ExpiryTime now{};
  Cache<int, std::vector<int>> cache(nullptr, [&now] { return now; });
  ASSERT_TRUE(cache.set(7, {1, 2, 3}, 10ms));
  EXPECT_EQ(cache.get(7), (std::vector<int>{1, 2, 3}));
  now += 10ms;
  EXPECT_EQ(cache.get(7), std::nullopt);
}

#ifdef BURROW_CHECK_LOCK_OWNER
TEST(LockOwnerDeathTest, TakingTheLockTwiceOnOnePathAborts) {
  StringCache cache(nullptr, [] { return ExpiryTime{}; });
  EXPECT_DEATH(cache.transact([&](StringTransaction&) { cache.get("k"); }), "assertion failed");
  EXPECT_DEATH(cache.inspect([&](const StringEntry&) {});
               cache.read(Recency::keep, [&](StringReader&) { cache.size(); }), "assertion failed");
}
#endif

TEST(CacheDeathTest, OnlyAFollowerAppliesRawChanges) {
  StringCache cache(nullptr, [] { return ExpiryTime{}; });
  EXPECT_DEATH(cache.apply_flushed(), "assertion failed");
}

}  // namespace
}  // namespace burrow::test
