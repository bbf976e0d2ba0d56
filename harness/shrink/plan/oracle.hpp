// Who knows whether a plan still fails in the way that is being shrunk: by living it.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// The i-th candidate, made on demand; nullopt: there is nothing to try there.
using CandidateAt = std::function<std::optional<Plan>(std::size_t index)>;

class ShrinkOracle {
 public:
  struct Hit {
    std::size_t index = 0;
    Duration at{0};  // when it fails: scenario time
  };

  // The first candidate, in order, that still fails. It may live several at once; as the first counts, the answer does
  // not depend on how many.
  virtual std::optional<Hit> first_failing(std::size_t count, const CandidateAt& candidate) = 0;

  // Likewise, by living each of them now, whatever is remembered of it: what proves a minimum must not be hearsay.
  virtual std::optional<Hit> first_failing_anew(std::size_t count, const CandidateAt& candidate) = 0;

  // Out of time, or interrupted: from now on every answer is "none", and means nothing.
  virtual bool exhausted() const = 0;

 protected:
  ~ShrinkOracle() = default;
};

}  // namespace groundhog::harness
