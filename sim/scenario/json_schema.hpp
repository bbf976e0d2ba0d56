// The scenario language for editors and for people, both from the tables that the validator uses.
#pragma once

#include <string>

#include "sim/scenario/loader.hpp"

namespace groundhog {

// JSON Schema, draft 7; ends with a newline. scenarios/schema/scenario.v1.schema.json is this text.
std::string json_schema(const LoaderContext& context);

// The keys of every mapping as Markdown tables.
std::string scenario_reference(const LoaderContext& context);

}  // namespace groundhog
