// Shrinks a failing plan to a local minimum: a plan that still fails and does not without any one of its elements. An
// element is one fault window or one client operation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// The i-th candidate, made on demand; nullopt: there is nothing to try there.
using CandidateAt = std::function<std::optional<Plan>(std::size_t index)>;

// Who knows whether a plan still fails in the way that is being shrunk: by running it.
class ShrinkOracle {
 public:
  struct Hit {
    std::size_t index = 0;
    Duration at{0};  // when it fails: scenario time
  };

  // The first candidate, in order, that still fails. It may run several at once; as the first counts, the answer does
  // not depend on how many.
  virtual std::optional<Hit> first_failing(std::size_t count, const CandidateAt& candidate) = 0;

  // Out of time, or interrupted: from now on every answer is "none", and means nothing.
  virtual bool exhausted() const = 0;

 protected:
  ~ShrinkOracle() = default;
};

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
  // Of all frames sent during chaos, by running the plan; empty: not known.
  std::function<std::vector<DrawnDelay>(const Plan&)> drawn_delays = {};
  std::span<const CommandSpec> commands = {};  // of the guest; what it does not name is left as it is
};

// A change to a plan. One that changes nothing, that no longer applies, or after which the loader would refuse the
// plan, is skipped.
using Edit = std::function<void(Plan&)>;

// The plan that is being shrunk, and the ways in which reductions change it: only to what still fails.
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

  // The same of edits that write one of these values each.
  template <typename Values, typename Write>
  bool keep_first_of(const Values& values, const Write& write) {
    std::vector<Edit> edits;
    edits.reserve(std::size(values));
    for (const auto& value : values) edits.emplace_back([=](Plan& plan) { write(plan, value); });
    return keep_first(edits);
  }

  // Takes over where another one got to.
  void follow(const Search& other) { adopt(other.plan_, other.failed_at_); }

  // Delta debugging over one of the plan's lists.
  template <typename T>
  void minimise(std::vector<T> Plan::*list);

 private:
  std::optional<Plan> edited(const Edit& edit) const;
  void adopt(Plan plan, Duration at);

  Plan plan_;
  Duration failed_at_;
  ShrinkOracle& oracle_;
  ShrinkRules rules_;
};

// Makes a plan whole again after an edit: what the loader would refuse goes or is clipped. Operations come in the order
// of `at` and name nodes that exist; what would begin past the end of chaos is gone, what would end there ends with
// chaos; faults name hosts that exist; settle is as long as the checks ask for. A plan that the loader accepts is left
// as it is.
void tidy(Plan& plan, const ShrinkRules& rules);

// What cannot be clipped: offsets and jumps that a rounder value has taken too far (sim/plan/limits.hpp).
bool wall_clocks_stay_in_reach(const Plan& plan);

// One line of the tables in shrinker.cpp. They run in their order, over and over, until none changes anything.
struct ShrinkPass {
  std::string_view name;  // for people: "operations"
  void (*run)(Search& search);
};

inline std::size_t elements_of(const Plan& plan) { return plan.faults.size() + plan.operations.size(); }

template <typename T>
void erase_at(std::vector<T>& list, std::size_t place) {
  list.erase(list.begin() + static_cast<std::ptrdiff_t>(place));
}

struct Shrunk {
  Plan plan;
  Duration failed_at{0};
  bool minimal = false;  // verified: at the end each element was taken out by itself, and none of these plans failed so
};

struct ShrinkRequest {
  Plan plan;              // fails …
  Duration failed_at{0};  // … at this scenario time
  ShrinkRules rules;
  std::function<void(const ShrinkPass& pass, const Plan& plan)> on_pass = {};  // before each pass
};

// Ends when nothing can be simplified any more, or when the oracle is exhausted: with the best plan so far.
Shrunk shrink(ShrinkRequest request, ShrinkOracle& oracle);

}  // namespace groundhog::harness
