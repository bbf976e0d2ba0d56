#include <array>
#include <map>
#include <string>

#include "harness/shrink/plan/reductions/reductions.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog::harness {
namespace {

// A tight limit is reached by few operations. The boldest first; 0 may mean "no limit", so it is none of them.
constexpr std::array<std::uint64_t, 7> tight_bytes = {64, 256, 512, 1 << 10, 4 << 10, 16 << 10, 64 << 10};

void tighten(Search& search, const std::string& name, const std::string& value,
             std::map<std::string, std::string>& (*config)(Plan&, std::size_t), std::size_t node) {
  const auto bytes = parse_size(value);
  if (!bytes) return;
  std::vector<Edit> edits;
  for (const std::uint64_t less : tight_bytes) {
    if (less >= *bytes) break;
    edits.push_back([=](Plan& plan) { config(plan, node)[name] = format_size(less); });
  }
  search.keep_first(edits);
}

std::map<std::string, std::string>& of_cluster(Plan& plan, std::size_t) { return plan.config; }
std::map<std::string, std::string>& of_node(Plan& plan, std::size_t node) { return plan.nodes[node].config; }

}  // namespace

void tighten_knobs(Search& search) {
  const Plan before = search.plan();
  for (const auto& [name, value] : before.config) tighten(search, name, value, of_cluster, 0);
  for (std::size_t i = 0; i < before.nodes.size(); ++i) {
    for (const auto& [name, value] : before.nodes[i].config) tighten(search, name, value, of_node, i);
  }
}

void tighten_sockets(Search& search) {
  std::vector<Edit> edits;
  for (const std::uint64_t less : tight_bytes) {
    if (less >= search.plan().network.socket_buffer_bytes.value_or(0)) break;
    edits.push_back([less](Plan& plan) { plan.network.socket_buffer_bytes = less; });
  }
  search.keep_first(edits);
}

}  // namespace groundhog::harness
