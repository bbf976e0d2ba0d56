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

// A Burrow that peeks at something outside the simulation: a knob follows from the number of runs before.
class Peeking final : public test::DisguisedBurrow {
 public:
  Peeking(std::string knob, std::string first, std::string later)
      : knob_(std::move(knob)), first_(std::move(first)), later_(std::move(later)) {}

  std::unique_ptr<Process> start(seam::Runtime& runtime, const ProcessSpec& spec) const override {
    ProcessSpec changed = spec;
    changed.config[knob_] = starts_++ / 2 % 2 == 0 ? first_ : later_;  // two nodes a run
    return DisguisedBurrow::start(runtime, changed);
  }

 private:
  std::string knob_;
  std::string first_;
  std::string later_;
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

TEST(Determinism, BurrowIsTheSameTwice) {
  const auto guest = make_burrow_guest();
  EXPECT_EQ(hash_of(5, *guest), hash_of(5, *guest));
  EXPECT_NE(hash_of(5, *guest), hash_of(6, *guest));
}

Disagreement disagreement_of(const Peeking& peeking) {
  const SeedHashes first = {{5, hash_of(5, peeking)}};
  const SeedHashes second = {{5, hash_of(5, peeking)}};
  const RecordSeed again = [&](std::uint64_t seed) { return record_events(plan_with_a_write(seed), peeking); };
  const auto found = disagreements(first, second, again, again);
  return found.size() == 1 ? found.front() : Disagreement{};
}

TEST(Determinism, APlantedPeekIsFoundAndItsFirstEventIsNamed) {
  const Peeking peeking("janitor-interval", "100ms", "101ms");
  const Disagreement found = disagreement_of(peeking);
  ASSERT_TRUE(found.divergence.has_value());
  EXPECT_NE(found.divergence->first, found.divergence->second);
  EXPECT_EQ(found.divergence->cause, std::nullopt) << "a timer";
  const std::string text = disagreement_text("small", found);
  EXPECT_NE(text.find("NONDETERMINISM small seed 0x5"), std::string::npos);
  EXPECT_NE(text.find(found.divergence->second), std::string::npos);
  EXPECT_EQ(text.find("it came from"), std::string::npos);
}

// With a limit of one byte the write is refused: the request that both got is where it comes from.
TEST(Determinism, WhatTheFirstEventCameFromIsNamed) {
  const Peeking peeking("maxmemory", "0B", "1B");
  const Disagreement found = disagreement_of(peeking);
  ASSERT_TRUE(found.divergence.has_value());
  ASSERT_TRUE(found.divergence->cause.has_value());
  EXPECT_LT(*found.divergence->cause, found.divergence->event);
  EXPECT_NE(found.divergence->cause_line.find("n1 inv      op=0"), std::string::npos) << found.divergence->cause_line;
  const std::string text = disagreement_text("small", found);
  EXPECT_NE(text.find("it came from event " + std::to_string(*found.divergence->cause)), std::string::npos) << text;
}

}  // namespace
}  // namespace groundhog::test
