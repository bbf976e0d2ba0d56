#include "harness/shrink/plan/shrinker.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "harness/shrink/plan/reductions.hpp"

namespace groundhog::harness {
namespace {

// What the day is made of. The surroundings come first: on a whole day much fails in many places, so that most of what
// is drawn can be calmed; and with every draw less, taking an operation out disturbs fewer of the others.
constexpr ShrinkPass removals[] = {
    {"checks", narrow_checks},    {"network", calm_network},    {"clocks", calm_clocks},
    {"knobs", drop_knobs},        {"limits", tighten_knobs},    {"nodes", remove_nodes},
    {"faults", remove_faults},    {"end", cut_after_violation}, {"operations", remove_operations},
    {"end", cut_after_violation},
};

// How what is left looks.
constexpr ShrinkPass simplifications[] = {
    {"clients", merge_clients},
    {"keys", merge_keys},
    {"commands", simplify_commands},
    {"fault parameters", simplify_faults},
    {"drawn delays", pin_delays},
    {"delays", round_delays},
    {"gaps", close_gaps},
    {"phases", shorten_phases},
    {"sockets", tighten_sockets},
    {"long values", merge_values},
    {"values", shorten_values},
    {"names", rename_keys},
};

// Whether anything changed.
bool run(std::span<const ShrinkPass> passes, Search& search, const ShrinkRequest& request) {
  const Plan before = search.plan();
  for (const ShrinkPass& pass : passes) {
    if (search.exhausted()) break;
    if (request.on_pass) request.on_pass(pass, search.plan());
    pass.run(search);
  }
  return search.plan() != before;
}

// Simple values leave less room: a TTL of a millisecond is hit by one read only. So they wait until nothing can go.
bool one_round(Search& search, const ShrinkRequest& request) {
  bool changed = false;
  while (!search.exhausted() && run(removals, search, request)) changed = true;
  return run(simplifications, search, request) || changed;
}

template <typename T>
void add_removals(std::vector<T> Plan::*list, std::size_t count, std::vector<Edit>& into) {
  for (std::size_t i = 0; i < count; ++i) {
    into.push_back(
        [list, i](Plan& plan) { (plan.*list).erase((plan.*list).begin() + static_cast<std::ptrdiff_t>(i)); });
  }
}

// True if no element can go by itself. Otherwise one has gone.
bool is_minimal(Search& search) {
  std::vector<Edit> without_one;
  add_removals(&Plan::faults, search.plan().faults.size(), without_one);
  add_removals(&Plan::operations, search.plan().operations.size(), without_one);
  return !search.keep_first_anew(without_one) && !search.exhausted();
}

}  // namespace

Shrunk shrink(ShrinkRequest request, ShrinkOracle& oracle) {
  Search search(std::move(request.plan), request.failed_at, oracle, request.rules);
  std::vector<Plan> seen;  // after each round: two simplifications that undo one another must not go on for ever
  bool minimal = false;
  while (!minimal && !search.exhausted()) {
    const bool changed = one_round(search, request);
    const bool is_new = std::ranges::find(seen, search.plan()) == seen.end();
    if (changed && is_new) {
      seen.push_back(search.plan());
    } else {
      minimal = is_minimal(search);
    }
  }
  return {search.plan(), search.failed_at(), minimal};
}

}  // namespace groundhog::harness
