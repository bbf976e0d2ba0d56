// Properties of a link in the words of tc-netem. A link is directed: n1->n2 carries what n1 sends to n2.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sut/runtime/time.hpp"

namespace groundhog {

using seam::Duration;

// A delay is drawn per frame: `mean` with `jitter` around it, shaped by `shape`. Never negative.
struct DelaySpec {
  enum class Shape : std::uint8_t {
    constant,     // mean; with jitter: uniform in [mean - jitter, mean + jitter]
    normal,       // jitter is the standard deviation
    exponential,  // mean; jitter is ignored
    pareto,       // mean, tail index 3; jitter is ignored
  };

  Duration mean{0};
  Duration jitter{0};
  Shape shape = Shape::constant;

  friend bool operator==(const DelaySpec&, const DelaySpec&) = default;
};

struct LinkSpec {
  DelaySpec delay{.mean = std::chrono::milliseconds(1)};
  double loss = 0.0;  // probability per transmission, 0..1; a lost one is retransmitted: loss shows as stalls

  friend bool operator==(const LinkSpec&, const LinkSpec&) = default;
};

// Changes only what it names. `from` and `to` are host names; "*" is every host.
struct LinkOverride {
  std::string from;
  std::string to;
  bool both_ways = false;
  std::optional<Duration> mean = {};
  std::optional<Duration> jitter = {};
  std::optional<DelaySpec::Shape> shape = {};
  std::optional<double> loss = {};

  friend bool operator==(const LinkOverride&, const LinkOverride&) = default;
};

}  // namespace groundhog
