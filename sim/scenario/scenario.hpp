// A scenario as it was written: still with params, ranges and random windows. `expand` (expand.hpp) makes the plan of a
// seed.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog {

// About one mutant alone: with it the property must be violated, without it the scenario must be green.
struct Expectation {
  std::string violates;
  std::string mutant;
  std::optional<std::uint64_t> within_seeds;  // none: within the full set
};

// A fault as it is written: over the full set of seeds it takes effect once at least.
struct WrittenFault {
  std::string id;  // of the planned ones too, with .1, .2 … behind it where it has several windows
  std::string verb;
  std::uint32_t line = 0;
  bool may_miss = false;  // it need not
};

class ScenarioTemplate;  // what is drawn and expanded per seed: sim/scenario/scenario_body.hpp

struct Scenario {
  std::string file;
  std::uint64_t text_hash = 0;  // XXH3 of the file's text: whether two files are the same
  std::string name;
  std::string description;
  std::vector<std::string> tags;
  SeedSet seeds = SeedSet::counted(1, 100);    // its full set
  std::vector<std::string> checks;             // names of the checker table, never "all", in its order
  bool checks_all = false;                     // `check: [all]`
  std::map<std::string, std::uint64_t> cover;  // name -> least count over the full set of seeds
  std::uint32_t cover_line = 0;                // where the floors stand in the file
  std::optional<Expectation> expect;
  std::vector<WrittenFault> faults;
  Diagnostics warnings;
  std::shared_ptr<const ScenarioTemplate> body;  // immutable, shared by copies
};

}  // namespace groundhog
