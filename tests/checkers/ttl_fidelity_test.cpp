#include <limits>

#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

EventScript with_key_until_1110() {
  EventScript events;
  events.cluster().at(110).command("n1", "SET k v PX 1000", ok(), {set("k", "v", until(1110))});
  return events;
}

// ---- logged deadlines ---------------------------------------------------------------------------------------------

TEST(TtlFidelity, AcceptsDeadlinesWithinTheIntervalOfTheCommand) {
  for (const std::int64_t logged : {1100, 1105, 1110}) {
    EventScript events;
    events.cluster();
    const OperationId write = events.at(90).invoke("n1", "SET k v PX 1000");
    events.at(100).deliver(write).at(110).reads_clock("n1").commit(write, set("k", "v", until(logged)));
    events.reply(write).complete(write, ok());
    expect_accepted(events);
  }
}

TEST(TtlFidelity, RejectsDeadlinesOneMillisecondOutsideOfIt) {
  for (const std::int64_t logged : {1099, 1111}) {
    EventScript events;
    events.cluster();
    const OperationId write = events.at(90).invoke("n1", "SET k v PX 1000");
    events.at(100).deliver(write).at(110).reads_clock("n1").commit(write, set("k", "v", until(logged)));
    events.reply(write).complete(write, ok());
    expect_rejected(events, "ttl.fidelity", 110, "n1", "k");
  }
}

struct Logged {
  std::string_view command;
  Answer answer;
  LoggedEffect right;
  LoggedEffect wrong;
};

TEST(TtlFidelity, KnowsWhatEachCommandAsksFor) {
  const std::vector<Logged> cases = {
      {"SET k w", ok(), set("k", "w"), set("k", "w", until(1110))},
      {"SET k w KEEPTTL", ok(), set("k", "w", until(1110)), set("k", "w")},
      {"SET k w PXAT 7777", ok(), set("k", "w", until(7777)), set("k", "w", until(7776))},
      {"SET k w EXAT 8", ok(), set("k", "w", until(8000)), set("k", "w", until(8001))},
      {"SETEX k 2 w", ok(), set("k", "w", until(2500)), set("k", "w", until(2000))},
      {"PEXPIRE k 100", number(1), deadline("k", until(600)), deadline("k", until(1210))},
      {"PEXPIREAT k 999", number(1), deadline("k", until(999)), deadline("k", until(1000))},
      {"PERSIST k", number(1), deadline("k", forever), deadline("k", until(1110))},
      {"GETEX k PX 100", text("v"), deadline("k", until(600)), deadline("k", forever)}};
  for (const Logged& each : cases) {
    SCOPED_TRACE(each.command);
    EventScript good = with_key_until_1110();
    good.at(500).command("n1", each.command, each.answer, {each.right});
    expect_accepted(good);
    EventScript bad = with_key_until_1110();
    bad.at(500).command("n1", each.command, each.answer, {each.wrong});
    expect_rejected(bad, "ttl.fidelity", 500, "n1", "k");
  }
}

TEST(TtlFidelity, RejectsAnyDeadlineForATtlThatOverflows) {
  EventScript events;
  events.cluster().at(10).command("n1", "SET k v EX 18446744073709561", ok(), {set("k", "v", until(300))});
  expect_rejected(events, "ttl.fidelity", 10, "n1", "k");
}

// ---- replies ------------------------------------------------------------------------------------------------------

TEST(TtlFidelity, AcceptsTtlRepliesOfTheInterval) {
  for (const std::int64_t left : {590, 600, 610}) {
    EventScript events = with_key_until_1110();
    const OperationId read = events.at(490).invoke("n1", "PTTL k");
    events.at(500).deliver(read).at(520).reads_clock("n1").reply(read).complete(read, number(left));
    expect_accepted(events);
  }
}

TEST(TtlFidelity, RejectsTtlRepliesOneMillisecondOutsideOfIt) {
  for (const std::int64_t left : {589, 611, -1}) {
    EventScript events = with_key_until_1110();
    const OperationId read = events.at(490).invoke("n1", "PTTL k");
    events.at(500).deliver(read).at(520).reads_clock("n1").reply(read).complete(read, number(left));
    expect_rejected(events, "ttl.fidelity", 520, "n1", "k");
  }
}

// The deadline lies inside the interval: the key may have been dead, but a live one has at least a millisecond left.
TEST(TtlFidelity, CutsTheRangeToWhatALiveKeyCanAnswer) {
  struct Case {
    std::string_view command;
    std::int64_t reply;
    bool is_right;
  };
  for (const Case& each :
       {Case{"PTTL k", -2, true}, Case{"PTTL k", 1, true}, Case{"PTTL k", 5, true}, Case{"PTTL k", 6, false},
        Case{"PTTL k", 0, false}, Case{"PTTL k", -1, false}, Case{"PTTL k", -3, false}, Case{"PTTL k", -7, false},
        Case{"TTL k", 0, true}, Case{"TTL k", -2, true}, Case{"TTL k", -1, false}, Case{"PEXPIRETIME k", -1, false},
        Case{"PEXPIRETIME k", 1110, true}, Case{"PEXPIRETIME k", 1109, false}, Case{"PEXPIRETIME k", 1111, false}}) {
    SCOPED_TRACE(std::string(each.command) + " " + std::to_string(each.reply));
    EventScript events = with_key_until_1110();
    const OperationId read = events.at(1100).invoke("n1", each.command);
    events.at(1105).deliver(read).at(1118).reads_clock("n1").reply(read).complete(read, number(each.reply));
    if (each.is_right) {
      expect_accepted(events);
    } else {
      expect_rejected(events, "ttl.fidelity", 1118, "n1", "k");
    }
  }
}

// A clock before 1970: deadlines are negative, and what is left is not.
TEST(TtlFidelity, KnowsClocksBefore1970) {
  EventScript events;
  events.skew("n1", -1'000'000)
      .cluster()
      .at(100)
      .command("n1", "SET k v PX 1000", ok(), {set("k", "v", until(-998'900))});
  events.at(500).command("n1", "PTTL k", number(600)).command("n1", "TTL k", number(1));
  events.command("n1", "PEXPIRETIME k", number(-998'900)).command("n1", "EXPIRETIME k", number(-999));
  expect_accepted(events);
  events.command("n1", "PTTL k", number(599));
  expect_rejected(events, "ttl.fidelity", 500, "n1", "k");
}

TEST(TtlFidelity, KnowsDeadlinesAtTheEndOfTime) {
  constexpr std::int64_t last = std::numeric_limits<std::int64_t>::max();
  EventScript events;
  events.skew("n1", -1'000'000).cluster().at(100);
  events.command("n1", "SET k v PXAT " + std::to_string(last), ok(), {set("k", "v", until(last))});
  events.command("n1", "PTTL k", number(last));
  expect_accepted(events);
}

TEST(TtlFidelity, RoundsSecondsAsRedisDoes) {
  EventScript events = with_key_until_1110();
  events.at(610).command("n1", "TTL k", number(1));  // 500 ms left
  events.at(611).command("n1", "TTL k", number(0));  // 499 ms left
  events.command("n1", "EXPIRETIME k", number(1)).command("n1", "PEXPIRETIME k", number(1110));
  expect_accepted(events);
  events.command("n1", "TTL k", number(1));
  expect_rejected(events, "ttl.fidelity", 611, "n1", "k");
}

TEST(TtlFidelity, RejectsSecondsOneMillisecondBesideTheirHalf) {
  EventScript half_a_second_left = with_key_until_1110();
  half_a_second_left.at(610).command("n1", "TTL k", number(0));
  expect_rejected(half_a_second_left, "ttl.fidelity", 610, "n1", "k");
  EventScript less_left = with_key_until_1110();
  less_left.at(611).command("n1", "TTL k", number(1));
  expect_rejected(less_left, "ttl.fidelity", 611, "n1", "k");
}

TEST(TtlFidelity, RejectsATtlForAKeyWithoutOne) {
  EventScript events;
  events.cluster().at(10).command("n1", "SET k v", ok(), {set("k", "v")});
  events.at(20).command("n1", "PTTL k", number(-1));
  expect_accepted(events);
  events.command("n1", "PTTL k", number(5000));
  expect_rejected(events, "ttl.fidelity", 20, "n1", "k");
}

// ---- states -------------------------------------------------------------------------------------------------------

TEST(TtlFidelity, AcceptsTheSameDeadlineAtTheSamePlace) {
  EventScript events = with_key_until_1110();
  events.at(200).follows("n2", 1).samples("n2", first_history, 1, {{"k", "v", until(1110)}}, SampleReason::loaded);
  events.samples("n1", first_history, 1, {{"k", "v", until(1110)}});
  expect_accepted(events);
}

TEST(TtlFidelity, RejectsAnotherDeadlineInASample) {
  for (const Deadline wrong : {until(1111), until(1109), forever}) {
    EventScript events = with_key_until_1110();
    events.at(200).follows("n2", 1).samples("n2", first_history, 1, {{"k", "v", wrong}}, SampleReason::loaded);
    expect_rejected(events, "ttl.fidelity", 200, "n2", "k");
  }
}

TEST(TtlFidelity, ComparesWithThePlaceOfTheSampleNotWithTheEndOfTheLog) {
  EventScript events = with_key_until_1110();
  events.at(150).command("n1", "PERSIST k", number(1), {deadline("k", forever)});
  events.at(200).follows("n2", 1).samples("n2", first_history, 1, {{"k", "v", until(1110)}});
  events.follows("n3", 2).samples("n3", first_history, 2, {{"k", "v", forever}});
  expect_accepted(events);
}

}  // namespace
}  // namespace groundhog::test
