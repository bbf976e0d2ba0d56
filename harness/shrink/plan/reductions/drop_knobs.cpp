#include <string>

#include "harness/shrink/plan/reductions/reductions.hpp"

namespace groundhog::harness {

void drop_knobs(Search& search) {
  std::vector<Edit> edits = {
      [](Plan& plan) {
        plan.config.clear();
        for (NodeSpec& node : plan.nodes) node.config.clear();
      },
  };
  for (const auto& [name, value] : search.plan().config) {
    edits.push_back([name = name](Plan& plan) { plan.config.erase(name); });
  }
  for (std::size_t i = 0; i < search.plan().nodes.size(); ++i) {
    edits.push_back([i](Plan& plan) { plan.nodes[i].zone.clear(); });
    for (const auto& [name, value] : search.plan().nodes[i].config) {
      edits.push_back([i, name = name](Plan& plan) { plan.nodes[i].config.erase(name); });
    }
  }
  search.keep_each(edits);
}

}  // namespace groundhog::harness
