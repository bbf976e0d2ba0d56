// Commands that compute a value from the one before: what is asked of all of them, shown on each.
#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

// Until 110 the register holds this.
EventScript holding(const std::string& value) {
  EventScript events;
  events.cluster().at(10).command("n1", "SET k " + value + " PX 100", ok(), {set("k", value, until(110))});
  return events;
}

TEST(ChangedValue, IncrAddsOneAndKeepsTheDeadline) {
  EventScript events = holding("5");
  events.at(20).command("n1", "INCR k", number(6), {set("k", "6", until(110))});
  events.at(30).command("n1", "INCR new", number(1), {set("new", "1")});
  expect_accepted(events);
}

TEST(ChangedValue, RejectsAnAnswerThatFollowsFromNoState) {
  EventScript events = holding("5");
  events.at(20).command("n1", "INCR k", number(7), {set("k", "7", until(110))});
  expect_rejected(events, "replica.prefix", 20, "n1", "k");
}

TEST(ChangedValue, RejectsAnAnswerWithoutAnEntry) {
  EventScript events = holding("5");
  events.at(20).command("n1", "INCR k", number(6));
  expect_rejected(events, "ttl.liveness", 20, "n1", "k");
}

TEST(ChangedValue, RejectsAnEntryThatDropsTheDeadline) {
  EventScript events = holding("5");
  events.at(20).command("n1", "INCR k", number(6), {set("k", "6")});
  expect_rejected(events, "ttl.fidelity", 20, "n1", "k");
}

TEST(ChangedValue, AppendAnswersTheNewLength) {
  EventScript events = holding("ab");
  events.at(20).command("n1", "APPEND k cde", number(5), {set("k", "abcde", until(110))});
  events.at(30).command("n1", "APPEND new x", number(1), {set("new", "x")});
  expect_accepted(events);
}

TEST(ChangedValue, RejectsALengthThatFollowsFromNoState) {
  EventScript events = holding("ab");
  events.at(20).command("n1", "APPEND k cde", number(3), {set("k", "cde", until(110))});
  expect_rejected(events, "replica.prefix", 20, "n1", "k");
}

}  // namespace
}  // namespace groundhog::test
