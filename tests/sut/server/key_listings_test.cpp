// KEYS on a large cache takes turns, one client after the other.
#include "sut/server/key_listings.hpp"

#include <map>

#include <gtest/gtest.h>

#include "sut/cache/deadline.hpp"
#include "tests/support/manual_runtime.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;

constexpr seam::StreamId first{1};
constexpr seam::StreamId second{2};
constexpr int keys = 10'000;

class KeyListingsTest : public ::testing::Test {
 protected:
  KeyListingsTest() {
    for (int i = 0; i < keys; ++i) EXPECT_TRUE(cache_.set("key:" + std::to_string(i), "v"));
  }

  ManualRuntime runtime_;
  ExpiryClock clock_{runtime_};
  StringCache cache_{nullptr, [this] { return clock_.now(); }};
  std::map<seam::StreamId, KeyListings::Result> results_;
  seam::Timer timer_;
  KeyListings listings_{runtime_, cache_, 1'000'000, [this](seam::StreamId client, const KeyListings::Result& result) {
                          results_[client] = result;
                        }};
};

TEST_F(KeyListingsTest, OthersGetTheirTurnMeanwhile) {
  int turns = 0;
  std::function<void()> other = [&] {
    ++turns;
    cache_.remove("key:" + std::to_string(keys - turns));
    EXPECT_TRUE(cache_.set("new:" + std::to_string(turns), "v"));
    timer_ = runtime_.start_timer(0ns, other);
    if (!results_.empty()) timer_.cancel();
  };
  listings_.add(first, "*");
  EXPECT_TRUE(results_.empty());
  timer_ = runtime_.start_timer(0ns, other);
  runtime_.advance(0ns);
  EXPECT_GT(turns, 5);
  EXPECT_EQ(results_[first].keys, static_cast<std::size_t>(keys)) << "those of the instant when it was asked for";
  EXPECT_EQ(results_[first].encoded.find("new:"), std::string::npos);
}

TEST_F(KeyListingsTest, LongKeysAndPatternsTakeMoreTurns) {
  StringCache cache(nullptr, [this] { return clock_.now(); });
  for (int i = 0; i < 512; ++i) ASSERT_TRUE(cache.set(std::string(10'000, 'k') + std::to_string(i), "v"));
  KeyListings listings(runtime_, cache, 1'000'000,
                       [this](seam::StreamId client, const KeyListings::Result& result) { results_[client] = result; });
  int turns = 0;
  std::function<void()> other = [&] {
    ++turns;
    if (results_.empty()) timer_ = runtime_.start_timer(0ns, other);
  };
  listings.add(first, std::string(1000, '*') + "none");
  timer_ = runtime_.start_timer(0ns, other);
  runtime_.advance(0ns);
  EXPECT_GE(turns, 512 / 16) << "a slice is over as soon as there was enough to compare";
  EXPECT_EQ(results_[first].keys, 0u);
}

TEST_F(KeyListingsTest, ServesOneAfterTheOther) {
  listings_.add(first, "key:1");
  listings_.add(second, "key:?");
  runtime_.advance(0ns);
  EXPECT_EQ(results_[first].encoded, "$5\r\nkey:1\r\n");
  EXPECT_EQ(results_[second].keys, 10u);
}

TEST_F(KeyListingsTest, AClientThatLeavesIsForgotten) {
  listings_.add(first, "*");
  listings_.add(second, "key:?");
  listings_.remove(first);
  runtime_.advance(0ns);
  EXPECT_EQ(results_.count(first), 0u);
  EXPECT_EQ(results_[second].keys, 10u);
}

TEST_F(KeyListingsTest, AResultBeyondTheLimitIsNotCompleted) {
  KeyListings small(runtime_, cache_, 1000,
                    [this](seam::StreamId client, const KeyListings::Result& result) { results_[client] = result; });
  small.add(first, "*");
  runtime_.advance(0ns);
  EXPECT_GT(results_[first].encoded.size(), 1000u) << "so that the client is disconnected";
  EXPECT_LT(results_[first].encoded.size(), 2000u);
}

}  // namespace
}  // namespace burrow::test
