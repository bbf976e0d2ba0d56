// A listing in pieces shows one instant, whatever happens between the pieces.
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sut/cache/cache.hpp"
#include "sut/cache/deadline.hpp"
#include "tests/support/manual_runtime.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;

CacheOptions with_capacity(std::size_t capacity) {
  CacheOptions options;
  options.capacity = capacity;
  return options;
}

class ListedCache {
 public:
  explicit ListedCache(std::size_t capacity = 0)
      : cache_(
            nullptr, [this] { return clock_.now(); }, with_capacity(capacity)) {}
  ~ListedCache() { cache_.check_invariants(); }

  StringCache& operator*() { return cache_; }
  StringCache* operator->() { return &cache_; }
  void wait(seam::Duration time) { runtime_.advance(time); }

  void begin() {
    cache_.begin_listing([this](const StringEntry& entry) { listed.insert(entry.key); });
  }
  std::multiset<std::string> state() {
    const auto keys = cache_.keys();
    return {keys.begin(), keys.end()};
  }

  std::multiset<std::string> listed;

 private:
  ManualRuntime runtime_;
  ExpiryClock clock_{runtime_};
  StringCache cache_;
};

TEST(Listing, ComesInPieces) {
  ListedCache cache;
  for (const char* key : {"a", "b", "c"}) ASSERT_TRUE(cache->set(key, "v"));
  cache.begin();
  EXPECT_TRUE(cache->advance_listing(2));
  EXPECT_EQ(cache.listed.size(), 2u);
  EXPECT_FALSE(cache->advance_listing(2));
  EXPECT_EQ(cache.listed, cache.state());
}

TEST(Listing, OfNothingIsOverAtOnce) {
  ListedCache cache;
  cache.begin();
  EXPECT_FALSE(cache->advance_listing(1));
}

TEST(Listing, ShowsWhatLeftAndNotWhatCame) {
  ListedCache cache;
  for (const char* key : {"a", "b", "c"}) ASSERT_TRUE(cache->set(key, "v"));
  cache.begin();
  cache->remove("b");
  ASSERT_TRUE(cache->set("d", "v"));
  while (cache->advance_listing(1)) continue;
  EXPECT_EQ(cache.listed, (std::multiset<std::string>{"a", "b", "c"}));
}

TEST(Listing, ShowsNoDeadKeyAndOneThatDiesMeanwhile) {
  ListedCache cache;
  ASSERT_TRUE(cache->set("dead", "v", 1ms));
  ASSERT_TRUE(cache->set("dying", "v", 3ms));
  cache.wait(2ms);
  cache.begin();
  cache.wait(10ms);
  while (cache->advance_listing(1)) continue;
  EXPECT_EQ(cache.listed, std::multiset<std::string>{"dying"});
}

TEST(Listing, GivenUpShowsNothingMore) {
  ListedCache cache;
  ASSERT_TRUE(cache->set("a", "v"));
  cache.begin();
  cache->end_listing();
  cache->remove("a");
  EXPECT_TRUE(cache.listed.empty());
}

RC_GTEST_PROP(ListingLaw, IsTheStateInWhichItBegan, ()) {
  ListedCache cache(*rc::gen::inRange<std::size_t>(0, 8));  // 0: no limit, no recency of reads
  const auto key = rc::gen::map(rc::gen::inRange(0, 12), [](int number) { return std::to_string(number); });
  const auto change = [&] {
    const std::string name = *key;
    switch (*rc::gen::inRange(0, 7)) {
      case 0:
        cache->remove(name);
        break;
      case 1:
        cache->get(name);
        break;
      case 2:
        RC_ASSERT(cache->expire(name, seam::Milliseconds(*rc::gen::inRange(1, 10))));
        break;
      case 3:
        cache.wait(seam::Milliseconds(*rc::gen::inRange(0, 5)));
        break;
      case 4:
        if (*rc::gen::inRange(0, 5) == 0) cache->flush();
        break;
      default:
        RC_ASSERT(cache->set(name, "v"));
    }
  };
  for (int i = *rc::gen::inRange(0, 30); i > 0; --i) change();
  const auto expected = cache.state();
  cache.begin();
  while (cache->advance_listing(*rc::gen::inRange<std::size_t>(0, 4))) {
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i) change();
  }
  RC_ASSERT(cache.listed == expected);
}

}  // namespace
}  // namespace burrow::test
