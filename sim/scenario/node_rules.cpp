#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/text.hpp"
#include "sim/plan/host_names.hpp"
#include "sim/scenario/rules.hpp"

namespace groundhog {
namespace {

void check_node_roles(const YamlValue& nodes, const ScenarioNames& names, const RoleNames& roles,
                      DiagnosticSink& sink) {
  const std::array<std::string_view, 4> reserved_names{"any", "operator", roles.leading, roles.following};
  const std::string leader(roles.leading);
  const YamlEntry* first = nullptr;
  bool is_complete = true;  // each role is one
  for (const YamlEntry& entry : nodes.entries) {
    const bool reserved = std::find(reserved_names.begin(), reserved_names.end(), entry.key) != reserved_names.end();
    if (reserved || client_number(entry.key))
      sink.error(entry.mark, "'" + entry.key + "' cannot be the name of a node");
    const YamlValue* role = entry.value.find("role");
    const YamlValue* upstream = entry.value.find("of");
    is_complete = is_complete && role != nullptr && (role->text == leader || role->text == roles.following);
    if (role == nullptr) continue;
    if (role->text == roles.following && upstream == nullptr) {
      sink.error(entry.mark, "the " + role->text + " lacks its upstream: 'of'");
    }
    if (role->text != leader) continue;
    if (upstream != nullptr) sink.error(entry.value.key_mark_of("of"), "a " + leader + " follows no other node");
    if (entry.value.find("if") != nullptr) {
      sink.error(entry.value.key_mark_of("if"), "the " + leader + " cannot be left out");
    }
    if (first != nullptr) sink.error(entry.mark, "a second " + leader + ": the first is '" + first->key + "'");
    first = &entry;
  }
  if (first == nullptr && is_complete && !names.nodes.empty()) sink.error(nodes.mark, "no node is the " + leader);
  if (names.nodes.empty() && nodes.kind == YamlValue::Kind::mapping) sink.error(nodes.mark, "the cluster has no nodes");
}

// Whom each node may follow, for some values of the params.
class Upstreams {
 public:
  Upstreams(const YamlValue& nodes, std::span<const Param> params) : nodes_(nodes), params_(params) {}

  std::vector<std::string> of(std::string_view node) const {
    const YamlValue* upstream = nodes_.find(node, "of");
    if (upstream == nullptr) return {};
    return upstream->param == YamlValue::no_param ? std::vector{upstream->text} : params_[upstream->param].extremes();
  }

  // The way from this node back to itself, both ends included; empty: there is none.
  std::vector<std::string> circle_of(const std::string& node) const {
    std::vector<std::string> path{node};
    std::set<std::string> seen;
    return leads_back(path, seen) ? path : std::vector<std::string>();
  }

 private:
  // Each node is looked at once: one that does not lead back does not on another way either.
  bool leads_back(std::vector<std::string>& path, std::set<std::string>& seen) const {
    for (const std::string& upstream : of(path.back())) {
      const bool is_back = upstream == path.front();
      if (!is_back && !seen.insert(upstream).second) continue;
      path.push_back(upstream);
      if (is_back || leads_back(path, seen)) return true;
      path.pop_back();
    }
    return false;
  }

  const YamlValue& nodes_;
  std::span<const Param> params_;
};

// Those that never reach the node that leads; each circle is reported at its first node in the file.
void check_circles(const YamlValue& nodes, std::span<const Param> params, const RoleNames& roles,
                   DiagnosticSink& sink) {
  const Upstreams upstreams(nodes, params);
  std::set<std::string> reported;
  for (const YamlEntry& entry : nodes.entries) {
    if (reported.contains(entry.key)) continue;
    const std::vector<std::string> path = upstreams.circle_of(entry.key);
    if (path.empty()) continue;
    reported.insert(path.begin(), path.end());
    sink.error(entry.value.mark_of("of"),
               "the " + std::string(roles.following) + "s follow one another in a circle: " + joined(path, " -> "));
  }
}

}  // namespace

void check_nodes(const YamlValue& nodes, std::span<const Param> params, const ScenarioNames& names,
                 const RoleNames& roles, DiagnosticSink& sink) {
  check_node_roles(nodes, names, roles, sink);
  check_circles(nodes, params, roles, sink);
}

}  // namespace groundhog
