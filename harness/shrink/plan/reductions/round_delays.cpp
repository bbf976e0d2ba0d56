#include "harness/shrink/plan/reductions/on_link.hpp"
#include "harness/shrink/plan/reductions/reductions.hpp"
#include "sim/scenario/simpler.hpp"

namespace groundhog::harness {
void round_delays(Search& search) {
  const NetworkSpec network = search.plan().network;
  std::vector<Edit> edits;
  for (const Duration mean : simpler_durations(network.fallback.delay.mean)) {
    edits.push_back([mean](Plan& plan) { plan.network.fallback.delay.mean = mean; });
  }
  search.keep_first(edits);
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    edits.clear();
    for (const Duration mean : simpler_durations(network.links[i].mean.value_or(Duration{0}))) {
      edits.push_back(on_link(i, [mean](LinkOverride& link) { link.mean = mean; }));
    }
    for (const Duration jitter : simpler_durations(network.links[i].jitter.value_or(Duration{0}))) {
      edits.push_back(on_link(i, [jitter](LinkOverride& link) { link.jitter = jitter; }));
    }
    search.keep_first(edits);
  }
}

}  // namespace groundhog::harness
