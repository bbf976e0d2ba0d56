// A seed's result as JSON, in files and in reports.
#pragma once

#include "harness/repro/seed_json.hpp"
#include "harness/runner/seed_result.hpp"
#include "harness/text/json.hpp"

namespace groundhog::harness {

void add_seed_members(JsonObject& object, const SeedResult& result);
JsonObject counts_json(const Coverage& coverage);
JsonObject build_json();

}  // namespace groundhog::harness
