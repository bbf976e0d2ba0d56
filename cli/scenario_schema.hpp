// The line at the head of a scenario file by which editors find the JSON Schema.
#pragma once

#include <filesystem>
#include <string>

namespace groundhog::cli {

inline constexpr const char* schema_name = "scenario.v1.schema.json";

// How a file in this folder refers to the schema of its checkout, the folder's or the current one: by a path from
// there, or by a URL where it lies outside. Empty: there is no checkout, or its schema is another one, as that of
// another system is.
std::string schema_reference(const std::filesystem::path& folder, const std::string& schema);

}  // namespace groundhog::cli
