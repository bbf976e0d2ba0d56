// Names of hosts and links of a scenario.
#pragma once

#include <string>

#include "tests/hunt/draw.hpp"
#include "tests/hunt/sketch.hpp"

namespace groundhog::hunt {

// A node or a client machine.
inline std::string draw_host(Draw& draw, const Sketch& sketch) {
  const std::uint64_t host = draw.below(sketch.nodes.size() + sketch.clients);
  if (host < sketch.nodes.size()) return sketch.nodes[host];
  return "c" + std::to_string(host - sketch.nodes.size() + 1);
}

// "n1->n2", "n1<->c3", "*->n2".
inline std::string draw_link_name(Draw& draw, const Sketch& sketch) {
  const std::string from = draw.chance(0.15) ? "*" : draw_host(draw, sketch);
  std::string to = draw.chance(0.15) ? "*" : draw_host(draw, sketch);
  if (to == from) to = "*";
  return from + (draw.chance(0.5) ? "->" : "<->") + to;
}

}  // namespace groundhog::hunt
