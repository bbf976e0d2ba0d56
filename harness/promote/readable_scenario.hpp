// A plan as a scenario for people: what goes without saying is left out, columns are aligned, and each element has a
// comment that says what it did.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/plan/plan.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/yaml.hpp"

namespace groundhog::harness {

// "# …", broken between words to fit the line. Bytes that a comment cannot hold are replaced.
std::string comment_lines(std::string_view text, std::size_t margin);

// What stands above the plan. The name is the scenario's, whatever the plan is called.
struct ScenarioHeading {
  std::string schema;  // path of the JSON Schema from the file's folder, for editors; empty: no such line
  std::string name;
  std::string description;
  std::vector<std::string> tags;
  std::uint64_t seeds = 1;  // so many, beginning with the plan's
  std::optional<Expectation> expect;
};

// What the elements of a plan did in its run; an empty text is no comment.
struct PlanNotes {
  std::vector<std::string> faults;      // by index in the plan
  std::vector<std::string> operations;  // by index in the plan
  std::string violation;                // stands above `check:`
};

// Loads without a warning where the plan came from a scenario that does. Expanding it with the plan's seed gives the
// plan again, under the heading's name.
std::string readable_scenario(const Plan& plan, const ScenarioHeading& heading, const PlanNotes& notes);

// The plan alone, without a heading: to read, not to load.
std::string readable_plan(const Plan& plan, const PlanNotes& notes);

}  // namespace groundhog::harness
