// Plans as data for RapidCheck: whatever faults and operations a plan holds, the replicas of the register system agree
// in the end; and when the system is broken, a plan that shows it shrinks to next to nothing.
#include <algorithm>
#include <optional>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/sim/register_system/register_plans.hpp"

namespace groundhog::test {
namespace {

// What is drawn and shrunk: small numbers and names, so that shrinking them makes a simpler run.
struct Write {
  int at_ms;
  int key;
  int value;
};
struct Mishap {
  enum class Kind { partition, drop, delay, crash, pause };
  Kind kind;
  int at_ms;
  int lasts_ms;
  int replica;  // 2 or 3
};
struct Input {
  std::vector<Write> writes;
  std::vector<Mishap> mishaps;
};

std::ostream& operator<<(std::ostream& out, const Input& input) {
  for (const Write& write : input.writes) out << write.at_ms << "ms: SET k" << write.key << ' ' << write.value << '\n';
  for (const Mishap& mishap : input.mishaps) {
    out << mishap.at_ms << "ms: fault " << static_cast<int>(mishap.kind) << " of n" << mishap.replica << " for "
        << mishap.lasts_ms << "ms\n";
  }
  return out;
}

// Up to `longest` items, each drawn from its whole range whatever the size of the test case.
template <typename T>
rc::Gen<std::vector<T>> list_of(const rc::Gen<T>& item, int longest) {
  return rc::gen::resize(longest, rc::gen::container<std::vector<T>>(rc::gen::resize(rc::kNominalSize, item)));
}

rc::Gen<Input> inputs() {
  const auto write = rc::gen::build<Write>(rc::gen::set(&Write::at_ms, rc::gen::inRange(0, 1900)),
                                           rc::gen::set(&Write::key, rc::gen::inRange(0, 4)),
                                           rc::gen::set(&Write::value, rc::gen::inRange(0, 1000)));
  const auto kind = rc::gen::element(Mishap::Kind::partition, Mishap::Kind::drop, Mishap::Kind::delay,
                                     Mishap::Kind::crash, Mishap::Kind::pause);
  const auto mishap =
      rc::gen::build<Mishap>(rc::gen::set(&Mishap::kind, kind), rc::gen::set(&Mishap::at_ms, rc::gen::inRange(0, 1500)),
                             rc::gen::set(&Mishap::lasts_ms, rc::gen::inRange(1, 800)),
                             rc::gen::set(&Mishap::replica, rc::gen::inRange(2, 4)));
  return rc::gen::build<Input>(rc::gen::set(&Input::writes, list_of(write, 40)),
                               rc::gen::set(&Input::mishaps, list_of(mishap, 6)));
}

PlannedFault fault_of(const Mishap& mishap) {
  const std::string replica = "n" + std::to_string(mishap.replica);
  const Duration at = mishap.at_ms * 1ms;
  const Duration lasts = mishap.lasts_ms * 1ms;
  const FrameMatch match{.types = {"set"}, .to = replica};
  switch (mishap.kind) {
    case Mishap::Kind::partition:
      return fault("partition", at, lasts, {{"groups", Groups{{"n1"}, {replica}}}});
    case Mishap::Kind::drop:
      return fault("drop", at, lasts, {{"match", match}});
    case Mishap::Kind::delay:
      return fault("delay", at, lasts, {{"match", match}, {"by", Duration{25ms}}});
    case Mishap::Kind::crash:
      return fault("crash", at, lasts, {{"node", replica}});
    case Mishap::Kind::pause:
      return fault("pause", at, lasts, {{"node", replica}});
  }
  return {};
}

Plan plan_of(const Input& input) {
  Plan plan = three_nodes();
  plan.clients = 1;
  for (const Write& write : input.writes) {
    plan.operations.push_back(operation(write.at_ms * 1ms, 0, "primary",
                                        {"SET", "k" + std::to_string(write.key), "v" + std::to_string(write.value)}));
  }
  std::ranges::stable_sort(plan.operations, {}, &PlannedOperation::at);
  for (const Mishap& mishap : input.mishaps) {
    plan.faults.push_back(fault_of(mishap));
    plan.faults.back().id = "fault-" + std::to_string(plan.faults.size());
  }
  return plan;
}

bool replicas_agree_in_the_end(const Input& input, RegisterOptions options) {
  const Plan plan = plan_of(input);
  RunLog log(plan);
  const RunResult result = run(plan, log, options);
  RC_ASSERT(result.end == EndReason::completed);
  std::vector<std::map<std::string, std::string>> states;
  for (const RunLog::Sample& sample : log.samples) {
    if (sample.reason == SampleReason::ended) states.push_back(sample.keys);
  }
  return states.size() == 3 && states[0] == states[1] && states[0] == states[2];
}

RC_GTEST_PROP(PlanProperty, replicas_agree_after_any_input, ()) {
  const Input input = *inputs();
  RC_ASSERT(replicas_agree_in_the_end(input, {}));
}

// The smallest of the shrunk plans that still fail, as RapidCheck's own greedy search finds it.
std::optional<Input> shrunk_failure(const rc::Shrinkable<Input>& candidate, const RegisterOptions& options) {
  if (replicas_agree_in_the_end(candidate.value(), options)) return std::nullopt;
  rc::Shrinkable<Input> smallest = candidate;
  for (bool shrunk = true; shrunk;) {
    shrunk = false;
    rc::Seq<rc::Shrinkable<Input>> simpler = smallest.shrinks();
    while (const auto next = simpler.next()) {
      if (replicas_agree_in_the_end(next->value(), options)) continue;
      smallest = *next;
      shrunk = true;
      break;
    }
  }
  return smallest.value();
}

TEST(PlanProperty, a_planted_bug_is_found_and_its_plan_shrinks_to_one_write_and_one_fault) {
  const RegisterOptions broken{.checks_versions = false};
  const auto generator = inputs();
  std::optional<Input> smallest;
  for (int seed = 0; seed < 100 && !smallest; ++seed) {
    smallest = shrunk_failure(generator(rc::Random(static_cast<std::uint64_t>(seed)), rc::kNominalSize), broken);
  }
  ASSERT_TRUE(smallest) << "100 inputs did not show the bug";
  EXPECT_EQ(smallest->writes.size(), 1U) << *smallest;
  ASSERT_EQ(smallest->mishaps.size(), 1U) << *smallest;
  EXPECT_EQ(smallest->mishaps[0].kind, Mishap::Kind::drop);
  EXPECT_TRUE(replicas_agree_in_the_end(*smallest, {})) << "the sound system survives the same input";
}

}  // namespace
}  // namespace groundhog::test
