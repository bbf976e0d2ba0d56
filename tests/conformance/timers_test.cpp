// Timers: when they fire, in which order, and that they can be cancelled anywhere.
#include <algorithm>
#include <map>

#include "tests/conformance/conformance.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;
using seam::Timer;

template <class World>
class Timers : public Conformance<World> {
 protected:
  seam::Runtime& runtime() { return this->world.client(); }
  std::function<void()> note(std::string text) {
    return [this, text] { fired.push_back(text); };
  }
  void run_until_fired(std::size_t count) {
    EXPECT_TRUE(this->world.run_until([&] { return fired.size() >= count; })) << fired.size() << " of " << count;
  }

  std::vector<std::string> fired;
};
TYPED_TEST_SUITE(Timers, Worlds, WorldNames);

TYPED_TEST(Timers, FireInTheOrderOfTheirDueTimes) {
  const Timer c = this->runtime().start_timer(3ms, this->note("c"));
  const Timer a = this->runtime().start_timer(1ms, this->note("a"));
  const Timer b = this->runtime().start_timer(2ms, this->note("b"));
  this->run_until_fired(3);
  EXPECT_EQ(this->fired, (Heard{"a", "b", "c"}));
}

TYPED_TEST(Timers, OfTheSameDelayFireInTheOrderOfTheirStart) {
  std::vector<Timer> timers;
  Heard started;
  for (int i = 0; i < 50; ++i) {
    started.push_back(std::to_string(i));
    timers.push_back(this->runtime().start_timer(i < 25 ? 0ms : 2ms, this->note(started.back())));
  }
  this->run_until_fired(50);
  EXPECT_EQ(this->fired, started);
}

TYPED_TEST(Timers, AreNeverEarly) {
  for (const seam::Duration after : {seam::Duration(0), seam::Duration(1), seam::Duration(700us)}) {
    const seam::MonotonicTime start = this->runtime().monotonic_now();
    seam::MonotonicTime end{};
    bool done = false;
    const Timer timer = this->runtime().start_timer(after, [&] {
      end = this->runtime().monotonic_now();
      done = true;
    });
    EXPECT_TRUE(this->world.run_until([&] { return done; }));
    EXPECT_GE(end - start, after);
  }
}

TYPED_TEST(Timers, OfNoOrNegativeDelayFireSoonButNotInsideTheCall) {
  const Timer zero = this->runtime().start_timer(0ns, this->note("zero"));
  const Timer negative = this->runtime().start_timer(-5s, this->note("negative"));
  EXPECT_EQ(this->fired, Heard{});
  this->run_until_fired(2);
  EXPECT_EQ(this->fired, (Heard{"zero", "negative"}));
}

TYPED_TEST(Timers, OfNearlyEndlessDelayDoNotFire) {
  const Timer timer = this->runtime().start_timer(seam::Duration::max(), this->note("the end of time"));
  this->world.settle();
  EXPECT_EQ(this->fired, Heard{});
}

TYPED_TEST(Timers, StartedByATimerComeAfterIt) {
  Timer second;
  const Timer first = this->runtime().start_timer(0ns, [&] {
    second = this->runtime().start_timer(0ns, this->note("second"));
    this->fired.push_back("first");
  });
  this->run_until_fired(2);
  EXPECT_EQ(this->fired, (Heard{"first", "second"}));
}

TYPED_TEST(Timers, NeverFireOnceTheyAreCancelledOrDestroyed) {
  Timer cancelled = this->runtime().start_timer(1ms, this->note("cancelled"));
  cancelled.cancel();
  cancelled.cancel();
  { const Timer destroyed = this->runtime().start_timer(0ns, this->note("destroyed")); }
  Timer replaced = this->runtime().start_timer(0ns, this->note("replaced"));
  replaced = this->runtime().start_timer(0ns, this->note("successor"));
  this->world.settle();
  EXPECT_EQ(this->fired, Heard{"successor"});
}

TYPED_TEST(Timers, MayBeCancelledByOneThatIsDueAtTheSameTime) {
  std::vector<Timer> timers(3);
  timers[0] = this->runtime().start_timer(1ms, [&] {
    this->fired.push_back("first");
    timers[1].cancel();
  });
  timers[1] = this->runtime().start_timer(1ms, this->note("cancelled"));
  timers[2] = this->runtime().start_timer(1ms, this->note("last"));
  this->run_until_fired(2);
  this->world.settle();
  EXPECT_EQ(this->fired, (Heard{"first", "last"}));
}

TYPED_TEST(Timers, MayCancelAndReplaceThemselvesWhileTheyFire) {
  Timer self;
  const auto token = std::make_shared<int>(0);
  std::function<void()> again = [&, token] {
    this->fired.push_back("again");
    self.cancel();
    if (this->fired.size() < 3) self = this->runtime().start_timer(100us, again);
  };
  self = this->runtime().start_timer(0ns, again);
  this->run_until_fired(3);
  this->world.settle();
  EXPECT_EQ(this->fired.size(), 3U);
}

TYPED_TEST(Timers, MayOwnTimersThatGoWithThem) {
  auto inner = std::make_shared<Timer>(this->runtime().start_timer(1ms, this->note("inner")));
  Timer outer = this->runtime().start_timer(2ms, [inner] {});
  inner.reset();
  outer.cancel();
  this->world.settle();
  EXPECT_EQ(this->fired, Heard{});
}

TYPED_TEST(Timers, InGreatNumbersFireInOrderExceptTheCancelled) {
  constexpr int many = 2000;
  std::map<int, Timer> timers;
  std::vector<int> order;
  std::uint32_t state = 1;
  std::map<int, int> delay_us;
  for (int i = 0; i < many; ++i) {
    state = state * 1664525U + 1013904223U;
    delay_us[i] = static_cast<int>(state >> 16) % 50 * 100 + 20'000;  // by far longer than starting them all takes
    timers[i] =
        this->runtime().start_timer(std::chrono::microseconds(delay_us[i]), [&order, i] { order.push_back(i); });
  }
  for (int i = 0; i < many; i += 3) timers.erase(i);
  EXPECT_TRUE(this->world.run_until([&] { return order.size() >= timers.size(); }));
  this->world.settle();
  ASSERT_EQ(order.size(), timers.size());
  for (std::size_t i = 1; i < order.size(); ++i) {
    // Only timers whose delays differ by more than the time between their starts can be distinguished.
    if (order[i - 1] > order[i]) {
      EXPECT_LT(delay_us[order[i - 1]], delay_us[order[i]]);
    }
    EXPECT_NE(order[i] % 3, 0);
  }
}

TYPED_TEST(Timers, ClocksGoForwardAndRandomNumbersDiffer) {
  const seam::MonotonicTime before = this->runtime().monotonic_now();
  const seam::WallTime date = this->runtime().wall_now();
  const Timer timer = this->runtime().start_timer(1ms, this->note("later"));
  this->run_until_fired(1);
  EXPECT_GE(this->runtime().monotonic_now() - before, 1ms);
  EXPECT_GT(this->runtime().wall_now(), date);
  EXPECT_NE(this->runtime().random_u64("test"), this->runtime().random_u64("test"));
}

}  // namespace
}  // namespace groundhog::test
