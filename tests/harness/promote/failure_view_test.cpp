// What a failure block shows of a run: the plan with what became of each element, and the events that matter.
#include "harness/promote/failure_view.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "harness/runner/checked_run.hpp"
#include "tests/harness/shrink/lying_system.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// Three writes, the last of them with a TTL; and a write to another key between them.
class FailureViews : public ::testing::Test {
 protected:
  FailureViews() {
    using std::chrono::milliseconds;
    plan_ = lied_about();
    plan_.faults.clear();
    plan_.operations = {{milliseconds(100), 0, "primary", {"SET", "k1", "a"}},
                        {milliseconds(200), 0, "primary", {"SET", "other", "b"}},
                        {milliseconds(300), 0, "primary", {"SET", "k1", "c", "PX", "437"}}};
    result_ = checked_run(plan_, guest_);
  }

  FailureView view(const std::string& about = "ttl.fidelity") const {
    return view_failure(plan_, guest_, result_, about);
  }
  bool shows(std::string_view part) const {
    return std::ranges::any_of(view().events, [&](const std::string& line) { return has(line, part); });
  }

  LyingGuest guest_;
  Plan plan_;
  SeedResult result_;
};

TEST_F(FailureViews, ThePlanIsAScenarioWithWhatBecameOfEachElement) {
  const std::string scenario = view().scenario;
  EXPECT_TRUE(scenario.starts_with("run: {")) << scenario;
  EXPECT_TRUE(has(scenario, "cmd: SET k1 c PX 437}  # n1 appends it as entry 3, due at ")) << scenario;
  EXPECT_TRUE(has(scenario, "# ttl.fidelity at t=")) << scenario;
}

TEST_F(FailureViews, TheViolationIsTheLastEvent) {
  const FailureView shown = view();
  ASSERT_FALSE(shown.events.empty());
  EXPECT_TRUE(has(shown.events.back(), "VIOLATED ttl.fidelity: ")) << shown.events.back();
  EXPECT_EQ(std::ranges::count_if(shown.events, [](const std::string& line) { return has(line, "VIOLATED"); }), 1);
}

TEST_F(FailureViews, EventsAboutOtherKeysAndFramesWithoutOneAreLeftOut) {
  EXPECT_EQ(view().key, "k1");
  EXPECT_TRUE(shows("SET k1 c PX 437"));
  EXPECT_FALSE(shows("other"));
  EXPECT_FALSE(shows("ping"));
  EXPECT_TRUE(shows("phase    chaos"));
}

TEST_F(FailureViews, ADeadlineIsWhatIsLeftOfIt) {
  EXPECT_TRUE(shows("expires in 437ms"));
  EXPECT_FALSE(shows("deadline_ms=1"));
}

TEST_F(FailureViews, ARunThatKilledItsProcessIsNotRunAgain) {
  result_ = {};
  result_.end = SeedEnd::crashed;
  result_.detail = "killed by SIGABRT";
  const FailureView shown = view("crash");
  EXPECT_TRUE(shown.events.empty());
  EXPECT_TRUE(has(shown.scenario, "# crash: killed by SIGABRT")) << shown.scenario;
}

TEST_F(FailureViews, ALongPlanIsNotShown) {
  for (int i = 0; i < 40; ++i) plan_.operations.push_back({std::chrono::milliseconds(400), 0, "primary", {"GET", "x"}});
  EXPECT_EQ(view().scenario, "");
}

}  // namespace
}  // namespace groundhog::test
