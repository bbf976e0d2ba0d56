// P12: who appends to a history, and when a replica may load that of a new process. The hold is 200 ms.
#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

TEST(NoSplitBrain, OneNodeAppendsToAHistory) {
  EventScript events;
  events.cluster().at(10).appends("n1", set("k", "v"));
  expect_accepted(events);
}

TEST(NoSplitBrain, AnotherOneMayNot) {
  EventScript events;
  events.cluster().at(10).begins("n2", child_history, first_history, 0);
  events.is("n2", {.history = child_history, .role = Role::primary, .generation = 2});
  events.at(20).continues_as("n2", first_history).appends("n2", set("k", "v"));
  expect_rejected(events, "replica.no_split_brain", 20, "n2", "k");
}

// n2 holds k when n1 is started again, empty, and offers its new history at t = 1 s.
struct Offered {
  EventScript events;
  ConnectionId link{};

  explicit Offered(RunInfo run = usual_run()) : events(std::move(run)) {
    events.cluster().at(10).appends("n1", set("k", "v")).follows("n2", 1);
    events.at(900).stop("n1").start("n1", 2).begins("n1", other_history);
    events.is("n1", {.history = other_history, .role = Role::primary, .generation = 0});
    events.is("n2", {.history = first_history, .offset = 1, .link_up = false});
    offer(1000);
  }

  void offer(std::int64_t ms) {
    link = events.at(ms).connect("n2", "n1");
    events.sent(link, "n2", "hello").sends_full(link, "n1", other_history, 0, 0);
    events.delivered(link, "n2", "full");
  }
  void loads(std::int64_t ms) { events.at(ms).is("n2", {.history = other_history, .generation = 2}); }
};

bool objects(const EventScript& events) {
  for (const Violation& violation : events.verdicts().first_of_each()) {
    if (violation.check == "replica.no_split_brain") return true;
  }
  return false;
}

// By a clock that may run at twice the true rate.
TEST(NoSplitBrain, AReplicaWithDataHoldsAnEmptyPrimaryOff) {
  Offered too_early;
  too_early.loads(1099);
  EXPECT_TRUE(objects(too_early.events));
  Offered late_enough;
  late_enough.loads(1100);
  EXPECT_FALSE(objects(late_enough.events));
}

TEST(NoSplitBrain, TheFirstOfferCounts) {
  Offered offered;
  offered.offer(1090);
  offered.loads(1100);
  EXPECT_FALSE(objects(offered.events));
}

TEST(NoSplitBrain, ReplicaofOverridesTheHold) {
  RunInfo run = usual_run();
  run.role_commands = {{.fault = 0, .operation = {}, .node = HostId{1}, .upstream = HostId{0}, .at = {}}};
  Offered offered(run);
  offered.events.at(1050).commanded(0);
  offered.loads(1051);
  EXPECT_FALSE(objects(offered.events));
}

// Two commands at once: it was a primary in between.
TEST(NoSplitBrain, ReplicaofStandsUntilItsLinkIsUp) {
  RunInfo run = usual_run();
  run.role_commands = {{.fault = 0, .operation = {}, .node = HostId{1}, .upstream = HostId{0}, .at = {}}};
  Offered offered(run);
  offered.events.at(1050).commanded(0).begins("n2", child_history, first_history, 1);
  offered.events.is("n2", {.history = child_history, .offset = 1, .role = Role::primary, .generation = 2});
  offered.events.is("n2", {.history = child_history, .offset = 1, .generation = 2, .link_up = false});
  offered.loads(1051);
  EXPECT_FALSE(objects(offered.events));
}

TEST(NoSplitBrain, AReplicaWithoutDataLoadsAtOnce) {
  EventScript events;
  events.cluster().at(900).stop("n1").start("n1", 2).begins("n1", other_history);
  events.is("n1", {.history = other_history, .role = Role::primary, .generation = 0});
  events.at(1000).is("n2", {.history = other_history, .generation = 2});
  EXPECT_FALSE(objects(events));
}

TEST(NoSplitBrain, APromotedOneIsNoEmptyPrimary) {
  EventScript events;
  events.cluster().at(10).appends("n1", set("k", "v")).follows("n2", 1);
  events.at(900).begins("n3", child_history, first_history, 0);
  events.at(1000).is("n2", {.history = child_history, .generation = 2});
  EXPECT_FALSE(objects(events));
}

// ---- whom a node follows ------------------------------------------------------------------------------------------

// n2, which follows n1, is to follow n3 instead, or to be a primary.
RunInfo commanded(std::optional<HostId> upstream) {
  RunInfo run = usual_run();
  run.role_commands = {{.fault = 0, .operation = {}, .node = HostId{1}, .upstream = upstream, .at = {}}};
  return run;
}

TEST(NoSplitBrain, AReplicaConnectsToItsUpstream) {
  EventScript events;
  events.cluster().at(10).connect("n2", "n1");
  expect_accepted(events);
  events.at(20).connect("n2", "n3");
  expect_rejected(events, "replica.no_split_brain", 20, "n2");
}

TEST(NoSplitBrain, APrimaryConnectsToNoNode) {
  EventScript events;
  events.cluster().at(10).connect("n1", "n2");
  expect_rejected(events, "replica.no_split_brain", 10, "n1");
}

TEST(NoSplitBrain, ACommandChangesWhomItMayFollow) {
  for (const auto upstream : {std::optional(HostId{2}), std::optional<HostId>()}) {
    EventScript events(commanded(upstream));
    events.cluster().at(10).commanded(0);
    events.at(20).connect("n2", "n1");
    expect_rejected(events, "replica.no_split_brain", 20, "n2");
  }
  EventScript events(commanded(HostId{2}));
  events.cluster().at(10).commanded(0);
  events.at(20).connect("n2", "n3");
  expect_accepted(events);
}

// Whether it has been carried out is not known until it is accepted.
TEST(NoSplitBrain, WhileACommandIsUnderWayEitherMayBeFollowed) {
  EventScript events(commanded(HostId{2}));
  events.cluster().at(10).starts_fault(0);
  events.connect("n2", "n1");
  events.connect("n2", "n3");
  expect_accepted(events);
}

}  // namespace
}  // namespace groundhog::test
