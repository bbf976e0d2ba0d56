#include <gtest/gtest.h>

#include "sut/cache/deadline.hpp"
#include "sut/runtime/time.hpp"

namespace burrow::test {
namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::size_t most_bytes = std::numeric_limits<std::size_t>::max();

TEST(Saturating, SumsEndWhereTheTypeEnds) {
  EXPECT_EQ(seam::saturating_add(most - 1, std::int64_t{1}), most);
  EXPECT_EQ(seam::saturating_add(most, std::int64_t{1}), most);
  EXPECT_EQ(seam::saturating_add(std::int64_t{1}, most), most);
  EXPECT_EQ(seam::saturating_add(least + 1, std::int64_t{-1}), least);
  EXPECT_EQ(seam::saturating_add(least, std::int64_t{-1}), least);
  EXPECT_EQ(seam::saturating_add(least, most), -1);
  EXPECT_EQ(seam::saturating_add(most_bytes, std::size_t{1}), most_bytes);
}

TEST(Saturating, DifferencesEndWhereTheTypeEnds) {
  EXPECT_EQ(seam::saturating_sub(most - 1, std::int64_t{-1}), most);
  EXPECT_EQ(seam::saturating_sub(most, std::int64_t{-1}), most);
  EXPECT_EQ(seam::saturating_sub(std::int64_t{-1}, most), least);
  EXPECT_EQ(seam::saturating_sub(std::int64_t{-2}, most), least);
  EXPECT_EQ(seam::saturating_sub(std::int64_t{0}, least), most);
  EXPECT_EQ(seam::saturating_sub(std::size_t{1}, std::size_t{2}), 0U);
}

TEST(Saturating, ProductsEndWhereTheTypeEnds) {
  constexpr std::int64_t root = std::int64_t{1} << 31;
  EXPECT_EQ(seam::saturating_mul(root, root), std::int64_t{1} << 62);
  EXPECT_EQ(seam::saturating_mul(2 * root, root), most);
  EXPECT_EQ(seam::saturating_mul(2 * root, -root), least);
  EXPECT_EQ(seam::saturating_mul(-2 * root, 2 * root), least);
  EXPECT_EQ(seam::saturating_mul(-2 * root, -2 * root), most);
  EXPECT_EQ(seam::saturating_mul(most_bytes / 4, std::size_t{4}), most_bytes - 3);
  EXPECT_EQ(seam::saturating_mul(most_bytes / 4 + 1, std::size_t{4}), most_bytes);
}

TEST(Saturating, WiderNumbersAreCut) {
  EXPECT_EQ(seam::saturate(seam::WideInteger{most}), most);
  EXPECT_EQ(seam::saturate(seam::WideInteger{most} + 1), most);
  EXPECT_EQ(seam::saturate(seam::WideInteger{least}), least);
  EXPECT_EQ(seam::saturate(seam::WideInteger{least} - 1), least);
}

TEST(Saturating, TimesAreSumsOfTheirCounts) {
  EXPECT_EQ(seam::saturating_add(seam::WallTime::max(), seam::Duration(1)), seam::WallTime::max());
  EXPECT_EQ(seam::saturating_add(seam::WallTime(seam::Duration(-5)), seam::Duration(7)),
            seam::WallTime(seam::Duration(2)));
  EXPECT_EQ(seam::saturating_add(seam::Duration::min(), seam::Duration(-1)), seam::Duration::min());
  EXPECT_EQ(seam::saturating_mul(seam::Duration(3), std::int64_t{-2}), seam::Duration(-6));
  EXPECT_EQ(seam::saturating_mul(seam::Duration::max(), std::int64_t{2}), seam::Duration::max());
  EXPECT_EQ(seam::saturating_sub(ExpiryTime::max(), ExpiryTime(seam::Milliseconds(-1))), seam::Milliseconds::max());
  EXPECT_EQ(seam::saturating_sub(ExpiryTime(seam::Milliseconds(3)), ExpiryTime(seam::Milliseconds(5))),
            seam::Milliseconds(-2));
}

}  // namespace
}  // namespace burrow::test
