// Sections of a generated scenario, as YAML. Each draws from its own stream.
#pragma once

#include <string>

#include "sim/scenario/yaml.hpp"
#include "tests/hunt/draw.hpp"
#include "tests/hunt/sketch.hpp"

namespace groundhog::hunt {

// In this order: each may fill in what the later ones ask of the sketch.
std::string draw_network(Draw draw, Sketch& sketch);
std::string draw_cluster(Draw draw, Sketch& sketch);
std::string draw_workload(Draw draw, Sketch& sketch);
std::string draw_faults(Draw draw, Sketch& sketch);

}  // namespace groundhog::hunt
