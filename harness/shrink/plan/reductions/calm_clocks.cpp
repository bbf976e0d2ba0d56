#include "harness/shrink/plan/reductions/reductions.hpp"
#include "sim/scenario/simpler.hpp"

namespace groundhog::harness {
namespace {

void simplify_clock(Search& search, std::size_t i) {
  std::vector<Edit> edits;
  for (const Duration offset : simpler_durations(search.plan().nodes[i].clock.offset)) {
    edits.push_back([=](Plan& plan) { plan.nodes[i].clock.offset = offset; });
  }
  search.keep_first(edits);
  edits.clear();
  for (const std::int64_t ppm : simpler_numbers(search.plan().nodes[i].clock.drift_ppm)) {
    edits.push_back([=](Plan& plan) { plan.nodes[i].clock.drift_ppm = ppm; });
  }
  search.keep_first(edits);
}

}  // namespace

void calm_clocks(Search& search) {
  const Edit all_right[] = {[](Plan& plan) {
    for (NodeSpec& node : plan.nodes) node.clock = {};
  }};
  if (search.keep_first(all_right)) return;
  for (std::size_t i = 0; i < search.plan().nodes.size(); ++i) simplify_clock(search, i);
}

}  // namespace groundhog::harness
