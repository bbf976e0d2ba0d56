// From a .repro to the text of a regression scenario that people can read and that lasts: the failure is lived again
// in each form that is tried, and the form that is kept shows it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "harness/promote/readable_scenario.hpp"
#include "harness/promote/trials.hpp"
#include "harness/repro/repro.hpp"
#include "sim/scenario/loader.hpp"

namespace groundhog::harness {

struct PromotionOptions {
  std::string name;         // of the scenario
  std::string description;  // empty: one is made
  std::string mutant;       // that the scenario is about; empty: none, it shall be green once the bug is mended
  bool gate = false;        // tag it for the gate, too
  std::string schema;       // ScenarioHeading::schema
  TrialSettings trials = {};
};

// In how many runs with other random draws the failure still shows.
struct Survival {
  std::uint64_t seeds = 0;
  std::uint64_t seeds_failing = 0;
  std::uint64_t bystanders = 0;  // runs with one more client
  std::uint64_t bystanders_failing = 0;

  // Fewer than three in four: it rests on what was drawn for this very seed.
  bool is_poor() const { return 4 * seeds_failing < 3 * seeds || 4 * bystanders_failing < 3 * bystanders; }
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

// `file` is for messages. The outcome of the repro must have failed. `language` names the system that lives the day.
tl::expected<Promotion, PromotionRefusal> promote(const Repro& repro, const std::string& file,
                                                  const PromotionOptions& options, const LoaderContext& language);

}  // namespace groundhog::harness
