#include "harness/promote/promotion.hpp"

#include <algorithm>
#include <utility>

#include "harness/mutants/planted.hpp"
#include "harness/promote/run_record.hpp"
#include "harness/repro/record.hpp"
#include "harness/repro/signature.hpp"
#include "harness/runner/checked_run.hpp"
#include "sim/core/text.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::harness {
namespace {

using enum PromotionRefusal::Kind;

// One of so many is as good as certain to show what one in six shows.
constexpr std::uint64_t seeds_of_a_draw = 40;

tl::unexpected<PromotionRefusal> refuse(PromotionRefusal::Kind kind, std::string message) {
  return tl::unexpected(PromotionRefusal{kind, std::move(message)});
}

class Promoter {
 public:
  Promoter(const Repro& repro, const std::string& file, const PromotionOptions& options, const LoaderContext& language)
      : repro_(repro),
        file_(file),
        options_(options),
        language_(language),
        signature_(signature_of(result_of(repro), repro.about)),
        trials_(language.guest, signature_, options.trials) {}

  tl::expected<Promotion, PromotionRefusal> run() {
    auto plan = recorded_plan();
    if (!plan) return tl::unexpected(plan.error());
    const bool is_at_home = planted_mutant() == options_.mutant;
    if (!is_at_home && !planted_mutant().empty()) {
      return refuse(unusable,
                    "this binary has " + std::string(planted_mutant()) + " planted: use the binary of the true tree");
    }
    auto promotion = is_at_home ? promote_here(std::move(*plan)) : promote_unseen(std::move(*plan));
    if (trials_.interrupted()) return refuse(interrupted, "interrupted: nothing was written");
    return promotion;
  }

 private:
  bool is_about_a_property() const {
    return std::ranges::count(language_.checks, std::string_view(signature_.about), &CheckName::name) > 0;
  }

  tl::expected<Plan, PromotionRefusal> recorded_plan() const {
    const auto scenario = recorded_scenario(repro_, file_, language_);
    if (!scenario) {
      return refuse(unusable,
                    "this build does not accept the plan in " + file_ + ":\n" + render(scenario.error(), false));
    }
    Plan plan = expand(*scenario, repro_.seed);
    plan.name = options_.name;
    plan.checks.clear();
    if (is_about_a_property()) plan.checks.push_back(signature_.about);
    return plan;
  }

  tl::expected<Promotion, PromotionRefusal> promote_here(Plan plan) {
    if (!trials_.fails(plan))
      return refuse(not_shown, "the run does not show " + about() + " on this build: " + how_to_get_it());
    const SeedResult first = run_one(plan);
    if (ended_by_itself(first)) plan = settle_form(std::move(plan), trials_);

    Promotion promotion;
    promotion.plan = std::move(plan);
    promotion.result = run_one(promotion.plan);
    promotion.survival = {seeds_reported, trials_.failing_seeds(promotion.plan, first_reported, seeds_reported)};
    promotion.text = readable_scenario(promotion.plan, heading(promotion.survival.rests_on_a_draw()),
                                       notes(promotion.plan, *promotion.result));
    const auto written = read_back(promotion.text);
    if (!written) return tl::unexpected(written.error());
    if (!trials_.fails(*written)) {
      return refuse(wrong_result, "the scenario as written does not show " + about());
    }
    return promotion;
  }

  // This build cannot show the failure: nothing is known but what the repro says.
  tl::expected<Promotion, PromotionRefusal> promote_unseen(Plan plan) {
    const SeedResult here = run_one(plan);
    if (here.failed()) {
      return refuse(not_shown,
                    "the run fails without the mutant " + options_.mutant + ", too: the bug is in this build");
    }
    Promotion promotion;
    promotion.plan = std::move(plan);
    PlanNotes notes;
    notes.violation = sentence_of(result_of(repro_), about());
    promotion.text = readable_scenario(promotion.plan, heading(false), notes);
    const auto written = read_back(promotion.text);
    if (!written) return tl::unexpected(written.error());
    return promotion;
  }

  SeedResult run_one(const Plan& plan) { return trials_.run({&plan, 1}).front(); }

  tl::expected<Plan, PromotionRefusal> read_back(const std::string& text) const {
    const auto scenario = load_scenario_text(text, options_.name + ".yaml", language_);
    if (scenario) return expand(*scenario, repro_.seed);
    return refuse(unusable, "the scenario would be refused:\n" + render(scenario.error(), false));
  }

  // ---- words

  std::string about() const { return signature_.about; }

  std::string how_to_get_it() const {
    const std::string commit = repro_.build.commit.empty() ? "another commit" : "commit " + repro_.build.commit;
    return "it was found with " + commit +
           (repro_.build.mutant.empty() ? "" : " and the mutant " + repro_.build.mutant + " planted");
  }

  ScenarioHeading heading(bool rests_on_a_draw) const {
    ScenarioHeading heading{.schema = options_.schema,
                            .name = options_.name,
                            .description = options_.description,
                            .tags = {"regression"},
                            .seeds = rests_on_a_draw ? seeds_of_a_draw : 1,
                            .expect = {}};
    if (heading.description.empty()) heading.description = made_description();
    if (options_.gate) heading.tags.insert(heading.tags.begin(), "gate");
    if (!options_.mutant.empty() && is_about_a_property())
      heading.expect = {signature_.about, options_.mutant, heading.seeds};
    return heading;
  }

  std::string made_description() const {
    std::string text = "The part of " + repro_.scenario_name + ", seed " + seed_text(repro_.seed) + ", ";
    text += is_about_a_property() ? "that violates " + about() : "that ends with \"" + about() + "\"";
    if (!options_.mutant.empty()) text += " with " + options_.mutant + " planted";
    return text + ".";
  }

  PlanNotes notes(const Plan& plan, const SeedResult& result) const {
    PlanNotes notes = ended_by_itself(result) ? notes_of_run(plan, language_.guest) : PlanNotes{};
    notes.violation = sentence_of(result, about());
    return notes;
  }

  const Repro& repro_;
  const std::string& file_;
  const PromotionOptions& options_;
  const LoaderContext& language_;
  FailureSignature signature_;
  Trials trials_;
};

}  // namespace

tl::expected<Promotion, PromotionRefusal> promote(const Repro& repro, const std::string& file,
                                                  const PromotionOptions& options, const LoaderContext& language) {
  return Promoter(repro, file, options, language).run();
}

}  // namespace groundhog::harness
