// P10: how many replicas a WAIT may count.
#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

// One client has written k, at offset 1.
EventScript written() {
  EventScript events;
  events.cluster().keeps_connection().at(10).command("n1", "SET k v", ok(), {set("k", "v")});
  events.at(20);
  return events;
}

EventScript& waits(EventScript& events, std::int64_t replicas) {
  return events.command("n1", "WAIT 1 0", number(replicas));
}

TEST(Session, AWaitCountsWhoHasTheEntry) {
  EventScript events = written();
  events.follows("n2", 1);
  expect_accepted(waits(events, 1));
}

TEST(Session, AWaitCountsNoOtherNode) {
  EventScript events = written();
  events.follows("n2", 1);
  expect_rejected(waits(events, 2), "client.session", 20, "n1");
}

TEST(Session, AnEntryMayBeLostAgain) {
  EventScript events = written();
  events.follows("n2", 1).stop("n2").start("n2", 2);
  expect_accepted(waits(events, 1));
}

// Its primary may not know yet that the first process is gone.
TEST(Session, EachProcessOfANodeCounts) {
  EventScript events = written();
  events.follows("n2", 1).stop("n2").start("n2", 2).follows("n2", 1);
  expect_accepted(waits(events, 2));
}

TEST(Session, WhatContinuesTheHistoryHasTheEntry) {
  EventScript events = written();
  events.follows("n2", 1).begins("n2", child_history, first_history, 1);
  events.is("n3", {.history = child_history, .offset = 1, .generation = 2});
  expect_accepted(waits(events, 2));
}

TEST(Session, WhatLeftTheHistoryBeforeHasNot) {
  EventScript events = written();
  events.begins("n2", child_history, first_history, 0);
  events.is("n3", {.history = child_history, .offset = 7, .generation = 2});
  expect_rejected(waits(events, 1), "client.session", 20, "n1");
}

TEST(Session, WithoutAWriteAnyReplicaCounts) {
  EventScript events;
  events.cluster().at(20);
  expect_accepted(waits(events, 2));
  EventScript more;
  more.cluster().at(20);
  expect_rejected(waits(more, 3), "client.session", 20, "n1");
}

// Its node has left that history since: there is nothing to wait for.
TEST(Session, AnEntryOfAnotherHistoryIsNotWaitedFor) {
  EventScript events = written();
  events.begins("n3", other_history).is("n1", {.history = other_history, .generation = 1});
  events.begins("n1", child_history, other_history, 0);
  events.is("n1", {.history = child_history, .role = Role::primary, .generation = 2});
  expect_accepted(waits(events, 1));
}

// What is written behind it is not waited for.
TEST(Session, AWaitIsAboutWhatWasWrittenBefore) {
  EventScript events = written();
  events.follows("n2", 1);
  const OperationId wait = events.invoke("n1", "WAIT 1 0");
  const OperationId later = events.invoke_behind(wait, "SET k w");
  events.deliver(wait).deliver(later).reads_clock("n1").commit(later, set("k", "w"));
  events.reply(wait).reply(later).complete(wait, number(1)).complete(later, ok());
  expect_accepted(events);
}

}  // namespace
}  // namespace groundhog::test
