// Reads scenario files. A file that is wrong anywhere is refused with everything that is wrong with it.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "sim/cluster/system.hpp"
#include "sim/faults/fault.hpp"
#include "sim/plan/knob_problem.hpp"
#include "sim/plan/plan.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog {

// What the language is made of besides itself. The fault table must outlive every scenario loaded with it.
struct LoaderContext {
  const System& system;                                              // knobs, frame types, announcements
  std::span<const FaultEntry> faults;                                // verbs and their parameters
  std::vector<std::string_view> check_names;                         // of the checker table, in its order
  Duration (*convergence_bound)(const Plan&) = nullptr;              // nullptr: the length of settle is not judged
  std::vector<KnobProblem> (*knob_problems)(const Plan&) = nullptr;  // nullptr: knobs are judged one by one only
  std::vector<std::string_view> mutant_names = {};                   // empty: `expect: mutant` is not judged
};

tl::expected<Scenario, Diagnostics> load_scenario(const std::filesystem::path& file, const LoaderContext& context);

// `file` is for messages only.
tl::expected<Scenario, Diagnostics> load_scenario_text(std::string_view text, const std::string& file,
                                                       const LoaderContext& context);

}  // namespace groundhog
