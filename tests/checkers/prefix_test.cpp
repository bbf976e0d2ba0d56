#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

// Offsets: 1 a = 1, 2 b = 2, 3 DEL a.
EventScript with_three_entries() {
  EventScript events;
  events.cluster();
  events.at(10).command("n1", "SET a 1", ok(), {set("a", "1")});
  events.at(20).command("n1", "SET b 2", ok(), {set("b", "2")});
  events.at(30).command("n1", "DEL a", number(1), {del("a")});
  return events;
}

// ---- states -------------------------------------------------------------------------------------------------------

TEST(Prefix, AcceptsEveryPrefix) {
  EventScript events = with_three_entries();
  events.samples("n2", first_history, 0, {});
  events.samples("n2", first_history, 1, {{"a", "1"}});
  events.samples("n2", first_history, 2, {{"b", "2"}, {"a", "1"}});  // order does not matter
  events.samples("n2", first_history, 3, {{"b", "2"}});
  expect_accepted(events);
}

TEST(Prefix, RejectsTheStateOfTheOffsetBefore) {
  EventScript events = with_three_entries();
  events.at(40).samples("n2", first_history, 3, {{"a", "1"}, {"b", "2"}});
  expect_rejected(events, "replica.prefix", 40, "n2", "a");
}

TEST(Prefix, RejectsALostKeyAnotherValueAndOneKeyTwice) {
  EventScript lost = with_three_entries();
  lost.at(40).samples("n2", first_history, 2, {{"a", "1"}});
  expect_rejected(lost, "replica.prefix", 40, "n2", "b");
  EventScript other = with_three_entries();
  other.at(40).samples("n3", first_history, 2, {{"a", "1"}, {"b", "9"}});
  expect_rejected(other, "replica.prefix", 40, "n3", "b");
  EventScript twice = with_three_entries();
  twice.at(40).samples("n3", first_history, 3, {{"b", "2"}, {"b", "2"}});
  expect_rejected(twice, "replica.prefix", 40, "n3", "b");
}

TEST(Prefix, RejectsAnotherDeadline) {
  for (const Deadline deadline : {forever, until(1001)}) {
    EventScript events;
    events.cluster().at(10).command("n1", "SET a 1 PXAT 1000", ok(), {set("a", "1", until(1000))});
    events.at(40).samples("n2", first_history, 1, {{"a", "1", deadline}});
    expect_rejected(events, "replica.prefix", 40, "n2", "a");
  }
}

TEST(Prefix, JudgesThePrimaryToo) {
  EventScript events = with_three_entries();
  events.at(40).samples("n1", first_history, 3, {});
  expect_rejected(events, "replica.prefix", 40, "n1", "b");
}

TEST(Prefix, AFlushEmptiesTheState) {
  EventScript events = with_three_entries();
  events.at(40).command("n1", "FLUSHALL", ok(), {flush()}).command("n1", "SET c 3", ok(), {set("c", "3")});
  events.samples("n2", first_history, 4, {}).samples("n2", first_history, 5, {{"c", "3"}});
  expect_accepted(events);
  events.at(50).samples("n2", first_history, 5, {{"b", "2"}, {"c", "3"}});
  expect_rejected(events, "replica.prefix", 50, "n2", "b");
}

// n2 is promoted at offset 2: the DEL is in the old history only.
TEST(Prefix, AChildHistoryContinuesItsParentUpToTheSwitch) {
  EventScript events = with_three_entries();
  events.at(40).begins("n2", child_history, first_history, 2);
  events.is("n2", {.history = child_history, .offset = 2, .role = Role::primary, .generation = 2});
  events.command("n2", "SET c 3", ok(), {set("c", "3")});
  events.samples("n2", child_history, 3, {{"a", "1"}, {"b", "2"}, {"c", "3"}});
  events.samples("n3", child_history, 1, {{"a", "1"}}).samples("n1", first_history, 3, {{"b", "2"}});
  expect_accepted(events);
  events.at(50).samples("n3", child_history, 3, {{"b", "2"}, {"c", "3"}});
  expect_rejected(events, "replica.prefix", 50, "n3", "a");
}

// ---- offsets ------------------------------------------------------------------------------------------------------

TEST(Prefix, RejectsAnOffsetThatGoesBackWithoutALoad) {
  EventScript events = with_three_entries();
  events.at(40).follows("n2", 3).at(50).follows("n2", 2);
  expect_rejected(events, "replica.prefix", 50, "n2");
}

TEST(Prefix, AcceptsAnOffsetThatGoesBackWithALoadOrARestart) {
  EventScript events = with_three_entries();
  events.at(40).follows("n2", 3).is("n2", {.history = first_history, .offset = 2, .generation = 2});
  events.stop("n2").start("n2", 2).is("n2", {.generation = 0, .complete = false, .link_up = false});
  expect_accepted(events);
}

TEST(Prefix, RejectsAnOffsetPastTheEndOfTheLog) {
  EventScript events = with_three_entries();
  events.at(40).follows("n2", 4);
  expect_rejected(events, "replica.prefix", 40, "n2");
}

TEST(Prefix, RejectsAHistoryThatNoNodeBegan) {
  EventScript events = with_three_entries();
  events.at(40).is("n2", {.history = other_history, .offset = 1, .generation = 2});
  expect_rejected(events, "replica.prefix", 40, "n2");
}

// ---- replies ------------------------------------------------------------------------------------------------------

TEST(Prefix, AcceptsAnswersOfAReplicaThatIsBehind) {
  EventScript events = with_three_entries();
  events.at(40).follows("n2", 1);
  events.command("n2", "GET a", text("1")).command("n2", "GET b", nil()).command("n2", "DBSIZE", number(1));
  events.command("n2", "KEYS *", array({"a"})).command("n2", "EXISTS a b", number(1));
  events.command("n2", "MGET a b", array({"1", "(nil)"}));
  expect_accepted(events);
}

TEST(Prefix, RejectsAnAnswerFromBeforeOrAfterTheInterval) {
  EventScript before = with_three_entries();
  before.at(40).follows("n2", 3).at(50).command("n2", "GET a", text("1"));
  expect_rejected(before, "replica.prefix", 50, "n2", "a");
  EventScript after = with_three_entries();
  after.at(40).follows("n2", 1).at(50).command("n2", "GET b", text("2"));
  expect_rejected(after, "replica.prefix", 50, "n2", "b");
}

TEST(Prefix, AcceptsAnyStateOfTheIntervalButNoOther) {
  for (const auto& [answer, is_right] : {std::pair{nil(), true}, {text("1"), true}, {text("2"), false}}) {
    EventScript events = with_three_entries();
    events.at(40).follows("n2", 2);
    const OperationId read = events.invoke("n2", "GET a");
    events.deliver(read).follows("n2", 3).reads_clock("n2").at(60).reply(read).complete(read, answer);
    is_right ? expect_accepted(events) : expect_rejected(events, "replica.prefix", 60, "n2", "a");
  }
}

TEST(Prefix, AcceptsTheStateBeforeOrAfterALoadInTheInterval) {
  for (const Answer& answer : {text("1"), nil()}) {
    EventScript events = with_three_entries();
    events.at(40).follows("n2", 1);
    const OperationId read = events.invoke("n2", "GET a");
    events.deliver(read).is("n2", {.history = first_history, .offset = 3, .generation = 2});
    events.reads_clock("n2").reply(read).complete(read, answer);
    expect_accepted(events);
  }
}

TEST(Prefix, RejectsWrongCountsAndListings) {
  const std::vector<std::tuple<std::string_view, Answer, std::string_view>> lies = {
      {"DBSIZE", number(1), ""},     {"EXISTS a b", number(1), "a"},
      {"KEYS *", array({"b"}), "a"}, {"KEYS *", array({"a", "b", "x"}), "x"},
      {"STRLEN a", number(7), "a"},  {"MGET a b", array({"1", "(nil)"}), "b"}};
  for (const auto& [words, answer, key] : lies) {
    SCOPED_TRACE(words);
    EventScript events = with_three_entries();
    events.at(40).follows("n2", 2).at(50).command("n2", words, answer);
    expect_rejected(events, "replica.prefix", 50, "n2", key);
  }
}

TEST(Prefix, AcceptsAReplicaThatHidesDeadKeysButCountsThem) {
  EventScript events;
  events.cluster().at(10).command("n1", "SET k v PX 100", ok(), {set("k", "v", until(110))}).at(20).follows("n2", 1);
  events.at(110).command("n2", "GET k", nil()).command("n2", "KEYS *", array({})).command("n2", "DBSIZE", number(1));
  expect_accepted(events);
}

TEST(Prefix, RejectsASecondWriterOfOneHistory) {
  EventScript events = with_three_entries();
  events.at(40).begins("n3", first_history).appends("n3", set("x", "9"));
  expect_rejected(events, "replica.prefix", 40, "n3", "x");
}

// ---- replies that no state allows ---------------------------------------------------------------------------------

TEST(Prefix, RejectsRepliesThatTheCommandCannotGive) {
  struct Case {
    std::string_view command;
    Answer answer;
    std::string_view check;  // that rejects it; empty: it is right
  };
  const std::vector<Case> cases = {{"EXISTS a b", number(2), ""},
                                   {"EXISTS a b", number(3), "replica.prefix"},
                                   {"EXISTS x", number(-1), "replica.prefix"},
                                   {"DEL x", number(-1), "replica.prefix"},
                                   {"DEL x", number(0), ""},
                                   {"PERSIST a", number(2), "replica.prefix"},
                                   {"PEXPIRE x 100", number(2), "replica.prefix"},
                                   {"STRLEN x", number(-1), "replica.prefix"},
                                   {"STRLEN x", number(0), ""},
                                   {"DBSIZE", number(-1), "replica.prefix"},
                                   {"DBSIZE", number(2), ""},
                                   {"DBSIZE", number(1), "replica.prefix"},
                                   {"DBSIZE", number(3), "replica.prefix"},
                                   {"MGET a b", array({"1", "2"}), ""},
                                   {"MGET a b", array({"1"}), "replica.prefix"},
                                   {"GET a", number(1), "replica.prefix"},
                                   {"GET x", ok(), "replica.prefix"},
                                   {"SETNX a 3", number(2), "replica.prefix"},
                                   {"SETNX a 3", ok(), "replica.prefix"},
                                   {"SET a 3", nil(), "replica.prefix"},
                                   {"SET a 3", number(0), "replica.prefix"},
                                   {"SET a 3 NX", nil(), ""},
                                   {"SETNX a 3", number(0), ""},
                                   {"KEYS *", text("a"), "replica.prefix"},
                                   {"TTL x", text("1"), "replica.prefix"},
                                   {"FLUSHALL", number(1), "replica.prefix"},
                                   {"TYPE a", status("string"), ""},
                                   {"TYPE a", status("none"), "ttl.liveness"},
                                   {"TYPE x", status("string"), "replica.prefix"},
                                   {"TYPE x", status("list"), "replica.prefix"},
                                   {"TOUCH a b x", number(2), ""},
                                   {"TOUCH a b x", number(3), "replica.prefix"},
                                   {"GETRANGE a 0 -1", text("1"), ""},
                                   {"GETRANGE a 0 -1", text("2"), "replica.prefix"},
                                   {"GETRANGE a 7 9", text(""), ""},
                                   {"GETRANGE a 0 0", text(""), "ttl.liveness"},
                                   {"GETRANGE x 0 0", text(""), ""},
                                   {"GETRANGE a 0 0", nil(), "replica.prefix"},
                                   {"RANDOMKEY", text("a"), ""},
                                   {"RANDOMKEY", text("x"), "replica.prefix"},
                                   {"RANDOMKEY", nil(), "ttl.liveness"},
                                   {"SCAN 0", list({text("0"), array({"a", "b"})}), ""},
                                   {"SCAN 0 COUNT 1", list({text("1"), array({"b"})}), ""},
                                   {"SCAN 0", list({text("0"), array({"a", "x"})}), "replica.prefix"},
                                   {"SCAN 0", array({"a", "b"}), "replica.prefix"},
                                   {"MSETNX a 3 x 4", number(0), ""},
                                   {"MSETNX x 3 y 4", number(0), "replica.prefix"},
                                   {"RENAMENX a b", number(0), ""},
                                   {"RENAMENX a x", number(0), "ttl.liveness"},
                                   {"RENAME x a", ok(), "replica.prefix"},
                                   {"RENAME a a", ok(), ""},
                                   {"COPY a b", number(0), ""},
                                   {"COPY a b REPLACE", number(0), "ttl.liveness"},
                                   {"COPY x a", number(0), ""},
                                   {"COPY x a", number(1), "replica.prefix"},
                                   {"MULTI", ok(), ""},
                                   {"EXEC", array({}), ""}};
  for (const Case& each : cases) {
    SCOPED_TRACE(each.command);
    EventScript events;
    events.cluster().at(10).command("n1", "SET a 1", ok(), {set("a", "1")});
    events.command("n1", "SET b 2", ok(), {set("b", "2")}).at(20);
    events.command("n1", each.command, each.answer);
    if (each.check.empty()) {
      expect_accepted(events);
      continue;
    }
    bool rejected = false;
    for (const Violation& violation : events.verdicts().first_of_each()) {
      rejected = rejected || violation.check == each.check;
    }
    EXPECT_TRUE(rejected);
  }
}

// ---- steps --------------------------------------------------------------------------------------------------------

TEST(Prefix, RejectsANodeInTheMiddleOfAStep) {
  EventScript events;
  events.cluster().at(10).command("n1", "MSET a 1 b 2", ok(), {set("a", "1"), set("b", "2")});
  events.at(20).follows("n2", 2);
  expect_accepted(events);
  events.at(30).follows("n3", 1);
  expect_rejected(events, "replica.prefix", 30, "n3", "");
}

TEST(Prefix, StepsOfTheJanitorAreSingleEntries) {
  EventScript events;
  events.cluster().at(10).command("n1", "MSET a 1 b 2", ok(), {set("a", "1"), set("b", "2")});
  events.at(20).appends("n1", evict("a")).appends("n1", evict("b"));
  events.at(30).follows("n2", 3);
  expect_accepted(events);
}

}  // namespace
}  // namespace groundhog::test
