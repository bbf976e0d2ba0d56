#include <limits>

#include <gtest/gtest.h>

#include "tests/support/history_builder.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

Story with_key_until_1110() {
  Story story;
  story.cluster().at(110).command("n1", "SET k v PX 1000", ok(), {set("k", "v", until(1110))});
  return story;
}

// ---- logged deadlines ---------------------------------------------------------------------------------------------

TEST(TtlFidelity, AcceptsDeadlinesWithinTheIntervalOfTheCommand) {
  for (const std::int64_t logged : {1100, 1105, 1110}) {
    Story story;
    story.cluster();
    const OperationId write = story.at(90).invoke("n1", "SET k v PX 1000");
    story.at(100).deliver(write).at(110).reads_clock("n1").commit(write, set("k", "v", until(logged)));
    story.reply(write).complete(write, ok());
    expect_accepted(story);
  }
}

TEST(TtlFidelity, RejectsDeadlinesOneMillisecondOutsideOfIt) {
  for (const std::int64_t logged : {1099, 1111}) {
    Story story;
    story.cluster();
    const OperationId write = story.at(90).invoke("n1", "SET k v PX 1000");
    story.at(100).deliver(write).at(110).reads_clock("n1").commit(write, set("k", "v", until(logged)));
    story.reply(write).complete(write, ok());
    expect_rejected(story, "ttl.fidelity", 110, "n1", "k");
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
    Story good = with_key_until_1110();
    good.at(500).command("n1", each.command, each.answer, {each.right});
    expect_accepted(good);
    Story bad = with_key_until_1110();
    bad.at(500).command("n1", each.command, each.answer, {each.wrong});
    expect_rejected(bad, "ttl.fidelity", 500, "n1", "k");
  }
}

TEST(TtlFidelity, RejectsAnyDeadlineForATtlThatOverflows) {
  Story story;
  story.cluster().at(10).command("n1", "SET k v EX 18446744073709561", ok(), {set("k", "v", until(300))});
  expect_rejected(story, "ttl.fidelity", 10, "n1", "k");
}

// ---- replies ------------------------------------------------------------------------------------------------------

TEST(TtlFidelity, AcceptsTtlRepliesOfTheInterval) {
  for (const std::int64_t left : {590, 600, 610}) {
    Story story = with_key_until_1110();
    const OperationId read = story.at(490).invoke("n1", "PTTL k");
    story.at(500).deliver(read).at(520).reads_clock("n1").reply(read).complete(read, number(left));
    expect_accepted(story);
  }
}

TEST(TtlFidelity, RejectsTtlRepliesOneMillisecondOutsideOfIt) {
  for (const std::int64_t left : {589, 611, -1}) {
    Story story = with_key_until_1110();
    const OperationId read = story.at(490).invoke("n1", "PTTL k");
    story.at(500).deliver(read).at(520).reads_clock("n1").reply(read).complete(read, number(left));
    expect_rejected(story, "ttl.fidelity", 520, "n1", "k");
  }
}

// The deadline lies inside the interval: the key may have been dead, but a living one has at least a millisecond left.
TEST(TtlFidelity, CutsTheRangeToWhatALivingKeyCanAnswer) {
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
    Story story = with_key_until_1110();
    const OperationId read = story.at(1100).invoke("n1", each.command);
    story.at(1105).deliver(read).at(1118).reads_clock("n1").reply(read).complete(read, number(each.reply));
    if (each.is_right) {
      expect_accepted(story);
    } else {
      expect_rejected(story, "ttl.fidelity", 1118, "n1", "k");
    }
  }
}

// A clock before 1970: deadlines are negative, and what is left is not.
TEST(TtlFidelity, KnowsClocksBefore1970) {
  Story story;
  story.skew("n1", -1'000'000)
      .cluster()
      .at(100)
      .command("n1", "SET k v PX 1000", ok(), {set("k", "v", until(-998'900))});
  story.at(500).command("n1", "PTTL k", number(600)).command("n1", "TTL k", number(1));
  story.command("n1", "PEXPIRETIME k", number(-998'900)).command("n1", "EXPIRETIME k", number(-999));
  expect_accepted(story);
  story.command("n1", "PTTL k", number(599));
  expect_rejected(story, "ttl.fidelity", 500, "n1", "k");
}

TEST(TtlFidelity, KnowsDeadlinesAtTheEndOfTime) {
  constexpr std::int64_t last = std::numeric_limits<std::int64_t>::max();
  Story story;
  story.skew("n1", -1'000'000).cluster().at(100);
  story.command("n1", "SET k v PXAT " + std::to_string(last), ok(), {set("k", "v", until(last))});
  story.command("n1", "PTTL k", number(last));
  expect_accepted(story);
}

TEST(TtlFidelity, RoundsSecondsAsRedisDoes) {
  Story story = with_key_until_1110();
  story.at(610).command("n1", "TTL k", number(1));  // 500 ms left
  story.at(611).command("n1", "TTL k", number(0));  // 499 ms left
  story.command("n1", "EXPIRETIME k", number(1)).command("n1", "PEXPIRETIME k", number(1110));
  expect_accepted(story);
  story.command("n1", "TTL k", number(1));
  expect_rejected(story, "ttl.fidelity", 611, "n1", "k");
}

TEST(TtlFidelity, RejectsSecondsOneMillisecondBesideTheirHalf) {
  Story half_a_second_left = with_key_until_1110();
  half_a_second_left.at(610).command("n1", "TTL k", number(0));
  expect_rejected(half_a_second_left, "ttl.fidelity", 610, "n1", "k");
  Story less_left = with_key_until_1110();
  less_left.at(611).command("n1", "TTL k", number(1));
  expect_rejected(less_left, "ttl.fidelity", 611, "n1", "k");
}

TEST(TtlFidelity, RejectsATtlForAKeyWithoutOne) {
  Story story;
  story.cluster().at(10).command("n1", "SET k v", ok(), {set("k", "v")});
  story.at(20).command("n1", "PTTL k", number(-1));
  expect_accepted(story);
  story.command("n1", "PTTL k", number(5000));
  expect_rejected(story, "ttl.fidelity", 20, "n1", "k");
}

// ---- states -------------------------------------------------------------------------------------------------------

TEST(TtlFidelity, AcceptsTheSameDeadlineAtTheSamePlace) {
  Story story = with_key_until_1110();
  story.at(200).follows("n2", 1).samples("n2", first_history, 1, {{"k", "v", until(1110)}}, SampleReason::loaded);
  story.samples("n1", first_history, 1, {{"k", "v", until(1110)}});
  expect_accepted(story);
}

TEST(TtlFidelity, RejectsAnotherDeadlineInASample) {
  for (const Deadline wrong : {until(1111), until(1109), forever}) {
    Story story = with_key_until_1110();
    story.at(200).follows("n2", 1).samples("n2", first_history, 1, {{"k", "v", wrong}}, SampleReason::loaded);
    expect_rejected(story, "ttl.fidelity", 200, "n2", "k");
  }
}

TEST(TtlFidelity, ComparesWithThePlaceOfTheSampleNotWithTheEndOfTheLog) {
  Story story = with_key_until_1110();
  story.at(150).command("n1", "PERSIST k", number(1), {deadline("k", forever)});
  story.at(200).follows("n2", 1).samples("n2", first_history, 1, {{"k", "v", until(1110)}});
  story.follows("n3", 2).samples("n3", first_history, 2, {{"k", "v", forever}});
  expect_accepted(story);
}

}  // namespace
}  // namespace groundhog::test
