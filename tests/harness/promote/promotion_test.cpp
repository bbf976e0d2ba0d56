// A failure becomes a file: it fails with the bug, passes without it, and still fails when random draws shift.
#include "harness/promote/promotion.hpp"

#include <algorithm>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "harness/promote/run_record.hpp"
#include "harness/repro/record.hpp"
#include "harness/runner/checked_run.hpp"
#include "sim/scenario/expand.hpp"
#include "tests/harness/promote/hasty_system.hpp"
#include "tests/support/burrow_catalogue.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

constexpr std::string_view two_pongs_lost = R"(version: 1
name: two-pongs-lost
run: {chaos: 2s, settle: 1s}
cluster:
  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}
  config: {heartbeat-interval: 100ms, heartbeat-misses: 3}
network: {default: {delay: 2ms, jitter: 1ms}}
workload:
  ops:
    - {at: 100ms, client: c1, node: n1, cmd: SET k v1}
    - {at: 1500ms, client: c1, node: n2, cmd: GET k}
faults:
  - {do: drop, at: 505ms, for: 190ms, match: {type: [pong, log_entry]}}
check: [failure_detector]
)";

std::string pause_of_n2(const std::string& at_and_for) {
  return R"(version: 1
name: pause
run: {chaos: 1s, settle: 0s}
cluster:
  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}
  config: {heartbeat-interval: 100ms, heartbeat-misses: 3}
network: {default: {delay: 0s}}
faults:
  - {do: pause, node: n2, )" +
         at_and_for + R"(}
check: [failure_detector]
)";
}

// n2 stands still from one tick of the heartbeat to the next: whether it answers in time rests on the order of what
// falls on the same instant, at both ends.
const std::string from_tick_to_tick = pause_of_n2("at: 500ms, for: 100ms");
// Half a millisecond later, it misses the second one for certain.
const std::string until_a_tick = pause_of_n2("at: 450ms, for: 150ms");

class Promoting : public testing::Test {
 protected:
  LoaderContext with_bug() const {
    const LoaderContext& usual = catalogue_.loader();
    return {hasty_, usual.faults, usual.checks, {}};
  }

  Plan plan_of(std::string_view text, std::uint64_t seed) const {
    const auto scenario = load_scenario_text(text, "test.yaml", catalogue_.loader());
    if (!scenario) throw std::runtime_error(render(scenario.error(), false));
    return expand(*scenario, seed);
  }

  Repro recorded(std::string_view text, const Guest& guest, std::uint64_t seed = 3) const {
    return record_repro(plan_of(text, seed), guest);
  }

  tl::expected<Promotion, PromotionRefusal> promoted(std::string_view text = two_pongs_lost,
                                                     std::uint64_t seed = 3) const {
    PromotionOptions options{.name = "hasty", .description = {}, .mutant = {}, .schema = {}};
    return promote(recorded(text, hasty_, seed), "test.repro", options, with_bug());
  }

  std::uint64_t first_failing(std::string_view text) const {
    std::uint64_t seed = 1;
    while (seed < 100 && !fails(plan_of(text, seed), hasty_)) ++seed;
    return seed;
  }

  // Of 20 seeds that no promotion looks at.
  std::size_t seeds_failing(std::string_view text) const {
    std::size_t failing = 0;
    for (std::uint64_t seed = 1001; seed <= 1020; ++seed) failing += fails(plan_of(text, seed), hasty_) ? 1 : 0;
    return failing;
  }

  bool fails(const Plan& plan, const Guest& guest) const { return checked_run(plan, guest).failed(); }

  const Guest& clean() const { return catalogue_.guest(); }
  HastyGuest hasty_;
  test::BurrowCatalogue catalogue_;
};

TEST_F(Promoting, TheRunFailsWithTheBugOnly) {
  EXPECT_TRUE(fails(plan_of(two_pongs_lost, 3), hasty_));
  EXPECT_FALSE(fails(plan_of(two_pongs_lost, 3), clean()));
}

TEST_F(Promoting, TheScenarioFailsWithTheBugAndPassesWithoutIt) {
  const auto promotion = promoted();
  ASSERT_TRUE(promotion.has_value()) << promotion.error().message;
  const Plan plan = plan_of(promotion->text, 3);
  EXPECT_TRUE(fails(plan, hasty_)) << promotion->text;
  EXPECT_FALSE(fails(plan, clean())) << promotion->text;
}

TEST_F(Promoting, ItStillFailsWhenDrawsShift) {
  const auto promotion = promoted();
  ASSERT_TRUE(promotion.has_value()) << promotion.error().message;
  EXPECT_EQ(promotion->survival.seeds, 20U);
  EXPECT_EQ(promotion->survival.failing, 20U);

  // One client more, and one timer more in every node: the janitor, at another pace.
  Plan shifted = plan_of(promotion->text, 3);
  shifted.config["janitor-interval"] = "37ms";
  for (int i = 0; i < 40; ++i) {
    shifted.operations.push_back({std::chrono::milliseconds(40 * i), shifted.clients, "n1", {"GET", "unused"}});
  }
  ++shifted.clients;
  std::ranges::stable_sort(shifted.operations, {}, &PlannedOperation::at);
  EXPECT_TRUE(fails(shifted, hasty_)) << promotion->text;
  EXPECT_FALSE(fails(shifted, clean()));
}

TEST_F(Promoting, WhatRestsOnATieIsMovedOffIt) {
  const std::uint64_t seed = first_failing(until_a_tick);
  EXPECT_GT(seeds_failing(until_a_tick), 0U);
  EXPECT_LT(seeds_failing(until_a_tick), 20U);
  const auto promotion = promoted(until_a_tick, seed);
  ASSERT_TRUE(promotion.has_value()) << promotion.error().message;
  EXPECT_EQ(promotion->survival.failing, 20U) << promotion->text;
  EXPECT_EQ(seeds_failing(promotion->text), 20U) << promotion->text;
  EXPECT_FALSE(promotion->survival.rests_on_a_draw());
  EXPECT_FALSE(fails(plan_of(promotion->text, seed), clean())) << promotion->text;
}

TEST_F(Promoting, ProgressIsReported) {
  std::uint64_t runs = 0;
  PromotionOptions options{.name = "hasty", .description = {}, .mutant = {}, .schema = {}};
  options.trials.on_progress = [&](const TrialStatus& now) {
    EXPECT_GE(now.runs, runs);
    runs = now.runs;
  };
  ASSERT_TRUE(promote(recorded(two_pongs_lost, hasty_), "test.repro", options, with_bug()).has_value());
  EXPECT_GT(runs, 40U);
}

// Where no other time helps, nothing is added: the file says so, and runs more seeds.
TEST_F(Promoting, WhatRestsOnADrawRunsSeveralSeeds) {
  const std::uint64_t seed = first_failing(from_tick_to_tick);
  const auto promotion = promoted(from_tick_to_tick, seed);
  ASSERT_TRUE(promotion.has_value()) << promotion.error().message;
  EXPECT_TRUE(promotion->survival.rests_on_a_draw());
  EXPECT_FALSE(promotion->survival.is_poor());
  EXPECT_EQ(promotion->plan.faults.size(), 1U);
  EXPECT_TRUE(promotion->plan.operations.empty());
  const auto scenario = load_scenario_text(promotion->text, "drawn.yaml", catalogue_.loader());
  ASSERT_TRUE(scenario.has_value()) << promotion->text;
  EXPECT_EQ(scenario->seeds, SeedSet::counted(seed, 40));
  EXPECT_NE(promotion->text.find("# The failure rests on what a seed draws"), std::string::npos) << promotion->text;
}

TEST_F(Promoting, ALongValueTakesAShortLine) {
  Plan plan = plan_of(two_pongs_lost, 3);
  plan.name = "long";
  plan.operations[0].arguments[2] = "v1" + std::string(24'000, 'x');
  ScenarioHeading heading;
  heading.name = plan.name;
  const std::string text = readable_scenario(plan, heading, {});
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 200U) << line.substr(0, 200);
  EXPECT_EQ(plan_of(text, 3), plan);
}

TEST(Survival, SaysHowMuchRestsOnADraw) {
  EXPECT_FALSE((Survival{20, 15}).rests_on_a_draw());
  EXPECT_TRUE((Survival{20, 14}).rests_on_a_draw());
  EXPECT_FALSE((Survival{20, 4}).is_poor());
  EXPECT_TRUE((Survival{20, 3}).is_poor());
  EXPECT_FALSE(Survival{}.is_poor());  // of a build that cannot say
  EXPECT_FALSE(Survival{}.rests_on_a_draw());
}

TEST_F(Promoting, JitterGoes) {
  const auto promotion = promoted();
  ASSERT_TRUE(promotion.has_value()) << promotion.error().message;
  EXPECT_EQ(promotion->plan.network.fallback.delay.jitter, Duration{0});
}

TEST_F(Promoting, EachElementHasAComment) {
  const auto promotion = promoted();
  ASSERT_TRUE(promotion.has_value()) << promotion.error().message;
  for (const char* comment :
       {"# n1 appends it as entry 1", "# n2 answers v1", "# drops 2 pongs, ", "# failure_detector at t="}) {
    EXPECT_NE(promotion->text.find(comment), std::string::npos) << comment << "\n" << promotion->text;
  }
}

TEST_F(Promoting, PromotingWhatWasPromotedChangesNothing) {
  const auto first = promoted();
  ASSERT_TRUE(first.has_value()) << first.error().message;
  PromotionOptions options{.name = "hasty",
                           .description =
                               "The part of two-pongs-lost, seed 0x3, that violates "
                               "failure_detector.",
                           .mutant = {},
                           .schema = {}};
  const auto second = promote(recorded(first->text, hasty_), "test.repro", options, with_bug());
  ASSERT_TRUE(second.has_value()) << second.error().message;
  EXPECT_EQ(second->text, first->text);
}

TEST_F(Promoting, NothingThatIsNotTiedToADrawIsMoved) {
  const auto promotion = promoted();
  ASSERT_TRUE(promotion.has_value()) << promotion.error().message;
  EXPECT_EQ(promotion->plan.operations, plan_of(two_pongs_lost, 3).operations);
}

TEST_F(Promoting, ARunThatDoesNotFailHereIsRefused) {
  PromotionOptions options{.name = "hasty", .description = {}, .mutant = {}, .schema = {}};
  const auto promotion = promote(recorded(two_pongs_lost, hasty_), "test.repro", options, catalogue_.loader());
  ASSERT_FALSE(promotion.has_value());
  EXPECT_EQ(promotion.error().kind, PromotionRefusal::Kind::not_shown);
  EXPECT_NE(promotion.error().message.find("does not show failure_detector on this build"), std::string::npos)
      << promotion.error().message;
}

TEST_F(Promoting, WithoutTheMutantItIsWrittenUnverified) {
  PromotionOptions options{.name = "hasty", .description = {}, .mutant = "hasty", .schema = {}};
  const auto promotion = promote(recorded(two_pongs_lost, hasty_), "test.repro", options, catalogue_.loader());
  ASSERT_TRUE(promotion.has_value()) << promotion.error().message;
  EXPECT_FALSE(promotion->result);
  EXPECT_NE(promotion->text.find("expect: {violates: failure_detector, mutant: hasty, within_seeds: 1}"),
            std::string::npos);
}

TEST_F(Promoting, AnExpectationOfAMutantNeedsATreeThatIsGreen) {
  PromotionOptions options{.name = "hasty", .description = {}, .mutant = "other", .schema = {}};
  const auto promotion = promote(recorded(two_pongs_lost, hasty_), "test.repro", options, with_bug());
  ASSERT_FALSE(promotion.has_value());
  EXPECT_EQ(promotion.error().kind, PromotionRefusal::Kind::not_shown);
}

}  // namespace
}  // namespace groundhog::test
