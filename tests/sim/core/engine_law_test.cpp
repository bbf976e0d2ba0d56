// The law of the queue: what runs, runs in the order of a stable sort by (time, tie), whatever is cancelled in between.
#include <algorithm>
#include <set>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/core/engine.hpp"

namespace groundhog::test {
namespace {

struct Planned {
  std::int64_t at;
  std::uint64_t tie;
  std::size_t number;
};

std::vector<std::size_t> in_order(std::vector<Planned> events) {
  std::stable_sort(events.begin(), events.end(), [](const Planned& left, const Planned& right) {
    return left.at != right.at ? left.at < right.at : left.tie < right.tie;
  });
  std::vector<std::size_t> numbers;
  for (const Planned& event : events) numbers.push_back(event.number);
  return numbers;
}

RC_GTEST_PROP(EngineLaw, RunsAsAStableSortWithoutTheCancelledOnes, (bool many)) {
  Engine engine;
  std::vector<std::size_t> ran;
  std::vector<Planned> kept;
  const auto count = static_cast<std::size_t>(*rc::gen::inRange(0, many ? 3000 : 40));
  const auto cancelled = *rc::gen::container<std::vector<bool>>(count, rc::gen::arbitrary<bool>());
  const auto times = *rc::gen::container<std::vector<int>>(count, rc::gen::inRange(0, 50));
  std::vector<EventHandle> handles;
  for (std::size_t i = 0; i < count; ++i) {
    const Planned event{times[i], static_cast<std::uint64_t>(times[(i * 7) % count]) % 3, i};
    handles.push_back(engine.schedule(VirtualTime(Duration(event.at)), event.tie, [&ran, i] { ran.push_back(i); }));
    if (!cancelled[i]) kept.push_back(event);
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (cancelled[i]) engine.cancel(handles[i]);
  }
  RC_ASSERT(engine.pending() == kept.size());
  while (engine.step(VirtualTime::max())) {
  }
  RC_ASSERT(ran == in_order(kept));
}

RC_GTEST_PROP(EngineLaw, SchedulingWhileRunningKeepsTheOrder, ()) {
  Engine engine;
  std::vector<std::int64_t> ran;
  const auto gaps = *rc::gen::container<std::vector<int>>(200, rc::gen::inRange(0, 20));
  std::size_t used = 0;
  std::multiset<std::int64_t> expected;
  for (std::size_t round = 0; used < gaps.size(); ++round) {
    for (std::size_t i = 0; i <= round % 4 && used < gaps.size(); ++i, ++used) {
      const std::int64_t at = engine.now().time_since_epoch().count() + gaps[used];
      expected.insert(at);
      engine.schedule(VirtualTime(Duration(at)), gaps[used] % 2 == 0 ? 1 : 2, [&ran, at] { ran.push_back(at); });
    }
    engine.step(VirtualTime::max());
  }
  while (engine.step(VirtualTime::max())) {
  }
  RC_ASSERT(ran == std::vector<std::int64_t>(expected.begin(), expected.end()));
}

}  // namespace
}  // namespace groundhog::test
