// Keyed randomness: a draw is a pure function of (seed, stream name, ordinal). It never depends on how many draws came
// before elsewhere, so adding a fault or a client shifts nothing else, and two streams never share a number.
//
// Results are the same on every compiler and processor: draws are integers, and
// distributions know integer arithmetic and IEEE basic operations only: no libm, no std::*_distribution.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sut/runtime/time.hpp"

namespace groundhog {

// The key of one stream of draws, derived from a seed and a name or from a parent stream.
class RandomKey {
 public:
  explicit RandomKey(std::uint64_t seed);

  // The stream called `name` below this key: key("link").sub("n1->n2").
  RandomKey sub(std::string_view name) const;
  RandomKey sub(std::uint64_t number) const;

  // The `ordinal`-th draw: uniform 64 bits.
  std::uint64_t draw(std::uint64_t ordinal) const;

 private:
  struct Raw {};
  RandomKey(Raw, std::uint64_t state) : state_(state) {}
  std::uint64_t state_;
};

// A stream that counts its own draws.
class RandomStream {
 public:
  explicit RandomStream(RandomKey key) : key_(key) {}
  std::uint64_t next() { return key_.draw(ordinal_++); }
  std::uint64_t drawn() const { return ordinal_; }

 private:
  RandomKey key_;
  std::uint64_t ordinal_ = 0;
};

// Distributions are pure functions of 64 random bits. Every function uses exactly the draws that it is given, one each.

using seam::Duration;

// Uniform in [0, bound); bound > 0.
std::uint64_t uniform_below(std::uint64_t bits, std::uint64_t bound);
// Uniform in [low, high], both included; low <= high.
std::int64_t uniform_between(std::uint64_t bits, std::int64_t low, std::int64_t high);
Duration uniform_between(std::uint64_t bits, Duration low, Duration high);
// Uniform in [0, 1) with 53 bits.
double uniform_unit(std::uint64_t bits);
// True with this probability, 0..1. Exact at both ends.
bool chance(std::uint64_t bits, double probability);
// An index, as often as its weight says; not all are 0.
std::size_t weighted_choice(std::uint64_t bits, std::span<const double> weights);
// The same where their sum, in this order, is known already.
std::size_t weighted_choice(std::uint64_t bits, std::span<const double> weights, double sum);

// An index of one of these, all as often. One name more moves only those choices that fall on it.
std::size_t choice_by_name(RandomKey key, std::span<const std::string_view> names);

// Whole nanoseconds, cut at 2^62 (146 years) either way: sums of two still fit.
Duration to_duration(double nanoseconds);

// Of the following each is cut like this.
Duration exponential(std::uint64_t bits, Duration mean);
// Mean and standard deviation; not clamped.
Duration normal(std::uint64_t bits, Duration mean, Duration deviation);
// Pareto with tail index 3 and this mean.
Duration pareto(std::uint64_t bits, Duration mean);
// Logarithmically uniform in [low, high]; 0 < low <= high.
double log_uniform(std::uint64_t bits, double low, double high);

// Natural logarithm and exponential from basic operations, the same on every processor. Absolute error below 1e-12 for
// arguments that the simulator uses (0 < x < 1e19; -50 < x < 50).
double portable_log(double x);
double portable_exp(double x);

// Ranks 0 … count-1 with probability proportional to 1 / (rank + 1)^theta.
class Zipf {
 public:
  Zipf(std::uint64_t count, double theta);
  std::uint64_t rank(std::uint64_t bits) const;

 private:
  std::vector<std::uint64_t> cumulative_;  // scaled to 2^64
};

}  // namespace groundhog
