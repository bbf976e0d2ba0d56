// A seed that gives another history is found, and the first event that differs is named.

#include "harness/runner/determinism.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "harness/runner/checked_run.hpp"
#include "sim/burrow/burrow_guest.hpp"
#include "sim/cluster/simulation.hpp"
#include "sim/events/event_hash.hpp"
#include "sim/trace/timeline.hpp"
#include "tests/harness/repro/small_plan.hpp"
#include "tests/support/disguised_burrow.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

Recording recording_of(const std::vector<std::string>& lines) {
  Recording recording;
  std::uint64_t hash = 1;
  for (const std::string& line : lines) {
    hash = hash * 31 + std::hash<std::string>{}(line);
    recording.push_back({hash, line});
  }
  return recording;
}

TEST(FirstDivergence, IsTheFirstEventThatDiffers) {
  const Recording a = recording_of({"boot", "ping 1", "pong 1", "set k"});
  EXPECT_EQ(first_divergence(a, a), std::nullopt);
  EXPECT_EQ(first_divergence(a, recording_of({"boot", "ping 2", "pong 1", "set k"})),
            (Divergence{1, "ping 1", "ping 2"}));
  EXPECT_EQ(first_divergence(a, recording_of({"boot", "ping 1"})), (Divergence{2, "pong 1", ""}));
  EXPECT_EQ(first_divergence({}, a), (Divergence{0, "", "boot"}));
}

TEST(Disagreements, NameSeedsThatDifferOrAreMissing) {
  const RecordSeed none = [](std::uint64_t) { return Recording{}; };
  const auto found = disagreements({{1, 10}, {2, 20}, {3, 30}}, {{1, 10}, {2, 21}}, none, none);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].seed, 2U);
  EXPECT_EQ(found[0].second_hash, 21U);
  EXPECT_EQ(found[1].seed, 3U);
  EXPECT_EQ(found[1].second_hash, std::nullopt);
}

TEST(Disagreements, SayWhyASeedCouldNotBeRecorded) {
  const RecordSeed fine = [](std::uint64_t) { return Recording{}; };
  const RecordSeed broken = [](std::uint64_t) -> tl::expected<Recording, std::string> {
    return tl::unexpected(std::string("it crashed"));
  };
  EXPECT_EQ(disagreements({{1, 10}}, {{1, 11}}, fine, broken).front().problem, "it crashed");
}

// A Burrow that peeks at something outside the simulation: each start after the first takes its knobs from a counter.
class Peeking final : public test::DisguisedBurrow {
 public:
  std::unique_ptr<Process> start(seam::Runtime& runtime, const ProcessSpec& spec) const override {
    ProcessSpec changed = spec;
    changed.config["janitor-interval"] = std::to_string(100 + starts_++ / 2) + "ms";
    return DisguisedBurrow::start(runtime, changed);
  }

 private:
  mutable int starts_ = 0;
};

Plan plan_with_a_write(std::uint64_t seed) {
  Plan plan = plan_of_two_nodes(seed);
  plan.chaos = std::chrono::seconds(1);
  plan.settle = std::chrono::seconds(1);
  plan.operations = {{std::chrono::milliseconds(10), 0, "n1", {"SET", "k", "c1-1", "PX", "200"}}};
  plan.checks = {"replica.prefix"};
  return plan;
}

std::uint64_t hash_of(std::uint64_t seed, const Guest& guest) {
  return checked_run(plan_with_a_write(seed), guest).hash;
}

Recording record(std::uint64_t seed, const Guest& guest) {
  const Plan plan = plan_with_a_write(seed);
  std::vector<std::uint64_t> trail;
  EventHash hash(trail);
  Recorder recorder(plan);
  Observer* const observers[] = {&hash, &recorder};
  run_simulation(plan, guest, observers);
  Recording recording;
  for (std::size_t i = 0; i < trail.size(); ++i) recording.push_back({trail[i], recorder.lines().at(i)});
  return recording;
}

TEST(Determinism, BurrowIsTheSameTwice) {
  const auto guest = make_burrow_guest();
  EXPECT_EQ(hash_of(5, *guest), hash_of(5, *guest));
  EXPECT_NE(hash_of(5, *guest), hash_of(6, *guest));
}

TEST(Determinism, APlantedPeekIsFoundAndItsFirstEventIsNamed) {
  const Peeking peeking;
  const SeedHashes first = {{5, hash_of(5, peeking)}};
  const SeedHashes second = {{5, hash_of(5, peeking)}};
  const RecordSeed again = [&](std::uint64_t seed) { return record(seed, peeking); };
  const auto found = disagreements(first, second, again, again);
  ASSERT_EQ(found.size(), 1U);
  ASSERT_TRUE(found.front().divergence.has_value());
  EXPECT_NE(found.front().divergence->first, found.front().divergence->second);
  const std::string text = disagreement_text("small", found.front());
  EXPECT_NE(text.find("NONDETERMINISM small seed 0x5"), std::string::npos);
  EXPECT_NE(text.find(found.front().divergence->second), std::string::npos);
}

}  // namespace
}  // namespace groundhog::test
