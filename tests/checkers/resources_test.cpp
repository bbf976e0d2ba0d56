// P13: what a primary holds after an entry that sets a key, what a node keeps of its log,
// and what it has of its machine.
#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

EventScript with(std::optional<std::uint64_t> capacity, std::optional<std::uint64_t> max_memory_bytes) {
  RunInfo run = usual_run();
  for (NodeKnobs& knobs : run.knobs) {
    knobs.capacity = capacity;
    knobs.max_memory_bytes = max_memory_bytes;
  }
  EventScript events(run);
  events.cluster().at(10).command("n1", "SET a va", ok(), {set("a", "va")});
  events.at(20);
  return events;
}

EventScript& second_key(EventScript& events) { return events.command("n1", "SET b vb", ok(), {set("b", "vb")}); }

TEST(Resources, AsManyKeysAsTheCapacity) {
  EventScript events = with(2, 0);
  second_key(events);
  expect_accepted(events);
}

TEST(Resources, NotOneMore) {
  EventScript events = with(1, 0);
  second_key(events);
  expect_rejected(events, "resources.bounded", 20, "n1", "b");
}

TEST(Resources, RoomIsMadeBeforeTheEntry) {
  EventScript events = with(1, 0);
  events.command("n1", "SET b vb", ok(), {evict("a"), set("b", "vb")});
  expect_accepted(events);
}

// Two keys of one byte with values of two, and 128 bytes for each.
TEST(Resources, AsManyBytesAsMaxmemory) {
  EventScript events = with(0, 2 * (1 + 2 + 128));
  second_key(events);
  expect_accepted(events);
}

TEST(Resources, NotOneByteMore) {
  EventScript events = with(0, 2 * (1 + 2 + 128) - 1);
  second_key(events);
  expect_rejected(events, "resources.bounded", 20, "n1", "b");
}

TEST(Resources, ALongerValueWeighsMore) {
  EventScript events = with(0, 1 + 3 + 128);
  events.command("n1", "APPEND a x", number(3), {set("a", "vax")});
  expect_accepted(events);
  events.at(30).command("n1", "APPEND a y", number(4), {set("a", "vaxy")});
  expect_rejected(events, "resources.bounded", 30, "n1", "a");
}

TEST(Resources, LimitsThatChangeAreNotJudged) {
  EventScript events = with(std::nullopt, std::nullopt);
  second_key(events);
  expect_accepted(events);
}

// ---- the log that is kept -----------------------------------------------------------------------------------------

// A primary whose entries are ten bytes each, and whose backlog may keep twenty.
struct Backlog {
  Backlog() : events(limited()) {
    events.cluster();
    for (int key = 0; key < 9; ++key) append();
  }

  static RunInfo limited() {
    RunInfo run = usual_run();
    for (NodeKnobs& knobs : run.knobs) {
      knobs.backlog_bytes = 20;
      knobs.sync_buffer_bytes = 40;
    }
    return run;
  }

  void append() { events.command("n1", "SET k 123456789", ok(), {set("k", "123456789")}); }
  // Which has nothing yet.
  ConnectionId hears_of_n2() {
    events.is("n2", {.complete = false, .link_up = false});
    const ConnectionId connection = events.connect("n2", "n1");
    events.sent(connection, "n2", "hello").delivered(connection, "n1", "hello");
    return connection;
  }
  void keeps_from(std::uint64_t first, std::uint64_t last) {
    events.is(
        "n1",
        {.history = first_history, .offset = last, .role = Role::primary, .generation = 0, .backlog_first = first});
  }

  EventScript events;
};

TEST(Resources, AsMuchOfTheLogAsTheBacklogMayKeep) {
  Backlog backlog;
  backlog.keeps_from(8, 9);
  expect_accepted(backlog.events);
}

TEST(Resources, NotOneEntryOfTheLogMore) {
  Backlog backlog;
  backlog.events.at(20);
  backlog.keeps_from(7, 9);
  expect_rejected(backlog.events, "resources.bounded", 20, "n1");
}

TEST(Resources, TheLogOfAReplicaThatLoadsIsKeptUpToTheSyncBuffer) {
  for (const std::uint64_t first : {6, 5}) {
    Backlog backlog;
    const ConnectionId connection = backlog.hears_of_n2();
    backlog.events.sends_full(connection, "n1", first_history, 0, 0).at(20);
    backlog.keeps_from(first, 9);
    if (first == 6) expect_accepted(backlog.events);
    if (first == 5) expect_rejected(backlog.events, "resources.bounded", 20, "n1");
  }
}

// Its `full` may wait for room. One that resumes needs nothing.
TEST(Resources, TheLogIsKeptForAReplicaThatWillLoad) {
  for (const bool resumes : {false, true}) {
    Backlog backlog;
    const ConnectionId connection = backlog.hears_of_n2();
    if (resumes) backlog.events.sent(connection, "n1", "continue");
    backlog.events.at(20);
    backlog.keeps_from(6, 9);
    if (!resumes) expect_accepted(backlog.events);
    if (resumes) expect_rejected(backlog.events, "resources.bounded", 20, "n1");
  }
}

// It goes with the first entry behind the last one that the replica was sent, or behind the end of its connection.
TEST(Resources, WhatWasKeptForAReplicaIsNotKeptForEver) {
  for (const bool is_cut : {true, false}) {
    Backlog backlog;
    const ConnectionId connection = backlog.hears_of_n2();
    backlog.events.sends_full(connection, "n1", first_history, 0, 0).sent(connection, "n1", "snapshot_end");
    if (!is_cut) backlog.events.sends_entry(connection, "n1", 8, "k");
    backlog.keeps_from(6, 8);
    if (is_cut) backlog.events.closed(connection, "n1", CloseReason::reset);
    backlog.events.at(20);
    backlog.keeps_from(6, 9);
    expect_rejected(backlog.events, "resources.bounded", 20, "n1");
  }
}

// The entry that is too much for it was kept for it, too.
TEST(Resources, AReplicaThatAnEntryOverrunsCountsUntilTheNextOne) {
  Backlog backlog;
  const ConnectionId connection = backlog.hears_of_n2();
  backlog.events.sends_full(connection, "n1", first_history, 0, 0).at(20).closed(connection, "n1");
  backlog.keeps_from(6, 9);
  expect_accepted(backlog.events);
  backlog.append();
  backlog.events.at(30);
  backlog.keeps_from(7, 10);
  expect_rejected(backlog.events, "resources.bounded", 30, "n1");
}

// However large.
TEST(Resources, OneEntryOfTheLogIsAlwaysKept) {
  Backlog backlog;
  const std::string large(100, 'v');
  backlog.events.command("n1", "SET k " + large, ok(), {set("k", large)});
  backlog.keeps_from(10, 10);
  expect_accepted(backlog.events);
}

// ---- what samples say ---------------------------------------------------------------------------------------------

// n1 holds "a" and "b" of two bytes each, "b" with a deadline; at most three timers and one for each connection, and
// twenty bytes for a peer beside an entry.
struct Sampled {
  Sampled() : events(limited()) {
    events.cluster().at(10).command("n1", "SET a va", ok(), {set("a", "va")});
    events.command("n1", "SET b vb PXAT 9000", ok(), {set("b", "vb", until(9000))}).at(20);
  }

  static RunInfo limited() {
    RunInfo run = usual_run();
    for (NodeKnobs& knobs : run.knobs) {
      knobs.timers = 3;
      knobs.timers_per_connection = 1;
      knobs.peer_buffer_bytes = 20;
    }
    return run;
  }
  static ProcessCounts counts() {
    return {.created = 2, .keys = 2, .keys_with_deadline = 1, .weight_bytes = 2 * (1 + 2 + 128)};
  }

  EventScript& with(const NodeUsage& usage) {
    return events.samples_usage("n1", 2, {{"a", "va"}, {"b", "vb", until(9000)}}, usage);
  }

  EventScript events;
};

TEST(Resources, WhatASampleMayHave) {
  Sampled sampled;
  ProcessCounts counts = Sampled::counts();
  counts.unsent_to_peer_bytes = 20 + 3 + 512;
  sampled.with({.timers = 5, .connections = 2, .counts = counts});
  sampled.with({.timers = 5, .connections = 2, .counts = std::nullopt});
  expect_accepted(sampled.events);
}

TEST(Resources, NotOneTimerMore) {
  Sampled sampled;
  sampled.with({.timers = 6, .connections = 2, .counts = std::nullopt});
  expect_rejected(sampled.events, "resources.bounded", 20, "n1");
}

TEST(Resources, NotOneByteMoreForAPeer) {
  Sampled sampled;
  ProcessCounts counts = Sampled::counts();
  counts.unsent_to_peer_bytes = 20 + 3 + 512 + 1;
  sampled.with({.timers = 0, .connections = 0, .counts = counts});
  expect_rejected(sampled.events, "resources.bounded", 20, "n1");
}

TEST(Resources, IndexesHoldTheSameKeys) {
  for (auto counter : {&ProcessCounts::keys, &ProcessCounts::keys_with_deadline, &ProcessCounts::weight_bytes}) {
    for (const std::uint64_t by : {1, -1}) {
      Sampled sampled;
      ProcessCounts counts = Sampled::counts();
      counts.*counter += by;
      sampled.with({.timers = 0, .connections = 0, .counts = counts});
      expect_rejected(sampled.events, "resources.bounded", 20, "n1");
    }
  }
}

}  // namespace
}  // namespace groundhog::test
