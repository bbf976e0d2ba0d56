// Shrinking with oracles that are predicates: what is needed stays, everything else goes or becomes simple.
#include "harness/shrink/plan/shrinker.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "harness/shrink/plan/reductions.hpp"
#include "sim/burrow/burrow_guest.hpp"
#include "sim/faults/fault.hpp"
#include "tests/harness/shrink/plan/failing_plans.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

using namespace std::chrono_literals;

const ShrinkRules plain_rules{"ttl.safety", nullptr, {}, burrow_commands()};

Shrunk shrink_by(const Fails& fails, Plan plan = busy_plan(), ShrinkRules rules = plain_rules) {
  PredicateOracle oracle(fails);
  return shrink({std::move(plan), 20s, rules, {}}, oracle);
}

bool has_fault(const Plan& plan, std::string_view id) {
  return std::ranges::any_of(plan.faults, [&](const PlannedFault& each) { return each.id == id; });
}

std::size_t reads_at(const Plan& plan, std::string_view node) {
  return static_cast<std::size_t>(std::ranges::count_if(plan.operations, [&](const PlannedOperation& each) {
    return each.node == node && each.arguments.front() == "GET";
  }));
}

TEST(Shrinker, WhatFailsAlwaysShrinksToNothing) {
  const Shrunk shrunk = shrink_by([](const Plan&) { return true; });
  const Plan& plan = shrunk.plan;
  EXPECT_TRUE(shrunk.minimal);
  EXPECT_EQ(elements_of(plan), 0U);
  ASSERT_EQ(plan.nodes.size(), 1U);
  EXPECT_EQ(plan.nodes.front().clock, ClockSpec{});
  EXPECT_TRUE(plan.config.empty());
  EXPECT_EQ(plan.clients, 0U);
  EXPECT_TRUE(plan.client_specs.empty());
  EXPECT_EQ(plan.checks, std::vector<std::string>{"ttl.safety"});
  EXPECT_EQ(plan.chaos, 1ms);
  EXPECT_EQ(plan.settle, 0s);
  EXPECT_TRUE(plan.network.links.empty());
  EXPECT_EQ(plan.network.fallback.delay.mean, 0s);
}

TEST(Shrinker, ARestartComesBeforeTheEndOfChaos) {
  Plan plan = busy_plan();
  const auto restart_after = [&] { return std::get<Duration>(plan.faults[1].parameters.at("restart_after")); };
  plan.chaos = plan.faults[1].at + 317ms;
  tidy(plan, {});
  EXPECT_EQ(restart_after(), 317ms);
  plan.chaos -= 1ns;
  tidy(plan, {});
  EXPECT_EQ(restart_after(), 317ms - 1ns);
}

// A rounder value of one of them would be too far for both together.
TEST(Shrinker, WallClocksStayWithinReach) {
  Plan plan = busy_plan();
  plan.nodes[1].clock.offset = 2'345'678'901s;
  plan.faults = {fault("leap", "clock_jump", 9s, {}, {{"node", "n2"}, {"by", Duration(2'654'321'099s)}})};
  ASSERT_TRUE(wall_clocks_stay_in_reach(plan));
  plan.faults[0].parameters["by"] = Duration(2'654'321'099s + 1ns);
  ASSERT_FALSE(wall_clocks_stay_in_reach(plan));
  plan.faults[0].parameters["by"] = Duration(2'654'321'099s);
  PredicateOracle oracle([](const Plan& each) { return each.faults.size() == 1 && each.nodes.size() > 1; });
  std::size_t seen = 0;
  oracle.seen = [&](const Plan& each) {
    EXPECT_TRUE(wall_clocks_stay_in_reach(each));
    ++seen;
  };
  shrink({std::move(plan), 20s, plain_rules, {}}, oracle);
  EXPECT_GT(seen, 0U);
}

TEST(Shrinker, WhatIsNeededTogetherStays) {
  const auto fails = [](const Plan& plan) { return has_fault(plan, "kill") && reads_at(plan, "n4") >= 2; };
  const Shrunk shrunk = shrink_by(fails);
  EXPECT_TRUE(shrunk.minimal);
  EXPECT_EQ(shrunk.plan.faults.size(), 1U);
  EXPECT_EQ(shrunk.plan.operations.size(), 2U);
  EXPECT_EQ(shrunk.plan.clients, 1U);
  ASSERT_EQ(shrunk.plan.nodes.size(), 2U);
  EXPECT_EQ(shrunk.plan.nodes[1].name, "n4");
  EXPECT_EQ(shrunk.plan.nodes[1].upstream, "n1");
  EXPECT_EQ(shrunk.plan.faults[0].at, 0s);
}

// Only the removal of single elements counts, whatever else could be simplified.
TEST(Shrinker, TheOutcomeIsALocalMinimum) {
  const auto fails = [](const Plan& plan) {
    return plan.operations.size() % 3 == 2 || plan.operations.size() > 50 || plan.faults.size() == 5;
  };
  const Shrunk shrunk = shrink_by(fails);
  ASSERT_TRUE(shrunk.minimal);
  ASSERT_TRUE(fails(shrunk.plan));
  for (std::size_t i = 0; i < shrunk.plan.operations.size(); ++i) {
    Plan without = shrunk.plan;
    without.operations.erase(without.operations.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(fails(without));
  }
}

TEST(Shrinker, OutOfTimeItSaysSoAndKeepsTheBest) {
  const auto fails = [](const Plan& plan) { return reads_at(plan, "n4") >= 2; };
  PredicateOracle oracle(fails, 12);
  const Shrunk shrunk = shrink({busy_plan(), 20s, plain_rules, {}}, oracle);
  EXPECT_FALSE(shrunk.minimal);
  EXPECT_TRUE(fails(shrunk.plan));
  EXPECT_LT(elements_of(shrunk.plan), elements_of(busy_plan()));
}

TEST(Shrinker, SettleStaysAsLongAsTheChecksAskFor) {
  const ShrinkRules rules{
      "", [](const Plan& plan) -> Duration { return static_cast<int>(plan.nodes.size()) * 3s; }, {}};
  const Shrunk shrunk = shrink_by([](const Plan& plan) { return plan.nodes.size() >= 2; }, busy_plan(), rules);
  EXPECT_EQ(shrunk.plan.nodes.size(), 2U);
  EXPECT_EQ(shrunk.plan.settle, 6s);
}

// Two writes are needed until one of them is simple: that it is only the last round brings to light.
TEST(Shrinker, WhatASimplificationMadeNeedlessGoesInTheEnd) {
  const auto fails = [](const Plan& plan) {
    const auto is_simple = [](const PlannedOperation& each) {
      return each.arguments.size() == 3 && each.arguments[2] == "v1";
    };
    return plan.operations.size() >= 2 || (plan.operations.size() == 1 && is_simple(plan.operations[0]));
  };
  const Shrunk shrunk = shrink_by(fails);
  EXPECT_TRUE(shrunk.minimal);
  EXPECT_EQ(shrunk.plan.operations.size(), 1U);
}

// ---- single reductions --------------------------------------------------------------------------------------------

Plan reduced(void (*reduction)(Search&), Plan plan, const Fails& fails) {
  PredicateOracle oracle(fails);
  Search search(std::move(plan), 20s, oracle, plain_rules);
  reduction(search);
  return search.plan();
}

Plan small_plan(std::vector<PlannedOperation> operations) {
  Plan plan;
  plan.nodes = {{"n1", std::nullopt, "", {}, {}}};
  plan.clients = 3;
  plan.operations = std::move(operations);
  return plan;
}

// Chaos of 21 ms is short and of 30 ms is round: neither may be traded for the other for ever.
TEST(Shrinker, ItEndsWhereSimplificationsDisagree) {
  const auto fails = [](const Plan& plan) {
    return plan.chaos > 20ms && reads_at(plan, "n4") > 0 && plan.operations.back().at >= 17ms;
  };
  std::size_t asked = 0;
  PredicateOracle oracle(fails);
  oracle.seen = [&](const Plan&) { ++asked; };
  EXPECT_TRUE(shrink({busy_plan(), 20ms, plain_rules, {}}, oracle).minimal);
  EXPECT_LT(asked, 2000U);
}

TEST(Reductions, LimitsAreTightenedAsFarAsTheFailureGoes) {
  Plan plan = busy_plan();
  plan.config["backlog-bytes"] = "32KiB";
  plan.network.socket_buffer_bytes = 16 << 10;
  const auto needs_a_kibibyte_and_small_sockets = [](const Plan& candidate) {
    const auto backlog = candidate.config.find("backlog-bytes");
    return backlog != candidate.config.end() && backlog->second != "64B" && backlog->second != "256B" &&
           backlog->second != "512B" && candidate.network.socket_buffer_bytes.has_value();
  };
  const Shrunk shrunk = shrink_by(needs_a_kibibyte_and_small_sockets, plan);
  EXPECT_EQ(shrunk.plan.config.at("backlog-bytes"), "1KiB");
  EXPECT_EQ(shrunk.plan.network.socket_buffer_bytes, 64U);
}

TEST(Reductions, TheEndComesSoonAfterTheViolation) {
  PredicateOracle oracle([](const Plan& plan) { return plan.chaos >= 8s; });
  Search search(busy_plan(), 8s, oracle, {});
  cut_after_violation(search);
  cut_after_violation(search);  // there is nothing left to cut
  EXPECT_EQ(search.plan().chaos, 8001ms);
  EXPECT_EQ(search.plan().settle, 0s);
  EXPECT_TRUE(std::ranges::all_of(search.plan().operations, [](const auto& each) { return each.at < 8001ms; }));
}

TEST(Reductions, GapsCloseAndDistancesThatMatterStay) {
  Plan plan = small_plan({operation(3210ms, 0, "n1", {"SET", "k", "v"}), operation(3517ms, 0, "n1", {"GET", "k"})});
  plan = reduced(close_gaps, plan, [](const Plan& candidate) {
    return candidate.operations.size() == 2 && candidate.operations[1].at - candidate.operations[0].at >= 300ms;
  });
  EXPECT_EQ(plan.operations[0].at, 0s);
  EXPECT_EQ(plan.operations[1].at, 300ms);
}

// The deadline is what counts: a shorter TTL moves what comes after it.
TEST(Reductions, ATtlAndTheReadAtItsDeadlineShrinkTogether) {
  Plan plan =
      small_plan({operation(0s, 0, "n1", {"SET", "k", "v", "PX", "317"}), operation(317ms, 0, "n1", {"GET", "k"})});
  plan = reduced(simplify_commands, plan, [](const Plan& candidate) {
    if (candidate.operations.size() != 2 || candidate.operations[0].arguments.size() != 5) return false;
    const auto ttl = std::chrono::milliseconds(std::stoll(candidate.operations[0].arguments[4]));
    return ttl >= 20ms && candidate.operations[1].at == ttl;
  });
  EXPECT_EQ(plan.operations[0].arguments[4], "20");
  EXPECT_EQ(plan.operations[1].at, 20ms);
}

// In nanoseconds it would be more than a Duration holds, and wrap around to next to nothing.
TEST(Reductions, ATtlOfAgesMovesNothing) {
  const Plan plan = small_plan(
      {operation(0s, 0, "n1", {"SET", "k", "v", "EX", "9223372036854775807"}), operation(5ms, 0, "n1", {"GET", "k"})});
  PredicateOracle oracle([](const Plan& candidate) { return candidate.operations[0].arguments.size() == 5; });
  oracle.seen = [&](const Plan& candidate) { EXPECT_EQ(candidate.chaos, plan.chaos); };
  Search search(plan, 20s, oracle, plain_rules);
  simplify_commands(search);
  EXPECT_EQ(search.plan().operations[0].arguments[4], "0");
  EXPECT_EQ(search.plan().operations[1].at, 5ms);
}

TEST(Reductions, CommandsLoseTheWordsThatTheyDoNotNeed) {
  const Plan plan =
      small_plan({operation(0s, 0, "n1", {"SET", "k", "v", "KEEPTTL"}), operation(0s, 0, "n1", {"MGET", "a", "b", "c"}),
                  operation(0s, 0, "n1", {"SETNX", "k", "v"})});
  const Plan simple = reduced(simplify_commands, plan,
                              [](const Plan& candidate) { return candidate.operations[1].arguments.size() >= 3; });
  EXPECT_EQ(simple.operations[0].arguments, (std::vector<std::string>{"SET", "k", "v"}));
  EXPECT_EQ(simple.operations[1].arguments, (std::vector<std::string>{"MGET", "a", "b"}));
  EXPECT_EQ(simple.operations[2].arguments, (std::vector<std::string>{"SET", "k", "v"}));
}

TEST(Reductions, KeysAndValuesGetPlainNamesAndValuesStayDifferent) {
  Plan plan = small_plan({operation(0s, 0, "n1", {"SET", "k2", "x"}), operation(0s, 0, "n1", {"SET", "k1", "y"}),
                          operation(0s, 0, "n1", {"DEL", "k1", "k2"})});
  plan = reduced([](Search& search) { rename_keys(search), shorten_values(search); }, plan,
                 [](const Plan&) { return true; });
  EXPECT_EQ(plan.operations[0].arguments, (std::vector<std::string>{"SET", "k1", "v1"}));
  EXPECT_EQ(plan.operations[1].arguments, (std::vector<std::string>{"SET", "k2", "v2"}));
  EXPECT_EQ(plan.operations[2].arguments, (std::vector<std::string>{"DEL", "k2", "k1"}));
}

std::vector<PlannedOperation> long_writes(int count, std::size_t bytes) {
  std::vector<PlannedOperation> writes;
  for (int i = 0; i < count; ++i) {
    const std::string value = "c" + std::to_string(i) + ":" + std::string(bytes, 'x');
    writes.push_back(operation(std::chrono::milliseconds(i), 0, "n1", {"SET", "k" + std::to_string(i), value}));
  }
  return writes;
}

std::size_t value_bytes(const Plan& plan) {
  std::size_t bytes = 0;
  for (const PlannedOperation& each : plan.operations) bytes += each.arguments[2].size();
  return bytes;
}

// One value must stay as it is, one needs a hundred bytes: that is no reason for the others to stay long.
TEST(Reductions, EveryValueShrinksByItself) {
  Plan plan = small_plan(long_writes(4, 820));
  plan.operations[1].arguments[2] = "this very one";
  plan = reduced(shorten_values, plan, [](const Plan& candidate) {
    return candidate.operations[1].arguments[2] == "this very one" &&
           candidate.operations[2].arguments[2].size() >= 100;
  });
  EXPECT_EQ(plan.operations[0].arguments[2], "v1");
  EXPECT_EQ(plan.operations[2].arguments[2], "v3" + std::string(98, 'x'));
  EXPECT_EQ(plan.operations[3].arguments[2], "v4");
}

// Thirty writes fill something that one can fill. None of them can go by itself.
TEST(Reductions, LongValuesMergeIntoOneAndThatBecomesAsShortAsItCan) {
  const Plan plan = small_plan(long_writes(30, 820));
  const auto fails = [](const Plan& candidate) {
    return value_bytes(candidate) + 60 * candidate.operations.size() >= 26'060;
  };
  const Plan merged = reduced(merge_values, plan, fails);
  ASSERT_EQ(merged.operations.size(), 1U);
  EXPECT_GE(value_bytes(merged), value_bytes(plan));
  const Shrunk shrunk = shrink_by(fails, plan);
  EXPECT_TRUE(shrunk.minimal);
  ASSERT_EQ(shrunk.plan.operations.size(), 1U);
  EXPECT_EQ(value_bytes(shrunk.plan), 28'000U);  // round, and half would be too little
}

// Reads and writes of another client do not stand in for them; nor is more merged than the failure lets.
TEST(Reductions, OnlyWhatIsAlikeMerges) {
  Plan plan = small_plan(long_writes(8, 100));
  plan.operations[7].client = 2;
  const Plan merged = reduced(merge_values, plan, [](const Plan& candidate) {
    return candidate.operations.size() >= 3 && candidate.operations.back().client == 2;
  });
  EXPECT_EQ(merged.operations.size(), 3U);
}

TEST(Reductions, ClientsMergeWithWhatNamesThem) {
  Plan plan = small_plan({operation(0s, 0, "n1", {"GET", "a"}), operation(0s, 2, "n1", {"GET", "b"})});
  plan.network.links = {{"c3", "n1", false, 5ms, {}, {}, {}}};
  const Plan merged = reduced(merge_clients, plan, [](const Plan& candidate) {
    return candidate.operations.size() == 2 && candidate.operations[0].client != candidate.operations[1].client;
  });
  EXPECT_EQ(merged.clients, 2U);
  EXPECT_EQ(merged.operations[1].client, 1U);
}

TEST(Reductions, WhatClientsDoBeyondTheirOperationsGoesWithThem) {
  Plan plan = small_plan({operation(0s, 0, "n1", {"GET", "a"}), operation(0s, 2, "n1", {"GET", "b"})});
  plan.client_specs = {{1, {.learn = {1s}}}, {2, {.learn = {2s}}}};
  const Plan merged = reduced(merge_clients, plan, [](const Plan& candidate) {
    return candidate.operations.size() == 2 && candidate.operations[0].client != candidate.operations[1].client;
  });
  EXPECT_EQ(merged.clients, 2U);
  EXPECT_EQ(merged.client_specs, (std::map<std::uint32_t, ClientSpec>{{1, {.learn = {1s}}}}))
      << "c3's operations are c2's, which has a way of its own";
}

// c2 has nothing to send, and c3 cannot go.
TEST(Reductions, AClientBetweenOthersMergesToo) {
  Plan plan = small_plan({operation(0s, 0, "n1", {"GET", "a"}), operation(0s, 2, "n1", {"GET", "b"})});
  plan.client_specs = {{2, {.learn = {2s}}}};
  const Plan merged = reduced(merge_clients, plan, [](const Plan& candidate) {
    return candidate.operations[0].client != candidate.operations[1].client && !candidate.client_specs.empty();
  });
  EXPECT_EQ(merged.clients, 2U);
  EXPECT_EQ(merged.operations[1].client, 1U);
  EXPECT_EQ(merged.client_specs, (std::map<std::uint32_t, ClientSpec>{{1, {.learn = {2s}}}}));
}

TEST(Reductions, ClientsThatNeedNothingOfTheirOwnAreAsAllOthers) {
  const Plan plan = reduced(calm_clients, busy_plan(), [](const Plan& candidate) {
    const auto third = candidate.client_specs.find(2);
    return third != candidate.client_specs.end() && third->second.reconnects;
  });
  EXPECT_EQ(plan.client_specs,
            (std::map<std::uint32_t, ClientSpec>{{2, {.learn = {}, .reconnects = true, .pipeline = 1}}}));
}

TEST(Reductions, ADelayThatMattersBecomesRoundAndLaterOnesThatDoNotGo) {
  const Plan plan = reduced(calm_clients, busy_plan(), [](const Plan& candidate) {
    const auto first = candidate.client_specs.find(0);
    return first != candidate.client_specs.end() && !first->second.learn.empty() && first->second.learn[0] >= 1201ms;
  });
  EXPECT_EQ(plan.client_specs, (std::map<std::uint32_t, ClientSpec>{{0, {.learn = {2s}}}}));
}

TEST(Reductions, APipelineIsAsShortAsTheFailureLets) {
  const Plan plan = reduced(calm_clients, busy_plan(), [](const Plan& candidate) {
    const auto third = candidate.client_specs.find(2);
    return third != candidate.client_specs.end() && third->second.pipeline >= 5;
  });
  ASSERT_EQ(plan.client_specs.size(), 1U);
  EXPECT_LT(plan.client_specs.at(2).pipeline, 17U);
  EXPECT_TRUE(plan.client_specs.at(2).learn.empty());
}

TEST(Reductions, AClientOfWhichLinesMatterWritesNothingElse) {
  const auto lines_of_third = [](const Plan& candidate) {
    const auto third = candidate.client_specs.find(2);
    return third != candidate.client_specs.end() ? third->second.inline_share : 0;
  };
  const Plan plan =
      reduced(calm_clients, busy_plan(), [&](const Plan& candidate) { return lines_of_third(candidate) > 0; });
  EXPECT_EQ(plan.client_specs, (std::map<std::uint32_t, ClientSpec>{{2, {.learn = {}, .inline_share = 1}}}));
  const Plan mixed = reduced(calm_clients, busy_plan(), [&](const Plan& candidate) {
    return lines_of_third(candidate) > 0 && lines_of_third(candidate) < 1;
  });
  EXPECT_EQ(mixed.client_specs, (std::map<std::uint32_t, ClientSpec>{{2, {.learn = {}, .inline_share = 0.3}}}));
}

TEST(Reductions, AMatchThatTakesManyIsNarrowedToTheOneThatCounts) {
  Plan plan = busy_plan();
  plan = reduced(simplify_faults, plan, [](const Plan& candidate) {
    if (candidate.faults.empty() || candidate.faults[0].id != "lost") return false;
    const auto& match = std::get<FrameMatch>(candidate.faults[0].parameters.at("match"));
    const bool takes_fourth_pong = !match.nth || match.nth == 4;
    return std::ranges::count(match.types, "pong") == 1 && takes_fourth_pong && match.first.value_or(9) >= 4;
  });
  const auto& match = std::get<FrameMatch>(plan.faults[0].parameters.at("match"));
  EXPECT_EQ(match.types, std::vector<std::string>{"pong"});
  EXPECT_EQ(match.nth, 4U);
  EXPECT_EQ(plan.faults[0].lasts, 1ms);
}

// Jitter that matters becomes the one frame that it held back; jitter that matters in too many places stays.
TEST(Reductions, DrawnDelaysBecomeFaults) {
  const auto drawn = [](const Plan&) {
    std::vector<DrawnDelay> delays;
    for (std::uint64_t nth = 1; nth <= 40; ++nth) {
      delays.push_back({"n1", "n2", "pong", nth, std::chrono::milliseconds(1 + nth % 7)});
    }
    return delays;
  };
  const auto shrunk_by_pins = [&](std::size_t needed) {
    PredicateOracle oracle([needed](const Plan& plan) {
      const bool jitters = plan.network.fallback.delay.jitter > 0s;
      return jitters || plan.faults.size() >= needed;
    });
    Plan plan = small_plan({});
    plan.nodes.push_back({"n2", "n1", "", {}, {}});
    plan.network.fallback.delay = {4ms, 3ms, DelaySpec::Shape::constant};
    Search search(plan, 1s, oracle, {"ttl.safety", nullptr, drawn, burrow_commands()});
    pin_delays(search);
    return search.plan();
  };
  const Plan pinned = shrunk_by_pins(2);
  EXPECT_EQ(pinned.network.fallback.delay.jitter, 0s);
  ASSERT_EQ(pinned.faults.size(), 2U);
  EXPECT_EQ(pinned.faults[0].verb, "delay");
  EXPECT_EQ(std::get<FrameMatch>(pinned.faults[1].parameters.at("match")).nth, 40U);
  EXPECT_EQ(std::get<Duration>(pinned.faults[1].parameters.at("by")), 5ms);  // of 6 ms, where the link takes 1 ms
  ASSERT_EQ(pinned.network.links.size(), 1U);
  EXPECT_EQ(pinned.network.links[0].mean, 1ms);

  const Plan left_alone = shrunk_by_pins(20);
  EXPECT_EQ(left_alone.network.fallback.delay.jitter, 3ms);
  EXPECT_TRUE(left_alone.faults.empty());
}

TEST(Reductions, AHostThatIsGoneIsNamedNowhere) {
  Plan plan = busy_plan();
  std::erase_if(plan.nodes, [](const NodeSpec& node) { return node.name == "n4"; });
  forget_host(plan, "n4");
  EXPECT_FALSE(has_fault(plan, "kill"));
  EXPECT_FALSE(has_fault(plan, "switch"));
  ASSERT_TRUE(has_fault(plan, "split"));
  EXPECT_EQ(std::get<Groups>(plan.faults[1].parameters.at("groups")), (Groups{{"n1", "c4"}, {"n2", "n3"}}));
  EXPECT_EQ(plan.network.links.size(), 1U);
  EXPECT_EQ(reads_at(plan, "n4"), 0U);
}

}  // namespace
}  // namespace groundhog::test
