#include <string>

#include "harness/shrink/plan/mentions.hpp"
#include "harness/shrink/plan/reductions/reductions.hpp"

namespace groundhog::harness {
namespace {

// Whoever follows it follows its own upstream from then on.
void erase_node(Plan& plan, const std::string& name, const std::string& upstream) {
  for (NodeSpec& node : plan.nodes) {
    if (node.upstream == name) node.upstream = upstream;
  }
  std::erase_if(plan.nodes, [&](const NodeSpec& node) { return node.name == name; });
}

// With all that names it; or another replica takes that over; or its upstream does.
std::vector<Edit> ways_without(const NodeSpec& replica, const Plan& plan) {
  const std::string name = replica.name;
  const std::string upstream = *replica.upstream;
  std::vector<Edit> ways = {[=](Plan& edited) {
    erase_node(edited, name, upstream);
    forget_host(edited, name);
  }};
  const auto add_heir = [&](const std::string& heir) {
    ways.push_back([=](Plan& edited) {
      erase_node(edited, name, upstream);
      rename_host(edited, name, heir);
    });
  };
  for (const NodeSpec& other : plan.nodes) {
    if (other.upstream && other.name != name) add_heir(other.name);
  }
  add_heir(upstream);
  return ways;
}

}  // namespace

void remove_nodes(Search& search) {
  const std::vector<NodeSpec> nodes = search.plan().nodes;
  for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
    if (node->upstream) search.keep_first(ways_without(*node, search.plan()));
  }
}

}  // namespace groundhog::harness
