#include <gtest/gtest.h>

#include "tests/support/history_builder.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

Story written_until_110() {
  Story story;
  story.cluster().at(10).command("n1", "SET k v PX 100", ok(), {set("k", "v", until(110))});
  return story;
}

// ---- reads --------------------------------------------------------------------------------------------------------

TEST(TtlLiveness, AcceptsAMissExactlyAtTheDeadline) {
  Story story = written_until_110();
  story.at(110).command("n1", "GET k", nil());
  expect_accepted(story);
}

TEST(TtlLiveness, RejectsAMissOneMillisecondBeforeTheDeadline) {
  Story story = written_until_110();
  story.at(109).command("n1", "GET k", nil());
  expect_rejected(story, "ttl.liveness", 109, "n1", "k");
}

TEST(TtlLiveness, RejectsAMissOfAKeyWithoutTtl) {
  Story story;
  story.cluster().at(10).command("n1", "SET k v", ok(), {set("k", "v")});
  story.at(5000).command("n1", "EXISTS k", number(0));
  expect_rejected(story, "ttl.liveness", 5000, "n1", "k");
}

TEST(TtlLiveness, AcceptsAMissWhenTheKeyWasDeletedMeanwhile) {
  Story story = written_until_110();
  const OperationId read = story.at(50).invoke("n1", "GET k");
  story.deliver(read).command("n1", "DEL k", number(1), {del("k")});
  story.reads_clock("n1").reply(read).complete(read, nil());
  expect_accepted(story);
}

TEST(TtlLiveness, AcceptsAMissAfterAFlush) {
  Story story = written_until_110();
  story.at(20).command("n1", "FLUSHALL", ok(), {flush()}).at(21).command("n1", "GET k", nil());
  expect_accepted(story);
}

TEST(TtlLiveness, AcceptsAMissByAForwardStepOfTheWall) {
  Story story = written_until_110();
  story.at(20).skew("n1", 3'600'000).command("n1", "GET k", nil());
  expect_accepted(story);
}

TEST(TtlLiveness, LeavesAMissAtAReplicaToPrefixConsistency) {
  Story story = written_until_110();
  story.at(12).follows("n2", 1).at(20).command("n2", "GET k", nil());
  expect_rejected(story, "replica.prefix", 20, "n2", "k");
  for (const Violation& violation : story.verdicts().first_of_each()) EXPECT_NE(violation.check, "ttl.liveness");
}

// ---- expiry entries -----------------------------------------------------------------------------------------------

TEST(TtlLiveness, AcceptsAnExpiryExactlyAtTheDeadline) {
  Story story = written_until_110();
  story.at(110).appends("n1", expire("k"));
  expect_accepted(story);
}

TEST(TtlLiveness, RejectsAnExpiryOneMillisecondEarly) {
  Story story = written_until_110();
  story.at(109).appends("n1", expire("k"));
  expect_rejected(story, "ttl.liveness", 109, "n1", "k");
}

TEST(TtlLiveness, RejectsTheExpiryOfAKeyWithoutTtl) {
  Story story;
  story.cluster().at(10).command("n1", "SET k v", ok(), {set("k", "v")}).at(500).appends("n1", expire("k"));
  expect_rejected(story, "ttl.liveness", 500, "n1", "k");
}

TEST(TtlLiveness, AcceptsAnEvictionAtAnyTime) {
  Story story = written_until_110();
  story.at(20).appends("n1", evict("k")).command("n1", "GET k", nil());
  expect_accepted(story);
}

TEST(TtlLiveness, AcceptsARemovalByADeadlineInThePast) {
  Story story = written_until_110();
  story.at(20).command("n1", "PEXPIRE k -1", number(1), {expire("k")});
  story.command("n1", "SET k w", ok(), {set("k", "w")});
  story.command("n1", "PEXPIREAT k 20", number(1), {del("k")});
  expect_accepted(story);
}

TEST(TtlLiveness, RejectsARemovalByADeadlineThatIsAhead) {
  Story story = written_until_110();
  story.at(20).command("n1", "PEXPIREAT k 21", number(1), {del("k")});
  expect_rejected(story, "ttl.liveness", 20, "n1", "k");
}

// ---- acknowledged writes ------------------------------------------------------------------------------------------

TEST(TtlLiveness, RejectsAcknowledgedWritesWithoutAnEntry) {
  const std::vector<std::pair<std::string_view, Answer>> writes = {
      {"SET k w", ok()},           {"SETNX fresh w", number(1)}, {"DEL k", number(1)},
      {"GETDEL k", text("v")},     {"PEXPIRE k 500", number(1)}, {"PERSIST k", number(1)},
      {"GETEX k PX 9", text("v")}, {"SET k w GET", text("v")},   {"PEXPIREAT k 5", number(1)}};
  for (const auto& [words, answer] : writes) {
    SCOPED_TRACE(words);
    Story story = written_until_110();
    story.at(20).command("n1", words, answer);
    const std::string_view key = words.starts_with("SETNX") ? "fresh" : "k";
    expect_rejected(story, "ttl.liveness", 20, "n1", key);
  }
}

TEST(TtlLiveness, RejectsAFlushOfSomethingWithoutAnEntry) {
  Story story = written_until_110();
  story.at(20).command("n1", "FLUSHALL", ok());
  expect_rejected(story, "ttl.liveness", 20, "n1");
}

TEST(TtlLiveness, AcceptsWritesThatChangeNothing) {
  Story story = written_until_110();
  story.at(20).command("n1", "PEXPIREAT k 110", number(1));  // the deadline that it has
  story.command("n1", "SET absent v PXAT 5", ok());          // past, and nothing is there
  story.command("n1", "SET k w NX", nil());                  // refused by its condition
  story.command("n1", "DEL absent", number(0));
  story.command("n1", "PERSIST absent", number(0));
  story.command("n1", "FLUSHALL", ok(), {flush()}).command("n1", "FLUSHALL", ok());
  expect_accepted(story);
}

// ---- errors and unknown outcomes ----------------------------------------------------------------------------------

TEST(TtlLiveness, RejectsADefiniteErrorThatLeftAnEntry) {
  Story story = written_until_110();
  story.at(20).command("n1", "SET k w", error("ERR no"), {set("k", "w")});
  expect_rejected(story, "ttl.liveness", 20, "n1", "k");
}

TEST(TtlLiveness, AcceptsAnErrorThatOnlyExpiredAndEvicted) {
  Story story = written_until_110();
  story.command("n1", "SET old w", ok(), {set("old", "w")});
  story.at(120).command("n1", "SET big w", error("OOM"), {expire("k"), evict("old")});
  expect_accepted(story);
}

TEST(TtlLiveness, AcceptsAnUnknownWriteWhetherOrNotItReachedTheLog) {
  Story story = written_until_110();
  story.at(20).command("n1", "SET k w", unknown());
  const OperationId late = story.at(30).invoke("n1", "SET k x");
  story.at(40).complete(late, unknown());
  story.at(50).deliver(late).reads_clock("n1").commit(late, set("k", "x")).reply(late);
  story.at(60).command("n1", "GET k", text("x"));
  expect_accepted(story);
}

// A TTL of 0 is past at once, one of a millisecond is not.
TEST(TtlLiveness, ARemovalNeedsADeadlineThatIsPast) {
  for (const std::int64_t ttl : {0, 1}) {
    Story story;
    story.cluster().at(10).command("n1", "SET k v", ok(), {set("k", "v")});
    story.at(20).command("n1", "PEXPIRE k " + std::to_string(ttl), number(1), {del("k")});
    if (ttl == 0) {
      expect_accepted(story);
    } else {
      expect_rejected(story, "ttl.liveness", 20, "n1", "k");
    }
  }
}

}  // namespace
}  // namespace groundhog::test
