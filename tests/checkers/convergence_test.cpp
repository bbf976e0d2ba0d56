#include <limits>

#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

// Settle begins at 2 s; the bound is 1 s; the run ends at 5 s.
EventScript healed() {
  EventScript events;
  events.cluster().at(10).command("n1", "SET a 1", ok(), {set("a", "1")});
  events.is("n1", {.history = first_history, .offset = 1, .role = Role::primary, .generation = 0});
  events.at(2000).settle();
  return events;
}

EventScript& samples_of_all(EventScript& events, SampleReason reason, const std::vector<Held>& keys = {{"a", "1"}}) {
  for (const std::string_view node : {"n1", "n2", "n3"}) events.samples(node, first_history, 1, keys, reason);
  return events;
}

TEST(Convergence, AcceptsAgreementThatLastsIntoTheJudgedTime) {
  EventScript events = healed();
  events.at(2100).follows("n2", 1).follows("n3", 1);
  samples_of_all(events, SampleReason::converging).at(5000).end();
  expect_accepted(events);
}

TEST(Convergence, AcceptsOneInstantOfAgreementAfterTheBound) {
  EventScript events = healed();
  events.at(3500).follows("n2", 1).follows("n3", 1);
  samples_of_all(events, SampleReason::converging);
  events.at(3600).appends("n1", set("b", "2"));
  events.is("n1", {.history = first_history, .offset = 2, .role = Role::primary, .generation = 0});
  events.at(5000).end();
  expect_accepted(events);
}

TEST(Convergence, RejectsAgreementThatEndedBeforeTheBound) {
  for (const std::int64_t ended : {2999, 3000}) {
    EventScript events = healed();
    events.at(2100).follows("n2", 1).follows("n3", 1);
    samples_of_all(events, SampleReason::converging);
    events.at(ended).appends("n1", set("b", "2"));
    events.is("n1", {.history = first_history, .offset = 2, .role = Role::primary, .generation = 0});
    events.at(5000).end();
    if (ended == 3000) {
      expect_accepted(events);
    } else {
      expect_rejected(events, "replica.convergence", 5000, "n2");
    }
  }
}

// What is appended in settle has the bound to reach the replicas; what was there before is due.
TEST(Convergence, GivesWhatIsAppendedInSettleItsTime) {
  for (const std::int64_t appended : {4000, 4001}) {
    EventScript events = healed();
    events.at(2100).follows("n2", 1).follows("n3", 1).at(appended).appends("n1", set("b", "2"));
    events.is("n1", {.history = first_history, .offset = 2, .role = Role::primary, .generation = 0});
    events.at(5000).end();
    if (appended == 4000) {
      expect_rejected(events, "replica.convergence", 5000, "n2");
    } else {
      expect_accepted(events);
    }
  }
  EventScript lacks_what_is_due = healed();
  lacks_what_is_due.at(2100).follows("n2", 1).at(4001).appends("n1", set("b", "2"));
  lacks_what_is_due.is("n1", {.history = first_history, .offset = 2, .role = Role::primary, .generation = 0});
  lacks_what_is_due.at(5000).end();
  expect_rejected(lacks_what_is_due, "replica.convergence", 5000, "n2");
}

TEST(Convergence, RejectsAReplicaLeftBehindAndSaysWhereItIs) {
  EventScript events = healed();
  events.at(2100).follows("n3", 1);
  events.is("n2", {.history = first_history, .offset = 0, .link_up = false});
  const ConnectionId first = events.at(2000).connect("n2", "n1");
  events.at(2001).closed(first, "n2", CloseReason::refused);
  const ConnectionId second = events.at(4000).connect("n2", "n1");
  events.at(4001).closed(second, "n2", CloseReason::refused);
  events.at(5000).end();
  expect_rejected(events, "replica.convergence", 5000, "n2");
  EXPECT_EQ(events.verdicts().first_of_each()[0].message,
            "n2 is at offset 0 of 1, 3s after the network healed: link down, retrying n1 every 2s");
}

TEST(Convergence, RejectsTheSameOffsetWithOtherContent) {
  EventScript events = healed();
  events.at(2100).follows("n2", 1).follows("n3", 1);
  events.at(5000).samples("n1", first_history, 1, {{"a", "1"}}, SampleReason::ended);
  events.samples("n2", first_history, 1, {{"a", "1"}}, SampleReason::ended);
  events.samples("n3", first_history, 1, {}, SampleReason::ended).end();
  expect_rejected(events, "replica.convergence", 5000, "n3");
}

TEST(Convergence, RejectsTheSameOffsetWithAnotherDeadline) {
  EventScript events = healed();
  events.at(2100).follows("n2", 1).follows("n3", 1);
  events.at(5000).samples("n1", first_history, 1, {{"a", "1"}}, SampleReason::ended);
  events.samples("n2", first_history, 1, {{"a", "1"}}, SampleReason::ended);
  events.samples("n3", first_history, 1, {{"a", "1", until(90000)}}, SampleReason::ended).end();
  expect_rejected(events, "replica.convergence", 5000, "n3");
}

TEST(Convergence, RejectsTwoHistories) {
  EventScript events = healed();
  events.at(2100).follows("n2", 1).begins("n3", other_history);
  events.is("n3", {.history = other_history, .role = Role::primary, .generation = 2});
  events.at(5000).end();
  expect_rejected(events, "replica.convergence", 5000, "n3");
}

TEST(Convergence, RejectsANodeThatIsNotRunning) {
  EventScript events = healed();
  events.at(2100).follows("n2", 1).stop("n3").at(5000).end();
  expect_rejected(events, "replica.convergence", 5000, "n3");
}

TEST(Convergence, DoesNotJudgeARunThatEndedBeforeTheBound) {
  EventScript events = healed();
  events.at(2999).end();
  expect_accepted(events);
}

// 1 s of bound from 2 s on.
TEST(Convergence, JudgesFromTheBoundOnAndSaysSoWhereSettleIsShorter) {
  EventScript at_the_bound = healed();
  at_the_bound.at(2100).follows("n2", 1).follows("n3", 1);
  samples_of_all(at_the_bound, SampleReason::converging).at(3000).end();
  expect_accepted(at_the_bound);
  EXPECT_TRUE(at_the_bound.verdicts().abstentions().empty());

  EventScript apart = healed();
  apart.at(3000).end();
  expect_rejected(apart, "replica.convergence", 3000, "n2");

  EventScript too_short = healed();
  too_short.at(2999).end();
  expect_accepted(too_short);
  ASSERT_EQ(too_short.verdicts().abstentions().size(), 1U);
  EXPECT_EQ(too_short.verdicts().abstentions()[0].check, "replica.convergence");
}

// ---- more than one tree -------------------------------------------------------------------------------------------

// n3 is promoted, and n2 stays with n1.
struct TwoTrees {
  EventScript events;

  static RunInfo run() {
    RunInfo run = usual_run();
    run.role_commands = {{.fault = 0, .operation = {}, .node = HostId{2}, .upstream = std::nullopt, .at = {}},
                         {.fault = 1, .operation = {}, .node = HostId{0}, .upstream = HostId{1}, .at = {}},
                         {.fault = 2, .operation = {}, .node = HostId{2}, .upstream = HostId{0}, .at = {}}};
    return run;
  }
  explicit TwoTrees(bool promoted = true) : events(run()) {
    events.cluster().at(10).command("n1", "SET a 1", ok(), {set("a", "1")});
    events.is("n1", {.history = first_history, .offset = 1, .role = Role::primary, .generation = 0});
    if (!promoted) return;
    events.follows("n2", 1).at(20).commanded(0).begins("n3", child_history, first_history, 0);
    events.is("n3", {.history = child_history, .role = Role::primary, .generation = 2}).at(2000).settle();
    events.samples("n1", first_history, 1, {{"a", "1"}}, SampleReason::converging);
    events.samples("n3", child_history, 0, {}, SampleReason::converging);
  }
};

TEST(Convergence, AsksTheNodesOfEachTreeToAgree) {
  TwoTrees agreeing;
  agreeing.events.samples("n2", first_history, 1, {{"a", "1"}}, SampleReason::converging).at(5000).end();
  expect_accepted(agreeing.events);

  TwoTrees differing;
  differing.events.samples("n2", first_history, 1, {{"a", "2"}}, SampleReason::converging).at(5000).end();
  expect_rejected(differing.events, "replica.convergence", 5000, "n2");
}

// Its replica comes first in the order of nodes.
TEST(Convergence, APrimaryWithoutASampleAgreesWithNoReplica) {
  RunInfo info = usual_run();
  info.upstreams = {HostId{1}, std::nullopt, HostId{1}};
  EventScript events(info);
  events.start("n1").start("n2").start("n3").begins("n2", first_history);
  events.is("n2", {.history = first_history, .role = Role::primary})
      .follows("n1", 0)
      .follows("n3", 0)
      .at(2000)
      .settle();
  events.at(2100).samples("n1", first_history, 0, {}, SampleReason::converging);
  events.samples("n3", first_history, 0, {}, SampleReason::converging).at(5000).end();
  expect_rejected(events, "replica.convergence", 5000, "n2");
}

TEST(Convergence, RejectsANodeThatIgnoredItsPromotion) {
  TwoTrees run;
  run.events.samples("n2", first_history, 1, {{"a", "1"}}, SampleReason::converging);
  run.events.at(2100).is("n3", {.history = child_history, .role = Role::replica, .generation = 2}).at(5000).end();
  expect_rejected(run.events, "replica.convergence", 5000, "n3");
}

// n1 follows n2, which follows n1: no primary is above either.
TEST(Convergence, DoesNotJudgeNodesThatFollowOneAnother) {
  TwoTrees run;
  run.events.at(2100).commanded(1).is("n1", {.history = first_history, .offset = 1, .link_up = false}).at(5000).end();
  expect_accepted(run.events);
}

TEST(Convergence, JudgesTheTreeThatAChangeOfRolesLeaves) {
  RunInfo info = usual_run();
  info.role_commands = {{.fault = 0, .operation = {}, .node = HostId{2}, .upstream = std::nullopt, .at = {}}};
  EventScript events(info);
  events.cluster().at(2000).settle();
  for (const std::string_view node : {"n1", "n2", "n3"}) events.samples(node, first_history, 0, {});
  events.at(3500).commanded(0).at(5000).end();  // n3 has agreed, and must be a primary now
  expect_rejected(events, "replica.convergence", 5000, "n3");
}

TEST(Convergence, FollowsACommandOfAClient) {
  RunInfo info = usual_run();
  info.role_commands = {{.fault = {}, .operation = OperationId{0}, .node = HostId{2}, .upstream = {}, .at = {}}};
  for (const Answer& answer : {ok(), unknown(), error("ERR")}) {
    EventScript events(info);
    events.cluster().at(10).command("n3", "REPLICAOF NO ONE", answer).begins("n3", child_history, first_history, 0);
    events.is("n3", {.history = child_history, .role = Role::primary, .generation = 2}).at(2000).settle();
    events.samples("n1", first_history, 0, {}).samples("n2", first_history, 0, {}).samples("n3", child_history, 0, {});
    events.at(5000).end();
    if (answer.outcome == Outcome::error) {
      expect_rejected(events, "replica.convergence", 5000, "n3");
    } else {
      expect_accepted(events);
    }
  }
}

// Its client gave up before the node carried it out, or after.
TEST(Convergence, FollowsACommandThatIsCarriedOutLate) {
  RunInfo info = usual_run();
  info.role_commands = {{.fault = {}, .operation = OperationId{0}, .node = HostId{2}, .upstream = {}, .at = {}}};
  for (const bool late : {false, true}) {
    EventScript events(info);
    events.cluster().at(10);
    const OperationId command = events.invoke("n3", "REPLICAOF NO ONE");
    if (late) events.complete(command, unknown());
    events.at(20).begins("n3", child_history, first_history, 0);
    events.is("n3", {.history = child_history, .role = Role::primary, .generation = 2});
    if (!late) events.complete(command, unknown());
    events.at(2000).settle();
    events.samples("n1", first_history, 0, {}).samples("n2", first_history, 0, {}).samples("n3", child_history, 0, {});
    events.at(5000).end();
    expect_accepted(events);
  }
}

// n3 carried out a client's command and the operator's, and the client heard of its own last.
class TwoCommands : public ::testing::Test {
 protected:
  static RunInfo run() {
    RunInfo info = usual_run();
    info.role_commands = {{.fault = {}, .operation = OperationId{0}, .node = HostId{2}, .upstream = {}, .at = {}},
                          {.fault = 0, .operation = {}, .node = HostId{2}, .upstream = HostId{0}, .at = {}}};
    return info;
  }
  // The node's answer to the client, the operator's command, and which role n3 has at the end.
  static EventScript script(std::int64_t answered, std::int64_t commanded, Role role) {
    EventScript events(run());
    events.cluster().at(10);
    const OperationId command = events.invoke("n3", "REPLICAOF NO ONE");
    events.deliver(command).at(std::min(answered, commanded));
    if (answered <= commanded) events.reply(command);
    events.at(commanded).starts_fault(0);
    if (answered > commanded) events.at(answered).reply(command);
    events.at(40).fault_takes_effect(0).at(50).complete(command, ok());
    const bool is_primary = role == Role::primary;
    const HistoryId history = is_primary ? child_history : first_history;
    if (is_primary) events.begins("n3", child_history, first_history, 0);
    events.is("n3", {.history = history, .role = role, .generation = 3}).at(2000).settle();
    events.samples("n1", first_history, 0, {}).samples("n2", first_history, 0, {}).samples("n3", history, 0, {});
    events.at(5000).end();
    return events;
  }
};

TEST_F(TwoCommands, TheOneThatWasCarriedOutLastHolds) {
  expect_accepted(script(20, 30, Role::replica));
  expect_rejected(script(20, 30, Role::primary), "replica.convergence", 5000, "n3");
}

TEST_F(TwoCommands, AtTheSameTimeEitherMayHold) {
  for (const std::int64_t answered : {20, 30}) {
    for (const Role role : {Role::primary, Role::replica}) expect_accepted(script(answered, 20, role));
  }
}

// The client that sent it to follow a stranger gave up; it shows the name of a node and another port.
TEST(Convergence, LeavesOutANodeThatMayFollowAStranger) {
  RunInfo info = usual_run();
  info.role_commands = {{.fault = {}, .operation = OperationId{0}, .node = HostId{2}, .upstream = no_host, .at = {}}};
  EventScript events(info);
  events.cluster().at(10).command("n3", "REPLICAOF n1 6380", unknown());
  events.at(20).is("n3", {.history = first_history, .offset = 0, .link_up = false}).at(30).appends("n1", set("a", "1"));
  events.is("n1", {.history = first_history, .offset = 1, .role = Role::primary, .generation = 0}).follows("n2", 1);
  events.at(2000).settle();
  for (const std::string_view node : {"n1", "n2"}) events.samples(node, first_history, 1, {{"a", "1"}});
  events.at(5000).end();
  expect_accepted(events);
}

// What the operator has to repeat may be carried out once more, after a later command.
TEST(Convergence, FollowsACommandThatTheOperatorHadToRepeat) {
  for (const std::int64_t accepted : {1009, 1010}) {
    TwoTrees run(false);
    run.events.follows("n2", 1);
    run.events.at(10).starts_fault(0).at(accepted).fault_takes_effect(0);
    run.events.at(1500).begins("n3", child_history, first_history, 0);
    run.events.is("n3", {.history = child_history, .role = Role::primary, .generation = 2});
    run.events.at(1600).is("n3", {.history = first_history, .offset = 1, .generation = 3}).at(2000).settle();
    for (const std::string_view node : {"n1", "n2", "n3"}) run.events.samples(node, first_history, 1, {{"a", "1"}});
    run.events.at(5000).end();
    if (accepted == 1010) {
      expect_accepted(run.events);
    } else {
      expect_rejected(run.events, "replica.convergence", 5000, "n3");
    }
  }
}

// ---- what a slow network leaves to be done ------------------------------------------------------------------------

// n2 has 4 entries of 488 bytes and their overhead to take in: 4,000 bytes at 1,000 a second.
TEST(Convergence, GivesTheLogThatWaitsItsTime) {
  for (const std::int64_t end : {6999, 7000}) {
    RunInfo info = usual_run();
    info.round_trip = seam::Milliseconds(1000);
    info.window_bytes = 1000;
    EventScript events(info);
    events.cluster().at(10);
    for (int i = 0; i < 4; ++i) events.appends("n1", set("k" + std::to_string(i), std::string(486, 'x')));
    events.is("n1", {.history = first_history, .offset = 4, .role = Role::primary, .generation = 0});
    events.follows("n3", 4).at(2000).settle().at(end).end();
    if (end == 7000) {
      expect_rejected(events, "replica.convergence", 7000, "n2");
      continue;
    }
    expect_accepted(events);
    ASSERT_EQ(events.verdicts().abstentions().size(), 1U);
    EXPECT_EQ(events.verdicts().abstentions()[0].reason,
              "settle lasts 4.999s, and this run may take 5s to converge: make settle longer; n2 is at offset 0 of 4, "
              "4.999s after the network healed: link up");
  }
}

// ---- keys past their deadline -------------------------------------------------------------------------------------

// k dies at `deadline`; all agree and hold it to the end. The primary looks at its clock every millisecond.
EventScript with_leftover(std::int64_t deadline, RunInfo run = usual_run(), std::int64_t primary_since = 0) {
  EventScript events(std::move(run));
  events.cluster().at(10).command("n1", "SET k v PXAT " + std::to_string(deadline), ok(),
                                  {set("k", "v", until(deadline))});
  events.is("n1", {.history = first_history, .offset = 1, .role = Role::primary, .generation = 0});
  events.at(2000).settle().at(2100).follows("n2", 1).follows("n3", 1);
  for (std::int64_t ms = 2000; ms <= 5000; ++ms) {
    events.at(ms).reads_clock("n1");
    if (ms == primary_since) {
      events.is("n1", {.history = first_history, .offset = 1, .role = Role::primary, .generation = 1});
    }
  }
  for (const std::string_view node : {"n1", "n2", "n3"}) {
    events.samples(node, first_history, 1, {{"k", "v", until(deadline)}}, SampleReason::ended);
  }
  events.end();
  return events;
}

TEST(Convergence, AcceptsAKeyWhoseTimeIsNotUpYet) {
  expect_accepted(with_leftover(4900));  // two janitor periods are 100 ms
  expect_accepted(with_leftover(100'000));
}

// Which janitor counts is the primary's.
TEST(Convergence, JudgesAKeyByTheJanitorOfItsPrimary) {
  RunInfo none = usual_run();
  none.knobs[0].janitor_interval = Duration(0);
  expect_accepted(with_leftover(1000, none));
  RunInfo slow = usual_run();
  slow.knobs[0].janitor_interval = seam::Milliseconds(200);
  expect_accepted(with_leftover(4600, slow));
  expect_rejected(with_leftover(4599, slow), "replica.convergence", 5000, "n1", "k");
  RunInfo others = usual_run();
  others.knobs[1].janitor_interval = others.knobs[2].janitor_interval = seam::Milliseconds(2000);
  expect_rejected(with_leftover(4899, others), "replica.convergence", 5000, "n1", "k");
}

// A janitor that never runs reads no clock: the wall at the end shows what time it was. Half of the time is allowed
// for, since its clock may be slow.
TEST(Convergence, RejectsADeadKeyWhoseDeadlineNoReadingShowed) {
  for (const std::int64_t deadline :
       {std::int64_t{4899}, std::int64_t{4900}, std::numeric_limits<std::int64_t>::max()}) {
    EventScript events;
    events.cluster().at(10).command("n1", "SET k v PXAT " + std::to_string(deadline), ok(),
                                    {set("k", "v", until(deadline))});
    events.is("n1", {.history = first_history, .offset = 1, .role = Role::primary, .generation = 0});
    events.at(2000).settle().at(2100).follows("n2", 1).follows("n3", 1).at(5000);
    for (const std::string_view node : {"n1", "n2", "n3"}) {
      events.samples(node, first_history, 1, {{"k", "v", until(deadline)}}, SampleReason::ended);
    }
    events.end();
    if (deadline >= 4900) {
      expect_accepted(events);
    } else {
      expect_rejected(events, "replica.convergence", 5000, "n1", "k");
    }
  }
}

TEST(Convergence, GivesAJanitorItsTimeFromThePromotionOn) {
  expect_accepted(with_leftover(1000, usual_run(), 4899));
  expect_rejected(with_leftover(1000, usual_run(), 4898), "replica.convergence", 5000, "n1", "k");
}

TEST(Convergence, RejectsAKeyThatTheJanitorMustHaveRemoved) {
  expect_rejected(with_leftover(4899), "replica.convergence", 5000, "n1", "k");
  expect_rejected(with_leftover(1000), "replica.convergence", 5000, "n1", "k");
}

}  // namespace
}  // namespace groundhog::test
