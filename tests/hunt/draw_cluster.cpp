// `cluster`: stars, chains and trees; clocks and knobs of each node.
#include <algorithm>
#include <map>

#include "sim/scenario/units.hpp"
#include "tests/hunt/knob_choices.hpp"
#include "tests/hunt/parts.hpp"
#include "tests/hunt/ranges.hpp"

namespace groundhog::hunt {
namespace {

constexpr std::string_view interval_knob = "heartbeat-interval";
constexpr std::string_view idle_knob = "client-idle-timeout";
constexpr std::string_view clients_knob = "max-clients";

// The upstream of each node but the first, which is the primary: by index.
std::vector<std::size_t> draw_tree(Draw draw, std::size_t nodes) {
  enum Shape { star, chain, tree };
  const auto shape = static_cast<Shape>(draw.below(3));
  std::vector<std::size_t> upstream(nodes);
  for (std::size_t node = 1; node < nodes; ++node) {
    upstream[node] = shape == star ? 0 : shape == chain ? node - 1 : draw.below(node);
  }
  return upstream;
}

std::string draw_clock(Draw draw) {
  FlowMapping clock;
  if (draw.chance(0.7)) {
    const bool far = draw.chance(0.4);
    const Duration offset = far ? year * draw.between(-(most_offset_back / year), most_offset_ahead / year)
                                : Duration(std::chrono::milliseconds(draw.between(-5000, 5000)));
    clock.add("offset", format_duration(offset));
  }
  if (clock.empty() || draw.chance(0.5)) {
    constexpr std::int64_t usual = 500;
    const bool far = draw.chance(0.4);
    const std::int64_t drift = far ? draw.between(least_drift_ppm, most_drift_ppm) : draw.between(-usual, usual);
    clock.add(draw.chance(0.3) ? "wall_drift_ppm" : "drift_ppm", std::to_string(drift));
  }
  return clock.text();
}

Knobs draw_knobs(Draw draw, const Sketch& sketch, bool whole_cluster, double density) {
  Knobs knobs;
  for (const KnobSpec& knob : sketch.language.guest.knobs()) {
    Draw own = draw.sub(knob.name);
    const auto choices = choices_of(knob.name);
    const bool wanted = own.chance(density);
    if (!wanted || !choices) continue;
    if (choices->scope == KnobChoices::Scope::whole_cluster && !whole_cluster) continue;
    knobs[std::string(knob.name)] = own.one_of(choices->values);
  }
  return knobs;
}

// Heartbeats that are faster than the network would end every connection before it streams, and so would limits for
// idle clients while others still connect. Faults may do that; a scenario that starts like this is no scenario.
void spare_the_warmup(Knobs& knobs, const Sketch& sketch) {
  // A lost segment is sent again after some hundred milliseconds, then after twice that.
  constexpr Duration patience = 1500ms;
  constexpr Duration slow = 50ms;  // to connect again, beside the shortest limit for idle clients
  if (sketch.is_lossy || sketch.round_trip > slow) knobs.erase(std::string(idle_knob));
  const auto found = knobs.find(std::string(interval_knob));
  if (found == knobs.end()) return;
  const Duration fastest_clocks = sketch.round_trip * (1'000'000 + most_drift_ppm) / 1'000'000 + 2ms;
  const Duration least = sketch.is_lossy ? std::max(fastest_clocks, patience) : fastest_clocks;
  if (*parse_duration(found->second) >= least) return;
  found->second = format_duration(std::chrono::ceil<std::chrono::milliseconds>(least));
}

// For all that may ever connect: clients, the other nodes, one that is there in some seeds, the operator.
void make_room(Knobs& knobs, const Sketch& sketch) {
  const auto found = knobs.find(std::string(clients_knob));
  if (found == knobs.end()) return;
  found->second = std::to_string(std::max(*parse_count(found->second), sketch.clients + sketch.nodes.size() + 1));
}

FlowMapping text_of(const Knobs& knobs) {
  FlowMapping fields;
  for (const auto& [name, value] : knobs) fields.add(name, value);
  return fields;
}

}  // namespace

namespace {

// As the tree has it, or by a param one of those before it.
std::string draw_upstream(Draw draw, std::size_t node, std::size_t upstream, Sketch& sketch) {
  const std::string& usual = sketch.nodes[upstream];
  if (!draw.chance(0.06)) return usual;
  const std::string param = "above-" + sketch.nodes[node];
  sketch.params.push_back(param + ": {choice: [" + usual + ", " + sketch.nodes[draw.below(node)] + "]}");
  return "\"${" + param + "}\"";
}

// One that is there in some seeds. Nothing else names it.
FlowMapping draw_extra_node(Draw draw, Sketch& sketch) {
  FlowMapping fields;
  sketch.params.emplace_back("extra: {flag: 0.5}");
  fields.add("if", "\"${extra}\"");
  fields.add("role", "replica");
  fields.add("of", draw.one_of(sketch.nodes));
  return fields;
}

}  // namespace

std::string draw_cluster(Draw draw, Sketch& sketch) {
  const bool has_clocks = draw.chance(0.4);
  const bool has_own_knobs = draw.chance(0.5);
  const std::vector<std::size_t> upstream = draw_tree(draw.sub("tree"), sketch.nodes.size());
  Knobs common = draw_knobs(draw.sub("config"), sketch, true, draw.chance(0.5) ? 0.15 : 0.03);
  // Else the default of the knob would hold, which the network may be too slow for.
  if (sketch.is_lossy || 4 * sketch.round_trip > 1s) common.try_emplace(std::string(interval_knob), "1s");
  spare_the_warmup(common, sketch);
  make_room(common, sketch);

  std::map<std::string, FlowMapping> nodes;  // in the order of names: the primary may stand anywhere
  for (std::size_t node = 0; node < sketch.nodes.size(); ++node) {
    Draw own = draw.sub("node").sub(node);
    FlowMapping fields;
    fields.add("role", node == 0 ? "primary" : "replica");
    if (node > 0) fields.add("of", draw_upstream(own.sub("of"), node, upstream[node], sketch));
    if (own.chance(0.1)) fields.add("zone", own.chance(0.5) ? "a" : "b");
    if (has_clocks && own.chance(0.6)) fields.add("clock", draw_clock(own.sub("clock")));
    Knobs knobs;
    if (has_own_knobs && own.chance(0.5)) knobs = draw_knobs(own.sub("config"), sketch, false, 0.12);
    spare_the_warmup(knobs, sketch);
    make_room(knobs, sketch);
    if (!knobs.empty()) fields.add("config", text_of(knobs).text());
    nodes[sketch.nodes[node]] = fields;
  }
  if (Draw own = draw.sub("extra"); own.chance(0.15)) nodes["extra"] = draw_extra_node(own, sketch);
  std::string text = "cluster:\n  nodes:\n";
  for (const auto& [name, fields] : nodes) text += "    " + name + ": " + fields.text() + "\n";
  if (!common.empty()) text += "  config: " + text_of(common).text() + "\n";
  return text;
}

}  // namespace groundhog::hunt
