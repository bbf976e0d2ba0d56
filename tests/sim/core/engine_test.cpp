#include "sim/core/engine.hpp"

#include <string>

#include <gtest/gtest.h>

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;

VirtualTime at(Duration time) { return VirtualTime(time); }

TEST(Engine, RunsInOrderOfTimeThenTieThenScheduling) {
  Engine engine;
  std::string order;
  const auto append = [&order](char letter) { return [&order, letter] { order += letter; }; };
  engine.schedule(at(2ns), 0, append('e'));
  engine.schedule(at(1ns), 9, append('d'));
  engine.schedule(at(1ns), 3, append('b'));
  engine.schedule(at(1ns), 3, append('c'));
  engine.schedule(at(0ns), ~0ULL, append('a'));
  while (engine.step(VirtualTime::max())) {
  }
  EXPECT_EQ(order, "abcde");
  EXPECT_EQ(engine.now(), at(2ns));
  EXPECT_EQ(engine.executed(), 5U);
}

TEST(Engine, TimeStandsAtTheLimitWhenNothingIsLeftBeforeIt) {
  Engine engine;
  bool ran = false;
  engine.schedule(at(10ns), 0, [&ran] { ran = true; });
  EXPECT_FALSE(engine.step(at(9ns)));
  EXPECT_EQ(engine.now(), at(9ns));
  EXPECT_TRUE(engine.step(at(10ns)));
  EXPECT_TRUE(ran);
  EXPECT_FALSE(engine.step(at(20ns)));
  EXPECT_EQ(engine.now(), at(20ns));
  EXPECT_FALSE(engine.step(VirtualTime::max()));
  EXPECT_EQ(engine.now(), at(20ns));
}

TEST(Engine, ACancelledEventDoesNotRunAndStaleHandlesAreHarmless) {
  Engine engine;
  int runs = 0;
  const EventHandle first = engine.schedule(at(1ns), 0, [&runs] { ++runs; });
  EXPECT_TRUE(engine.is_pending(first));
  EXPECT_EQ(engine.pending(), 1U);
  engine.cancel(first);
  engine.cancel(first);
  EXPECT_FALSE(engine.is_pending(first));
  EXPECT_EQ(engine.pending(), 0U);
  EXPECT_FALSE(engine.step(at(5ns)));

  const EventHandle second = engine.schedule(at(6ns), 0, [&runs] { ++runs; });
  engine.cancel(first);  // its slot belongs to `second` now
  EXPECT_TRUE(engine.is_pending(second));
  EXPECT_TRUE(engine.step(at(6ns)));
  engine.cancel(second);
  engine.cancel(EventHandle{});
  EXPECT_EQ(runs, 1);
}

TEST(Engine, AnActionMaySchedule) {
  Engine engine;
  struct Chain {
    Engine& engine;
    int left;
    void next() {
      if (left-- > 0) engine.schedule(engine.now() + 1ns, 0, [this] { next(); });
    }
  } chain{engine, 1000};
  chain.next();
  while (engine.step(VirtualTime::max())) {
  }
  EXPECT_EQ(engine.now(), at(1000ns));
}

// Timers that are armed and cancelled over and over, far in the future, must not pile up.
TEST(Engine, CancelledEventsAreForgotten) {
  Engine engine;
  std::uint32_t highest_slot = 0;
  for (int i = 0; i < 100'000; ++i) {
    const EventHandle timer = engine.schedule(at(1h), 0, [] {});
    highest_slot = std::max(highest_slot, timer.slot);
    engine.cancel(timer);
  }
  EXPECT_LT(highest_slot, 1000U);
  EXPECT_EQ(engine.pending(), 0U);
}

TEST(EngineDeathTest, ThePastCannotBeScheduled) {
  Engine engine;
  engine.step(at(10ns));
  EXPECT_DEATH(engine.schedule(at(9ns), 0, [] {}), "assertion failed");
}

}  // namespace
}  // namespace groundhog::test
