#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

constexpr std::string_view check = "snapshot.atomic";

// n1's log: a, b until 900, then a goes and c comes: S(3) is {b}, S(4) is {b, c}. n2 is back with nothing and asks.
class Joining {
 public:
  Joining() {
    events_.cluster().at(10);
    events_.appends("n1", set("a", "v1")).appends("n1", set("b", "v2", until(900)));
    events_.appends("n1", del("a")).appends("n1", set("c", "v3"));
    primary_is_at(4);
    events_.at(50).stop("n2").start("n2", 2).is("n2", {.generation = 0, .complete = false, .link_up = false});
    link_ = events_.at(100).connect("n2", "n1");
    events_.established(link_, "n1");
    events_.sent(link_, "n2", "hello", {{"offset", "0"}}).delivered(link_, "n1", "hello");
  }

  void primary_is_at(std::uint64_t offset, std::uint32_t generation = 0) {
    events_.is("n1", {.history = first_history, .offset = offset, .role = Role::primary, .generation = generation});
  }

  // The whole snapshot at 4, and what it should be.
  void sends_snapshot() {
    events_.sends_full(link_, "n1", first_history, 4, 2);
    events_.sends_keys(link_, "n1", {{"b", "v2", until(900)}}).sends_keys(link_, "n1", {{"c", "v3"}});
    events_.sent(link_, "n1", "snapshot_end");
  }

  // Part of it, while the log grows.
  void sends_first_part() {
    events_.sends_full(link_, "n1", first_history, 4, 2).sends_keys(link_, "n1", {{"b", "v2", until(900)}});
    events_.at(120).appends("n1", set("d", "v4")).appends("n1", set("e", "v5"));
    primary_is_at(6);
  }

  void sends_rest() { events_.sends_keys(link_, "n1", {{"c", "v3"}}).sent(link_, "n1", "snapshot_end"); }

  EventScript events_;
  ConnectionId link_{};
};

class SnapshotAtomic : public ::testing::Test, protected Joining {};

// ---- what a snapshot holds ----------------------------------------------------------------------------------------

TEST_F(SnapshotAtomic, AcceptsTheStateAtItsOffset) {
  sends_snapshot();
  expect_accepted(events_.end());
}

TEST_F(SnapshotAtomic, AcceptsTheStateAtItsOffsetThoughTheLogGrows) {
  sends_first_part();
  sends_rest();
  events_.sends_entry(link_, "n1", 5, "d").sends_entry(link_, "n1", 6, "e");
  expect_accepted(events_.end());
}

TEST_F(SnapshotAtomic, RejectsAKeyThatCameLater) {
  sends_first_part();
  events_.at(130).sends_keys(link_, "n1", {{"c", "v3"}, {"d", "v4"}});
  expect_rejected(events_, check, 130, "n1", "d");
}

TEST_F(SnapshotAtomic, RejectsAKeyThatWasRemoved) {
  events_.sends_full(link_, "n1", first_history, 4, 3).sends_keys(link_, "n1", {{"a", "v1"}});
  expect_rejected(events_, check, 100, "n1", "a");
}

TEST_F(SnapshotAtomic, RejectsAnotherValue) {
  events_.sends_full(link_, "n1", first_history, 4, 2).sends_keys(link_, "n1", {{"c", "v4"}});
  expect_rejected(events_, check, 100, "n1", "c");
}

TEST_F(SnapshotAtomic, RejectsAnotherDeadline) {
  for (const Deadline& wrong : {until(899), forever}) {
    Joining joining;
    joining.events_.sends_full(joining.link_, "n1", first_history, 4, 2);
    joining.events_.sends_keys(joining.link_, "n1", {{"b", "v2", wrong}});
    expect_rejected(joining.events_, check, 100, "n1", "b");
  }
}

TEST_F(SnapshotAtomic, RejectsAMissingKey) {
  events_.sends_full(link_, "n1", first_history, 4, 1).sends_keys(link_, "n1", {{"b", "v2", until(900)}});
  events_.at(110).sent(link_, "n1", "snapshot_end");
  expect_rejected(events_, check, 110, "n1", "c");
}

TEST_F(SnapshotAtomic, RejectsAnotherNumberOfKeysThanWasAnnounced) {
  for (const std::uint64_t announced : {1U, 3U}) {
    Joining joining;
    joining.events_.sends_full(joining.link_, "n1", first_history, 4, announced);
    joining.events_.sends_keys(joining.link_, "n1", {{"b", "v2", until(900)}, {"c", "v3"}});
    joining.events_.at(110).sent(joining.link_, "n1", "snapshot_end");
    expect_rejected(joining.events_, check, 110, "n1");
  }
}

TEST_F(SnapshotAtomic, RejectsAKeyThatComesTwice) {
  events_.sends_full(link_, "n1", first_history, 4, 3);
  events_.sends_keys(link_, "n1", {{"b", "v2", until(900)}, {"c", "v3"}, {"c", "v3"}});
  events_.at(110).sent(link_, "n1", "snapshot_end");
  expect_rejected(events_, check, 110, "n1", "c");
}

TEST_F(SnapshotAtomic, RejectsAnOffsetPastTheEndOfItsHistory) {
  events_.sends_full(link_, "n1", first_history, 5, 2);
  expect_rejected(events_, check, 100, "n1");
}

TEST_F(SnapshotAtomic, RejectsAHistoryThatNoNodeBegan) {
  events_.sends_full(link_, "n1", other_history, 4, 2);
  expect_rejected(events_, check, 100, "n1");
}

// ---- how the stream continues -------------------------------------------------------------------------------------

TEST_F(SnapshotAtomic, RejectsAGapBehindTheSnapshot) {
  sends_first_part();
  sends_rest();
  events_.at(140).sends_entry(link_, "n1", 6, "e");
  expect_rejected(events_, check, 140, "n1", "e");
}

TEST_F(SnapshotAtomic, RejectsAnEntryThatTheSnapshotHolds) {
  sends_snapshot();
  events_.at(140).sends_entry(link_, "n1", 4, "c");
  expect_rejected(events_, check, 140, "n1", "c");
}

TEST_F(SnapshotAtomic, RejectsAnEntrySentTwice) {
  sends_first_part();
  sends_rest();
  events_.sends_entry(link_, "n1", 5, "d").at(140).sends_entry(link_, "n1", 5, "d");
  expect_rejected(events_, check, 140, "n1", "d");
}

TEST_F(SnapshotAtomic, RejectsAnEntryThatOvertakesTheSnapshot) {
  sends_first_part();
  events_.at(130).sends_entry(link_, "n1", 5, "d");
  expect_rejected(events_, check, 130, "n1", "d");
}

TEST_F(SnapshotAtomic, RejectsAPartWithoutASnapshot) {
  sends_snapshot();
  events_.at(140).sends_keys(link_, "n1", {{"c", "v3"}});
  expect_rejected(events_, check, 140, "n1");
}

TEST_F(SnapshotAtomic, FollowsAPartialResynchronisationToo) {
  for (const std::uint64_t first : {3U, 4U}) {
    Joining joining;
    EventScript& events = joining.events_;
    const ConnectionId link = events.connect("n3", "n1");
    events.sent(link, "n3", "hello", {{"offset", "2"}}).sent(link, "n1", "continue");
    events.sends_entry(link, "n1", first, "a");
    if (first == 3) {
      expect_accepted(events);
    } else {
      expect_rejected(events, check, 100, "n1", "a");
    }
  }
}

// A fault takes a frame behind the back of its sender.
TEST_F(SnapshotAtomic, AFrameThatAFaultDropsWasSent) {
  sends_first_part();
  events_.dropped(link_, "n1", "snapshot_part");
  sends_rest();
  events_.sends_entry(link_, "n1", 5, "d").sends_entry(link_, "n1", 6, "e");
  expect_accepted(events_.end());
}

// ---- who ends it --------------------------------------------------------------------------------------------------

TEST_F(SnapshotAtomic, RejectsASenderThatEndsItWithoutAReason) {
  sends_first_part();
  events_.at(150).closed(link_, "n1", CloseReason::aborted_by_process).at(151).end();
  expect_rejected(events_, check, 150, "n1");
}

TEST_F(SnapshotAtomic, RejectsASenderThatEndsItBeforeTheLogBehindTheSnapshotWasSent) {
  sends_first_part();
  sends_rest();
  events_.sends_entry(link_, "n1", 5, "d").at(150).closed(link_, "n1", CloseReason::aborted_by_process).end();
  expect_rejected(events_, check, 150, "n1");
}

TEST_F(SnapshotAtomic, AcceptsThatAReplicaThatHadCaughtUpFallsBehind) {
  sends_first_part();
  sends_rest();
  events_.sends_entry(link_, "n1", 5, "d").sends_entry(link_, "n1", 6, "e");
  events_.at(140).appends("n1", set("f", "v6"));
  primary_is_at(7);
  events_.at(150).closed(link_, "n1", CloseReason::aborted_by_process).end();
  expect_accepted(events_);
}

TEST_F(SnapshotAtomic, AcceptsAnEndThatIsNotTheSendersChoice) {
  for (const CloseReason reason : {CloseReason::reset, CloseReason::timed_out, CloseReason::process_died}) {
    Joining joining;
    joining.sends_first_part();
    expect_accepted(joining.events_.at(150).closed(joining.link_, "n1", reason).at(151).end());
  }
}

TEST_F(SnapshotAtomic, AcceptsAnEndOnceTheReplicaHasLeft) {
  sends_first_part();
  events_.at(150).closed(link_, "n2").closed(link_, "n1", CloseReason::aborted_by_process);
  expect_accepted(events_.at(151).end());
}

TEST_F(SnapshotAtomic, AcceptsAnEndOnceAFaultHasDamagedTheConnection) {
  sends_first_part();
  events_.dropped(link_, "n2", "ping").at(150).closed(link_, "n1", CloseReason::aborted_by_process);
  expect_accepted(events_.at(151).end());
}

TEST_F(SnapshotAtomic, AcceptsAnEndOnceAFaultHasChangedAFrameOfTheConnection) {
  sends_first_part();
  events_.changed(link_, "n2", "ping", FrameChanged::Change::corrupted);
  events_.at(150).closed(link_, "n1", CloseReason::aborted_by_process);
  expect_accepted(events_.at(151).end());
}

TEST_F(SnapshotAtomic, AChangedFrameOfAnotherConnectionIsNoReason) {
  sends_first_part();
  const ConnectionId other = events_.connect("n3", "n1");
  events_.changed(other, "n3", "ping", FrameChanged::Change::corrupted);
  events_.at(150).closed(link_, "n1", CloseReason::aborted_by_process).at(151).end();
  expect_rejected(events_, check, 150, "n1");
}

TEST_F(SnapshotAtomic, AcceptsAnEndOnceThePeerIsDeclaredDown) {
  sends_first_part();
  events_.at(450).declares_down("n1", link_).closed(link_, "n1", CloseReason::aborted_by_process);
  expect_accepted(events_.at(451).end());
}

// A promotion: the new position shows after the callback.
TEST_F(SnapshotAtomic, AcceptsAnEndWhenTheSendersOwnStateIsReplaced) {
  sends_first_part();
  events_.at(150).closed(link_, "n1", CloseReason::aborted_by_process);
  primary_is_at(6, 1);
  expect_accepted(events_.at(151).end());
}

TEST_F(SnapshotAtomic, RejectsAnEndWhenTheSendersPositionOnlyMoves) {
  sends_first_part();
  events_.at(150).closed(link_, "n1", CloseReason::aborted_by_process);
  primary_is_at(6);
  events_.at(151);
  primary_is_at(6);
  expect_rejected(events_, check, 150, "n1");
}

TEST_F(SnapshotAtomic, AcceptsAnEndOnlyOnceTheSyncBufferIsExceeded) {
  // 64 KiB, of which three entries take 512 bytes each and what they say.
  constexpr std::size_t fits = 64 * 1024 - 3 * 512 - std::string_view("dv4ev5large").size();
  for (const std::size_t bytes : {fits, fits + 1}) {
    Joining joining;
    joining.sends_first_part();
    joining.events_.at(130).appends("n1", set("large", std::string(bytes, 'x')));
    joining.events_.at(150).closed(joining.link_, "n1", CloseReason::aborted_by_process).at(151).end();
    if (bytes > fits) {
      expect_accepted(joining.events_);
    } else {
      expect_rejected(joining.events_, check, 150, "n1");
    }
  }
}

}  // namespace
}  // namespace groundhog::test
