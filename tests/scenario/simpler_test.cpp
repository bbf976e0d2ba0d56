// Simpler scalars: the series, the roundings, and that simplifying ends.
#include <cstdlib>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/plan/limits.hpp"
#include "sim/scenario/fault_values.hpp"

namespace groundhog::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

int significant_digits(std::int64_t value) {
  while (value != 0 && value % 10 == 0) value /= 10;
  int digits = 0;
  for (; value != 0; value /= 10) ++digits;
  return digits;
}

TEST(Simpler, TheSimplestComesFirst) {
  EXPECT_EQ(simpler_numbers(312), (std::vector<std::int64_t>{0, 1, 2, 5, 10, 20, 50, 100, 200, 300, 400, 310, 320}));
  EXPECT_EQ(simpler_numbers(-3), (std::vector<std::int64_t>{0, -1, -2}));
  EXPECT_EQ(simpler_numbers(1), (std::vector<std::int64_t>{0}));
  EXPECT_TRUE(simpler_numbers(0).empty());
}

TEST(Simpler, DurationsBecomeWholeMilliseconds) {
  EXPECT_EQ(simpler_durations(milliseconds(3)),
            (std::vector<Duration>{nanoseconds(0), milliseconds(1), milliseconds(2)}));
  const auto of_fraction = simpler_durations(nanoseconds(1'500'000));
  EXPECT_EQ(of_fraction, (std::vector<Duration>{nanoseconds(0), milliseconds(1), milliseconds(2)}));
  EXPECT_EQ(simpler_durations(nanoseconds(-1'500'000)).back(), milliseconds(-2));
}

// Fewer digits, or as many and smaller: so taking a simpler one again and again ends.
RC_GTEST_PROP(SimplerLaws, EachIsSimpler, (std::int64_t value)) {
  for (const std::int64_t each : simpler_numbers(value)) {
    const int before = significant_digits(value);
    const int after = significant_digits(each);
    const bool smaller = std::abs(each) < std::abs(value);
    RC_ASSERT(after < before || (after == before && smaller) || (smaller && after <= 1));
    RC_ASSERT(each == 0 || (each < 0) == (value < 0));
  }
}

// Or a plan would get simpler until the loader refuses it.
RC_GTEST_PROP(SimplerLaws, WhatIsWithinALimitStaysThere, ()) {
  for (const Duration limit : {longest_duration, longest_ttl, farthest_wall}) {
    const Duration value(*rc::gen::inRange<std::int64_t>(limit.count() / 10, limit.count() + 1));
    for (const Duration each : simpler_durations(value)) RC_ASSERT(each <= limit);
    for (const Duration each : simpler_durations(-value)) RC_ASSERT(each >= -limit);
  }
  for (const std::int64_t each : simpler_numbers(*rc::gen::inRange<std::int64_t>(slowest_drift_ppm, 0))) {
    RC_ASSERT(each >= slowest_drift_ppm);
  }
  for (const std::int64_t each : simpler_numbers(*rc::gen::inRange<std::int64_t>(0, fastest_drift_ppm + 1))) {
    RC_ASSERT(each <= fastest_drift_ppm);
  }
}

}  // namespace
}  // namespace groundhog::test
