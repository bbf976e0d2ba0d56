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

struct ChangeCase {
  std::string_view command;
  Answer answer;
  std::string_view value;  // that it logs
  bool is_right;
};

// Each on a key that holds 5.
std::vector<ChangeCase> cases_of_numbers() {
  return std::vector<ChangeCase>{
      {"DECR k", number(4), "4", true},
      {"INCRBY k 10", number(15), "15", true},
      {"INCRBY k -10", number(-5), "-5", true},
      {"DECRBY k 10", number(-5), "-5", true},
      {"DECRBY k 10", number(15), "15", false},
      {"INCRBY k 10", number(14), "14", false},
      {"INCRBYFLOAT k 0.25", text("5.25"), "5.25", true},
      {"INCRBYFLOAT k 1e3", text("1005"), "1005", true},
      {"INCRBYFLOAT k 0x10", text("21"), "21", true},
      {"INCRBYFLOAT k 0.25", text("5.2"), "5.2", false},
      {"INCRBYFLOAT k 1", number(6), "6", false},
      {"SETRANGE k 0 78", number(2), "78", true},
      {"SETRANGE k 1 78", number(3), "578", true},
      {"SETRANGE k 0 7", number(2), "75", false},
  };
}

TEST(ChangedValue, NumbersAndRanges) {
  for (const ChangeCase& each : cases_of_numbers()) {
    SCOPED_TRACE(each.command);
    EventScript events = holding("5");
    events.at(20).command("n1", each.command, each.answer, {set("k", std::string(each.value), until(110))});
    each.is_right ? expect_accepted(events) : expect_rejected(events, "replica.prefix", 20, "n1", "k");
  }
}

TEST(ChangedValue, RejectsANumberOfAnEarlierState) {
  EventScript events = holding("5");
  events.at(20).command("n1", "INCRBY k 1", number(6), {set("k", "6", until(110))});
  events.at(30).command("n1", "INCRBY k 1", number(6), {set("k", "6", until(110))});
  expect_rejected(events, "replica.prefix", 30, "n1", "k");
}

}  // namespace
}  // namespace groundhog::test
