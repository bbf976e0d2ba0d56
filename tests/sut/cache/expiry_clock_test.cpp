#include "sut/cache/expiry_clock.hpp"

#include <gtest/gtest.h>

#include "tests/support/manual_runtime.hpp"

namespace burrow {
namespace {

using namespace std::chrono_literals;

class ExpiryClockTest : public testing::Test {
 protected:
  // What the clock shows beyond its first reading.
  Milliseconds elapsed() { return clock_.now() - start_; }

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

TEST_F(ExpiryClockTest, GoesOnAtHalfSpeedAfterABackwardJump) {
  runtime_.jump_wall(-10s);
  EXPECT_EQ(elapsed(), 0ms);
  runtime_.advance(4s);
  EXPECT_EQ(elapsed(), 2s);
  runtime_.advance(20s);  // at half speed it would stand at 12 s, but the wall stands at 14 s
  EXPECT_EQ(elapsed(), 14s);
}

TEST_F(ExpiryClockTest, GoesOnWhileTheWallIsFrozen) {
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

TEST_F(ExpiryClockTest, ReadsTheWallOnceForEachReading) {
  const auto before = runtime_.wall_readings();
  clock_.now();
  EXPECT_EQ(runtime_.wall_readings(), before + 1);
}

}  // namespace
}  // namespace burrow
