// The scenario language for editors and for people, from the tables that the loader reads files by; and a scenario to
// begin with.
#pragma once

#include <string>
#include <string_view>

#include "sim/scenario/loader.hpp"

namespace groundhog {

// JSON Schema, draft 7; ends with a newline. scenarios/schema/scenario.v1.schema.json is this text.
std::string json_schema(const LoaderContext& context);

// The keys of every mapping as Markdown tables.
std::string scenario_reference(const LoaderContext& context);

// For `groundhog init`: a small commented scenario called `name` that loads and expands as it stands, in the words of
// this guest. `schema` is where editors find the JSON Schema.
std::string starter_scenario(std::string_view name, std::string_view schema, const Guest& guest);

}  // namespace groundhog
