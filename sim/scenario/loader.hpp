// Reads scenario files. A file that is wrong anywhere is refused with everything that is wrong with it.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "sim/faults/fault.hpp"
#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"
#include "sim/scenario/scenario.hpp"

namespace groundhog {

// A word of `check:`.
struct CheckName {
  std::string_view name;
  bool needs_settle = false;  // settle must be as long as the guest's convergence bound
};

// What the language is made of besides itself. The guest and the fault table must outlive every scenario loaded with
// them.
struct LoaderContext {
  const Guest& guest;                               // knobs, frame types, announcements, timing
  std::span<const FaultEntry> faults;               // verbs and their parameters
  std::vector<CheckName> checks;                    // of the checker table, in its order
  std::vector<std::string_view> mutant_names = {};  // empty: `expect: mutant` is not judged
  bool is_recorded = false;                         // printed by this program: of any length

  std::vector<std::string_view> check_names() const;
};

tl::expected<Scenario, Diagnostics> load_scenario(const std::filesystem::path& file, const LoaderContext& context);

// `file` is for messages only.
tl::expected<Scenario, Diagnostics> load_scenario_text(std::string_view text, const std::string& file,
                                                       const LoaderContext& context);

}  // namespace groundhog
