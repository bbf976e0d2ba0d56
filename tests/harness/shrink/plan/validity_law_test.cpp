// Whatever the oracle says: every candidate is a plan that the loader would accept.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "checkers/checker.hpp"
#include "harness/shrink/plan/shrinker.hpp"
#include "sim/burrow/burrow_guest.hpp"
#include "sim/burrow/timing.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/loader.hpp"
#include "sim/scenario/plan_text.hpp"
#include "tests/harness/shrink/plan/failing_plans.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

class Words {
 public:
  Words() : guest_(make_burrow_guest()) {}

  // Nothing, or what the loader says against it.
  std::string problem(const Plan& plan) const {
    const std::string text = print_plan(plan);
    const auto scenario = load_scenario_text(text, "candidate", context());
    if (!scenario) return render(scenario.error(), false) + text;
    return expand(*scenario, plan.seed) == plan ? "" : "read back, it is another plan:\n" + text;
  }

 private:
  LoaderContext context() const {
    LoaderContext context{*guest_, fault_table(), {}};
    for (const checkers::CheckerEntry& entry : checkers::checker_table())
      context.checks.push_back({entry.name, entry.needs_settle});
    return context;
  }

  std::unique_ptr<Guest> guest_;
};

ShrinkRules rules() {
  return {"replica.convergence", [](const Plan& plan) { return convergence_bound(plan); },
          [](const Plan&) {
            return std::vector<DrawnDelay>{{"n1", "n2", "pong", 3, std::chrono::milliseconds(4)},
                                           {"n1", "n2", "ping", 1, std::chrono::milliseconds(1)}};
          },
          burrow_commands()};
}

TEST(Candidates, ThePlanToBeginWithIsAccepted) { EXPECT_EQ(Words().problem(busy_plan()), ""); }

// A draw decides what "fails", so that every pass has something to continue with.
RC_GTEST_PROP(CandidateLaws, TheLoaderAcceptsEveryOne, (std::uint32_t salt)) {
  const auto one_in = *rc::gen::inRange<std::size_t>(1, 8);
  const Words words;
  std::size_t asked = 0;
  PredicateOracle oracle([&](const Plan&) { return (++asked * 2654435761U + salt) % one_in == 0; }, 60);
  oracle.seen = [&](const Plan& plan) {
    const std::string problem = words.problem(plan);
    if (!problem.empty()) RC_FAIL(problem);
  };
  shrink({busy_plan(), std::chrono::seconds(15), rules(), {}}, oracle);
}

}  // namespace
}  // namespace groundhog::test
