// P16: what a replica may do behind a frame that did not arrive as it was sent.
#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {
namespace {

using Change = FrameChanged::Change;

// n1 has logged three entries and sent two of them to n2.
struct Stream {
  Stream() {
    events.cluster();
    link = events.connect("n2", "n1");
    for (int entry = 0; entry < 3; ++entry) events.command("n1", "SET k v", ok(), {set("k", "v")});
    events.at(10).sends_entry(link, "n1", 1, "k").sends_entry(link, "n1", 2, "k");
  }
  void sends_third() { events.at(20).sends_entry(link, "n1", 3, "k"); }

  EventScript events;
  ConnectionId link{};
};

TEST(Framing, ADamagedEntryIsNotApplied) {
  for (const std::uint64_t reached : {1, 2}) {
    Stream stream;
    stream.events.changed(stream.link, "n1", "log_entry", Change::corrupted).at(20).follows("n2", reached);
    if (reached == 1) expect_accepted(stream.events);
    if (reached == 2) expect_rejected(stream.events, "framing", 20, "n2");
  }
}

TEST(Framing, NorIsWhatComesBehindALostOne) {
  Stream stream;
  stream.events.dropped(stream.link, "n1", "log_entry");
  stream.sends_third();
  stream.events.follows("n2", 3);
  expect_rejected(stream.events, "framing", 20, "n2");
}

TEST(Framing, ARepeatedOneIsAppliedOnceAndIsTheLast) {
  for (const std::uint64_t reached : {2, 3}) {
    Stream stream;
    stream.events.changed(stream.link, "n1", "log_entry", Change::duplicated);
    stream.sends_third();
    stream.events.follows("n2", reached);
    if (reached == 2) expect_accepted(stream.events);
    if (reached == 3) expect_rejected(stream.events, "framing", 20, "n2");
  }
}

TEST(Framing, AFrameThatWasCutMayHaveBeenWhole) {
  Stream stream;
  stream.events.changed(stream.link, "n1", "log_entry", Change::cut).follows("n2", 2);
  expect_accepted(stream.events);
}

TEST(Framing, ALostHeartbeatIsNoGapAndADamagedOneIs) {
  for (const bool is_lost : {true, false}) {
    Stream stream;
    stream.events.sent(stream.link, "n1", "ping");
    if (is_lost) stream.events.dropped(stream.link, "n1", "ping");
    if (!is_lost) stream.events.changed(stream.link, "n1", "ping", Change::corrupted);
    stream.sends_third();
    stream.events.follows("n2", 3);
    if (is_lost) expect_accepted(stream.events);
    if (!is_lost) expect_rejected(stream.events, "framing", 20, "n2");
  }
}

TEST(Framing, AnotherConnectionMayBringIt) {
  Stream stream;
  stream.events.dropped(stream.link, "n1", "log_entry").closed(stream.link, "n2");
  stream.link = stream.events.connect("n2", "n1");
  stream.sends_third();
  stream.events.follows("n2", 3);
  expect_accepted(stream.events);
}

TEST(Framing, ASnapshotWithADamagedEndIsNotLoaded) {
  for (const bool is_damaged : {false, true}) {
    EventScript events(run_as_chain());
    events.cluster().at(10).begins("n3", other_history);
    events.is("n3", {.history = other_history, .role = Role::primary, .generation = 1});
    const ConnectionId link = events.connect("n2", "n3");
    events.sends_full(link, "n3", other_history, 0, 0).sent(link, "n3", "snapshot_end");
    if (is_damaged) events.changed(link, "n3", "snapshot_end", Change::corrupted);
    events.at(20).is("n2", {.history = other_history, .generation = 2});
    if (!is_damaged) expect_accepted(events);
    if (is_damaged) expect_rejected(events, "framing", 20, "n2");
  }
}

}  // namespace
}  // namespace groundhog::test
