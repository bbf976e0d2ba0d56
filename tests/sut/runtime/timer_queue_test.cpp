// The heap of timers against a sorted map.
#include "sut/runtime/asio/timer_queue.hpp"

#include <map>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace burrow::test {
namespace {

struct Step {
  int action;
  int amount;
};

TEST(TimerQueue, LeavesTimersThatWereStartedTooLate) {
  seam::TimerQueue queue;
  queue.add(seam::MonotonicTime(seam::Duration(1)), [] {});
  const std::uint64_t among = queue.started();
  queue.add(seam::MonotonicTime(seam::Duration(0)), [] {});
  EXPECT_FALSE(queue.take_due(seam::MonotonicTime(seam::Duration(5)), among)) << "the earliest is a later one";
  EXPECT_TRUE(queue.take_due(seam::MonotonicTime(seam::Duration(5)), queue.started()));
  EXPECT_TRUE(queue.take_due(seam::MonotonicTime(seam::Duration(5)), among));
  EXPECT_FALSE(queue.next_due());
}

RC_GTEST_PROP(TimerQueue, TakesWhatIsDueInOrderAndNothingThatWasCancelled, ()) {
  seam::TimerQueue queue;
  std::map<std::pair<int, int>, seam::TimerId> expected;  // by due time and order
  std::vector<seam::TimerId> ids;
  std::vector<int> fired;
  const auto steps = *rc::gen::container<std::vector<Step>>(rc::gen::build<Step>(
      rc::gen::set(&Step::action, rc::gen::inRange(0, 4)), rc::gen::set(&Step::amount, rc::gen::inRange(0, 20))));
  for (const Step& step : steps) {
    if (step.action < 2) {
      const int order = static_cast<int>(ids.size());
      ids.push_back(
          queue.add(seam::MonotonicTime(seam::Duration(step.amount)), [&fired, order] { fired.push_back(order); }));
      expected[{step.amount, order}] = ids.back();
    } else if (step.action == 2 && !ids.empty()) {
      const seam::TimerId chosen = ids[static_cast<std::size_t>(step.amount) % ids.size()];
      const bool pending = std::erase_if(expected, [&](const auto& entry) { return entry.second == chosen; }) > 0;
      RC_ASSERT(static_cast<bool>(queue.cancel(chosen)) == pending);
    } else if (const auto fire = queue.take_due(seam::MonotonicTime(seam::Duration(step.amount)), queue.started())) {
      fire();
      RC_ASSERT(expected.begin()->first.first <= step.amount);
      RC_ASSERT(fired.back() == expected.begin()->first.second);
      expected.erase(expected.begin());
    } else {
      RC_ASSERT(expected.empty() || expected.begin()->first.first > step.amount);
    }
    RC_ASSERT(queue.size() == expected.size());
    RC_ASSERT(queue.next_due().has_value() == !expected.empty());
  }
}

}  // namespace
}  // namespace burrow::test
