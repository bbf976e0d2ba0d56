// Distributions as pure functions of 64 random bits, from integer arithmetic and IEEE basic operations only: no libm,
// no std::*_distribution. Every function uses exactly the draws that it is given, one each.
#pragma once

#include <cstdint>
#include <vector>

#include "sut/runtime/time.hpp"

namespace groundhog {

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
