// What is wrong with a document: against the tables of keys.hpp (unknown, duplicate and missing keys, wrong kinds,
// units and names), and where only several values together show it.
#pragma once

#include <span>

#include "sim/scenario/loader.hpp"
#include "sim/scenario/names.hpp"
#include "sim/scenario/params.hpp"
#include "sim/scenario/scenario_body.hpp"
#include "sim/scenario/yaml_document.hpp"

namespace groundhog {

// Everything that a single value or mapping shows.
void validate(const YamlValue& root, std::span<const Param> params, const ScenarioNames& names,
              const LoaderContext& context, DiagnosticSink& sink);

// Independent of params: which keys exclude or need one another, roles and chains.
void check_structure(const YamlValue& root, const ScenarioNames& names, DiagnosticSink& sink);

// The instance with these values of the params, so that placeholders count with the values that they may have: timings,
// faults past the end, empty ranges. Call it for several.
void check_instance(const YamlValue& root, const ParamValues& values, const ScenarioBody& body, const Guest& guest,
                    DiagnosticSink& sink);

}  // namespace groundhog
