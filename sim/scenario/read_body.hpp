// From a document and drawn params to a typed instance.
#pragma once

#include <span>

#include "sim/guest/guest.hpp"
#include "sim/scenario/params.hpp"
#include "sim/scenario/scenario_body.hpp"
#include "sim/scenario/yaml_document.hpp"

namespace groundhog {

// Never fails: what the validator has refused reads as absent.
ScenarioBody read_body(const YamlValue& root, const ParamValues& values, std::span<const FaultEntry> faults,
                       const Guest& guest);

}  // namespace groundhog
