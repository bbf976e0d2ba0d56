#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

// A cluster in which k = v dies at t = 110 ms, on all nodes, and stays in their maps.
EventScript with_key_until_110() {
  EventScript events;
  events.cluster().at(10).command("n1", "SET k v PX 100", ok(), {set("k", "v", until(110))});
  events.at(12).follows("n2", 1).follows("n3", 1);
  return events;
}

TEST(TtlSafety, AcceptsAReadOneMillisecondBeforeTheDeadline) {
  EventScript events = with_key_until_110();
  events.at(109).command("n1", "GET k", text("v")).command("n2", "GET k", text("v"));
  expect_accepted(events);
}

TEST(TtlSafety, RejectsAReadExactlyAtTheDeadline) {
  EventScript events = with_key_until_110();
  events.at(110).command("n2", "GET k", text("v"));
  expect_rejected(events, "ttl.safety", 110, "n2", "k");
}

TEST(TtlSafety, RejectsAReadAfterTheDeadlineAtThePrimaryToo) {
  EventScript events = with_key_until_110();
  events.at(250).command("n1", "GET k", text("v"));
  expect_rejected(events, "ttl.safety", 250, "n1", "k");
}

TEST(TtlSafety, AcceptsAnAnswerThatLeftLateButWasAskedForInTime) {
  EventScript events = with_key_until_110();
  const OperationId read = events.at(100).invoke("n1", "GET k");
  events.at(109).deliver(read).reads_clock("n1").at(150).reply(read).at(160).complete(read, text("v"));
  expect_accepted(events);
}

TEST(TtlSafety, JudgesByTheClockOfTheNodeThatAnswers) {
  EventScript events = with_key_until_110();
  events.at(109).reads_clock("n2").skew("n2", -100);
  events.at(110).command("n2", "GET k", text("v"));  // E advances at half speed, from 109
  events.at(111).command("n2", "GET k", nil());
  expect_accepted(events);
  events.command("n2", "GET k", text("v"));
  expect_rejected(events, "ttl.safety", 111, "n2", "k");
}

TEST(TtlSafety, AcceptsWhatAClockThatRunsBehindAllows) {
  EventScript events;
  events.skew("n2", -1000).cluster();
  events.at(10).command("n1", "SET k v PX 100", ok(), {set("k", "v", until(110))}).at(12).follows("n2", 1);
  events.at(500).command("n2", "GET k", text("v"));
  expect_accepted(events);
}

TEST(TtlSafety, AcceptsAStepBackBetweenDeliveryAndTheReading) {
  EventScript events = with_key_until_110();
  events.at(90).reads_clock("n1");
  const OperationId read = events.skew("n1", 100).invoke("n1", "GET k");
  events.deliver(read);                                // the wall shows 190
  events.skew("n1", 0).reads_clock("n1").reply(read);  // but the node looks when it shows 90 again
  events.complete(read, text("v"));
  expect_accepted(events);
}

TEST(TtlSafety, AcceptsAReadOfAKeyWhoseDeadlineWasMovedInTheInterval) {
  EventScript events = with_key_until_110();
  const OperationId read = events.at(100).invoke("n1", "GET k");
  events.deliver(read).command("n1", "PERSIST k", number(1), {deadline("k", forever)});
  events.at(300).reads_clock("n1").reply(read).complete(read, text("v"));
  expect_accepted(events);
}

struct Revealing {
  std::string_view command;
  Answer answer;
};

TEST(TtlSafety, RejectsEveryCommandThatRevealsADeadKey) {
  const std::vector<Revealing> reveals = {{"GET k", text("v")},           {"GETEX k", text("v")},
                                          {"GETDEL k", text("v")},        {"MGET k", array({"v"})},
                                          {"SET k w GET", text("v")},     {"EXISTS k", number(1)},
                                          {"STRLEN k", number(1)},        {"PTTL k", number(5)},
                                          {"PEXPIRETIME k", number(110)}, {"KEYS *", array({"k"})},
                                          {"EXISTS k absent", number(1)}, {"SET k w NX", nil()},
                                          {"PERSIST k", number(1)},       {"DEL k", number(1)}};
  for (const Revealing& reveal : reveals) {
    SCOPED_TRACE(reveal.command);
    EventScript alive = with_key_until_110();
    alive.at(250).command("n1", reveal.command, reveal.answer);
    expect_rejected(alive, "ttl.safety", 250, "n1", "k");
  }
}

TEST(TtlSafety, AcceptsTheSameCommandsWhenTheySayThatNothingIsThere) {
  const std::vector<Revealing> honest = {
      {"GET k", nil()},         {"MGET k", array({"(nil)"})}, {"EXISTS k", number(0)},
      {"STRLEN k", number(0)},  {"PTTL k", number(-2)},       {"KEYS *", array({})},
      {"PERSIST k", number(0)}, {"DEL k", number(0)},         {"GETDEL k", nil()}};
  for (const Revealing& reveal : honest) {
    SCOPED_TRACE(reveal.command);
    EventScript events = with_key_until_110();
    events.at(250).command("n1", reveal.command, reveal.answer);
    expect_accepted(events);
  }
}

TEST(TtlSafety, DropsUnknownReads) {
  EventScript events = with_key_until_110();
  events.at(250).command("n1", "GET k", unknown());
  expect_accepted(events);
}

TEST(TtlSafety, KnowsADeadlineThatAChildHistoryInherited) {
  EventScript events = with_key_until_110();
  events.at(20).begins("n2", child_history, first_history, 1);
  events.is("n2", {.history = child_history, .offset = 1, .role = Role::primary, .generation = 2});
  events.at(109).command("n2", "GET k", text("v"));
  expect_accepted(events);
  events.at(110).command("n2", "GET k", text("v"));
  expect_rejected(events, "ttl.safety", 110, "n2", "k");
}

}  // namespace
}  // namespace groundhog::test
