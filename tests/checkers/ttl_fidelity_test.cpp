#include <gtest/gtest.h>

#include "tests/support/history_builder.hpp"

namespace groundhog::testing {
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

TEST(TtlFidelity, RoundsSecondsAsRedisDoes) {
  Story story = with_key_until_1110();
  story.at(610).command("n1", "TTL k", number(1));  // 500 ms left
  story.at(611).command("n1", "TTL k", number(0));  // 499 ms left
  story.command("n1", "EXPIRETIME k", number(1)).command("n1", "PEXPIRETIME k", number(1110));
  expect_accepted(story);
  story.command("n1", "TTL k", number(1));
  expect_rejected(story, "ttl.fidelity", 611, "n1", "k");
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
}  // namespace groundhog::testing
