// Checks a document against the tables of keys.hpp: unknown, duplicate and missing keys, wrong kinds, units and names.
#pragma once

#include <span>

#include "sim/scenario/loader.hpp"
#include "sim/scenario/names.hpp"
#include "sim/scenario/params.hpp"
#include "sim/scenario/yaml_document.hpp"

namespace groundhog {

// Everything that a single value or mapping shows; what only several together show is in rules.hpp.
void validate(const YamlValue& root, std::span<const Param> params, const ScenarioNames& names,
              const LoaderContext& context, DiagnosticSink& sink);

}  // namespace groundhog
