#include <limits>

#include <gtest/gtest.h>

#include "sut/cache/deadline.hpp"

namespace burrow::test {
namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
constexpr ExpiryTime now{seam::Milliseconds(1'700'000'000'000)};

ExpiryTime at(std::int64_t milliseconds) { return ExpiryTime(seam::Milliseconds(milliseconds)); }

TEST(Ttl, AddsSecondsAndMilliseconds) {
  EXPECT_EQ(deadline_after(now, 5, TtlUnit::seconds), at(1'700'000'005'000));
  EXPECT_EQ(deadline_after(now, 5, TtlUnit::milliseconds), at(1'700'000'000'005));
  EXPECT_EQ(deadline_after(now, -5, TtlUnit::seconds), at(1'699'999'995'000));
  EXPECT_EQ(deadline_at(5, TtlUnit::seconds), at(5'000));
  EXPECT_EQ(deadline_at(-5, TtlUnit::milliseconds), at(-5));
}

TEST(Ttl, KeepsTheLastDeadlineThatFits) {
  const std::int64_t room = largest - now.time_since_epoch().count();
  EXPECT_EQ(deadline_after(now, room, TtlUnit::milliseconds), at(largest));
  EXPECT_FALSE(deadline_after(now, room + 1, TtlUnit::milliseconds));
  EXPECT_TRUE(deadline_after(now, room / 1000, TtlUnit::seconds));
  EXPECT_FALSE(deadline_after(now, room / 1000 + 1, TtlUnit::seconds));
  EXPECT_EQ(deadline_at(largest, TtlUnit::milliseconds), at(largest));
  EXPECT_TRUE(deadline_at(largest / 1000, TtlUnit::seconds));
}

TEST(Ttl, RefusesWhatOverflows) {
  EXPECT_FALSE(deadline_after(now, largest, TtlUnit::seconds));
  EXPECT_FALSE(deadline_after(now, largest, TtlUnit::milliseconds));
  EXPECT_FALSE(deadline_after(now, 18446744073709561, TtlUnit::seconds));  // wraps to 9.1 s in 64 bits of milliseconds
  EXPECT_FALSE(deadline_after(now, smallest, TtlUnit::seconds));
  EXPECT_FALSE(deadline_at(largest / 1000 + 1, TtlUnit::seconds));
  EXPECT_FALSE(deadline_at(smallest, TtlUnit::seconds));
}

}  // namespace
}  // namespace burrow::test
