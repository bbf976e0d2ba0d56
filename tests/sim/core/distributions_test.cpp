#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include <gtest/gtest.h>

#include "sim/core/random.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t all_ones = ~std::uint64_t{0};

std::vector<double> sample(const std::function<double(std::uint64_t)>& draw, std::uint64_t count = 200'000) {
  const RandomKey key(1);
  std::vector<double> values;
  for (std::uint64_t i = 0; i < count; ++i) values.push_back(draw(key.draw(i)));
  std::sort(values.begin(), values.end());
  return values;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double quantile(const std::vector<double>& sorted, double q) {
  return sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))];
}

TEST(Distributions, UniformReachesBothEndsAndNoFurther) {
  EXPECT_EQ(uniform_below(0, 10), 0U);
  EXPECT_EQ(uniform_below(all_ones, 10), 9U);
  EXPECT_EQ(uniform_between(0, std::int64_t{-5}, std::int64_t{5}), -5);
  EXPECT_EQ(uniform_between(all_ones, std::int64_t{-5}, std::int64_t{5}), 5);
  EXPECT_EQ(uniform_between(all_ones, INT64_MIN, INT64_MAX), INT64_MAX);
  EXPECT_EQ(uniform_between(0, INT64_MIN, INT64_MAX), INT64_MIN);
  EXPECT_EQ(uniform_between(123, 7ms, 7ms), 7ms);
  EXPECT_LT(uniform_unit(all_ones), 1.0);
  EXPECT_EQ(uniform_unit(0), 0.0);
}

TEST(Distributions, ChanceIsExactAtBothEnds) {
  EXPECT_FALSE(chance(0, 0.0));
  EXPECT_TRUE(chance(all_ones, 1.0));
  const auto hits = sample([](std::uint64_t bits) { return chance(bits, 0.3) ? 1.0 : 0.0; });
  EXPECT_NEAR(mean(hits), 0.3, 0.005);
}

TEST(Distributions, MeansAndQuantilesAreThoseOfTheName) {
  const auto milliseconds = [](Duration value) { return static_cast<double>(value.count()) / 1e6; };
  const auto exponentials = sample([&](std::uint64_t bits) { return milliseconds(exponential(bits, 10ms)); });
  EXPECT_NEAR(mean(exponentials), 10.0, 0.1);
  EXPECT_NEAR(quantile(exponentials, 0.5), 6.931, 0.1);

  const auto normals = sample([&](std::uint64_t bits) { return milliseconds(normal(bits, 10ms, 2ms)); });
  EXPECT_NEAR(mean(normals), 10.0, 0.02);
  EXPECT_NEAR(quantile(normals, 0.8413), 12.0, 0.05);
  EXPECT_NEAR(quantile(normals, 0.00135), 4.0, 0.2);

  const auto paretos = sample([&](std::uint64_t bits) { return milliseconds(pareto(bits, 9ms)); });
  EXPECT_NEAR(mean(paretos), 9.0, 0.2);
  EXPECT_GE(paretos.front(), 6.0 - 1e-6);
  EXPECT_NEAR(quantile(paretos, 1 - 1.0 / 8), 12.0, 0.1);

  const auto logs = sample([](std::uint64_t bits) { return log_uniform(bits, 1.0, 10'000.0); });
  EXPECT_NEAR(quantile(logs, 0.5), 100.0, 3.0);
  EXPECT_GE(logs.front(), 1.0);
  EXPECT_LE(logs.back(), 10'000.0);
}

TEST(Distributions, ExtremesAreFinite) {
  for (const std::uint64_t bits : {std::uint64_t{0}, all_ones}) {
    EXPECT_GE(exponential(bits, 1s), 0s);
    EXPECT_LT(exponential(bits, 1s), 40s);
    EXPECT_LT(pareto(bits, 1s), 24h * 365);
    EXPECT_LT(normal(bits, 0s, 1s), 10s);
    EXPECT_GT(normal(bits, 0s, 1s), -10s);
  }
}

TEST(Distributions, LogarithmAndExponentialAgreeWithTheLibrary) {
  for (double x = 1e-16; x < 1e19; x *= 1.37) EXPECT_NEAR(portable_log(x), std::log(x), 1e-12) << x;
  for (double x = -49.9; x < 50; x += 0.173) EXPECT_NEAR(portable_exp(x) / std::exp(x), 1.0, 1e-12) << x;
  EXPECT_EQ(portable_log(1.0), 0.0);
  EXPECT_EQ(portable_exp(0.0), 1.0);
}

// The same on every compiler, optimisation level and processor.
TEST(Distributions, GoldenValues) {
  const std::uint64_t bits = RandomKey(42).draw(0);
  EXPECT_EQ(exponential(bits, 1s).count(), 1741346151);
  EXPECT_EQ(normal(bits, 0s, 1s).count(), -933487027);
  EXPECT_EQ(pareto(bits, 1s).count(), 1191226691);
  EXPECT_EQ(Zipf(1000, 0.99).rank(bits), 1U);
}

TEST(Zipf, FollowsTheLaw) {
  const Zipf zipf(100, 1.0);
  EXPECT_EQ(zipf.rank(0), 0U);
  EXPECT_EQ(zipf.rank(all_ones), 99U);
  const auto ranks = sample([&](std::uint64_t bits) { return static_cast<double>(zipf.rank(bits)); });
  const auto share = [&](double rank) {
    return static_cast<double>(std::count(ranks.begin(), ranks.end(), rank)) / static_cast<double>(ranks.size());
  };
  double total = 0;
  for (int rank = 1; rank <= 100; ++rank) total += 1.0 / rank;
  EXPECT_NEAR(share(0), 1.0 / total, 0.005);
  EXPECT_NEAR(share(9), 0.1 / total, 0.002);
  EXPECT_EQ(Zipf(1, 0.5).rank(all_ones), 0U);
}

TEST(Durations, AreCutAt146Years) {
  constexpr Duration most{std::int64_t{1} << 62};
  EXPECT_EQ(to_duration(1.9), 1ns);
  EXPECT_EQ(to_duration(-1.9), -1ns);
  EXPECT_EQ(to_duration(0x1p62), most);
  EXPECT_EQ(to_duration(0x1.fffffffffffffp61), most - Duration(512));
  EXPECT_EQ(to_duration(1e300), most);
  EXPECT_EQ(to_duration(-1e300), -most);
  EXPECT_EQ(exponential(0, most), most);
  EXPECT_EQ(pareto(0, most), most);
  EXPECT_EQ(normal(all_ones, Duration::max(), most), Duration::max());
  EXPECT_EQ(normal(0, Duration::min(), most), Duration::min());
}

TEST(Zipf, TheSteepestOfTheLanguageIsOrdered) {
  const Zipf steep(1'000'000, 10);
  EXPECT_EQ(steep.rank(0), 0U);
  EXPECT_EQ(steep.rank(all_ones), 999'999U);
}

TEST(Zipf, ThetaZeroIsUniform) {
  const Zipf uniform(4, 0.0);
  EXPECT_EQ(uniform.rank(all_ones / 4 - 10), 0U);
  EXPECT_EQ(uniform.rank(all_ones / 4 + 10), 1U);
}

}  // namespace
}  // namespace groundhog::test
