// The plan that is being shrunk, and the ways in which reductions change it: only to what still fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "harness/shrink/plan/oracle.hpp"
#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// What the network drew for one frame of a replication connection.
struct DrawnDelay {
  std::string from;
  std::string to;
  std::string type;
  std::uint64_t nth = 0;  // 1, 2 … of this type on this link, from the start of chaos
  Duration delay{0};
};

// What a reduction may have to know that stands in no plan.
struct ShrinkRules {
  std::string property;                                    // the only check that matters; empty: not known
  std::function<Duration(const Plan&)> least_settle = {};  // that the loader accepts for this plan; empty: any
  // Of all frames sent during chaos, by living the plan; empty: nobody knows.
  std::function<std::vector<DrawnDelay>(const Plan&)> drawn_delays = {};
  std::span<const CommandSpec> commands = {};  // of the guest; what it does not name is left as it is
};

// A change to a plan. One that changes nothing, that no longer applies, or after which the loader would refuse the
// plan, is skipped.
using Edit = std::function<void(Plan&)>;

class Search {
 public:
  // `failing` fails at `failed_at`. The oracle must outlive this.
  Search(Plan failing, Duration failed_at, ShrinkOracle& oracle, ShrinkRules rules);

  const Plan& plan() const { return plan_; }
  Duration failed_at() const { return failed_at_; }
  const ShrinkRules& rules() const { return rules_; }
  bool exhausted() const { return oracle_.exhausted(); }

  // Tries each edit once, in order, on what the ones before it left, and keeps those after which the plan still fails.
  // Whether any was kept.
  bool keep_each(std::span<const Edit> edits);

  // Keeps the first that still fails, if any: alternatives, the boldest first.
  bool keep_first(std::span<const Edit> edits);

  // Likewise, of what is lived now: nothing that the oracle remembers counts.
  bool keep_first_anew(std::span<const Edit> edits);

  // Takes over where another one got to.
  void follow(const Search& other) { adopt(other.plan_, other.failed_at_); }

  // Delta debugging over one of the plan's lists.
  template <typename T>
  void minimise(std::vector<T> Plan::*list);

 private:
  std::optional<Plan> edited(const Edit& edit) const;
  bool keep(const std::optional<ShrinkOracle::Hit>& hit, std::span<const Edit> edits);
  void adopt(Plan plan, Duration at);

  Plan plan_;
  Duration failed_at_;
  ShrinkOracle& oracle_;
  ShrinkRules rules_;
};

}  // namespace groundhog::harness
