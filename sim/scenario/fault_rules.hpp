// What only several values of a fault, or of several faults, show: windows past the end of chaos, empty ranges, clocks
// that would leave their limits. Judged on an instance; see rules.hpp.
#pragma once

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/scenario_body.hpp"
#include "sim/scenario/yaml_document.hpp"

namespace groundhog {

// `yaml` is the list that `body.faults` was read from.
void check_faults(const YamlValue& yaml, const ScenarioBody& body, DiagnosticSink& sink);

}  // namespace groundhog
