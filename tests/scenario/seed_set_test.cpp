// Seeds as people write them, and how a set falls into shards.

#include "sim/scenario/seed_set.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace groundhog::test {

namespace {

constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();

std::vector<std::uint64_t> all_of(const SeedSet& set, const Shard& shard = {}) {
  std::vector<std::uint64_t> all;
  for (std::uint64_t i = 0; i < shard.size_of(set.size()); ++i) all.push_back(set.at(shard.position(i)));
  return all;
}

TEST(ParseSeeds, ReadsNumbersRangesAndLists) {
  EXPECT_EQ(all_of(*parse_seeds("7")), (std::vector<std::uint64_t>{7}));
  EXPECT_EQ(all_of(*parse_seeds("3..5")), (std::vector<std::uint64_t>{3, 4, 5}));
  EXPECT_EQ(all_of(*parse_seeds("0x10..0x12,2")), (std::vector<std::uint64_t>{2, 16, 17, 18}));
  EXPECT_EQ(all_of(*parse_seeds("5,5,4..6")), (std::vector<std::uint64_t>{4, 5, 6}));
  EXPECT_EQ(parse_seeds("0xffffffffffffffff")->at(0), largest);
  EXPECT_EQ(all_of(*parse_seeds("# why\n3 # the late TTL\n\n0x4\n")), (std::vector<std::uint64_t>{3, 4}));
}

TEST(ParseSeeds, SaysWhatIsWrong) {
  EXPECT_EQ(parse_seeds("5f1c9a").error(),
            "\"5f1c9a\" is not a seed: write a decimal number or 0x and hexadecimal digits (did you mean 0x5f1c9a?)");
  EXPECT_EQ(parse_seeds("3,5-9").error(), "\"5-9\" is neither a seed nor a range (did you mean 5..9?)");
  EXPECT_EQ(parse_seeds("9..1").error(), "the range of seeds \"9..1\" is empty: did you mean 0x1..0x9?");
  EXPECT_EQ(parse_seeds("18446744073709551616").error(), "the seed \"18446744073709551616\" is larger than 64 bits");
  for (const char* wrong :
       {"", ",", "-1", "1.5", "1..", "..2", "1...3", "0x", "1-5", "1..2..3", "0..0xffffffffffffffff"}) {
    EXPECT_FALSE(parse_seeds(wrong).has_value()) << wrong;
  }
}

TEST(ParseShard, IsBetweenOneAndN) {
  EXPECT_EQ(*parse_shard("2/8"), (Shard{2, 8}));
  for (const char* wrong : {"0/8", "9/8", "1/0", "1", "/", "1/", "a/b"}) EXPECT_FALSE(parse_shard(wrong)) << wrong;
}

TEST(Shard, ContinuesWhereAnotherListBegins) {
  for (const std::uint64_t count : {1U, 2U, 3U, 7U}) {
    for (std::uint64_t number = 1; number <= count; ++number) {
      const Shard whole{number, count};
      for (const std::uint64_t first : {0U, 1U, 2U, 5U, 14U}) {
        const Shard behind = whole.behind(first);
        EXPECT_EQ(whole.size_of(first + 9), whole.size_of(first) + behind.size_of(9)) << whole.text() << " " << first;
        if (behind.size_of(9) == 0) continue;
        EXPECT_EQ(whole.position(whole.size_of(first)), first + behind.position(0)) << whole.text() << " " << first;
      }
    }
  }
  EXPECT_EQ((Shard{largest, largest}.behind(largest - 1)), (Shard{1, largest}));
}

TEST(SeedSet, EndsWhereNumbersEnd) {
  EXPECT_EQ(SeedSet::counted(largest - 1, 10).size(), 2U);
  EXPECT_TRUE(SeedSet::counted(5, 0).empty());
  EXPECT_EQ(SeedSet::from(1).size(), largest);
}

SeedSet arbitrary_set(int fewest_ranges = 0) {
  std::vector<SeedSet::Range> ranges;
  const auto count = *rc::gen::inRange(fewest_ranges, 5);
  for (int i = 0; i < count; ++i) {
    const auto first = *rc::gen::inRange<std::uint64_t>(0, 300);
    ranges.push_back({first, first + *rc::gen::inRange<std::uint64_t>(0, 40)});
  }
  return SeedSet(ranges);
}

RC_GTEST_PROP(SeedSetLaw, TheTextOfASetIsThatSet, ()) {
  const SeedSet set = arbitrary_set(1);  // no text says "none"
  RC_ASSERT(*parse_seeds(set.text()) == set);
}

RC_GTEST_PROP(SeedSetLaw, ShardsAreAPartition, ()) {
  const SeedSet set = arbitrary_set();
  const auto count = *rc::gen::inRange<std::uint64_t>(1, 12);
  std::vector<std::uint64_t> together;
  std::uint64_t smallest = largest;
  std::uint64_t biggest = 0;
  for (std::uint64_t number = 1; number <= count; ++number) {
    const auto part = all_of(set, {number, count});
    smallest = std::min<std::uint64_t>(smallest, part.size());
    biggest = std::max<std::uint64_t>(biggest, part.size());
    together.insert(together.end(), part.begin(), part.end());
  }
  std::ranges::sort(together);
  RC_ASSERT(together == all_of(set));
  RC_ASSERT(biggest - smallest <= 1U);
}

RC_GTEST_PROP(SeedSetLaw, ContainsAllIsTheSubsetRelation, ()) {
  const SeedSet a = arbitrary_set();
  const SeedSet b = arbitrary_set();
  const auto of_a = all_of(a);
  const auto of_b = all_of(b);
  RC_ASSERT(a.contains_all(b) == std::ranges::includes(of_a, of_b));
}

}  // namespace
}  // namespace groundhog::test
