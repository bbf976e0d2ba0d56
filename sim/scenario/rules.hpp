// What only several values together show: roles and chains, timings, faults past the end, empty ranges. Judged on
// instances, so that placeholders count with the values that they may have.
#pragma once

#include "sim/scenario/loader.hpp"
#include "sim/scenario/names.hpp"
#include "sim/scenario/params.hpp"
#include "sim/scenario/scenario_body.hpp"
#include "sim/scenario/yaml_document.hpp"

namespace groundhog {

// Independent of params: which keys exclude or need one another.
void check_structure(const YamlValue& root, const ScenarioNames& names, DiagnosticSink& sink);

// The instance with these values of the params; call it for several.
void check_instance(const YamlValue& root, const ParamValues& values, const ScenarioBody& body, const Guest& guest,
                    DiagnosticSink& sink);

}  // namespace groundhog
