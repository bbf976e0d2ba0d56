#include <gtest/gtest.h>

#include "tests/support/history_builder.hpp"

namespace groundhog::test {

using namespace checkers;
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

// n1's answer is accepted by its stream only when n1 has caught up with what n2 asked for.
TEST(Progress, JudgesAnAnswerByWhereThePrimaryWasSinceItWasAsked) {
  Story story;
  story.cluster().at(10);
  for (int i = 0; i < 10; ++i) story.appends("n1", set("k" + std::to_string(i), "v"));
  story.is("n1", {.history = first_history, .offset = 10, .role = Role::primary, .generation = 0});
  story.follows("n2", 10).follows("n3", 9);
  const ConnectionId link = story.at(100).connect("n2", "n3");
  story.sent(link, "n2", "hello").delivered(link, "n3", "hello").at(101).follows("n3", 10);
  story.sends_full(link, "n3", first_history, 9, 9);
  expect_accepted(story);

  const ConnectionId again = story.at(200).connect("n2", "n3");
  story.sent(again, "n2", "hello").delivered(again, "n3", "hello").sends_full(again, "n3", first_history, 10, 10);
  expect_accepted(story);  // the first one was aborted
  story.sent(again, "n2", "hello").sent(again, "n3", "continue");
  story.sent(again, "n2", "hello").delivered(again, "n3", "hello").sends_full(again, "n3", first_history, 10, 10);
  expect_rejected(story, "progress", 200, "n2");
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

// n1 starts again, empty, and offers its new history; n2 holds data. n2's position does not change in any of this.
struct EmptyPrimary {
  Story story = with_backlog(2);

  EmptyPrimary() {
    story.at(80).stop("n1").start("n1", 2).begins("n1", other_history);
    story.is("n1", {.history = other_history, .role = Role::primary, .generation = 0});
    story.at(90).settle();
  }
  ConnectionId offer(std::int64_t ms, HistoryId history = other_history) {
    const ConnectionId link = story.at(ms).connect("n2", "n1");
    story.sent(link, "n2", "hello").sends_full(link, "n1", history, 0, 0);
    return link;
  }
  void refuse(std::int64_t ms) {
    const ConnectionId link = offer(ms);
    story.delivered(link, "n2", "full").closed(link, "n2", CloseReason::aborted_by_process);
  }
};

TEST(Progress, DoesNotCountWhatAReplicaHoldsOff) {
  EmptyPrimary run;
  for (std::int64_t ms = 100; ms <= 500; ms += 100) run.refuse(ms);
  const ConnectionId link = run.offer(600);
  run.story.delivered(link, "n2", "full").is("n2", {.history = other_history, .generation = 2});
  expect_accepted(run.story);
}

// A refusal follows at once, or when the replica runs again; what comes later is a load that failed.
TEST(Progress, ARefusalFollowsTheOfferAtOnce) {
  for (const bool paused : {true, false}) {
    EmptyPrimary run;
    for (std::int64_t ms = 100; ms <= 300; ms += 100) {
      const ConnectionId link = run.offer(ms);
      if (paused) run.story.pause("n2");
      run.story.delivered(link, "n2", "full").at(ms + 50);
      if (paused) run.story.resume("n2");
      run.story.closed(link, "n2", CloseReason::aborted_by_process);
    }
    if (paused) {
      expect_accepted(run.story);
    } else {
      expect_rejected(run.story, "progress", 350, "n2");
    }
  }
}

TEST(Progress, CountsAnOfferThatNeverReachedTheReplica) {
  EmptyPrimary run;
  for (std::int64_t ms = 100; ms <= 300; ms += 100) {
    const ConnectionId link = run.offer(ms);
    run.story.closed(link, "n2", CloseReason::aborted_by_process);
  }
  expect_rejected(run.story, "progress", 300, "n2");
}

TEST(Progress, CountsALoadThatTheConnectionEnded) {
  EmptyPrimary run;
  for (std::int64_t ms = 100; ms <= 300; ms += 100) {
    const ConnectionId link = run.offer(ms);
    run.story.delivered(link, "n2", "full").closed(link, "n2", CloseReason::reset);
  }
  expect_rejected(run.story, "progress", 300, "n2");
}

// A promotion began the history, or it is the replica's own: rule 6 lets nobody refuse these.
TEST(Progress, CountsAnOfferThatMayNotBeHeldOff) {
  Story story = with_backlog(2);
  story.at(80).begins("n1", child_history, first_history, 10);
  story.is("n1", {.history = child_history, .offset = 10, .role = Role::primary, .generation = 1, .backlog_first = 4});
  story.at(90).settle();
  for (std::int64_t ms = 100; ms <= 300; ms += 100) {
    const ConnectionId link = story.at(ms).connect("n2", "n1");
    story.sent(link, "n2", "hello").sends_full(link, "n1", child_history, 10, 10);
    story.delivered(link, "n2", "full").closed(link, "n2", CloseReason::aborted_by_process);
  }
  expect_rejected(story, "progress", 300, "n2");
}

TEST(Progress, CountsTheRefusalsOfAReplicaThatHasNothingToLose) {
  EmptyPrimary run;
  run.story.at(95).stop("n2").start("n2", 2).is("n2", {.history = first_history, .offset = 0, .link_up = false});
  for (std::int64_t ms = 100; ms <= 300; ms += 100) run.refuse(ms);
  expect_rejected(run.story, "progress", 300, "n2");
}

// A primary that was paused answers connections that their replica has left long ago.
TEST(Progress, DoesNotCountAnswersThatComeTooLate) {
  Story story = with_backlog(2);
  std::vector<ConnectionId> left;
  for (std::int64_t ms = 50; ms < 90; ms += 10) {
    left.push_back(story.at(ms).connect("n2", "n1"));
    story.sent(left.back(), "n2", "hello").closed(left.back(), "n2");
  }
  story.at(90).settle();
  for (const ConnectionId link : left) story.sends_full(link, "n1", first_history, 10, 10);
  expect_accepted(story);
}

// With a backlog of nothing, each key that expires may make a replica begin again.
TEST(Progress, DoesNotCountWhatTheLogHasOutgrown) {
  for (const std::uint64_t backlog_first : {3U, 4U}) {
    Story story = with_backlog(1);
    story.at(90).settle();
    for (std::int64_t round = 1; round <= 3; ++round) {
      story.is("n1", {.history = first_history,
                      .offset = 10,
                      .role = Role::primary,
                      .generation = 0,
                      .backlog_first = backlog_first});
      const ConnectionId link = story.at(100 * round).connect("n2", "n1");
      story.sent(link, "n2", "hello").sends_full(link, "n1", first_history, 2, 2);
      story.closed(link, "n2", CloseReason::reset);
    }
    if (backlog_first == 4) {
      expect_accepted(story);
    } else {
      expect_rejected(story, "progress", 300, "n2");  // all that followed the last offer is there
    }
  }
}

// n3 follows n2, which follows n1: n2 may have to replace its state once more after n3 has loaded it.
TEST(Progress, AllowsOneMoreForEachNodeAbove) {
  RunInfo run = usual_run();
  run.upstreams[2] = HostId{1};
  Story story(run);
  story.cluster().is("n3", {.generation = 0, .complete = false, .link_up = false}).at(90).settle();
  const auto sync = [&](std::uint32_t round) {
    const ConnectionId link = story.at(100 * round).connect("n3", "n2");
    story.sent(link, "n3", "hello").sends_full(link, "n2", first_history, 0, 0);
    story.is("n3", {.history = first_history, .generation = round + 1}).closed(link, "n3");
    story.is("n3", {.history = HistoryId::none, .generation = round + 1, .complete = false});
  };
  for (std::uint32_t round = 1; round <= 3; ++round) sync(round);
  expect_accepted(story);
  sync(4);
  expect_rejected(story, "progress", 400, "n3");
}

TEST(Progress, CountsAgainOnceARoleChanges) {
  RunInfo run = usual_run();
  run.role_commands = {{.fault = 0, .operation = {}, .node = HostId{1}, .upstream = HostId{2}, .at = {}}};
  Story story(run);
  story.cluster().is("n3", {.generation = 0, .complete = false, .link_up = false}).at(90).settle();
  const auto sync = [&](std::uint32_t round) {
    const ConnectionId link = story.at(100 * round).connect("n3", "n1");
    story.sent(link, "n3", "hello").sends_full(link, "n1", first_history, 0, 0);
    story.is("n3", {.history = first_history, .generation = round + 1}).closed(link, "n3");
    story.is("n3", {.history = HistoryId::none, .generation = round + 1, .complete = false});
  };
  sync(1);
  sync(2);
  story.at(250).commanded(0);
  sync(3);
  sync(4);
  expect_accepted(story);
  sync(5);
  expect_rejected(story, "progress", 500, "n3");
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

// WAIT may block for as long as it says, in any run.
TEST(Progress, AllowsACommandToBlockForAsLongAsItAskedTo) {
  for (const std::string_view command : {"WAIT 5 1500", "WAIT 5 0"}) {
    Story story;
    story.cluster().at(2000).settle();
    const OperationId wait = story.invoke("n1", command);
    story.deliver(wait).at(4500).complete(wait, number(0));
    expect_accepted(story);
  }
  Story story;
  story.cluster().at(2000).settle();
  const OperationId wait = story.invoke("n1", "WAIT 5 1500");
  story.deliver(wait).at(4501).complete(wait, number(0));
  expect_rejected(story, "progress", 4501, "n1");
}

// Its machine lost power with the request, and the client hears nothing of it.
TEST(Progress, DoesNotWaitForAProcessThatIsGone) {
  Story story;
  story.cluster();
  const OperationId read = story.at(1900).invoke("n3", "GET k");
  story.at(1950).deliver(read).at(1960).stop("n3").at(2000).settle().start("n3", 2).at(9000).end();
  for (const Violation& violation : story.verdicts().first_of_each()) EXPECT_NE(violation.check, "progress");
}

}  // namespace
}  // namespace groundhog::test
