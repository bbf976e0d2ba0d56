#include "sim/core/random.hpp"

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

}  // namespace groundhog
