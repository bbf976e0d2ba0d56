// The `faults` of a scenario: read, judged, and made windows of a plan.
#pragma once

#include <span>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/scenario/instance_reader.hpp"
#include "sim/scenario/scenario_body.hpp"

namespace groundhog {

std::vector<FaultSpec> read_faults(const YamlValue& faults, std::span<const FaultEntry> table,
                                   const InstanceReader& reader);

// What only several values together show. `yaml` is the list that `body.faults` was read from.
void check_faults(const YamlValue& yaml, const ScenarioBody& body, DiagnosticSink& sink);

// Faults as concrete windows on concrete nodes. Draws are keyed by the fault's id and the ordinal of its window. A
// fault with several windows becomes id.1, id.2 …
std::vector<PlannedFault> expand_faults(const ScenarioBody& body, RandomKey key);

}  // namespace groundhog
