#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

// Ten entries; n1's backlog begins at offset 4; n2 holds `offset` of them.
EventScript with_backlog(std::uint64_t offset, RunInfo run = usual_run()) {
  EventScript events(std::move(run));
  events.cluster().at(10);
  for (int i = 0; i < 10; ++i) events.appends("n1", set("k" + std::to_string(i), "v" + std::to_string(i)));
  events.is("n1", {.history = first_history, .offset = 10, .role = Role::primary, .generation = 0, .backlog_first = 4});
  events.is("n2", {.history = first_history, .offset = offset, .link_up = false});
  return events;
}

// n2 asks, n1 sends a full synchronisation, n2 loads it.
EventScript& full_sync(EventScript& events, std::int64_t ms, std::uint32_t generation = 2) {
  const ConnectionId link = events.at(ms).connect("n2", "n1");
  events.sent(link, "n2", "hello").sends_full(link, "n1", first_history, 10, 10);
  events.is("n2", {.history = first_history, .offset = 10, .generation = generation});
  return events.closed(link, "n2");
}

// ---- causes of a full synchronisation -----------------------------------------------------------------------------

TEST(Progress, AcceptsAFullSynchronisationFromOutsideTheBacklog) {
  EventScript events = with_backlog(2);
  full_sync(events, 100);
  expect_accepted(events);
}

TEST(Progress, RejectsAFullSynchronisationFromEitherEdgeOfTheBacklog) {
  for (const std::uint64_t offset : {3U, 10U}) {
    EventScript events = with_backlog(offset);
    full_sync(events, 100);
    expect_rejected(events, "progress", 100, "n2");
  }
}

TEST(Progress, AcceptsTheFirstContact) {
  EventScript events = with_backlog(10);
  events.at(50).stop("n2").start("n2", 2).is("n2", {.generation = 0, .complete = false, .link_up = false});
  full_sync(events, 100, 1);
  expect_accepted(events);
}

TEST(Progress, AcceptsAForeignHistory) {
  EventScript events = with_backlog(10, run_as_chain());
  events.at(50).begins("n3", child_history, first_history, 8);
  events.is("n3", {.history = child_history, .offset = 8, .role = Role::primary, .generation = 2});
  const ConnectionId link = events.at(60).connect("n2", "n3");  // n2 holds 10, the switch was at 8
  events.sent(link, "n2", "hello").sends_full(link, "n3", child_history, 8, 8).closed(link, "n2");
  expect_accepted(events);
}

TEST(Progress, RejectsAFullSynchronisationAcrossAPromotionThatN2CouldFollow) {
  EventScript events = with_backlog(8, run_as_chain());
  events.at(50).begins("n3", child_history, first_history, 8);
  events.is("n3", {.history = child_history, .offset = 8, .role = Role::primary, .generation = 2, .backlog_first = 4});
  const ConnectionId link = events.at(60).connect("n2", "n3");
  events.sent(link, "n2", "hello").sends_full(link, "n3", child_history, 8, 8);
  expect_rejected(events, "progress", 60, "n2");
}

TEST(Progress, AcceptsAnotherOneAfterAnAbortedLoad) {
  EventScript events = with_backlog(2);
  const ConnectionId first = events.at(100).connect("n2", "n1");
  events.sent(first, "n2", "hello")
      .sends_full(first, "n1", first_history, 10, 10)
      .closed(first, "n2", CloseReason::reset);
  events.is("n1", {.history = first_history, .offset = 10, .role = Role::primary, .generation = 0, .backlog_first = 1});
  full_sync(events, 200);
  expect_accepted(events);
}

// n1's answer is accepted by its stream only when n1 has caught up with what n2 asked for.
TEST(Progress, JudgesAnAnswerByWhereThePrimaryWasSinceItWasAsked) {
  EventScript events(run_as_chain());
  events.cluster().at(10);
  for (int i = 0; i < 10; ++i) events.appends("n1", set("k" + std::to_string(i), "v"));
  events.is("n1", {.history = first_history, .offset = 10, .role = Role::primary, .generation = 0});
  events.follows("n2", 10).follows("n3", 9);
  const ConnectionId link = events.at(100).connect("n2", "n3");
  events.sent(link, "n2", "hello").delivered(link, "n3", "hello").at(101).follows("n3", 10);
  events.sends_full(link, "n3", first_history, 9, 9);
  expect_accepted(events);

  const ConnectionId again = events.at(200).connect("n2", "n3");
  events.sent(again, "n2", "hello").delivered(again, "n3", "hello").sends_full(again, "n3", first_history, 10, 10);
  expect_accepted(events);  // the first one was aborted
  events.sent(again, "n2", "hello").sent(again, "n3", "continue");
  events.sent(again, "n2", "hello").delivered(again, "n3", "hello").sends_full(again, "n3", first_history, 10, 10);
  expect_rejected(events, "progress", 200, "n2");
}

// ---- how many after healing ---------------------------------------------------------------------------------------

TEST(Progress, RejectsTheThirdFullSynchronisationAfterHealing) {
  EventScript events = with_backlog(2);
  events.at(90).settle();
  for (std::uint32_t round = 1; round <= 3; ++round) {
    events.is("n2", {.history = first_history, .offset = 0, .generation = round * 2, .link_up = false});
    full_sync(events, 100 * round, round * 2 + 1);
    if (round == 2) expect_accepted(events);
  }
  expect_rejected(events, "progress", 300, "n2");
}

// n1 starts again, empty, and offers its new history; n2 holds data. n2's position does not change in any of this.
struct EmptyPrimary {
  EventScript events = with_backlog(2);

  EmptyPrimary() {
    events.at(80).stop("n1").start("n1", 2).begins("n1", other_history);
    events.is("n1", {.history = other_history, .role = Role::primary, .generation = 0});
    events.at(90).settle();
  }
  ConnectionId offer(std::int64_t ms, HistoryId history = other_history) {
    const ConnectionId link = events.at(ms).connect("n2", "n1");
    events.sent(link, "n2", "hello").sends_full(link, "n1", history, 0, 0);
    return link;
  }
  void refuse(std::int64_t ms) {
    const ConnectionId link = offer(ms);
    events.delivered(link, "n2", "full").closed(link, "n2", CloseReason::aborted_by_process);
  }
};

TEST(Progress, DoesNotCountWhatAReplicaHoldsOff) {
  EmptyPrimary run;
  for (std::int64_t ms = 100; ms <= 500; ms += 100) run.refuse(ms);
  const ConnectionId link = run.offer(600);
  run.events.delivered(link, "n2", "full").is("n2", {.history = other_history, .generation = 2});
  expect_accepted(run.events);
}

// A refusal follows at once, or when the replica runs again; what comes later is a load that failed.
TEST(Progress, ARefusalFollowsTheOfferAtOnce) {
  for (const bool paused : {true, false}) {
    EmptyPrimary run;
    for (std::int64_t ms = 100; ms <= 300; ms += 100) {
      const ConnectionId link = run.offer(ms);
      if (paused) run.events.pause("n2");
      run.events.delivered(link, "n2", "full").at(ms + 50);
      if (paused) run.events.resume("n2");
      run.events.closed(link, "n2", CloseReason::aborted_by_process);
    }
    if (paused) {
      expect_accepted(run.events);
    } else {
      expect_rejected(run.events, "progress", 350, "n2");
    }
  }
}

TEST(Progress, CountsAnOfferThatNeverReachedTheReplica) {
  EmptyPrimary run;
  for (std::int64_t ms = 100; ms <= 300; ms += 100) {
    const ConnectionId link = run.offer(ms);
    run.events.closed(link, "n2", CloseReason::aborted_by_process);
  }
  expect_rejected(run.events, "progress", 300, "n2");
}

TEST(Progress, CountsALoadThatTheConnectionEnded) {
  EmptyPrimary run;
  for (std::int64_t ms = 100; ms <= 300; ms += 100) {
    const ConnectionId link = run.offer(ms);
    run.events.delivered(link, "n2", "full").closed(link, "n2", CloseReason::reset);
  }
  expect_rejected(run.events, "progress", 300, "n2");
}

// A promotion began the history, or it is the replica's own: rule 6 lets no node refuse these.
TEST(Progress, CountsAnOfferThatMayNotBeHeldOff) {
  EventScript events = with_backlog(2);
  events.at(80).begins("n1", child_history, first_history, 10);
  events.is("n1", {.history = child_history, .offset = 10, .role = Role::primary, .generation = 1, .backlog_first = 4});
  events.at(90).settle();
  for (std::int64_t ms = 100; ms <= 300; ms += 100) {
    const ConnectionId link = events.at(ms).connect("n2", "n1");
    events.sent(link, "n2", "hello").sends_full(link, "n1", child_history, 10, 10);
    events.delivered(link, "n2", "full").closed(link, "n2", CloseReason::aborted_by_process);
  }
  expect_rejected(events, "progress", 300, "n2");
}

TEST(Progress, CountsTheRefusalsOfAReplicaThatHasNothingToLose) {
  EmptyPrimary run;
  run.events.at(95).stop("n2").start("n2", 2).is("n2", {.history = first_history, .offset = 0, .link_up = false});
  for (std::int64_t ms = 100; ms <= 300; ms += 100) run.refuse(ms);
  expect_rejected(run.events, "progress", 300, "n2");
}

// A primary that was paused answers connections that their replica has left long ago.
TEST(Progress, DoesNotCountAnswersThatComeTooLate) {
  EventScript events = with_backlog(2);
  std::vector<ConnectionId> left;
  for (std::int64_t ms = 50; ms < 90; ms += 10) {
    left.push_back(events.at(ms).connect("n2", "n1"));
    events.sent(left.back(), "n2", "hello").closed(left.back(), "n2");
  }
  events.at(90).settle();
  for (const ConnectionId link : left) events.sends_full(link, "n1", first_history, 10, 10);
  expect_accepted(events);
}

// With a backlog of nothing, each key that expires may make a replica begin again.
TEST(Progress, DoesNotCountWhatTheLogHasOutgrown) {
  for (const std::uint64_t backlog_first : {3U, 4U}) {
    EventScript events = with_backlog(1);
    events.at(90).settle();
    for (std::int64_t round = 1; round <= 3; ++round) {
      events.is("n1", {.history = first_history,
                       .offset = 10,
                       .role = Role::primary,
                       .generation = 0,
                       .backlog_first = backlog_first});
      const ConnectionId link = events.at(100 * round).connect("n2", "n1");
      events.sent(link, "n2", "hello").sends_full(link, "n1", first_history, 2, 2);
      events.closed(link, "n2", CloseReason::reset);
    }
    if (backlog_first == 4) {
      expect_accepted(events);
    } else {
      expect_rejected(events, "progress", 300, "n2");  // all that followed the last offer is there
    }
  }
}

// n3 follows n2, which follows n1: n2 may have to replace its state once more after n3 has loaded it.
TEST(Progress, AllowsOneMoreForEachNodeAbove) {
  RunInfo run = usual_run();
  run.upstreams[2] = HostId{1};
  EventScript events(run);
  events.cluster().is("n3", {.generation = 0, .complete = false, .link_up = false}).at(90).settle();
  const auto sync = [&](std::uint32_t round) {
    const ConnectionId link = events.at(100 * round).connect("n3", "n2");
    events.sent(link, "n3", "hello").sends_full(link, "n2", first_history, 0, 0);
    events.is("n3", {.history = first_history, .generation = round + 1}).closed(link, "n3");
    events.is("n3", {.history = HistoryId::none, .generation = round + 1, .complete = false});
  };
  for (std::uint32_t round = 1; round <= 3; ++round) sync(round);
  expect_accepted(events);
  sync(4);
  expect_rejected(events, "progress", 400, "n3");
}

TEST(Progress, CountsAgainOnceARoleChanges) {
  RunInfo run = usual_run();
  run.role_commands = {{.fault = 0, .operation = {}, .node = HostId{1}, .upstream = HostId{2}, .at = {}}};
  EventScript events(run);
  events.cluster().is("n3", {.generation = 0, .complete = false, .link_up = false}).at(90).settle();
  const auto sync = [&](std::uint32_t round) {
    const ConnectionId link = events.at(100 * round).connect("n3", "n1");
    events.sent(link, "n3", "hello").sends_full(link, "n1", first_history, 0, 0);
    events.is("n3", {.history = first_history, .generation = round + 1}).closed(link, "n3");
    events.is("n3", {.history = HistoryId::none, .generation = round + 1, .complete = false});
  };
  sync(1);
  sync(2);
  events.at(250).commanded(0);
  sync(3);
  sync(4);
  expect_accepted(events);
  sync(5);
  expect_rejected(events, "progress", 500, "n3");
}

// ---- operations ---------------------------------------------------------------------------------------------------

TEST(Progress, AcceptsAnOperationThatTakesExactlyTheBound) {
  EventScript events;
  events.cluster();
  const OperationId read = events.at(1900).invoke("n1", "GET k");
  events.at(2000).settle().at(3000).complete(read, unknown());
  expect_accepted(events);
}

TEST(Progress, RejectsAnOperationThatTakesLonger) {
  EventScript events;
  events.cluster();
  const OperationId read = events.at(1900).invoke("n1", "GET k");
  events.at(2000).settle().at(3001).complete(read, unknown());
  expect_rejected(events, "progress", 3001, "n1", "k");
}

TEST(Progress, RejectsANodeThatNeverAnswers) {
  EventScript events;
  events.cluster();
  const OperationId read = events.at(1900).invoke("n3", "GET k");
  events.at(1950).deliver(read).at(2000).settle().at(4000).end();
  expect_rejected(events, "progress", 4000, "n3", "k");
  bool says_so = false;
  for (const Violation& violation : events.verdicts().first_of_each()) {
    says_so = says_so || violation.message.find("n3 has the request and gives no answer") != std::string::npos;
  }
  EXPECT_TRUE(says_so);
}

TEST(Progress, DoesNotJudgeOperationsBeforeHealing) {
  EventScript events;
  events.cluster();
  const OperationId read = events.at(100).invoke("n1", "GET k");
  events.at(50'000).complete(read, unknown());
  expect_accepted(events);
}

// WAIT may block for as long as it says, in any run.
TEST(Progress, AllowsACommandToBlockForAsLongAsItAskedTo) {
  for (const std::string_view command : {"WAIT 5 1500", "WAIT 5 0"}) {
    EventScript events;
    events.cluster().at(2000).settle();
    const OperationId wait = events.invoke("n1", command);
    events.deliver(wait).at(4500).complete(wait, number(0));
    expect_accepted(events);
  }
  EventScript events;
  events.cluster().at(2000).settle();
  const OperationId wait = events.invoke("n1", "WAIT 5 1500");
  events.deliver(wait).at(4501).complete(wait, number(0));
  expect_rejected(events, "progress", 4501, "n1");
}

// Its machine lost power with the request, and the client hears nothing of it.
TEST(Progress, DoesNotWaitForAProcessThatIsGone) {
  EventScript events;
  events.cluster();
  const OperationId read = events.at(1900).invoke("n3", "GET k");
  events.at(1950).deliver(read).at(1960).stop("n3").at(2000).settle().start("n3", 2).at(9000).end();
  for (const Violation& violation : events.verdicts().first_of_each()) EXPECT_NE(violation.check, "progress");
}

}  // namespace
}  // namespace groundhog::test
