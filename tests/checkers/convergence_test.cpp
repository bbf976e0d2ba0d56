#include <gtest/gtest.h>

#include "tests/support/history_builder.hpp"

namespace groundhog::testing {
namespace {

// Settle begins at 2 s; the bound is 1 s; the run ends at 5 s.
Story healed() {
  Story story;
  story.cluster().at(10).command("n1", "SET a 1", ok(), {set("a", "1")});
  story.is("n1", {.history = first_history, .offset = 1, .role = Role::primary, .generation = 0});
  story.at(2000).settle();
  return story;
}

Story& samples_of_all(Story& story, SampleReason reason, const std::vector<Held>& keys = {{"a", "1"}}) {
  for (const std::string_view node : {"n1", "n2", "n3"}) story.samples(node, first_history, 1, keys, reason);
  return story;
}

TEST(Convergence, AcceptsAgreementThatLastsIntoTheJudgedTime) {
  Story story = healed();
  story.at(2100).follows("n2", 1).follows("n3", 1);
  samples_of_all(story, SampleReason::converging).at(5000).end();
  expect_accepted(story);
}

TEST(Convergence, AcceptsOneInstantOfAgreementAfterTheBound) {
  Story story = healed();
  story.at(3500).follows("n2", 1).follows("n3", 1);
  samples_of_all(story, SampleReason::converging);
  story.at(3600).appends("n1", set("b", "2"));
  story.is("n1", {.history = first_history, .offset = 2, .role = Role::primary, .generation = 0});
  story.at(5000).end();
  expect_accepted(story);
}

TEST(Convergence, RejectsAgreementThatEndedBeforeTheBound) {
  Story story = healed();
  story.at(2100).follows("n2", 1).follows("n3", 1);
  samples_of_all(story, SampleReason::converging);
  story.at(2900).appends("n1", set("b", "2"));
  story.is("n1", {.history = first_history, .offset = 2, .role = Role::primary, .generation = 0});
  story.at(5000).end();
  expect_rejected(story, "replica.convergence", 5000, "n2");
}

TEST(Convergence, RejectsAReplicaLeftBehindAndSaysWhereItIs) {
  Story story = healed();
  story.at(2100).follows("n3", 1);
  story.is("n2", {.history = first_history, .offset = 0, .link_up = false});
  const ConnectionId first = story.at(2000).connect("n2", "n1");
  story.at(2001).closed(first, "n2", CloseReason::refused);
  const ConnectionId second = story.at(4000).connect("n2", "n1");
  story.at(4001).closed(second, "n2", CloseReason::refused);
  story.at(5000).end();
  expect_rejected(story, "replica.convergence", 5000, "n2");
  EXPECT_EQ(story.verdicts().first_of_each()[0].message,
            "n2 is at offset 0 of 1, 3s after the network healed: link down, retrying n1 every 2s");
}

TEST(Convergence, RejectsTheSameOffsetWithOtherContent) {
  Story story = healed();
  story.at(2100).follows("n2", 1).follows("n3", 1);
  story.at(5000).samples("n1", first_history, 1, {{"a", "1"}}, SampleReason::ended);
  story.samples("n2", first_history, 1, {{"a", "1"}}, SampleReason::ended);
  story.samples("n3", first_history, 1, {}, SampleReason::ended).end();
  expect_rejected(story, "replica.convergence", 5000, "n3");
}

TEST(Convergence, RejectsTwoHistories) {
  Story story = healed();
  story.at(2100).follows("n2", 1).begins("n3", other_history);
  story.is("n3", {.history = other_history, .role = Role::primary, .generation = 2});
  story.at(5000).end();
  expect_rejected(story, "replica.convergence", 5000, "n3");
}

TEST(Convergence, RejectsANodeThatIsNotRunning) {
  Story story = healed();
  story.at(2100).follows("n2", 1).stop("n3").at(5000).end();
  expect_rejected(story, "replica.convergence", 5000, "n3");
}

TEST(Convergence, DoesNotJudgeARunThatEndedBeforeTheBound) {
  Story story = healed();
  story.at(2999).end();
  expect_accepted(story);
}

// ---- keys past their deadline -------------------------------------------------------------------------------------

// k dies at `deadline`; all agree and hold it to the end. The primary looks at its clock every 10 ms.
Story with_leftover(std::int64_t deadline) {
  Story story;
  story.cluster().at(10).command("n1", "SET k v PXAT " + std::to_string(deadline), ok(),
                                 {set("k", "v", until(deadline))});
  story.is("n1", {.history = first_history, .offset = 1, .role = Role::primary, .generation = 0});
  story.at(2000).settle().at(2100).follows("n2", 1).follows("n3", 1);
  for (std::int64_t ms = 2000; ms <= 5000; ms += 10) story.at(ms).reads_clock("n1");
  for (const std::string_view node : {"n1", "n2", "n3"}) {
    story.samples(node, first_history, 1, {{"k", "v", until(deadline)}}, SampleReason::ended);
  }
  story.end();
  return story;
}

TEST(Convergence, AcceptsAKeyWhoseTimeIsNotUpYet) {
  expect_accepted(with_leftover(4901));  // two janitor periods are 100 ms
  expect_accepted(with_leftover(100'000));
}

TEST(Convergence, RejectsAKeyThatTheJanitorMustHaveRemoved) {
  expect_rejected(with_leftover(4880), "replica.convergence", 5000, "n1", "k");
  expect_rejected(with_leftover(1000), "replica.convergence", 5000, "n1", "k");
}

}  // namespace
}  // namespace groundhog::testing
