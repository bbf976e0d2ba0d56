// A 64-bit hash of bytes for the checkers' own tables and digests: the same on every compiler and processor.
//
// Eight bytes at a time, multiply and fold (the mixer of MurmurHash3, A. Appleby). Not for adversarial input.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace groundhog::checkers {

constexpr std::uint64_t mix64(std::uint64_t x) {
  x ^= x >> 33;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53ULL;
  return x ^ (x >> 33);
}

inline std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed) {
  std::uint64_t hash = mix64(seed ^ bytes.size());
  while (!bytes.empty()) {
    const std::size_t taken = bytes.size() < 8 ? bytes.size() : 8;
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), taken);
    hash = mix64(hash ^ word) + 0x9e3779b97f4a7c15ULL;
    bytes.remove_prefix(taken);
  }
  return hash;
}

}  // namespace groundhog::checkers
