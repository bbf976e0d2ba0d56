#include <gtest/gtest.h>

#include "tests/support/history_builder.hpp"

namespace groundhog::testing {
namespace {

// Ten entries; n1's backlog begins at offset 4; n2 holds `offset` of them.
Story with_backlog(std::uint64_t offset) {
  Story story;
  story.cluster().at(10);
  for (int i = 0; i < 10; ++i) story.appends("n1", set("k" + std::to_string(i), "v" + std::to_string(i)));
  story.is("n1", {.history = first_history, .offset = 10, .role = Role::primary, .generation = 0, .backlog_first = 4});
  story.is("n2", {.history = first_history, .offset = offset, .link_up = false});
  return story;
}

// n2 asks, n1 sends a full synchronisation, n2 loads it.
Story& full_sync(Story& story, std::int64_t ms, std::uint32_t generation = 2) {
  const ConnectionId link = story.at(ms).connect("n2", "n1");
  story.sent(link, "n2", "hello").sends_full(link, "n1", first_history, 10, 10);
  story.is("n2", {.history = first_history, .offset = 10, .generation = generation});
  return story.closed(link, "n2");
}

// ---- causes of a full synchronisation -----------------------------------------------------------------------------

TEST(Progress, AcceptsAFullSynchronisationFromOutsideTheBacklog) {
  Story story = with_backlog(2);
  full_sync(story, 100);
  expect_accepted(story);
}

TEST(Progress, RejectsAFullSynchronisationFromEitherEdgeOfTheBacklog) {
  for (const std::uint64_t offset : {3U, 10U}) {
    Story story = with_backlog(offset);
    full_sync(story, 100);
    expect_rejected(story, "progress", 100, "n2");
  }
}

TEST(Progress, AcceptsTheFirstContact) {
  Story story = with_backlog(10);
  story.at(50).stop("n2").start("n2", 2).is("n2", {.generation = 0, .complete = false, .link_up = false});
  full_sync(story, 100, 1);
  expect_accepted(story);
}

TEST(Progress, AcceptsAForeignHistory) {
  Story story = with_backlog(10);
  story.at(50).begins("n3", child_history, first_history, 8);
  story.is("n3", {.history = child_history, .offset = 8, .role = Role::primary, .generation = 2});
  const ConnectionId link = story.at(60).connect("n2", "n3");  // n2 holds 10, the switch was at 8
  story.sent(link, "n2", "hello").sends_full(link, "n3", child_history, 8, 8).closed(link, "n2");
  expect_accepted(story);
}

TEST(Progress, RejectsAFullSynchronisationAcrossAPromotionThatN2CouldFollow) {
  Story story = with_backlog(8);
  story.at(50).begins("n3", child_history, first_history, 8);
  story.is("n3", {.history = child_history, .offset = 8, .role = Role::primary, .generation = 2, .backlog_first = 4});
  const ConnectionId link = story.at(60).connect("n2", "n3");
  story.sent(link, "n2", "hello").sends_full(link, "n3", child_history, 8, 8);
  expect_rejected(story, "progress", 60, "n2");
}

TEST(Progress, AcceptsAnotherOneAfterAnAbortedLoad) {
  Story story = with_backlog(2);
  const ConnectionId first = story.at(100).connect("n2", "n1");
  story.sent(first, "n2", "hello")
      .sends_full(first, "n1", first_history, 10, 10)
      .closed(first, "n2", CloseReason::reset);
  story.is("n1", {.history = first_history, .offset = 10, .role = Role::primary, .generation = 0, .backlog_first = 1});
  full_sync(story, 200);
  expect_accepted(story);
}

// ---- how many after healing ---------------------------------------------------------------------------------------

TEST(Progress, RejectsTheThirdFullSynchronisationAfterHealing) {
  Story story = with_backlog(2);
  story.at(90).settle();
  for (std::uint32_t round = 1; round <= 3; ++round) {
    story.is("n2", {.history = first_history, .offset = 0, .generation = round * 2, .link_up = false});
    full_sync(story, 100 * round, round * 2 + 1);
    if (round == 2) expect_accepted(story);
  }
  expect_rejected(story, "progress", 300, "n2");
}

TEST(Progress, DoesNotCountWhatAReplicaHoldsOff) {
  Story story = with_backlog(2);
  story.at(90).settle();
  for (std::int64_t ms = 100; ms <= 500; ms += 100) {
    const ConnectionId link = story.at(ms).connect("n2", "n1");
    story.sent(link, "n2", "hello").sends_full(link, "n1", first_history, 10, 10);
    story.is("n2", {.history = first_history, .offset = 2, .link_up = false, .holding = true}).closed(link, "n2");
  }
  expect_accepted(story);
}

// ---- operations ---------------------------------------------------------------------------------------------------

TEST(Progress, AcceptsAnOperationThatTakesExactlyTheBound) {
  Story story;
  story.cluster();
  const OperationId read = story.at(1900).invoke("n1", "GET k");
  story.at(2000).settle().at(3000).complete(read, unknown());
  expect_accepted(story);
}

TEST(Progress, RejectsAnOperationThatTakesLonger) {
  Story story;
  story.cluster();
  const OperationId read = story.at(1900).invoke("n1", "GET k");
  story.at(2000).settle().at(3001).complete(read, unknown());
  expect_rejected(story, "progress", 3001, "n1", "k");
}

TEST(Progress, RejectsANodeThatNeverAnswers) {
  Story story;
  story.cluster();
  const OperationId read = story.at(1900).invoke("n3", "GET k");
  story.at(1950).deliver(read).at(2000).settle().at(4000).end();
  expect_rejected(story, "progress", 4000, "n3", "k");
  bool says_so = false;
  for (const Violation& violation : story.verdicts().first_of_each()) {
    says_so = says_so || violation.message.find("n3 has the request and gives no answer") != std::string::npos;
  }
  EXPECT_TRUE(says_so);
}

TEST(Progress, DoesNotJudgeOperationsBeforeHealing) {
  Story story;
  story.cluster();
  const OperationId read = story.at(100).invoke("n1", "GET k");
  story.at(50'000).complete(read, unknown());
  expect_accepted(story);
}

}  // namespace
}  // namespace groundhog::testing
