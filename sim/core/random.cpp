#include "sim/core/random.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "sut/runtime/assert.hpp"

namespace groundhog {

namespace {

constexpr std::uint64_t golden = 0x9e3779b97f4a7c15ULL;  // 2^64 / golden ratio, odd
constexpr std::uint64_t name_domain = 0x6a09e667f3bcc909ULL;
constexpr std::uint64_t number_domain = 0xbb67ae8584caa73bULL;

// A bijection with full avalanche: the finaliser of SplitMix64 (Steele, Lea, Flood 2014; constants of D. Stafford's
// "Mix13").
constexpr std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

// Byte by byte, so that the result does not depend on the byte order of the processor.
std::uint64_t load(std::string_view bytes) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return word;
}

}  // namespace

RandomKey::RandomKey(std::uint64_t seed) : state_(mix(seed + golden)) {}

RandomKey RandomKey::sub(std::string_view name) const {
  std::uint64_t state = mix(state_ ^ name_domain ^ (name.size() * golden));
  for (; !name.empty(); name.remove_prefix(name.size() < 8 ? name.size() : 8)) {
    state = mix((state ^ load(name.substr(0, 8))) + golden);
  }
  return {Raw{}, state};
}

RandomKey RandomKey::sub(std::uint64_t number) const {
  return {Raw{}, mix(mix(state_ ^ number_domain) ^ mix(number + golden))};
}

// Two rounds: one would make draws of two streams equal, shifted, wherever their states differ by a multiple of
// `golden`.
std::uint64_t RandomKey::draw(std::uint64_t ordinal) const {
  const std::uint64_t whitened = mix(ordinal * golden + state_);
  return mix(whitened ^ (state_ << 32 | state_ >> 32));
}

namespace {

__extension__ using Wide = unsigned __int128;

constexpr double ln2 = 0.693147180559945309417;
constexpr double ln2_high = 0.693147180369123816490;  // 32 significant bits: exact when multiplied by a small integer
constexpr double ln2_low = 1.90821492927058770002e-10;
constexpr double sqrt2 = 1.41421356237309504880;

// In (0, 1), both ends excluded, so that logarithms of it and of its complement are finite. Exact in 53 bits.
double open_unit(std::uint64_t bits) { return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52; }

double polynomial(std::initializer_list<double> coefficients, double x) {
  double sum = 0;
  for (const double coefficient : coefficients) sum = sum * x + coefficient;
  return sum;
}

// Quantile of the standard normal distribution by rational approximation (P. J. Acklam, 2003), relative error
// below 1.2e-9.
double normal_quantile(double p) {
  constexpr double low = 0.02425;
  const auto tail = [](double q) {
    return polynomial({-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
                       4.374664141464968e+00, 2.938163982698783e+00},
                      q) /
           polynomial({7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1.0},
                      q);
  };
  if (p < low) return tail(std::sqrt(-2.0 * portable_log(p)));
  if (p > 1.0 - low) return -tail(std::sqrt(-2.0 * portable_log(1.0 - p)));
  const double q = p - 0.5;
  const double r = q * q;
  return polynomial({-3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
                     -3.066479806614716e+01, 2.506628277459239e+00},
                    r) *
         q /
         polynomial({-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
                     -1.328068155288572e+01, 1.0},
                    r);
}

Duration scaled(Duration unit, double factor) { return to_duration(static_cast<double>(unit.count()) * factor); }

}  // namespace

std::uint64_t uniform_below(std::uint64_t bits, std::uint64_t bound) {
  SEAM_ASSERT(bound > 0);
  return static_cast<std::uint64_t>(static_cast<Wide>(bits) * bound >> 64);
}

std::int64_t uniform_between(std::uint64_t bits, std::int64_t low, std::int64_t high) {
  SEAM_ASSERT(low <= high);
  const std::uint64_t range = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
  const std::uint64_t offset = range == 0 ? bits : uniform_below(bits, range);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
}

Duration uniform_between(std::uint64_t bits, Duration low, Duration high) {
  return Duration(uniform_between(bits, std::int64_t{low.count()}, std::int64_t{high.count()}));
}

double uniform_unit(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1p-53; }

bool chance(std::uint64_t bits, double probability) { return uniform_unit(bits) < probability; }

std::size_t weighted_choice(std::uint64_t bits, std::span<const double> weights) {
  return weighted_choice(bits, weights, std::accumulate(weights.begin(), weights.end(), 0.0));
}

std::size_t weighted_choice(std::uint64_t bits, std::span<const double> weights, double sum) {
  double left = uniform_unit(bits) * sum;
  std::size_t last = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!(weights[i] > 0)) continue;
    if (left < weights[i]) return i;
    left -= weights[i];
    last = i;
  }
  return last;  // rounding left a sliver past the end
}

// Each name draws a number, and the largest wins (highest random weight: Thaler, Ravishankar 1998).
std::size_t choice_by_name(RandomKey key, std::span<const std::string_view> names) {
  SEAM_ASSERT(!names.empty());
  std::size_t best = 0;
  std::uint64_t most = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::uint64_t drawn = key.sub(names[i]).draw(0);
    if (i > 0 && drawn <= most) continue;
    best = i;
    most = drawn;
  }
  return best;
}

Duration to_duration(double nanoseconds) {
  if (nanoseconds >= 0x1p62) return Duration(std::int64_t{1} << 62);
  if (nanoseconds <= -0x1p62) return Duration(-(std::int64_t{1} << 62));
  return Duration(static_cast<std::int64_t>(nanoseconds));
}

Duration exponential(std::uint64_t bits, Duration mean) { return scaled(mean, -portable_log(open_unit(bits))); }

Duration normal(std::uint64_t bits, Duration mean, Duration deviation) {
  return seam::saturating_add(mean, scaled(deviation, normal_quantile(open_unit(bits))));
}

// With tail index 3 the mean is 3/2 of the smallest value.
Duration pareto(std::uint64_t bits, Duration mean) {
  return scaled(mean, portable_exp(-portable_log(open_unit(bits)) / 3.0) * (2.0 / 3.0));
}

double log_uniform(std::uint64_t bits, double low, double high) {
  SEAM_ASSERT(0 < low && low <= high);
  const double from = portable_log(low);
  const double value = portable_exp(from + uniform_unit(bits) * (portable_log(high) - from));
  return std::clamp(value, low, high);
}

// x = m * 2^e with m in [sqrt(1/2), sqrt(2)); ln m = 2 artanh((m - 1) / (m + 1)), whose series converges fast there.
double portable_log(double x) {
  SEAM_ASSERT(x > 0);
  const auto raw = std::bit_cast<std::uint64_t>(x);
  auto exponent = static_cast<int>(raw >> 52) - 1023;
  auto mantissa = std::bit_cast<double>((raw & 0x000fffffffffffffULL) | 0x3ff0000000000000ULL);
  if (mantissa > sqrt2) {
    mantissa *= 0.5;
    ++exponent;
  }
  const double s = (mantissa - 1.0) / (mantissa + 1.0);
  const double square = s * s;
  double series = 0;
  for (int odd = 21; odd >= 1; odd -= 2) series = series * square + 1.0 / odd;
  const double whole = exponent;
  return whole * ln2_high + (2.0 * s * series + whole * ln2_low);
}

// x = k ln 2 + r with |r| <= ln 2 / 2; Taylor series for r, k into the exponent.
double portable_exp(double x) {
  SEAM_ASSERT(-700 < x && x < 700);
  const auto k = static_cast<std::int64_t>(x / ln2 + (x < 0 ? -0.5 : 0.5));
  const auto whole = static_cast<double>(k);
  const double r = (x - whole * ln2_high) - whole * ln2_low;
  double series = 1.0;
  for (int n = 15; n >= 1; --n) series = 1.0 + series * r / n;
  return series * std::bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52);
}

Zipf::Zipf(std::uint64_t count, double theta) {
  SEAM_ASSERT(count > 0);
  std::vector<double> sums;
  sums.reserve(count);
  double sum = 0;
  for (std::uint64_t rank = 0; rank < count; ++rank) {
    sum += portable_exp(-theta * portable_log(static_cast<double>(rank + 1)));
    sums.push_back(sum);
  }
  cumulative_.reserve(count);
  for (const double partial : sums) {
    const double share = partial / sum;
    cumulative_.push_back(share < 1.0 ? static_cast<std::uint64_t>(share * 0x1p64) : ~std::uint64_t{0});
  }
  cumulative_.back() = ~std::uint64_t{0};
}

std::uint64_t Zipf::rank(std::uint64_t bits) const {
  const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end() - 1, bits);
  return static_cast<std::uint64_t>(found - cumulative_.begin());
}

}  // namespace groundhog
