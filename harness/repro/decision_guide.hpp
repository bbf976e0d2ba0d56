// Imposes the decisions of an earlier run where link, type, ordinal and attempt match; what it does not know is left as
// it was drawn.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include "harness/repro/repro.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

class DecisionGuide final : public NetworkDirector {
 public:
  // `decisions` must outlive it. Those of hosts that the plan does not have match nothing.
  DecisionGuide(const Plan& plan, std::span<const RecordedDecision> decisions);

  Fate decide(const Transmission& transmission, Fate drawn) override;

  // How many of the recorded ones were imposed so far, and how many transmissions had none.
  std::uint64_t matched() const { return matched_; }
  std::uint64_t unknown() const { return unknown_; }

 private:
  struct Entry {
    HostId from;
    HostId to;
    std::string_view type;
    std::uint64_t ordinal;
    std::uint32_t attempt;
    Fate fate;

    auto key() const { return std::tie(from, to, type, ordinal, attempt); }
  };

  std::vector<Entry> entries_;  // by key
  std::uint64_t matched_ = 0;
  std::uint64_t unknown_ = 0;
};

}  // namespace groundhog::harness
