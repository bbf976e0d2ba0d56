// A copy entry by entry is the state in which it began, in its order, whatever happens meanwhile.
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sut/cache/deadline.hpp"
#include "sut/cache/point_in_time.hpp"
#include "tests/support/manual_runtime.hpp"
#include "tests/sut/cache/contents.hpp"

namespace burrow::test {
namespace {

class CopiedCache {
 public:
  explicit CopiedCache(std::size_t capacity = 0) {
    CacheOptions options = cache_.options();
    options.capacity = capacity;
    cache_.configure(options);
  }
  ~CopiedCache() { cache_.check_invariants(); }

  StringCache& operator*() { return cache_; }
  StringCache* operator->() { return &cache_; }
  void wait(seam::Milliseconds time) { runtime_.advance(time); }

  std::string next() {
    const auto item = cache_.copy_next();
    return item ? item->key + "=" + item->value : "";
  }

 private:
  ManualRuntime runtime_;
  ExpiryClock clock_{runtime_};
  StringCache cache_{nullptr, [this] { return clock_.now(); }};
};

TEST(FrozenCopy, KeepsContentAndPlaceOfWhatChanges) {
  CopiedCache cache;
  for (const char* key : {"a", "b", "c", "d"}) ASSERT_TRUE(cache->set(key, "old"));
  ASSERT_EQ(cache->begin_copy(), 4u);
  EXPECT_EQ(cache.next(), "a=old");
  ASSERT_TRUE(cache->set("c", "new"));
  cache->remove("b");
  ASSERT_TRUE(cache->set("a", "new"));
  ASSERT_TRUE(cache->set("b", "came later"));
  ASSERT_TRUE(cache->set("c", "newer"));
  EXPECT_EQ(cache.next(), "b=old");
  EXPECT_EQ(cache.next(), "c=old");
  EXPECT_EQ(cache.next(), "d=old");
  EXPECT_EQ(cache.next(), "");
}

TEST(FrozenCopy, OutlivesAFlush) {
  CopiedCache cache;
  for (const char* key : {"a", "b"}) ASSERT_TRUE(cache->set(key, "v"));
  cache->begin_copy();
  cache->flush();
  EXPECT_EQ(cache.next(), "a=v");
  EXPECT_EQ(cache.next(), "b=v");
  EXPECT_EQ(cache.next(), "");
}

TEST(FrozenCopy, GivenUpKeepsNothing) {
  CopiedCache cache;
  ASSERT_TRUE(cache->set("a", "v"));
  cache->begin_copy();
  cache->remove("a");
  cache->end_copy();
  EXPECT_EQ(cache.next(), "");
}

RC_GTEST_PROP(FrozenCopyLaw, IsTheStateInWhichItBegan, ()) {
  CopiedCache cache(*rc::gen::inRange<std::size_t>(0, 8));  // 0: no limit, no recency of reads
  int writes = 0;
  const auto change = [&] {
    const std::string name = std::to_string(*rc::gen::inRange(0, 12));
    switch (*rc::gen::inRange(0, 8)) {
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
        cache->persist(name);
        break;
      case 4:
        cache.wait(seam::Milliseconds(*rc::gen::inRange(0, 5)));
        break;
      case 5:
        if (*rc::gen::inRange(0, 5) == 0) cache->flush();
        break;
      default:
        RC_ASSERT(cache->set(name, std::to_string(++writes)));
    }
  };
  for (int i = *rc::gen::inRange(0, 30); i > 0; --i) change();
  const auto expected = contents_of(*cache);
  RC_ASSERT(cache->begin_copy() == expected.size());
  std::vector<StringItem> copied;
  while (auto item = cache->copy_next()) {
    copied.push_back(std::move(*item));
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i) change();
  }
  RC_ASSERT(copied == expected);
}

}  // namespace
}  // namespace burrow::test
