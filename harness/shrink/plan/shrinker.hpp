// Shrinks a failing plan to a local minimum: a plan that still fails and does not without any one of its elements. An
// element is one fault window or one client operation.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "harness/shrink/plan/search.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// One line of the tables in shrinker.cpp. They run in their order, over and over, until none changes anything.
struct ShrinkPass {
  std::string_view name;  // for people: "operations"
  void (*run)(Search& search);
};

inline std::size_t elements_of(const Plan& plan) { return plan.faults.size() + plan.operations.size(); }

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
