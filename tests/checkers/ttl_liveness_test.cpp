#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

EventScript written_until_110() {
  EventScript events;
  events.cluster().at(10).command("n1", "SET k v PX 100", ok(), {set("k", "v", until(110))});
  return events;
}

// ---- reads --------------------------------------------------------------------------------------------------------

TEST(TtlLiveness, AcceptsAMissExactlyAtTheDeadline) {
  EventScript events = written_until_110();
  events.at(110).command("n1", "GET k", nil());
  expect_accepted(events);
}

TEST(TtlLiveness, RejectsAMissOneMillisecondBeforeTheDeadline) {
  EventScript events = written_until_110();
  events.at(109).command("n1", "GET k", nil());
  expect_rejected(events, "ttl.liveness", 109, "n1", "k");
}

TEST(TtlLiveness, RejectsAMissOfAKeyWithoutTtl) {
  EventScript events;
  events.cluster().at(10).command("n1", "SET k v", ok(), {set("k", "v")});
  events.at(5000).command("n1", "EXISTS k", number(0));
  expect_rejected(events, "ttl.liveness", 5000, "n1", "k");
}

TEST(TtlLiveness, AcceptsAMissWhenTheKeyWasDeletedMeanwhile) {
  EventScript events = written_until_110();
  const OperationId read = events.at(50).invoke("n1", "GET k");
  events.deliver(read).command("n1", "DEL k", number(1), {del("k")});
  events.reads_clock("n1").reply(read).complete(read, nil());
  expect_accepted(events);
}

TEST(TtlLiveness, AcceptsAMissAfterAFlush) {
  EventScript events = written_until_110();
  events.at(20).command("n1", "FLUSHALL", ok(), {flush()}).at(21).command("n1", "GET k", nil());
  expect_accepted(events);
}

TEST(TtlLiveness, AcceptsAMissByAForwardStepOfTheWall) {
  EventScript events = written_until_110();
  events.at(20).skew("n1", 3'600'000).command("n1", "GET k", nil());
  expect_accepted(events);
}

TEST(TtlLiveness, LeavesAMissAtAReplicaToPrefixConsistency) {
  EventScript events = written_until_110();
  events.at(12).follows("n2", 1).at(20).command("n2", "GET k", nil());
  expect_rejected(events, "replica.prefix", 20, "n2", "k");
  for (const Violation& violation : events.verdicts().first_of_each()) EXPECT_NE(violation.check, "ttl.liveness");
}

// ---- expiry entries -----------------------------------------------------------------------------------------------

TEST(TtlLiveness, AcceptsAnExpiryExactlyAtTheDeadline) {
  EventScript events = written_until_110();
  events.at(110).appends("n1", expire("k"));
  expect_accepted(events);
}

TEST(TtlLiveness, RejectsAnExpiryOneMillisecondEarly) {
  EventScript events = written_until_110();
  events.at(109).appends("n1", expire("k"));
  expect_rejected(events, "ttl.liveness", 109, "n1", "k");
}

TEST(TtlLiveness, RejectsTheExpiryOfAKeyWithoutTtl) {
  EventScript events;
  events.cluster().at(10).command("n1", "SET k v", ok(), {set("k", "v")}).at(500).appends("n1", expire("k"));
  expect_rejected(events, "ttl.liveness", 500, "n1", "k");
}

TEST(TtlLiveness, AcceptsAnEvictionAtAnyTime) {
  EventScript events = written_until_110();
  events.at(20).appends("n1", evict("k")).command("n1", "GET k", nil());
  expect_accepted(events);
}

TEST(TtlLiveness, AcceptsARemovalByADeadlineInThePast) {
  EventScript events = written_until_110();
  events.at(20).command("n1", "PEXPIRE k -1", number(1), {expire("k")});
  events.command("n1", "SET k w", ok(), {set("k", "w")});
  events.command("n1", "PEXPIREAT k 20", number(1), {del("k")});
  expect_accepted(events);
}

TEST(TtlLiveness, RejectsARemovalByADeadlineThatIsAhead) {
  EventScript events = written_until_110();
  events.at(20).command("n1", "PEXPIREAT k 21", number(1), {del("k")});
  expect_rejected(events, "ttl.liveness", 20, "n1", "k");
}

// ---- acknowledged writes ------------------------------------------------------------------------------------------

TEST(TtlLiveness, AnEntryComesBeforeItsReply) {
  EventScript events;
  events.cluster().at(10);
  const OperationId write = events.invoke("n1", "SET k v");
  events.deliver(write).reads_clock("n1").reply(write).at(11).commit(write, set("k", "v"));
  events.at(12).complete(write, ok());
  expect_rejected(events, "ttl.liveness", 11, "n1", "k");
}

TEST(TtlLiveness, AnEntryComesBehindItsCommand) {
  EventScript events;
  events.cluster().at(10);
  const OperationId write = events.invoke("n1", "SET k v");
  events.reads_clock("n1").commit(write, set("k", "v"));
  events.at(12).deliver(write).reply(write).complete(write, ok());
  expect_rejected(events, "ttl.liveness", 10, "n1", "k");
}

TEST(TtlLiveness, RejectsAcknowledgedWritesWithoutAnEntry) {
  const std::vector<std::pair<std::string_view, Answer>> writes = {
      {"SET k w", ok()},           {"SETNX fresh w", number(1)}, {"DEL k", number(1)},
      {"GETDEL k", text("v")},     {"PEXPIRE k 500", number(1)}, {"PERSIST k", number(1)},
      {"GETEX k PX 9", text("v")}, {"SET k w GET", text("v")},   {"PEXPIREAT k 5", number(1)}};
  for (const auto& [words, answer] : writes) {
    SCOPED_TRACE(words);
    EventScript events = written_until_110();
    events.at(20).command("n1", words, answer);
    const std::string_view key = words.starts_with("SETNX") ? "fresh" : "k";
    expect_rejected(events, "ttl.liveness", 20, "n1", key);
  }
}

TEST(TtlLiveness, RejectsAFlushOfSomethingWithoutAnEntry) {
  EventScript events = written_until_110();
  events.at(20).command("n1", "FLUSHALL", ok());
  expect_rejected(events, "ttl.liveness", 20, "n1");
}

TEST(TtlLiveness, AcceptsWritesThatChangeNothing) {
  EventScript events = written_until_110();
  events.at(20).command("n1", "PEXPIREAT k 110", number(1));  // the deadline that it has
  events.command("n1", "SET absent v PXAT 5", ok());          // past, and nothing is there
  events.command("n1", "SET k w NX", nil());                  // refused by its condition
  events.command("n1", "DEL absent", number(0));
  events.command("n1", "PERSIST absent", number(0));
  events.command("n1", "FLUSHALL", ok(), {flush()}).command("n1", "FLUSHALL", ok());
  expect_accepted(events);
}

// ---- an entry is what its command asks for -------------------------------------------------------------------------

struct Answered {
  std::string_view words;
  Answer answer;
  std::vector<LoggedEffect> effects;
};

// "k" and "n" are there, "absent" and "j" are not.
EventScript after_logging(const Answered& command) {
  EventScript events;
  events.cluster().at(10).command("n1", "SET k v", ok(), {set("k", "v")});
  events.command("n1", "SET n 41", ok(), {set("n", "41")}).at(20);
  const OperationId operation = events.invoke("n1", command.words);
  events.deliver(operation).reads_clock("n1");
  for (const LoggedEffect& effect : command.effects) events.commit(operation, effect);
  events.reply(operation).complete(operation, command.answer);
  return events;
}

TEST(TtlLiveness, AcceptsTheEffectsThatWereAskedFor) {
  const std::vector<Answered> all = {
      {"SET k w", ok(), {set("k", "w")}},
      {"MSET k w j x", ok(), {set("k", "w"), set("j", "x")}},
      {"MSET k w k x", ok(), {set("k", "w"), set("k", "x")}},
      {"APPEND k x", number(2), {set("k", "vx")}},
      {"APPEND absent x", number(1), {set("absent", "x")}},
      {"INCR n", number(42), {set("n", "42")}},
      {"RENAME k j", ok(), {del("k"), set("j", "v")}},
      {"RENAME k j", ok(), {set("j", "v"), del("k")}},
      {"COPY k j", number(1), {set("j", "v")}},
      {"DEL k n absent", number(2), {del("k"), del("n")}},
      {"GETDEL k", text("v"), {del("k")}},
      {"SET k w PXAT 5", ok(), {del("k")}},
      {"FLUSHALL", ok(), {flush()}},
  };
  for (const Answered& logged : all) {
    SCOPED_TRACE(logged.words);
    expect_accepted(after_logging(logged));
  }
}

// What the log says is what is read everywhere: that it is wrong, only the command shows.
TEST(TtlLiveness, RejectsAnEffectThatWasNotAskedFor) {
  const std::vector<Answered> all = {
      {"SET k w", ok(), {set("k", "x")}},
      {"SET k w", ok(), {set("j", "w")}},
      {"SETNX j w", number(1), {set("j", "W")}},
      {"MSET k w j x", ok(), {set("k", "x"), set("j", "w")}},
      {"APPEND k x", number(2), {set("k", "vy")}},
      {"INCR n", number(42), {set("n", "43")}},
      {"COPY k j", number(1), {set("j", "41")}},
      {"DEL k", number(1), {del("n")}},
      {"DEL k", number(1), {flush()}},
      {"PEXPIRE k 100", number(1), {deadline("n", until(120))}},
      {"GET k", text("v"), {set("k", "v")}},
      {"EXISTS k", number(1), {del("k")}},
  };
  for (const Answered& logged : all) {
    SCOPED_TRACE(logged.words);
    expect_rejected(after_logging(logged), "ttl.liveness", 20, "n1", logged.effects[0].key);
  }
}

// ---- errors and unknown outcomes ----------------------------------------------------------------------------------

TEST(TtlLiveness, RejectsADefiniteErrorThatLeftAnEntry) {
  EventScript events = written_until_110();
  events.at(20).command("n1", "SET k w", error("ERR no"), {set("k", "w")});
  expect_rejected(events, "ttl.liveness", 20, "n1", "k");
}

TEST(TtlLiveness, AcceptsAnErrorThatOnlyExpiredAndEvicted) {
  EventScript events = written_until_110();
  events.command("n1", "SET old w", ok(), {set("old", "w")});
  events.at(120).command("n1", "SET big w", error("OOM"), {expire("k"), evict("old")});
  expect_accepted(events);
}

TEST(TtlLiveness, AcceptsAnUnknownWriteWhetherOrNotItReachedTheLog) {
  EventScript events = written_until_110();
  events.at(20).command("n1", "SET k w", unknown());
  const OperationId late = events.at(30).invoke("n1", "SET k x");
  events.at(40).complete(late, unknown());
  events.at(50).deliver(late).reads_clock("n1").commit(late, set("k", "x")).reply(late);
  events.at(60).command("n1", "GET k", text("x"));
  expect_accepted(events);
}

// A TTL of 0 is past at once, one of a millisecond is not.
TEST(TtlLiveness, ARemovalNeedsADeadlineThatIsPast) {
  for (const std::int64_t ttl : {0, 1}) {
    EventScript events;
    events.cluster().at(10).command("n1", "SET k v", ok(), {set("k", "v")});
    events.at(20).command("n1", "PEXPIRE k " + std::to_string(ttl), number(1), {del("k")});
    if (ttl == 0) {
      expect_accepted(events);
    } else {
      expect_rejected(events, "ttl.liveness", 20, "n1", "k");
    }
  }
}

}  // namespace
}  // namespace groundhog::test
