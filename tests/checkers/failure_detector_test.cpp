// W = 100 ms and 3 misses: down between 300 and 401 ms (slop included) after the last evidence.
#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

// n2 (connecting) to n1 (accepting), established on both sides at t = 1000 ms.
struct Link {
  EventScript events;
  ConnectionId id{};

  explicit Link(RunInfo run = usual_run()) : events(std::move(run)) {
    events.cluster().at(998);
    id = events.connect("n2", "n1");
    events.at(1000).established(id, "n2").established(id, "n1").delivered(id, "n1", "hello");
  }
  // Evidence for both ends.
  Link& alive(std::int64_t ms) {
    events.at(ms).delivered(id, "n1", "pong").delivered(id, "n2", "pong");
    return *this;
  }
  Link& down_at(std::int64_t ms, std::string_view observer) {
    events.at(ms).declares_down(observer, id).closed(id, observer);
    return *this;
  }
};

TEST(FailureDetector, AcceptsDeclarationsWithinTheBounds) {
  for (const std::int64_t ms : {1500, 1550, 1601}) {
    Link link;
    link.alive(1200).down_at(ms, "n1").events.closed(link.id, "n2", CloseReason::reset);
    expect_accepted(link.events);
  }
}

TEST(FailureDetector, RejectsADeclarationOneMillisecondEarly) {
  Link link;
  link.alive(1200).down_at(1499, "n1");
  expect_rejected(link.events, "failure_detector", 1499, "n1");
}

TEST(FailureDetector, RejectsADeclarationOneMillisecondLate) {
  Link link;
  link.alive(1200).down_at(1602, "n2");
  expect_rejected(link.events, "failure_detector", 1602, "n2");
}

TEST(FailureDetector, RejectsAConnectionThatIsKeptWithoutEvidence) {
  Link link;
  link.alive(1200).events.at(3000).end();
  expect_rejected(link.events, "failure_detector", 3000, "n2");
}

TEST(FailureDetector, RejectsAConnectionThatIsKeptAfterTheDeclaration) {
  Link link;
  link.alive(1200).events.at(1550).closed(link.id, "n2").declares_down("n1", link.id).at(1700).closed(link.id, "n1");
  expect_rejected(link.events, "failure_detector", 1700, "n1");
}

TEST(FailureDetector, WatchesAnAcceptedConnectionFromItsHelloOn) {
  EventScript silent;
  silent.cluster().at(1000);
  const ConnectionId client = silent.connect("n2", "n1");
  silent.at(1000).established(client, "n1").at(1300).closed(client, "n2").at(9000).end();
  expect_accepted(silent);

  EventScript late;
  late.cluster().at(1000);
  const ConnectionId id = late.connect("n2", "n1");
  late.at(1000).established(id, "n1").at(1300).closed(id, "n2").at(3000).delivered(id, "n1", "hello").at(3402).end();
  expect_rejected(late, "failure_detector", 3402, "n1");
}

// Its listener could not accept it for long: no process had it.
TEST(FailureDetector, AConnectionThatWaitsInTheQueueIsWatchedFromItsAcceptOn) {
  for (const std::int64_t ms : {3401, 3402}) {
    EventScript queued;
    queued.cluster().at(998);
    const ConnectionId id = queued.connect("n2", "n1");
    queued.at(1000).delivered(id, "n1", "hello").at(1300).closed(id, "n2").at(3000).established(id, "n1").at(ms).end();
    if (ms == 3401) {
      expect_accepted(queued);
    } else {
      expect_rejected(queued, "failure_detector", 3402, "n1");
    }
  }
}

TEST(FailureDetector, AConnectionThatIsNeverAcceptedIsNotWatched) {
  EventScript queued;
  queued.cluster().at(998);
  const ConnectionId id = queued.connect("n2", "n1");
  queued.at(1000).delivered(id, "n1", "hello").at(1300).closed(id, "n2").at(9000).end();
  expect_accepted(queued);
}

TEST(FailureDetector, StartsAtTheConnectCallAndAgainWhenEstablished) {
  EventScript connecting;
  connecting.cluster().at(1000);
  const ConnectionId never = connecting.connect("n2", "n1");
  connecting.at(1401).declares_down("n2", never).closed(never, "n2");
  expect_accepted(connecting);

  EventScript late;
  late.cluster().at(1000);
  const ConnectionId dead = late.connect("n2", "n1");
  late.at(1402).closed(dead, "n2");
  expect_rejected(late, "failure_detector", 1402, "n2");

  EventScript established;
  established.cluster().at(1000);
  const ConnectionId slow = established.connect("n2", "n1");
  established.at(1300).established(slow, "n2").at(1599).declares_down("n2", slow);
  expect_rejected(established, "failure_detector", 1599, "n2");
}

TEST(FailureDetector, ALatePongIsASignOfLife) {
  Link link;
  link.alive(1200).events.at(1580).delivered(link.id, "n1", "pong").at(1590).delivered(link.id, "n2", "pong");
  link.down_at(1880, "n1").events.closed(link.id, "n2", CloseReason::reset);
  expect_accepted(link.events);
  Link forgetful;
  forgetful.alive(1200).events.at(1450).delivered(forgetful.id, "n1", "pong");
  forgetful.down_at(1550, "n1");
  expect_rejected(forgetful.events, "failure_detector", 1550, "n1");
}

TEST(FailureDetector, LogAndSnapshotBytesAreEvidenceAtTheConnectingSideOnly) {
  for (const std::string_view type : {"log_entry", "snapshot_part", "snapshot_end"}) {
    Link replica;
    replica.alive(1200).events.at(1450).delivered(replica.id, "n2", type).at(1750).declares_down("n2", replica.id);
    replica.events.closed(replica.id, "n2").closed(replica.id, "n1", CloseReason::reset);
    for (const Violation& violation : replica.events.verdicts().first_of_each()) {
      EXPECT_EQ(index(*violation.node), 0U) << "n2 did right: " << violation.message;
    }
    Link early;
    early.alive(1200).events.at(1450).delivered(early.id, "n2", type);
    early.down_at(1550, "n2");
    expect_rejected(early.events, "failure_detector", 1550, "n2");
  }
}

TEST(FailureDetector, ABarePingIsNoEvidence) {
  Link link;
  link.alive(1200).events.delivered(link.id, "n1", "ping", 500).delivered(link.id, "n1", "ping", 600);
  link.events.at(1400).delivered(link.id, "n1", "ping", 600);
  link.events.at(1500).closed(link.id, "n2");
  link.down_at(1550, "n1");
  expect_accepted(link.events);
  Link kept;
  kept.alive(1200).events.at(1300).delivered(kept.id, "n2", "ping", 600).at(1610).closed(kept.id, "n2");
  expect_rejected(kept.events, "failure_detector", 1610, "n2");
}

TEST(FailureDetector, GrowthOfTheReceivedCountIsEvidenceAtTheAcceptingSide) {
  Link early;
  early.alive(1200).events.sends_bytes(early.id, "n1", 700).delivered(early.id, "n1", "ping", 500);
  early.events.at(1400).delivered(early.id, "n1", "ping", 700);
  early.down_at(1550, "n1");
  expect_rejected(early.events, "failure_detector", 1550, "n1");
}

// A replica that gets a frame twice counts more than was sent: what of it is growth, the wire does not show.
TEST(FailureDetector, ACountOfMoreThanWasSentMayBeEvidence) {
  Link early;
  early.alive(1200).events.sends_bytes(early.id, "n1", 600).delivered(early.id, "n1", "ping", 500);
  early.events.at(1210).delivered(early.id, "n1", "ping", 700);
  early.events.sends_bytes(early.id, "n1", 100).at(1400).delivered(early.id, "n1", "ping", 700);
  early.down_at(1550, "n1");
  expect_accepted(early.events);

  Link late;
  late.alive(1200).events.sends_bytes(late.id, "n1", 600).delivered(late.id, "n1", "ping", 500);
  late.events.at(1210).delivered(late.id, "n1", "ping", 700);
  late.events.sends_bytes(late.id, "n1", 100).at(1400).delivered(late.id, "n1", "ping", 700);
  late.down_at(1750, "n1");
  expect_accepted(late.events);
}

TEST(FailureDetector, ThePausesOfTheObserverAreLeftOut) {
  Link link;
  link.alive(1200).events.at(1210).pause("n1").at(2210).resume("n1").closed(link.id, "n2");
  link.down_at(2550, "n1");
  for (const Violation& violation : link.events.verdicts().first_of_each()) EXPECT_EQ(index(*violation.node), 1U);

  Link eager;  // 290 ms awake
  eager.alive(1200).events.at(1210).closed(eager.id, "n2").pause("n1").at(2210).resume("n1");
  eager.down_at(2490, "n1");
  expect_rejected(eager.events, "failure_detector", 2490, "n1");

  Link lazy;  // 550 ms awake: more than one window too many
  lazy.alive(1200).events.at(1210).closed(lazy.id, "n2").pause("n1").at(2210).resume("n1");
  lazy.down_at(2750, "n1");
  expect_rejected(lazy.events, "failure_detector", 2750, "n1");
}

TEST(FailureDetector, AShortPauseCountsForTheLowerBound) {
  Link link;  // 150 ms of pause are less than two windows
  link.alive(1200).events.closed(link.id, "n2").at(1210).pause("n1").at(1360).resume("n1");
  link.down_at(1500, "n1");
  expect_accepted(link.events);
}

// From two windows on, a pause is left out of the lower bound.
TEST(FailureDetector, TheLowerBoundLeavesOutPausesOfTwoWindows) {
  struct Case {
    std::int64_t pause_ms;
    std::int64_t first_ms;  // that is not too early
  };
  for (const auto& [pause_ms, first_ms] : {Case{200, 1700}, Case{199, 1500}}) {
    for (const std::int64_t ms : {first_ms - 1, first_ms}) {
      Link link;
      link.alive(1200).events.closed(link.id, "n2").at(1210).pause("n1").at(1210 + pause_ms).resume("n1");
      link.down_at(ms, "n1");
      if (ms == first_ms) {
        expect_accepted(link.events);
      } else {
        expect_rejected(link.events, "failure_detector", ms, "n1");
      }
    }
  }
}

// From one window on, a pause may void the window that it interrupts.
TEST(FailureDetector, TheUpperBoundAllowsAWindowMoreForAPauseOfOne) {
  struct Case {
    std::int64_t pause_ms;
    std::int64_t last_ms;  // that is not too late
  };
  for (const auto& [pause_ms, last_ms] : {Case{100, 1801}, Case{99, 1700}}) {
    for (const std::int64_t ms : {last_ms, last_ms + 1}) {
      Link link;
      link.alive(1200).events.closed(link.id, "n2").at(1210).pause("n1").at(1210 + pause_ms).resume("n1");
      link.down_at(ms, "n1");
      if (ms == last_ms) {
        expect_accepted(link.events);
      } else {
        expect_rejected(link.events, "failure_detector", ms, "n1");
      }
    }
  }
}

// What a callback takes is left out of the upper bound as a pause is; without it, the same silence is too long.
TEST(FailureDetector, TheTimeThatCallbacksTakeIsLeftOut) {
  for (const bool is_busy : {true, false}) {
    Link link;
    link.alive(1200).events.closed(link.id, "n2");
    for (const std::int64_t ms : {1300, 1400, 1500}) {
      link.events.at(ms);
      if (is_busy) link.events.busy("n1", 20);
    }
    link.down_at(1661, "n1");
    if (is_busy) {
      expect_accepted(link.events);
    } else {
      expect_rejected(link.events, "failure_detector", 1661, "n1");
    }
  }
}

// Callbacks that follow on one another are no pause of two windows: between them the node ticked.
TEST(FailureDetector, BusyCallbacksInARowAreNoPause) {
  Link link;
  link.alive(1200).events.closed(link.id, "n2");
  for (std::int64_t ms = 1210; ms < 1450; ms += 40) link.events.at(ms).busy("n1", 40);
  link.down_at(1500, "n1");
  expect_accepted(link.events);
}

// A pause within a callback is no time of its own, and one that outlasts it is one with it.
TEST(FailureDetector, APauseWithinACallbackIsCountedOnce) {
  for (const std::int64_t resumed : {1230, 1310}) {
    const std::int64_t deaf = std::max<std::int64_t>(resumed, 1260) - 1210;
    const std::int64_t voids = deaf >= 100 ? 100 : 0;
    for (const std::int64_t late : {0, 1}) {
      Link link;
      link.alive(1200)
          .events.closed(link.id, "n2")
          .at(1210)
          .busy("n1", 50)
          .at(1220)
          .pause("n1")
          .at(resumed)
          .resume("n1");
      link.events.at(1320).busy("n1", 10);
      const std::int64_t last = 1601 + deaf + 10 + voids;
      link.down_at(last + late, "n1");
      if (late == 0) {
        expect_accepted(link.events);
      } else {
        expect_rejected(link.events, "failure_detector", last + 1, "n1");
      }
    }
  }
}

// Each of the four ticks may be so late; several timers that wait for one wake-up are late once.
TEST(FailureDetector, TicksMayBeAsLateAsTimersWere) {
  for (const std::int64_t late : {0, 1}) {
    Link link;
    link.alive(1200).events.closed(link.id, "n2").at(1300).timer_late("n1", 20).at(1310).timer_late("n1", 10);
    link.events.at(1400).timer_late("n1", 15);
    link.down_at(1601 + 4 * 20 + late, "n1");
    if (late == 0) {
      expect_accepted(link.events);
    } else {
      expect_rejected(link.events, "failure_detector", 1682, "n1");
    }
  }
}

// One that is late by a window or more counts nothing.
TEST(FailureDetector, ATickThatIsLateByAWindowVoidsIt) {
  for (const std::int64_t late : {0, 1}) {
    Link link;
    link.alive(1200).events.closed(link.id, "n2").at(1300).timer_late("n1", 120);
    link.down_at(1601 + 120 + 100 + late, "n1");
    if (late == 0) {
      expect_accepted(link.events);
    } else {
      expect_rejected(link.events, "failure_detector", 1822, "n1");
    }
  }
}

TEST(FailureDetector, LateTimersOfAnotherNodeOrBeforeAreNoExcuse) {
  Link link;
  link.events.at(1100).timer_late("n1", 20).at(1300).timer_late("n2", 20);
  link.alive(1200).down_at(1602, "n1");
  expect_rejected(link.events, "failure_detector", 1602, "n1");
}

TEST(FailureDetector, LateTimersAllowNoEarlyDeclaration) {
  Link link;
  link.alive(1200).events.at(1300).timer_late("n1", 90);
  link.down_at(1499, "n1");
  expect_rejected(link.events, "failure_detector", 1499, "n1");
}

TEST(FailureDetector, ANodeThatDiedOwesNothing) {
  Link link;
  link.alive(1200).events.at(1300).closed(link.id, "n1", CloseReason::process_died).stop("n1");
  link.events.at(1500).closed(link.id, "n2", CloseReason::reset).at(5000).end();
  expect_accepted(link.events);
}

// Rule 7 counts bytes of log and snapshot, complete or not.
TEST(FailureDetector, APartOfAFrameIsEvidenceForTheUpperBoundAlone) {
  Link link;
  link.alive(1200).events.at(1500).part_delivered(link.id, "n2").closed(link.id, "n1");
  link.events.at(1901).closed(link.id, "n2");
  expect_accepted(link.events);

  Link late;
  late.alive(1200).events.at(1500).part_delivered(late.id, "n2").closed(late.id, "n1");
  late.events.at(1902).closed(late.id, "n2");
  expect_rejected(late.events, "failure_detector", 1902, "n2");

  Link early;
  early.alive(1200).events.at(1300).part_delivered(early.id, "n2").closed(early.id, "n1");
  early.down_at(1499, "n2");
  expect_rejected(early.events, "failure_detector", 1499, "n2");

  Link primary;  // a replica's bytes are no evidence for its primary
  primary.alive(1200).events.at(1500).part_delivered(primary.id, "n1").closed(primary.id, "n2");
  primary.events.at(1602).closed(primary.id, "n1");
  expect_rejected(primary.events, "failure_detector", 1602, "n1");
}

// The beginning of a ping was taken for evidence until the ping was whole.
TEST(FailureDetector, APartOfAFrameThatIsNoEvidenceWasNone) {
  for (const std::string_view type : {"ping", "log_entry"}) {
    Link link;
    link.alive(1200).events.at(1500).part_delivered(link.id, "n2").at(1510).delivered(link.id, "n2", type);
    link.events.closed(link.id, "n1").at(1602).closed(link.id, "n2");
    if (type == "ping") {
      expect_rejected(link.events, "failure_detector", 1602, "n2");
    } else {
      expect_accepted(link.events);
    }
  }
}

// ---- nodes that differ --------------------------------------------------------------------------------------------

// n1 (accepting) has W = 200 ms and 2 misses, n2 (connecting) W = 100 ms and 1 miss.
struct UnlikeLink : Link {
  static RunInfo run() {
    RunInfo run = usual_run();
    run.knobs[0].heartbeat_window = seam::Milliseconds(200);
    run.knobs[0].heartbeat_misses = 2;
    run.knobs[1].heartbeat_misses = 1;
    return run;
  }
  UnlikeLink() : Link(run()) { alive(1200); }
};

TEST(FailureDetector, EachEndIsJudgedByItsOwnKnobs) {
  for (const std::int64_t ms : {1300, 1401}) {
    UnlikeLink link;
    link.events.closed(link.id, "n1");
    expect_accepted(link.down_at(ms, "n2").events);
  }
  for (const std::int64_t ms : {1600, 1801}) {
    UnlikeLink link;
    link.events.closed(link.id, "n2");
    expect_accepted(link.down_at(ms, "n1").events);
  }
  for (const std::int64_t ms : {1299, 1402}) {
    UnlikeLink link;
    link.events.closed(link.id, "n1");
    expect_rejected(link.down_at(ms, "n2").events, "failure_detector", ms, "n2");
  }
  for (const std::int64_t ms : {1599, 1802}) {
    UnlikeLink link;
    link.events.closed(link.id, "n2");
    expect_rejected(link.down_at(ms, "n1").events, "failure_detector", ms, "n1");
  }
}

TEST(FailureDetector, HugeKnobsAllowAnySilence) {
  RunInfo run = usual_run();
  run.knobs[0].heartbeat_window = seam::Duration::max() / 2;
  run.knobs[0].heartbeat_misses = 4'000'000'000;
  Link link(run);
  link.alive(1200).events.closed(link.id, "n2").at(1'000'000).end();
  expect_accepted(link.events);
  link.down_at(1'000'001, "n1");
  expect_rejected(link.events, "failure_detector", 1'000'001, "n1");
}

TEST(FailureDetector, ADeclarationMayFollowItsCloseInTheSameCallback) {
  Link link;
  link.alive(1200).events.at(1400).closed(link.id, "n2").closed(link.id, "n1").declares_down("n1", link.id);
  expect_rejected(link.events, "failure_detector", 1400, "n1");
}

}  // namespace
}  // namespace groundhog::test
