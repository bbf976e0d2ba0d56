// Many threads on one cache: what each step promises holds under contention. Its worth is in a build with
// ThreadSanitizer.
#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "sut/cache/cache.hpp"
#include "tests/sut/cache/contents.hpp"

namespace burrow::test {
namespace {

constexpr int threads = 4;
constexpr int rounds = 2000;

// Milliseconds that advance a little with each reading.
class TickingClock {
 public:
  ExpiryTime operator()() {
    return ExpiryTime(seam::Milliseconds(ticks_.fetch_add(1, std::memory_order_relaxed) / 16));
  }

 private:
  std::atomic<std::int64_t> ticks_{0};
};

template <typename Work>
void run_in_threads(Work&& work) {
  std::vector<std::thread> workers;
  for (int worker = 0; worker < threads; ++worker) workers.emplace_back([&work, worker] { work(worker); });
  for (std::thread& worker : workers) worker.join();
}

// Replays what it hears into a map of its own; it is only ever called under the exclusive lock, so it has no lock of
// its own.
class Mirror final : public StringCacheObserver {
 public:
  void on_set(std::string_view key, std::string_view value, const Deadline& deadline) override {
    cache_.apply_set(key, value, deadline);
  }
  void on_deadline(std::string_view key, const Deadline& deadline) override {
    mismatches_ += cache_.apply_deadline(key, deadline) ? 0 : 1;
  }
  void on_removed(std::string_view key, RemovalCause cause) override {
    mismatches_ += cache_.apply_removed(key, cause) ? 0 : 1;
  }
  void on_flushed() override { cache_.apply_flushed(); }

  std::vector<StringItem> sorted_items() const {
    auto items = contents_of(cache_);
    std::sort(items.begin(), items.end(), [](const auto& left, const auto& right) { return left.key < right.key; });
    return items;
  }
  int mismatches() const { return mismatches_; }

  Mirror() { cache_.set_authority(Authority::follower); }

 private:
  StringCache cache_{nullptr, [] { return ExpiryTime{}; }};
  int mismatches_ = 0;
};

TEST(CacheThreads, WhatTheObserverHearsIsWhatHappenedInThatOrder) {
  TickingClock clock;
  Mirror mirror;
  CacheOptions options;
  options.capacity = 24;
  StringCache cache(
      nullptr, [&clock] { return clock(); }, options);
  cache.set_observer(&mirror);
  run_in_threads([&cache](int worker) {
    for (int round = 0; round < rounds; ++round) {
      const std::string key = "key" + std::to_string((round * 7 + worker * 3) % 32);
      const std::string value = std::to_string(worker) + ":" + std::to_string(round);
      switch (round % 8) {
        case 0:
          EXPECT_TRUE(cache.set(key, value));
          break;
        case 1:
          EXPECT_TRUE(cache.set(key, value, seam::Milliseconds(20)));
          break;
        case 2:
          cache.get(key);
          break;
        case 3:
          cache.expire(key, seam::Milliseconds(50)).value();
          break;
        case 4:
          cache.persist(key);
          break;
        case 5:
          cache.pop(key);
          break;
        case 6:
          cache.keys();
          break;
        default:
          cache.transact([](StringTransaction& step) { return step.sweep(4); });
          break;
      }
    }
  });
  cache.check_invariants();
  auto items = contents_of(cache);
  std::sort(items.begin(), items.end(), [](const auto& left, const auto& right) { return left.key < right.key; });
  EXPECT_EQ(items, mirror.sorted_items());
  EXPECT_EQ(mirror.mismatches(), 0);
}

TEST(CacheThreads, OneOfManyTakersGetsTheValue) {
  StringCache cache(nullptr, [] { return ExpiryTime{}; });
  for (int round = 0; round < 50; ++round) {
    ASSERT_TRUE(cache.set("k", "v"));
    std::atomic<int> taken{0};
    run_in_threads([&](int) { taken += cache.pop("k").has_value() ? 1 : 0; });
    ASSERT_EQ(taken, 1);
  }
}

TEST(CacheThreads, AComposedStepIsAtomic) {
  StringCache cache(nullptr, [] { return ExpiryTime{}; });
  ASSERT_TRUE(cache.set("counter", "0"));
  run_in_threads([&cache](int) {
    for (int round = 0; round < rounds; ++round) {
      cache.transact([](StringTransaction& step) {
        const int next = std::stoi(step.find("counter")->value) + 1;
        EXPECT_TRUE(step.put("counter", std::to_string(next), std::nullopt));
      });
    }
  });
  EXPECT_EQ(cache.get("counter"), std::to_string(threads * rounds));
}

TEST(CacheThreads, SharedReadersOfADeadKeyRemoveItOnce) {
  std::atomic<std::int64_t> now{0};
  StringCache cache(nullptr, [&now] { return ExpiryTime(seam::Milliseconds(now.load())); });
  for (int round = 1; round <= 200; ++round) {
    ASSERT_TRUE(cache.set("k", "v", seam::Milliseconds(1)));
    ++now;
    run_in_threads([&cache](int) { EXPECT_EQ(cache.get("k"), std::nullopt); });
    ASSERT_EQ(cache.statistics().expired.value(), static_cast<std::uint64_t>(round));
  }
  cache.check_invariants();
}

}  // namespace
}  // namespace burrow::test
