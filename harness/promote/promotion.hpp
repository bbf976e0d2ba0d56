// From a .repro to the text of a regression scenario that people can read and that lasts: each form that is tried is
// run, and the form that is kept shows the failure. It never has more elements than the .repro; where the failure rests
// on what a seed draws, the scenario runs several seeds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "harness/promote/readable_scenario.hpp"
#include "harness/promote/settle_form.hpp"
#include "harness/repro/repro.hpp"
#include "sim/scenario/loader.hpp"

namespace groundhog::harness {

struct PromotionOptions {
  std::string name;         // of the scenario
  std::string description;  // empty: one is made
  std::string mutant;       // that the scenario is about; empty: none, it shall be green once the bug is fixed
  bool gate = false;        // tag it for the gate, too
  std::string schema;       // ScenarioHeading::schema
  TrialSettings trials = {};
};

// Under how many other seeds the failure still shows.
struct Survival {
  std::uint64_t seeds = 0;
  std::uint64_t failing = 0;

  // Fewer than three in four: it rests on what a seed draws, mostly the order of what falls on one instant.
  bool rests_on_a_draw() const { return 4 * failing < 3 * seeds; }
  // Nor do several seeds catch it: fewer than one in six shows it.
  bool is_poor() const { return 6 * failing < seeds; }
};

struct Promotion {
  std::string text;
  Plan plan;
  std::optional<SeedResult> result;  // of its run on this build; nullopt: this build is not the one that it is about
  Survival survival;                 // all 0 without a result
};

struct PromotionRefusal {
  enum class Kind : std::uint8_t {
    unusable,      // what was given cannot become a scenario of this build
    not_shown,     // this build does not show the failure, or shows it where it must not
    interrupted,   // by a signal
    wrong_result,  // the scenario as written does not show what its plan did
  };

  Kind kind = Kind::unusable;
  std::string message;  // for people, without a full stop
};

// `file` is for messages. The outcome of the repro must have failed. `language` names the system that runs it.
tl::expected<Promotion, PromotionRefusal> promote(const Repro& repro, const std::string& file,
                                                  const PromotionOptions& options, const LoaderContext& language);

}  // namespace groundhog::harness
