// print_plan writes what load_scenario reads; the examples of the language load; the starter works as it stands.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/scenario/plan_text.hpp"
#include "sim/scenario/reference.hpp"
#include "sim/scenario/units.hpp"
#include "tests/scenario/language_fixture.hpp"

namespace groundhog::test {
namespace {

// Every part of the language at once.
constexpr std::string_view everything = R"(version: 1
name: everything
description: All words.
tags: [gate]
seeds: {list: [3, 0x10]}
params:
  lag: {log_range: [1ms, 50ms]}
  loss: {choice: [0, 0.01, 5%]}
  skew: {range: [-2s, 2s]}
  small: {flag: 0.5}
run: {warmup: 2s, chaos: 20s, settle: 10s, max_events: 1000000}
cluster:
  nodes:
    n1: {role: primary, zone: a, config: {janitor-interval: 1.5s}}
    n2: {role: replica, of: n1, clock: {offset: "${skew}", drift_ppm: -50}}
    n3: {role: replica, of: n2}
  config: {backlog-bytes: 16KiB, heartbeat-misses: 3}
network:
  default: {delay: {dist: normal, mean: "${lag}", jitter: 1ms}, loss: "${loss}"}
  links:
    - {link: n1<->n2, delay: 5ms}
    - {link: "*->n3", jitter: 1ms, dist: constant, loss: 1%}
workload:
  clients: 3
  rate: 50/s
  timeout: 300ms
  keys: {count: 4, dist: hot, names: binary}
  values: {min: 4B, max: 64B}
  mix: {get: 5, mget: 1, set: 1, setex: 1, set_overflow: 1, del: 1, dbsize: 1, wait: 1}
  ttl: {dist: log_uniform, min: 1ms, max: 5s}
  learn: {min: 0s, max: 3s}
  pipeline: 2
  inline: "${loss}"
  client:
    c1: {learn: [10ms, 2s], nodes: [n1, n3], on_error: reconnect, pipeline: 3, inline: 12.5%}
    c2: {learn: 1s, nodes: n2, on_error: keep}
  ops:
    - {at: 10ms, client: c3, node: n2, cmd: "GET 'it''s'"}
    - {at: 20ms, client: c3, node: n2, cmd: 'GET "a \"b\""'}
faults:
  - {do: partition, shape: bridge, symmetry: random, random: {count: 2, within: [1s, 19s], for: [200ms, 2s], gap: 1s}}
  - {do: crash, node: any, every: 4s, restart_after: 500ms, host: true, if: "${small}"}
  - {id: late, do: drop, when: {event: key.expired, node: n1, count: 3}, for: 1s,
     match: {type: [ping, pong], from: n2, to: n1, key: "a \"b\"", first: 9, nth: 2, every_nth: 3, after_event: sync.full}}
  - {do: delay, match: {type: log_entry}, by: 20ms}
  - {do: link, link: n1->n3, loss: 50%, dist: normal, at: 2s, for: 1s}
  - {do: clock_jump, node: n3, at: 3s, by: -1500ms}
  - {do: clock_drift, node: replica, ppm: -200}
  - {do: replicaof, node: n3, of: n1, at: 4s}
  - {do: promote, node: n2, at: 5s}
check: [ttl.safety, progress]
cover: {ops.acknowledged: 10, fault.drop.effective: 1, key.expired: 1}
expect: {violates: ttl.safety, mutant: no-log, within_seeds: 2}
)";

void expect_same(const Plan& a, const Plan& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.seed, b.seed);
  EXPECT_EQ(a.warmup, b.warmup);
  EXPECT_EQ(a.chaos, b.chaos);
  EXPECT_EQ(a.settle, b.settle);
  EXPECT_EQ(a.max_events, b.max_events);
  EXPECT_EQ(a.config, b.config);
  EXPECT_EQ(a.network.fallback, b.network.fallback);
  EXPECT_EQ(a.network.links, b.network.links);
  EXPECT_EQ(a.clients, b.clients);
  EXPECT_EQ(a.client_specs, b.client_specs);
  EXPECT_EQ(a.operation_timeout, b.operation_timeout);
  EXPECT_EQ(a.operations, b.operations);
  EXPECT_EQ(a.faults, b.faults);
  EXPECT_EQ(a.checks, b.checks);
  ASSERT_EQ(a.nodes.size(), b.nodes.size());
  for (std::size_t i = 0; i < a.nodes.size(); ++i) {
    EXPECT_EQ(a.nodes[i].name, b.nodes[i].name);
    EXPECT_EQ(a.nodes[i].upstream, b.nodes[i].upstream);
    EXPECT_EQ(a.nodes[i].zone, b.nodes[i].zone);
    EXPECT_EQ(a.nodes[i].clock.offset, b.nodes[i].clock.offset);
    EXPECT_EQ(a.nodes[i].clock.drift_ppm, b.nodes[i].clock.drift_ppm);
    EXPECT_EQ(a.nodes[i].config, b.nodes[i].config);
  }
}

TEST(RoundTrip, PrintedPlanExpandsToItself) {
  const Language language;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Plan plan = language.expand(everything, seed);
    const std::string printed = print_plan(plan);
    const auto again = language.load(printed);
    ASSERT_TRUE(again.has_value()) << render(again.error(), false);
    EXPECT_EQ(again->seeds, SeedSet::single(seed));
    const Plan back = groundhog::expand(*again, seed);
    expect_same(plan, back);
    EXPECT_EQ(print_plan(back), printed);
  }
}

TEST(Header, IsReadAsWritten) {
  const auto scenario = Language().load(everything);
  ASSERT_TRUE(scenario.has_value()) << render(scenario.error(), false);
  EXPECT_EQ(scenario->name, "everything");
  EXPECT_EQ(scenario->description, "All words.");
  EXPECT_EQ(scenario->tags, std::vector<std::string>{"gate"});
  EXPECT_EQ(scenario->seeds.size(), 2U);
  EXPECT_EQ(scenario->seeds.at(1), 16U);
  EXPECT_EQ(scenario->checks, (std::vector<std::string>{"ttl.safety", "progress"}));
  EXPECT_FALSE(scenario->checks_all);
  EXPECT_EQ(scenario->cover.at("fault.drop.effective"), 1U);
  ASSERT_TRUE(scenario->expect.has_value());
  EXPECT_EQ(scenario->expect->mutant, "no-log");
  EXPECT_EQ(scenario->faults.front().verb, "partition");
}

TEST(Header, ChecksEverythingByDefault) {
  const auto scenario = Language().load(with_cluster(""));
  ASSERT_TRUE(scenario.has_value());
  EXPECT_TRUE(scenario->checks_all);
  EXPECT_EQ(scenario->checks.size(), 5U);
}

TEST(Starter, LoadsAndExpandsAsItStands) {
  const auto scenario = Language().load(starter_scenario("mine", "schema.json", Language().context().guest));
  ASSERT_TRUE(scenario.has_value()) << render(scenario.error(), false);
  EXPECT_EQ(scenario->name, "mine");
  EXPECT_TRUE(scenario->warnings.empty());
  const Plan plan = groundhog::expand(*scenario, 1);
  EXPECT_GT(plan.operations.size(), 1000U);
  EXPECT_EQ(plan.faults.size(), 2U);
}

RC_GTEST_PROP(Laws, DurationsReadBack, (std::int64_t nanoseconds)) {
  RC_PRE(nanoseconds != std::numeric_limits<std::int64_t>::min());
  RC_ASSERT(parse_signed_duration(format_duration(Duration(nanoseconds))).value() == Duration(nanoseconds));
}

RC_GTEST_PROP(Laws, TimesReadBack, (std::int64_t nanoseconds)) {
  RC_PRE(nanoseconds != std::numeric_limits<std::int64_t>::min());
  RC_ASSERT(parse_signed_duration(format_time(Duration(nanoseconds))).value() == Duration(nanoseconds));
}

TEST(Times, AreWrittenAsPeopleReadThem) {
  EXPECT_EQ(format_time(std::chrono::milliseconds(1500)), "1.5s");
  EXPECT_EQ(format_time(std::chrono::milliseconds(250)), "250ms");
  EXPECT_EQ(format_time(std::chrono::seconds(120)), "2min");
  EXPECT_EQ(format_time(std::chrono::seconds(90)), "90s");
  EXPECT_EQ(format_time(std::chrono::nanoseconds(-2'102'933'726)), "-2.102933726s");
  EXPECT_EQ(format_time(Duration{0}), "0s");
}

RC_GTEST_PROP(Laws, CommandsReadBack, (std::vector<std::string> words)) {
  RC_PRE(!words.empty());
  const std::string line = join_command(words);
  RC_ASSERT(line.find('\'') == std::string::npos);
  RC_ASSERT(split_command(line).value() == words);
}

RC_GTEST_PROP(Laws, LongRunsReadBackFromAShortLine, (std::string before, char c, std::string after)) {
  const std::size_t size = *rc::gen::inRange<std::size_t>(1, 40'000);
  const std::vector<std::string> words = {before + std::string(size, c) + after};
  const std::string line = join_command(words);
  RC_ASSERT(split_command(line).value() == words);
  RC_ASSERT(line.size() < 4 * (before.size() + after.size()) + 200);
}

// At every line in turn a value that does not fit there: a verdict, never a crash.
TEST(Laws, NonsenseInPlaceOfAValueIsRefusedOrRead) {
  const std::string text(everything);
  int refused = 0;
  for (std::size_t colon = text.find(": "); colon != std::string::npos; colon = text.find(": ", colon + 1)) {
    const std::size_t end = text.find_first_of(",}\n", colon);
    for (const std::string_view nonsense : {"", "\"\"", "\"'\"", "[]", "{}", "{a: b}", "-1", "1e999", "\"${x}\""}) {
      std::string broken = text;
      broken.replace(colon + 2, end - colon - 2, nonsense);
      const auto scenario = Language().load(broken);
      if (scenario) groundhog::expand(*scenario, 1);
      if (!scenario) ++refused;
    }
  }
  EXPECT_GT(refused, 100);
}

// Whatever bytes arrive: a verdict, never a crash.
RC_GTEST_PROP(Laws, ArbitraryTextIsRefusedOrRead, (std::string noise, std::uint16_t at)) {
  std::string text(everything);
  const std::size_t place = at % text.size();
  text.replace(place, std::min<std::size_t>(noise.size(), text.size() - place), noise);
  const auto scenario = Language().load(text);
  if (scenario) groundhog::expand(*scenario, 1);
}

}  // namespace
}  // namespace groundhog::test
