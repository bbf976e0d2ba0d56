#include <gtest/gtest.h>

#include "sim/plan/limits.hpp"
#include "sim/runtime/host.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;

VirtualTime at(Duration time) { return VirtualTime(time); }

TEST(NodeClocks, OffsetAndDriftComeFromTheSpec) {
  const NodeClocks clocks({.offset = -2s, .drift_ppm = 50});
  EXPECT_EQ(clocks.wall(at(0s)), NodeClocks::epoch - 2s);
  EXPECT_EQ(clocks.monotonic(at(1s)), MonotonicTime(1s + 50us));
  EXPECT_EQ(clocks.wall(at(1s)), NodeClocks::epoch - 1s + 50us);
}

TEST(NodeClocks, AJumpMovesTheWallClockOnly) {
  NodeClocks clocks({});
  clocks.jump_wall(-1h);
  EXPECT_EQ(clocks.wall(at(10s)), NodeClocks::epoch + 10s - 1h);
  EXPECT_EQ(clocks.monotonic(at(10s)), MonotonicTime(10s));
}

TEST(NodeClocks, FreezesAddUp) {
  NodeClocks clocks({});
  clocks.freeze_wall(true, at(10s));
  clocks.freeze_wall(true, at(11s));
  clocks.freeze_wall(false, at(12s));
  EXPECT_EQ(clocks.wall(at(15s)), NodeClocks::epoch + 10s);
  clocks.freeze_wall(false, at(15s));
  EXPECT_EQ(clocks.wall(at(16s)), NodeClocks::epoch + 11s);
}

TEST(NodeClocks, AFrozenWallClockStandsAndContinuesFromThere) {
  NodeClocks clocks({});
  clocks.freeze_wall(true, at(10s));
  EXPECT_EQ(clocks.wall(at(15s)), NodeClocks::epoch + 10s);
  EXPECT_EQ(clocks.monotonic(at(15s)), MonotonicTime(15s));
  clocks.jump_wall(1s);
  EXPECT_EQ(clocks.wall(at(15s)), NodeClocks::epoch + 11s);
  clocks.freeze_wall(false, at(20s));
  EXPECT_EQ(clocks.wall(at(25s)), NodeClocks::epoch + 16s);
}

TEST(NodeClocks, AChangeOfDriftIsNoStep) {
  NodeClocks clocks({.drift_ppm = 1000});
  const MonotonicTime before = clocks.monotonic(at(10s));
  clocks.set_drift(-1000, at(10s));
  EXPECT_EQ(clocks.monotonic(at(10s)), before);
  EXPECT_EQ(clocks.monotonic(at(11s)), before + 999ms);
}

TEST(NodeClocks, TheWallMayDriftAlone) {
  NodeClocks clocks({.offset = 1s, .drift_ppm = 100'000, .wall_drift_ppm = 100'000});
  EXPECT_EQ(clocks.monotonic(at(10s)), MonotonicTime(11s));
  EXPECT_EQ(clocks.wall(at(10s)), NodeClocks::epoch + 1s + 12s + 100ms);
  clocks.set_wall_drift(0, at(10s));
  EXPECT_EQ(clocks.wall(at(10s)), NodeClocks::epoch + 13s + 100ms) << "no step";
  EXPECT_EQ(clocks.wall(at(20s)), NodeClocks::epoch + 24s + 100ms);
  clocks.set_drift(0, at(20s));
  EXPECT_EQ(clocks.wall(at(30s)), NodeClocks::epoch + 34s + 100ms);
  EXPECT_EQ(clocks.monotonic(at(30s)), MonotonicTime(32s));
}

TEST(NodeClocks, AFrozenWallThatDriftsContinuesFromThere) {
  NodeClocks clocks({.wall_drift_ppm = -500'000});
  clocks.freeze_wall(true, at(10s));
  clocks.set_wall_drift(500'000, at(12s));
  EXPECT_EQ(clocks.wall(at(13s)), NodeClocks::epoch + 5s);
  clocks.freeze_wall(false, at(14s));
  EXPECT_EQ(clocks.wall(at(16s)), NodeClocks::epoch + 8s);
}

TEST(NodeClocks, WhenIsTheFirstInstantThatShowsIt) {
  for (const std::int64_t ppm : {-999'999, -200, -1, 0, 1, 50, 333'333, 2'000'000}) {
    NodeClocks clocks({.drift_ppm = ppm});
    clocks.set_drift(ppm, at(12345ns));
    for (const Duration shown : {12346ns, 20000ns, 99999ns, 1000003ns}) {
      const VirtualTime when = clocks.when(MonotonicTime(shown), at(12345ns));
      EXPECT_GE(clocks.monotonic(when), MonotonicTime(shown));
      EXPECT_TRUE(when == at(12345ns) || clocks.monotonic(when - 1ns) < MonotonicTime(shown));
    }
  }
}

// All phases as long as they may be, and the clock as far and as fast.
TEST(NodeClocks, AreExactAtTheLimits) {
  const VirtualTime end(3 * longest_duration);
  for (const Duration offset : {farthest_wall, -farthest_wall}) {
    const NodeClocks fast({.offset = offset, .drift_ppm = fastest_drift_ppm});
    EXPECT_EQ(fast.monotonic(end), MonotonicTime(6 * longest_duration));
    EXPECT_EQ(fast.wall(end), NodeClocks::epoch + offset + 6 * longest_duration);
    EXPECT_EQ(fast.when(MonotonicTime(6 * longest_duration), at(0s)), end);
    EXPECT_EQ(fast.when(MonotonicTime(6 * longest_duration + 1ns), at(0s)), end + 1ns) << "a step of two";

    const NodeClocks slow({.offset = offset, .drift_ppm = slowest_drift_ppm});
    EXPECT_EQ(slow.monotonic(end), MonotonicTime(3 * longest_duration / 2));
    EXPECT_EQ(slow.wall(end), NodeClocks::epoch + offset + 3 * longest_duration / 2);
    EXPECT_EQ(slow.when(MonotonicTime(3 * longest_duration / 2), at(0s)), end);
  }
}

TEST(NodeClocks, AJumpAtTheLimitsIsExact) {
  NodeClocks clocks({.offset = -farthest_wall});
  EXPECT_EQ(clocks.wall(at(1ns)), NodeClocks::epoch - farthest_wall + 1ns);
  clocks.jump_wall(farthest_wall);
  clocks.jump_wall(farthest_wall);
  EXPECT_EQ(clocks.wall(at(1ns)), NodeClocks::epoch + farthest_wall + 1ns);
}

// Plans that no scenario makes.
TEST(NodeClocks, StayAtTheEndBeyondTheLimits) {
  NodeClocks clocks({.offset = Duration::max()});
  EXPECT_EQ(clocks.wall(at(1s)), WallTime::max());
  clocks.jump_wall(Duration::max());
  EXPECT_EQ(clocks.wall(at(1s)), WallTime::max());
  NodeClocks behind({.offset = Duration::min()});
  behind.jump_wall(Duration::min());
  behind.freeze_wall(true, at(1s));
  behind.freeze_wall(false, at(2s));
  EXPECT_EQ(behind.wall(at(0s)), WallTime::min() + NodeClocks::epoch.time_since_epoch());

  const NodeClocks wild({.drift_ppm = std::numeric_limits<std::int64_t>::max()});
  EXPECT_EQ(wild.monotonic(at(1s)), MonotonicTime::max());
  const NodeClocks crawling({.drift_ppm = -999'999});
  EXPECT_EQ(crawling.when(MonotonicTime(seam::longest_wait), at(0s)), VirtualTime::max());
}

TEST(NodeClocks, TheWhenOfThePastIsNow) {
  const NodeClocks clocks({});
  EXPECT_EQ(clocks.when(MonotonicTime(1s), at(5s)), at(5s));
  EXPECT_EQ(clocks.when(MonotonicTime(0s), at(5s)), at(5s));
}

}  // namespace
}  // namespace groundhog::test
