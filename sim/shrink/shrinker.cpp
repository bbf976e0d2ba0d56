#include "sim/shrink/shrinker.hpp"

#include <utility>
#include <vector>

#include "sim/shrink/reductions/reductions.hpp"

namespace groundhog {
namespace {

constexpr ShrinkPass passes[] = {
    {"checks", narrow_checks},
    {"end", cut_after_violation},
    {"faults", remove_faults},
    {"nodes", remove_nodes},
    {"operations", remove_operations},
    {"end", cut_after_violation},
    {"network", calm_network},
    {"clocks", calm_clocks},
    {"clients", merge_clients},
    {"knobs", drop_knobs},
    {"keys", merge_keys},
    {"commands", simplify_commands},
    {"fault parameters", simplify_faults},
    {"gaps", close_gaps},
    {"phases", shorten_phases},
    {"names", rename_data},
};

void one_round(Search& search, const ShrinkRequest& request) {
  for (const ShrinkPass& pass : passes) {
    if (search.exhausted()) return;
    if (request.on_pass) request.on_pass(pass, search.plan());
    pass.run(search);
  }
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
  std::vector<Edit> removals;
  add_removals(&Plan::faults, search.plan().faults.size(), removals);
  add_removals(&Plan::operations, search.plan().operations.size(), removals);
  return !search.keep_first(removals) && !search.exhausted();
}

}  // namespace

std::span<const ShrinkPass> shrink_passes() { return passes; }

Shrunk shrink(ShrinkRequest request, ShrinkOracle& oracle) {
  Search search(std::move(request.plan), request.failed_at, oracle, request.rules);
  bool minimal = false;
  while (!minimal && !search.exhausted()) {
    const Plan before = search.plan();
    one_round(search, request);
    if (search.plan() == before) minimal = is_minimal(search);
  }
  return {search.plan(), search.failed_at(), minimal};
}

}  // namespace groundhog
