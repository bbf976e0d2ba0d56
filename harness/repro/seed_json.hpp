// A seed's result as JSON, in files and in reports.
#pragma once

#include "harness/repro/repro.hpp"
#include "harness/runner/seed_result.hpp"
#include "harness/text/json.hpp"

namespace groundhog::harness {

void add_seed_members(JsonObject& object, const SeedResult& result);
JsonObject counts_json(const Coverage& coverage);
JsonObject size_json(const DaySize& size);
JsonObject build_json();

}  // namespace groundhog::harness
