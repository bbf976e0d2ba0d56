// Recording changes nothing; imposing all decisions of a run gives that run again; one changed decision does not.
#include "harness/repro/record.hpp"

#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "harness/repro/repro_file.hpp"
#include "harness/runner/checked_run.hpp"
#include "sim/scenario/expand.hpp"
#include "tests/harness/repro/small_plan.hpp"
#include "tests/support/burrow_catalogue.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

class Record : public ::testing::Test {
 protected:
  const Guest& guest() const { return catalogue_.guest(); }

  std::vector<Scenario> gate_scenarios() const {
    std::vector<Scenario> scenarios;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(GROUNDHOG_SOURCE_DIR) + "/scenarios")) {
      if (entry.path().extension() == ".yaml") {
        scenarios.push_back(load_scenario(entry.path(), catalogue_.loader()).value());
      }
    }
    return scenarios;
  }

  test::BurrowCatalogue catalogue_;
};

TEST_F(Record, ChangesNothingAndImposedGivesTheSameRun) {
  std::uint64_t decisions = 0;
  for (const Scenario& scenario : gate_scenarios()) {
    const Plan plan = expand(scenario, scenario.seeds.at(0));
    const std::uint64_t hash = checked_run(plan, guest()).hash;
    const Repro recorded = record_repro(plan, guest());
    EXPECT_EQ(recorded.outcome->trail.whole, hash) << scenario.name;
    const Repro again = record_repro(plan, guest(), {recorded.outcome->decisions});
    EXPECT_EQ(again, recorded) << scenario.name;
    decisions += recorded.outcome->decisions.size();
  }
  EXPECT_GT(decisions, 1000U) << "no scenario had anything to decide";
}

// The decisions alone carry the network: with another seed's draws below them, the same fates come out.
TEST_F(Record, DecisionsOutweighTheSeedsOwnDraws) {
  const Plan plan = small_plan(1);
  const Repro recorded = record_repro(plan, guest());
  Plan other = plan;
  other.network.fallback.delay.jitter = std::chrono::microseconds(900);
  EXPECT_NE(record_repro(other, guest()).outcome->decisions, recorded.outcome->decisions);
  EXPECT_EQ(record_repro(other, guest(), {recorded.outcome->decisions}).outcome->trail, recorded.outcome->trail);
}

TEST_F(Record, OneChangedDecisionIsAnotherRun) {
  const Plan plan = small_plan(1);
  const Repro recorded = record_repro(plan, guest());
  std::vector<RecordedDecision> changed = recorded.outcome->decisions;
  const auto delivered = std::ranges::find_if(
      changed, [](const RecordedDecision& decision) { return decision.type == "log_entry" && decision.fate; });
  ASSERT_NE(delivered, changed.end());
  delivered->fate = *delivered->fate + Duration(1);
  EXPECT_NE(record_repro(plan, guest(), {changed}).outcome->trail.whole, recorded.outcome->trail.whole);
}

TEST_F(Record, ARunWithLossDecidesFramesControlsAndAcknowledgements) {
  const std::vector<RecordedDecision> decisions = record_repro(small_plan(3), guest()).outcome->decisions;
  for (const char* type : {"syn", "ack", "log_entry", "ping"}) {
    EXPECT_TRUE(std::ranges::any_of(decisions, [&](const auto& decision) { return decision.type == type; })) << type;
  }
  EXPECT_TRUE(std::ranges::any_of(decisions, [](const auto& decision) { return !decision.fate; }));
  EXPECT_TRUE(std::ranges::any_of(decisions, [](const auto& decision) { return decision.attempt > 0; }));
}

TEST_F(Record, ARunWithoutJitterAndLossDecidesNothing) {
  Plan plan = small_plan(1);
  plan.network.fallback = {};
  EXPECT_TRUE(record_repro(plan, guest()).outcome->decisions.empty());
}

TEST_F(Record, ThePlanIsWholeAndTheFileIsTheRecord) {
  const Plan plan = small_plan(5);
  const Repro recorded = record_repro(plan, guest());
  const Repro back = parse_repro(to_text(recorded), "it.repro").value();
  EXPECT_EQ(back, recorded);
  const Scenario scenario = load_scenario_text(back.plan, "it.repro", catalogue_.loader()).value();
  EXPECT_EQ(record_repro(expand(scenario, back.seed), guest()), recorded);
  EXPECT_EQ(recorded.build, build_stamp());
  EXPECT_NE(recorded.build.binary, 0U);
}

// ---- the guide ----------------------------------------------------------------------------------------------------

TEST(DecisionGuide, CountsWhatItImposedAndWhatItDidNotKnow) {
  const Plan plan = small_plan(1);
  const std::vector<RecordedDecision> decisions = {{"n1", "n2", "ping", 1, 0, Duration(5)},
                                                   {"n1", "n2", "ping", 1, 1, std::nullopt},
                                                   {"n1", "n2", "pong", 1, 0, Duration(6)},
                                                   {"n9", "n2", "ping", 1, 0, Duration(7)}};
  DecisionGuide guide(plan, decisions);
  const HostId n1{0};
  const HostId n2{1};
  EXPECT_EQ(guide.decide({n1, n2, "ping", 1, 0}, Duration(9)), Fate(Duration(5)));
  EXPECT_EQ(guide.decide({n1, n2, "ping", 1, 1}, Duration(9)), Fate());
  EXPECT_EQ(guide.decide({n1, n2, "ping", 2, 0}, Duration(9)), Fate(Duration(9)));
  EXPECT_EQ(guide.decide({n2, n1, "ping", 1, 0}, Duration(9)), Fate(Duration(9)));
  EXPECT_EQ(guide.matched(), 2U);
  EXPECT_EQ(guide.unknown(), 2U);
}

}  // namespace
}  // namespace groundhog::test
