// P10: the order of a connection, and how many replicas a WAIT may count.
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

// ---- commands that are under way together -------------------------------------------------------------------------

// Both of one client, in the node's receive buffer at t = 10 and answered at t = 11.
struct Pipeline {
  Pipeline(std::string_view first_words, std::string_view second_words) {
    events.cluster().command("n1", "SET k u", ok(), {set("k", "u")});
    first = events.at(9).invoke("n1", first_words);
    second = events.invoke_behind(first, second_words);
    events.at(10).deliver(first).deliver(second).reads_clock("n1");
  }
  void answers(Answer to_first, Answer to_second) {
    events.at(11).reply(first).reply(second);
    events.at(13).complete(first, std::move(to_first)).complete(second, std::move(to_second));
  }

  EventScript events;
  OperationId first{};
  OperationId second{};
};

TEST(Session, AReadFindsTheWriteAheadOfItOnItsConnection) {
  Pipeline right("SET k v", "GET k");
  right.events.commit(right.first, set("k", "v"));
  right.answers(ok(), text("v"));
  expect_accepted(right.events);
  Pipeline wrong("SET k v", "GET k");
  wrong.events.commit(wrong.first, set("k", "v"));
  wrong.answers(ok(), text("u"));
  expect_rejected(wrong.events, "client.session", 13, "n1", "k");
}

TEST(Session, AReadFindsNoLessThanTheReadAheadOfIt) {
  for (const bool is_forward : {true, false}) {
    Pipeline two("GET k", "GET k");
    two.events.command("n1", "SET k v", ok(), {set("k", "v")});
    two.answers(text(is_forward ? "u" : "v"), text(is_forward ? "v" : "u"));
    if (is_forward) expect_accepted(two.events);
    if (!is_forward) expect_rejected(two.events, "client.session", 13, "n1", "k");
  }
}

// Another connection's may have run before or after it.
TEST(Session, ConnectionsHaveNoOrderBetweenThem) {
  Pipeline two("GET k", "PING");
  const OperationId other = two.events.invoke("n1", "GET k");
  two.events.deliver(other).command("n1", "SET k v", ok(), {set("k", "v")});
  two.events.at(11).reply(other).complete(other, text("u"));
  two.answers(text("v"), status("PONG"));
  expect_accepted(two.events);
}

TEST(Session, AStateIsNotOlderForAReadOfAnotherKey) {
  Pipeline two("SET k v", "GET j");
  two.events.commit(two.first, set("k", "v"));
  two.events.command("n1", "SET j a", ok(), {set("j", "a")});
  two.answers(ok(), nil());
  expect_accepted(two.events);
}

// The first one's answer was true from v on, though also later.
TEST(Session, TheEarliestStateThatExplainsTheOneAheadCounts) {
  Pipeline two("GET k", "GET j");
  two.events.command("n1", "SET k v", ok(), {set("k", "v")});
  two.events.command("n1", "SET j a", ok(), {set("j", "a")});
  two.answers(text("v"), nil());
  expect_accepted(two.events);
}

TEST(Session, WhatRunsAloneIsNotBoundByAPipelineBeforeIt) {
  Pipeline two("SET k v", "GET k");
  two.events.commit(two.first, set("k", "v"));
  two.answers(ok(), text("v"));
  two.events.at(20).command("n1", "SET k w", ok(), {set("k", "w")}).command("n1", "GET k", text("w"));
  expect_accepted(two.events);
}

}  // namespace
}  // namespace groundhog::test
