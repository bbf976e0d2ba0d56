// The place where decisions of the network can be heard and replaced: what a recording is made of, and how a recorded
// day is imposed on a build whose own draws would differ.
//
// Only what is drawn is a decision. A cut link loses everything, a link without jitter or loss has nothing to decide:
// neither asks.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/core/ids.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog {

using seam::Duration;

// What becomes of one transmission: how long it takes, or nullopt: lost.
using Fate = std::optional<Duration>;

// Which transmission.
struct Transmission {
  HostId from;
  HostId to;
  std::string_view type;      // of the frame, or "syn", "fin" …; static lifetime
  std::uint64_t ordinal = 0;  // 1, 2, … of this type on this link
  std::uint32_t attempt = 0;  // 0; 1, 2 … of retransmissions
};

class NetworkDirector {
 public:
  // Asked once for each transmission that has something to decide, in the order of the run. `drawn` is what the seed
  // says; what is returned is done.
  virtual Fate decide(const Transmission& transmission, Fate drawn) = 0;

 protected:
  ~NetworkDirector() = default;
};

}  // namespace groundhog
