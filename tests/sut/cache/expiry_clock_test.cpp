#include <gtest/gtest.h>

#include "sut/cache/deadline.hpp"
#include "tests/support/manual_runtime.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;

class ExpiryClockTest : public testing::Test {
 protected:
  // What the clock shows beyond its first reading.
  seam::Milliseconds elapsed() { return clock_.now() - start_; }

  ManualRuntime runtime_;
  ExpiryClock clock_{runtime_};
  ExpiryTime start_ = clock_.now();
};

TEST_F(ExpiryClockTest, StartsAtTheWall) { EXPECT_EQ(start_.time_since_epoch(), 1'700'000'000s); }

TEST_F(ExpiryClockTest, FollowsTheWallFlooredToMilliseconds) {
  runtime_.advance(1999us);
  EXPECT_EQ(elapsed(), 1ms);
  runtime_.advance(1us);
  EXPECT_EQ(elapsed(), 2ms);
}

TEST_F(ExpiryClockTest, FollowsAForwardJumpAtOnce) {
  runtime_.jump_wall(1h);
  EXPECT_EQ(elapsed(), 1h);
}

TEST_F(ExpiryClockTest, AdvancesAtHalfSpeedAfterABackwardJump) {
  runtime_.jump_wall(-10s);
  EXPECT_EQ(elapsed(), 0ms);
  runtime_.advance(4s);
  EXPECT_EQ(elapsed(), 2s);
  runtime_.advance(20s);  // at half speed it would stand at 12 s, but the wall stands at 14 s
  EXPECT_EQ(elapsed(), 14s);
}

TEST_F(ExpiryClockTest, AdvancesWhileTheWallIsFrozen) {
  runtime_.freeze_wall(true);
  runtime_.advance(1s);
  EXPECT_EQ(elapsed(), 500ms);
  runtime_.advance(1s);
  EXPECT_EQ(elapsed(), 1s);
}

TEST_F(ExpiryClockTest, HalvesElapsedTimeAtEachReading) {
  runtime_.freeze_wall(true);
  for (int i = 0; i < 1000; ++i) {
    runtime_.advance(3ns);  // half of it, rounded down: 1 ns
    clock_.now();
  }
  runtime_.advance(2ms - 2us - 2ns);  // 999,999 ns so far; without rounding at each reading it would be 1,000,499
  EXPECT_EQ(elapsed(), 0ms);
}

TEST(ExpiryClockLimits, StaysAtTheEndOfTheWall) {
  ManualRuntime runtime(seam::WallTime::max() - 1s);
  ExpiryClock clock(runtime);
  runtime.freeze_wall(true);
  const ExpiryTime last(std::chrono::floor<seam::Milliseconds>(seam::WallTime::max().time_since_epoch()));
  runtime.advance(2s - 2ms);
  EXPECT_EQ(clock.now(), last - 1ms);
  runtime.advance(2ms);
  EXPECT_EQ(clock.now(), last);
  runtime.advance(1h);
  EXPECT_EQ(clock.now(), last);
}

TEST(ExpiryClockLimits, BeforeTheEpochIsFlooredToo) {
  ManualRuntime runtime(seam::WallTime(-1ns));
  ExpiryClock clock(runtime);
  EXPECT_EQ(clock.now(), ExpiryTime(-1ms));
  runtime.advance(1ns);
  EXPECT_EQ(clock.now(), ExpiryTime(0ms));

  ManualRuntime first(seam::WallTime::min());
  EXPECT_EQ(ExpiryClock(first).now(), ExpiryTime(-9'223'372'036'855ms));
}

TEST_F(ExpiryClockTest, ReadsTheWallOnceForEachReading) {
  const auto before = runtime_.wall_readings();
  clock_.now();
  EXPECT_EQ(runtime_.wall_readings(), before + 1);
}

}  // namespace
}  // namespace burrow::test
