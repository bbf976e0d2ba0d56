// Processes on machines: timers, pauses, crashes, randomness.
#include "sim/runtime/host.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <span>
#include <tuple>

#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;
using Heard = std::vector<std::string>;

TEST(Timers, FireOnceAtTheirTimeAndNotAfterCancelling) {
  SmallWorld world;
  seam::Runtime& runtime = world.runtime(world.a());
  int fired = 0;
  seam::Timer kept = runtime.start_timer(5ms, [&] { ++fired; });
  seam::Timer negative = runtime.start_timer(-5ms, [&] { fired += 100; });
  seam::Timer cancelled = runtime.start_timer(5ms, [&] { fired += 1000; });
  cancelled.cancel();
  seam::Timer never = runtime.start_timer(Duration::max(), [&] { fired += 10000; });
  EXPECT_EQ(fired, 0);
  world.run_until(5ms - 1ns);
  EXPECT_EQ(fired, 100);
  world.run_until(1h);
  EXPECT_EQ(fired, 101);
  EXPECT_EQ(world.events.count("timer #0"), 2U);
}

// A million times slower, the end of the longest wait does not fit into 64 bits.
TEST(Timers, NeverIsNeverOnASlowClockToo) {
  SmallWorld world;
  int fired = 0;
  world.set_drift(world.a(), -999'999);
  seam::Timer slow = world.runtime(world.a()).start_timer(Duration::max(), [&] { ++fired; });
  seam::Timer slowed = world.runtime(world.b()).start_timer(Duration::max(), [&] { ++fired; });
  world.set_drift(world.b(), -999'999);
  world.run_until(1h);
  EXPECT_EQ(fired, 0);
  world.set_drift(world.b(), 0);
  world.run_until(seam::longest_wait);
  EXPECT_EQ(fired, 0) << "an hour stood nearly still";
  world.run_until(seam::longest_wait + 1h);
  EXPECT_EQ(fired, 1);
}

TEST(Timers, MayRearmAndCancelThemselvesInTheirCallback) {
  SmallWorld world;
  seam::Runtime& runtime = world.runtime(world.a());
  seam::Timer timer;
  int fired = 0;
  std::function<void()> tick = [&] {
    timer.cancel();
    if (++fired < 3) timer = runtime.start_timer(1ms, tick);
  };
  timer = runtime.start_timer(1ms, tick);
  world.run_for(1s);
  EXPECT_EQ(fired, 3);
}

TEST(Timers, RunOnTheMonotonicClockAlsoWhenItsDriftChanges) {
  SmallWorld world;
  Duration fired_at{0};
  world.set_drift(world.a(), 100'000);  // ten percent fast
  seam::Timer first = world.runtime(world.a()).start_timer(11ms, [&] { fired_at = world.now(); });
  world.run_until(20ms);
  EXPECT_EQ(fired_at, 10ms);

  seam::Timer second = world.runtime(world.a()).start_timer(22ms, [&] { fired_at = world.now(); });
  world.run_until(30ms);  // half of it has passed
  world.set_drift(world.a(), -500'000);
  world.run_until(1s);
  EXPECT_EQ(fired_at, 30ms + 22ms);
}

// As every event loop has it. The first timer leaves a slot that the last one takes: its place says nothing.
TEST(Timers, OfTheSameInstantKeepTheOrderOfTheirStartWhenTheDriftChanges) {
  SmallWorld world;
  std::vector<int> fired;
  std::vector<seam::Timer> timers;
  seam::Timer gone = world.runtime(world.a()).start_timer(20ms, [] {});
  for (int i = 0; i < 20; ++i) {
    if (i == 10) gone.cancel();
    timers.push_back(world.runtime(world.a()).start_timer(20ms, [&fired, i] { fired.push_back(i); }));
  }
  world.run_until(5ms);
  world.set_drift(world.a(), 100'000);
  world.run_until(1s);
  std::vector<int> started(20);
  std::iota(started.begin(), started.end(), 0);
  EXPECT_EQ(fired, started);
}

// With 20 ms there is one wake-up in each 10 ms: those that wait for the same one fire together, in the order in which
// they were due.
TEST(Timers, LateOnesFireInOrderAndWithinTheBound) {
  SmallWorld world;
  seam::Runtime& a = world.runtime(world.a());
  world.a().add_rule(LateTimers{3, 20ms, RandomKey(7)});
  std::vector<int> order;
  std::vector<Duration> late;
  std::vector<seam::Timer> timers;
  for (int i = 200; i > 0; --i) {
    timers.push_back(a.start_timer(i * 1ms, [&, i] {
      order.push_back(i);
      late.push_back(world.now() - i * 1ms);
    }));
  }
  world.run_until(1s);
  ASSERT_EQ(order.size(), 200U);
  EXPECT_TRUE(std::ranges::is_sorted(order));
  EXPECT_GE(*std::ranges::min_element(late), 0ms);
  EXPECT_LE(*std::ranges::max_element(late), 20ms);
  EXPECT_GT(*std::ranges::max_element(late), 10ms);
  EXPECT_GT(world.process_faults_met.size(), 180U);
}

TEST(Timers, WhatIsDueAtOnceOrAfterTheFaultIsNotLate) {
  SmallWorld world;
  seam::Runtime& a = world.runtime(world.a());
  world.a().add_rule(LateTimers{3, 20ms, RandomKey(7)});
  std::vector<Duration> fired;
  const seam::Timer now = a.start_timer(0ms, [&] { fired.push_back(world.now()); });
  world.run_until(1s);
  world.a().end_rules(3);
  const seam::Timer later = a.start_timer(5ms, [&] { fired.push_back(world.now()); });
  world.run_until(2s);
  EXPECT_EQ(fired, (std::vector<Duration>{0ms, 1s + 5ms}));
  EXPECT_TRUE(world.process_faults_met.empty());
}

// For the checks: from when it was due to when it fires, of each that is late.
TEST(Timers, ThatOneIsLateIsAnEvent) {
  SmallWorld world;
  world.a().add_rule(LateTimers{3, 20ms, RandomKey(7)});
  Duration fired_at{0};
  const seam::Timer timer = world.runtime(world.a()).start_timer(5ms, [&] { fired_at = world.now(); });
  world.run_until(1s);
  ASSERT_GT(fired_at, 5ms);
  ASSERT_EQ(world.events.count("late #0 by " + std::to_string((fired_at - 5ms).count())), 1U);
  EXPECT_EQ(world.events.lines.front().at, VirtualTime(5ms));
}

TEST(Timers, LateOnesFireWhenTheFaultEnds) {
  SmallWorld world;
  seam::Runtime& a = world.runtime(world.a());
  world.a().add_rule(LateTimers{3, 100s, RandomKey(7)});
  std::vector<std::pair<int, Duration>> fired;
  std::vector<seam::Timer> timers;
  for (const int i : {3, 1, 2}) {
    timers.push_back(a.start_timer(i * 10ms, [&, i] { fired.emplace_back(i, world.now()); }));
  }
  world.run_until(25ms);
  ASSERT_TRUE(fired.empty());
  world.a().end_rules(3);
  world.run_until(1s);
  EXPECT_EQ(fired, (std::vector<std::pair<int, Duration>>{{1, 25ms}, {2, 25ms}, {3, 30ms}}));
}

TEST(Timers, ALateOneMayBeCancelledMeanwhileAndInputIsHeard) {
  SmallWorld world;
  Connected pair(world, world.b(), world.a(), up);
  world.a().add_rule(LateTimers{3, 400ms, RandomKey(7)});
  bool fired = false;
  seam::Timer timer = world.runtime(world.a()).start_timer(1ns, [&] { fired = true; });
  world.run_for(2ns);
  ASSERT_FALSE(fired);
  pair.client.write("ping:1\n");
  world.run_for(1ms);
  EXPECT_EQ(pair.server.received, "ping:1\n");
  timer.cancel();
  world.run_for(1s);
  EXPECT_FALSE(fired);
}

TEST(Timers, AWallClockStepMovesNone) {
  SmallWorld world;
  Duration fired_at{0};
  seam::Timer timer = world.runtime(world.a()).start_timer(10ms, [&] { fired_at = world.now(); });
  world.jump_wall(world.a(), 1h);
  world.run_until(5ms);
  world.jump_wall(world.a(), -2h);
  world.run_until(1s);
  EXPECT_EQ(fired_at, 10ms);
}

TEST(Clocks, EveryReadingOfTheWallClockOfANodeIsRecorded) {
  SmallWorld world;
  world.runtime(world.a()).wall_now();
  world.runtime(world.a()).monotonic_now();
  world.runtime(world.client()).wall_now();
  EXPECT_EQ(world.events.texts(), Heard{"clock read #0"});
}

// ---- the time that callbacks take

struct Readings {
  std::vector<WallTime> walls;
  std::vector<MonotonicTime> monotonics;
};

// One callback of a that reads both clocks so often, at 1 s.
Readings read_in_one_callback(SmallWorld& world, int times) {
  Readings readings;
  const seam::Timer timer = world.runtime(world.a()).start_timer(1s, [&] {
    for (int i = 0; i < times; ++i) {
      readings.walls.push_back(world.runtime(world.a()).wall_now());
      readings.monotonics.push_back(world.runtime(world.a()).monotonic_now());
    }
  });
  world.run_until(1s);
  return readings;
}

TEST(TimeInACallback, TheFirstReadingIsTheTimeOfTheCallbackAndLaterOnesMoveBothClocks) {
  SmallWorld world;
  const Readings readings = read_in_one_callback(world, 1000);
  EXPECT_EQ(readings.walls.front(), NodeClocks::epoch + 1s);
  EXPECT_EQ(readings.monotonics.front(), MonotonicTime(1s));
  std::set<WallTime> different(readings.walls.begin(), readings.walls.end());
  EXPECT_GT(different.size(), 10U);
  for (std::size_t i = 1; i < readings.walls.size(); ++i) {
    const Duration step = readings.walls[i] - readings.walls[i - 1];
    EXPECT_GE(step, 0ns);
    EXPECT_LE(step, Host::reading_takes);
    EXPECT_EQ(readings.monotonics[i] - readings.monotonics[i - 1], step) << "a pair of readings agrees";
  }
  EXPECT_EQ(readings.walls.back() - readings.walls.front(), Host::readings_take) << "not more in one callback";
}

TEST(TimeInACallback, MonotonicReadingsAloneMoveNothing) {
  SmallWorld world;
  std::set<MonotonicTime> seen;
  const seam::Timer timer = world.runtime(world.a()).start_timer(1s, [&] {
    for (int i = 0; i < 100; ++i) seen.insert(world.runtime(world.a()).monotonic_now());
  });
  world.run_until(1s);
  EXPECT_EQ(seen, std::set<MonotonicTime>{MonotonicTime(1s)});
}

TEST(TimeInACallback, TheNextCallbackWaitsAndOutputLeavesSoMuchLater) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  MonotonicTime written{};
  MonotonicTime next{};
  seam::Runtime& a = world.runtime(world.a());
  const seam::Timer first = a.start_timer(1s, [&] {
    for (int i = 0; i < 1000; ++i) std::ignore = a.wall_now();
    pair.client.write("ping:1\n");
    written = a.monotonic_now();
  });
  const seam::Timer second = a.start_timer(1s + 1us, [&] { next = a.monotonic_now(); });
  world.run_until(up + 1s + 1ms + Host::readings_take - 1ns);
  EXPECT_EQ(next, MonotonicTime(up + 1s + Host::readings_take));
  EXPECT_EQ(written, next);
  EXPECT_EQ(pair.server.received, "");
  world.run_until(up + 1s + 1ms + Host::readings_take);
  EXPECT_EQ(pair.server.received, "ping:1\n");
}

TEST(TimeInACallback, ASlowProcessTakesItEachTimeUntilItEnds) {
  SmallWorld world;
  seam::Runtime& a = world.runtime(world.a());
  world.a().add_rule(Slowness{3, 20ms, 20ms, RandomKey(7)});
  std::vector<Duration> took;
  std::vector<seam::Timer> timers;
  for (int i = 1; i <= 200; ++i) {
    timers.push_back(a.start_timer(i * 1s, [&, i] { took.push_back(a.monotonic_now() - MonotonicTime(i * 1s)); }));
  }
  world.run_until(100s + 500ms);
  EXPECT_EQ(world.process_faults_met, std::vector<std::uint32_t>(100, 3)) << "once per callback";
  const Duration sum = std::accumulate(took.begin(), took.end(), Duration{0});
  EXPECT_GT(sum / 100, 15ms);
  EXPECT_LT(sum / 100, 25ms);
  EXPECT_LE(*std::ranges::max_element(took), 40ms);
  world.a().end_rules(3);
  world.run_until(200s);
  EXPECT_EQ(took.size(), 200U);
  EXPECT_EQ(*std::ranges::max_element(std::span(took).subspan(100)), 0ms);
}

TEST(TimeInACallback, WhatIsDueWhileASlowCallbackRunsWaitsForItsEnd) {
  SmallWorld world;
  seam::Runtime& a = world.runtime(world.a());
  world.a().add_rule(Slowness{3, 20ms, 20ms, RandomKey(7)});
  MonotonicTime first{};
  MonotonicTime second{};
  const seam::Timer one = a.start_timer(1s, [&] { first = a.monotonic_now(); });
  const seam::Timer two = a.start_timer(1s + 1ns, [&] { second = a.monotonic_now(); });
  world.run_until(1s + 1ns);
  ASSERT_GT(first, MonotonicTime(1s + 1ns));
  EXPECT_EQ(second, MonotonicTime{});
  world.run_until(first.time_since_epoch());
  EXPECT_GT(second, first);
}

// The process has read a time that the engine has not reached: a change of its clocks begins there.
TEST(TimeInACallback, NoChangeOfItsClocksSetsItsMonotonicClockBack) {
  SmallWorld world;
  seam::Runtime& a = world.runtime(world.a());
  world.a().add_rule(Slowness{3, 20ms, 20ms, RandomKey(7)});
  std::vector<MonotonicTime> seen;
  const seam::Timer one = a.start_timer(1s, [&] { seen.push_back(a.monotonic_now()); });
  const seam::Timer two = a.start_timer(1s + 1ms, [&] { seen.push_back(a.monotonic_now()); });
  world.run_until(1s);
  world.a().end_rules(3);
  world.set_drift(world.a(), -500'000);
  world.run_until(2s);
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_LE(seen[0], seen[1]);
}

TEST(TimeInACallback, ANewProcessDoesNotWaitForWhatTheOldOneWaitedFor) {
  SmallWorld world;
  world.a().add_rule(Slowness{3, 1s, 0s, RandomKey(7)});
  const seam::Timer one = world.runtime(world.a()).start_timer(1s, [] {});
  const seam::Timer two = world.runtime(world.a()).start_timer(1s + 1ms, [] {});
  world.run_until(1s + 1ms);
  world.a().kill(false);
  world.a().end_rules(3);
  world.boot(world.a());
  world.a().add_rule(Slowness{4, 10ms, 0s, RandomKey(7)});
  Duration ran{};
  const seam::Timer three = world.runtime(world.a()).start_timer(1ms, [] {});
  const seam::Timer four = world.runtime(world.a()).start_timer(2ms, [&] { ran = world.now(); });
  world.run_until(10s);
  EXPECT_EQ(ran, 1s + 12ms);
}

TEST(TimeInACallback, ANewProcessIsNotBusyWithWhatTheOldOneDid) {
  SmallWorld world;
  world.a().add_rule(Slowness{3, 1s, 0s, RandomKey(7)});
  const seam::Timer one = world.runtime(world.a()).start_timer(1s, [] {});
  world.run_until(1s);
  world.a().kill(false);
  world.a().end_rules(3);
  world.boot(world.a());
  Duration ran{};
  const seam::Timer two = world.runtime(world.a()).start_timer(1ms, [&] { ran = world.now(); });
  world.run_until(10s);
  EXPECT_EQ(ran, 1s + 1ms);
}

TEST(Pause, HoldsCallbacksWhileTheKernelBuffersAndDeliversThemAllOnResume) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  int fired = 0;
  seam::Timer timer = world.runtime(world.b()).start_timer(1ms, [&] { ++fired; });
  world.b().pause();
  pair.client.write("ping:1\n");
  pair.client.write("ping:2\n");
  world.run_for(1s);
  EXPECT_EQ(pair.server.heard, Heard{});
  EXPECT_EQ(fired, 0);
  EXPECT_EQ(world.events.count("delivered ping 2 2"), 1U);
  world.b().resume();
  EXPECT_EQ(pair.server.heard, Heard{});  // not inside the call
  world.run_for(0ms);
  EXPECT_EQ(pair.server.heard, Heard{"readable"});
  EXPECT_EQ(pair.server.received, "ping:1\nping:2\n");
  EXPECT_EQ(fired, 1);
}

TEST(Pause, TheOrderOfTimersAgainstInputIsTheSeeds) {
  std::set<Heard> orders;
  for (std::uint64_t seed = 0; seed < 32; ++seed) {
    SmallWorld world({}, {}, seed);
    Connected pair(world, world.a(), world.b(), up);
    seam::Timer later = world.runtime(world.b()).start_timer(6ms, [&] { pair.server.heard.emplace_back("later"); });
    seam::Timer first = world.runtime(world.b()).start_timer(5ms, [&] { pair.server.heard.emplace_back("first"); });
    world.b().pause();
    pair.client.write("ping:1\n");
    world.run_for(1s);
    world.b().resume();
    world.run_for(0ms);
    orders.insert(pair.server.heard);
  }
  // Timers keep their order among themselves.
  EXPECT_EQ(orders,
            (std::set<Heard>{
                {"readable", "first", "later"}, {"first", "readable", "later"}, {"first", "later", "readable"}}));
}

TEST(Pause, BeginsAfterTheRunningCallbackAndASecondOneKeepsWhatIsStillPending) {
  SmallWorld world;
  seam::Runtime& runtime = world.runtime(world.a());
  Heard heard;
  seam::Timer first = runtime.start_timer(1ms, [&] {
    world.a().pause();
    heard.emplace_back("first, to its end");
  });
  seam::Timer second = runtime.start_timer(2ms, [&] { heard.emplace_back("second"); });
  world.run_for(1s);
  EXPECT_EQ(heard, Heard{"first, to its end"});
  world.a().resume();
  world.a().pause();
  world.run_for(1s);
  EXPECT_EQ(heard.size(), 1U);
  world.a().resume();
  world.run_for(0ms);
  EXPECT_EQ(heard.size(), 2U);
}

TEST(Pause, ATimerCancelledBeforeItsTurnDoesNotFire) {
  SmallWorld world;
  int fired = 0;
  seam::Timer timer = world.runtime(world.a()).start_timer(1ms, [&] { ++fired; });
  world.a().pause();
  world.run_for(1s);
  world.a().resume();
  timer.cancel();
  world.run_for(1s);
  EXPECT_EQ(fired, 0);
}

TEST(Kill, CutsTheSeamAndObjectsOfTheDeadMayGoInAnyOrder) {
  SmallWorld world;
  auto pair = std::make_unique<Connected>(world, world.a(), world.b(), up);
  seam::Runtime& dead = world.runtime(world.b());
  int fired = 0;
  seam::Timer timer = dead.start_timer(1ms, [&] { ++fired; });
  world.b().kill(false);
  const std::size_t lines = world.events.lines.size();

  EXPECT_EQ(pair->server.write("goodbye\n"), 0U);
  EXPECT_EQ(pair->server.drain(), seam::ReadStatus::error);
  pair->server.stream().shutdown_write();
  pair->server.stream().abort();
  seam::Timer late = dead.start_timer(0ms, [&] { ++fired; });
  EXPECT_TRUE(dead.listen({"b", 7001}, [](auto) {}));
  RecordingStream stillborn;
  stillborn.connect(dead, {"a", 1});
  dead.announce({seam::Severity::info, "too.late", {}});
  dead.wall_now();
  pair->listener.reset();
  pair->server.close();
  world.run_for(1s);
  EXPECT_EQ(fired, 0);
  EXPECT_EQ(stillborn.heard, Heard{});
  EXPECT_EQ(world.announced, Heard{});
  EXPECT_EQ(world.events.lines.size(), lines);
  EXPECT_TRUE(pair->client.has_heard("end"));
}

TEST(Kill, ANewIncarnationHearsNothingOfTheOldOnes) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.b().pause();
  pair.client.write("ping:1\n");
  world.run_for(1ms);
  world.b().resume();  // callbacks are on their way
  world.b().kill(false);
  world.boot(world.b());
  EXPECT_EQ(world.b().incarnation(), 2U);
  EXPECT_FALSE(world.b().paused());
  world.run_for(1s);
  EXPECT_EQ(pair.server.heard, Heard{});
}

TEST(KillDeathTest, InsideACallbackIsAMistakeOfTheHarness) {
  EXPECT_DEATH(
      {
        SmallWorld world;
        world.a().enter([&] { world.a().kill(false); });
      },
      "assertion failed");
}

TEST(RandomU64, IsKeyedByNodePurposeAndOrdinalOverAllIncarnations) {
  SmallWorld world;
  seam::Runtime& a = world.runtime(world.a());
  const std::uint64_t first = a.random_u64("replication-id");
  EXPECT_NE(first, a.random_u64("replication-id"));
  EXPECT_NE(first, world.runtime(world.b()).random_u64("replication-id"));

  SmallWorld again;
  for (int i = 0; i < 10; ++i) again.runtime(again.a()).random_u64("something-else");
  EXPECT_EQ(again.runtime(again.a()).random_u64("replication-id"), first);
  again.a().kill(false);
  EXPECT_NE(again.boot(again.a()).random_u64("replication-id"), first);
}

TEST(Announcements, ReachTheHooks) {
  SmallWorld world;
  world.runtime(world.a()).announce({seam::Severity::info, "node.started", {}});
  EXPECT_EQ(world.announced, Heard{"node.started"});
}

}  // namespace
}  // namespace groundhog::test
