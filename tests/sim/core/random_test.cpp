#include "sim/core/random.hpp"

#include <bit>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace groundhog::test {
namespace {

// The same on every compiler, optimisation level and processor. A change here makes every seed another run.
TEST(RandomKey, GoldenValues) {
  const RandomKey key(42);
  EXPECT_EQ(key.draw(0), 3233424300535450525U);
  EXPECT_EQ(key.sub("link").draw(0), 10197338467906529206U);
  EXPECT_EQ(key.sub("link").sub("n1->n2").draw(7), 17361070620286898705U);
  EXPECT_EQ(key.sub(3).draw(1), 9670166028435455433U);
}

TEST(RandomKey, IsAFunctionOfSeedNameAndOrdinal) {
  EXPECT_EQ(RandomKey(1).sub("a").draw(5), RandomKey(1).sub("a").draw(5));
  EXPECT_NE(RandomKey(1).sub("a").draw(5), RandomKey(2).sub("a").draw(5));
  EXPECT_NE(RandomKey(1).sub("a").draw(5), RandomKey(1).sub("b").draw(5));
  EXPECT_NE(RandomKey(1).sub("a").draw(5), RandomKey(1).sub("a").draw(6));
  EXPECT_NE(RandomKey(1).sub("a").sub("b").draw(0), RandomKey(1).sub("b").sub("a").draw(0));
  EXPECT_NE(RandomKey(1).sub("ab").draw(0), RandomKey(1).sub("a").sub("b").draw(0));
}

TEST(RandomKey, NamesDoNotCollide) {
  std::set<std::uint64_t> seen;
  const RandomKey key(0);
  seen.insert(key.draw(0));
  for (const std::string& name : {std::string(), std::string(1, '\0'), std::string(8, '\0'), std::string(16, '\0')}) {
    EXPECT_TRUE(seen.insert(key.sub(name).draw(0)).second);
  }
  for (std::uint64_t number = 0; number < 10'000; ++number) {
    EXPECT_TRUE(seen.insert(key.sub(number).draw(0)).second);
    EXPECT_TRUE(seen.insert(key.sub(std::to_string(number)).draw(0)).second);
    EXPECT_TRUE(seen.insert(key.draw(number + 1)).second);
  }
}

// Flipping any one bit of seed or ordinal flips about half of the bits of the draw.
TEST(RandomKey, Avalanche) {
  for (unsigned bit = 0; bit < 64; ++bit) {
    int by_seed = 0;
    int by_ordinal = 0;
    constexpr int samples = 400;
    for (std::uint64_t i = 0; i < samples; ++i) {
      const std::uint64_t flip = std::uint64_t{1} << bit;
      by_seed += std::popcount(RandomKey(i).draw(i) ^ RandomKey(i ^ flip).draw(i));
      by_ordinal += std::popcount(RandomKey(7).draw(i) ^ RandomKey(7).draw(i ^ flip));
    }
    EXPECT_NEAR(by_seed / double{samples}, 32.0, 1.2) << "bit " << bit;
    EXPECT_NEAR(by_ordinal / double{samples}, 32.0, 1.2) << "bit " << bit;
  }
}

TEST(RandomStream, CountsItsDraws) {
  const RandomKey key(9);
  RandomStream stream(key);
  EXPECT_EQ(stream.next(), key.draw(0));
  EXPECT_EQ(stream.next(), key.draw(1));
  EXPECT_EQ(stream.drawn(), 2U);
}

}  // namespace
}  // namespace groundhog::test
