// Delta debugging of lists: what comes out still fails, is 1-minimal, and costs no more than the header says.
#include "harness/shrink/plan/delta_debugging.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <functional>
#include <numeric>
#include <set>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace groundhog::test {

using namespace harness;
namespace {

using List = std::vector<int>;
using ListFails = std::function<bool(const List&)>;

struct Minimised {
  List list;
  std::size_t asked = 0;  // candidates up to the first that failed, which is what one processor would run
};

Minimised minimise(const List& list, const ListFails& fails) {
  Minimised result;
  const FirstFailingList<int> first_failing = [&](std::size_t count, const auto& candidate) {
    std::optional<std::size_t> hit;
    for (std::size_t i = 0; i < count && !hit; ++i) {
      ++result.asked;
      if (fails(candidate(i))) hit = i;
    }
    return hit;
  };
  result.list = minimise_list<int>(list, first_failing);
  return result;
}

List numbers(std::size_t count) {
  List list(count);
  std::iota(list.begin(), list.end(), 0);
  return list;
}

bool has_all(const List& list, const std::set<int>& wanted) {
  return std::ranges::all_of(wanted, [&](int each) { return std::ranges::count(list, each) > 0; });
}

TEST(DeltaDebugging, FindsThreeOfFourThousand) {
  const Minimised found = minimise(numbers(4000), [](const List& list) { return has_all(list, {17, 2040, 3999}); });
  EXPECT_EQ(found.list, (List{17, 2040, 3999}));
  EXPECT_LE(found.asked, 1U + 7 * 12 + 3);
}

TEST(DeltaDebugging, NothingIsLeftOfWhatAlwaysFails) {
  const Minimised found = minimise(numbers(1000), [](const List&) { return true; });
  EXPECT_TRUE(found.list.empty());
  EXPECT_EQ(found.asked, 1U);
  EXPECT_TRUE(minimise({7}, [](const List&) { return true; }).list.empty());
  EXPECT_TRUE(minimise({}, [](const List&) { return true; }).list.empty());
}

TEST(DeltaDebugging, KeepsAllOfWhatNeedsAll) {
  const List all = numbers(33);
  EXPECT_EQ(minimise(all, [&](const List& list) { return list == all; }).list, all);
}

// One that can go only after another has gone, which comes later in the list.
TEST(DeltaDebugging, SweepsAgainUntilNothingGoes) {
  const auto fails = [](const List& list) {
    const bool has_first = has_all(list, {0});
    const bool has_last = has_all(list, {3});
    return has_all(list, {2}) && (has_first || !has_last);
  };
  EXPECT_EQ(minimise(numbers(4), fails).list, List{2});
}

TEST(DeltaDebugging, AnOracleThatGivesUpLeavesWhatWasReached) {
  std::size_t left = 3;
  const FirstFailingList<int> tired = [&](std::size_t, const auto&) -> std::optional<std::size_t> {
    if (left == 0) return std::nullopt;
    --left;
    return 0;
  };
  const List list = minimise_list<int>(numbers(64), tired);
  EXPECT_TRUE(list.empty());  // the first answer says that the empty list fails
}

RC_GTEST_PROP(DeltaDebuggingLaws, WhatIsNeededTogetherIsFoundWithinTheBound, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(1, 600);
  const auto count = *rc::gen::inRange<std::size_t>(0, 7);
  std::set<int> needed;
  for (std::size_t i = 0; i < count; ++i) needed.insert(*rc::gen::inRange<int>(0, static_cast<int>(size)));
  const Minimised found = minimise(numbers(size), [&](const List& list) { return has_all(list, needed); });
  RC_ASSERT(found.list == List(needed.begin(), needed.end()));
  const std::size_t rounds = static_cast<std::size_t>(std::bit_width(size - 1));
  RC_ASSERT(found.asked <= 1 + (2 * needed.size() + 1) * rounds + needed.size());
}

// Any test at all: whether a list fails is drawn from its content, the whole one always does.
RC_GTEST_PROP(DeltaDebuggingLaws, TheOutcomeFailsAndIsOneMinimal, (std::uint32_t salt)) {
  const auto size = *rc::gen::inRange<std::size_t>(1, 40);
  const auto one_in = *rc::gen::inRange<std::uint64_t>(2, 6);
  const List all = numbers(size);
  const ListFails fails = [&](const List& list) {
    std::uint64_t hash = salt;
    for (const int each : list) hash = (hash ^ static_cast<std::uint64_t>(each + 1)) * 0x9e3779b97f4a7c15ULL;
    return list == all || (hash >> 32) % one_in == 0;
  };
  const List found = minimise(all, fails).list;
  RC_ASSERT(fails(found));
  for (std::size_t i = 0; i < found.size(); ++i) {
    RC_ASSERT(!fails(delta_debugging::without_chunk<int>(found, i, 1)));
  }
}

}  // namespace
}  // namespace groundhog::test
