// From a scenario and a seed to one plan.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/plan/plan.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog {

struct Boundaries;
class Guest;
struct ScenarioBody;
struct WorkloadSpec;

// For what aims at a bound: a millisecond less, nothing, or a millisecond more.
inline Duration a_little_off(std::uint64_t bits) { return std::chrono::milliseconds(static_cast<int>(bits % 3) - 1); }

// A pure function: the same scenario and seed give the same plan, on every compiler and processor. Each draw is keyed
// by what it is for ("param" and its name, "fault" and its id, "workload", client and ordinal), so that adding a fault,
// a client or a param shifts nothing else.
Plan expand(const Scenario& scenario, std::uint64_t seed);

// The second half: the plan of one instance of the scenario.
Plan make_plan(const Scenario& scenario, const ScenarioBody& body, std::uint64_t seed);

// Generated operations and those at fixed times, in the order of (time, client, ordinal). What a client does is keyed
// by its number and the operation's ordinal: one client more changes the others' pace (they share the rate), never
// their draws. Each write has a value of its own: client and ordinal, "c2-17". Some aim at deadlines that their client
// has set, and at sizes of `boundaries`.
std::vector<PlannedOperation> generate_workload(const ScenarioBody& body, const Guest& guest,
                                                const Boundaries& boundaries, RandomKey key);

// Whether an operation, written or generated, may be about this key.
bool may_be_key(const WorkloadSpec& workload, std::string_view key);

}  // namespace groundhog
