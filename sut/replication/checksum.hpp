// Checksums of frames, logs and states (XXH64 by Yann Collet, through xxhash.h). They guard against damage and
// divergence, not against an adversary.
#pragma once

#include <cstdint>
#include <string_view>

#include "sut/cache/deadline.hpp"
#include "sut/runtime/time.hpp"

namespace burrow {

enum class Checksum : std::uint64_t { empty = 0 };

constexpr std::uint64_t raw(Checksum checksum) { return static_cast<std::uint64_t>(checksum); }

Checksum checksum_of(std::string_view bytes);

// The running checksum of a log after one more entry.
Checksum extend(Checksum log, std::string_view entry);

// Digest of a state: a sum over its keys, so that the order in which they are visited does not matter.
class StateDigest {
 public:
  void add(std::string_view key, std::string_view value, const Deadline& deadline);
  Checksum value() const { return Checksum{sum_}; }

 private:
  std::uint64_t sum_ = 0;
};

}  // namespace burrow
