// What is wrong with a scenario where only several values together show it.
#pragma once

#include "sim/scenario/names.hpp"
#include "sim/scenario/scenario_body.hpp"

namespace groundhog {

// For all values of the params at once: which keys exclude or need one another, roles and chains.
void check_structure(const YamlValue& root, std::span<const Param> params, const ScenarioNames& names,
                     const RoleNames& roles, DiagnosticSink& sink);

// The same of `cluster: nodes:`, roles and who follows whom.
void check_nodes(const YamlValue& nodes, std::span<const Param> params, const ScenarioNames& names,
                 const RoleNames& roles, DiagnosticSink& sink);

// The instance with these values of the params, so that placeholders count with the values that they may have: timings,
// faults past the end, empty ranges. Call it for several.
void check_instance(const YamlValue& root, const ParamValues& values, const ScenarioBody& body, const Guest& guest,
                    DiagnosticSink& sink);

// The same of its faults; `yaml` is the list that `body.faults` was read from.
void check_faults(const YamlValue& yaml, const ScenarioBody& body, DiagnosticSink& sink);

}  // namespace groundhog
