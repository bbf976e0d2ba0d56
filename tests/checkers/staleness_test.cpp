// P8: a replica applies what is delivered to it at once, and knows at once that its connection is gone. The slop is 1
// ms.
#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

// n2 streams from n1, which appended two entries; the first of them reaches n2 at t = 100 ms.
struct Streaming {
  EventScript events;
  ConnectionId link{};

  explicit Streaming(std::string_view more = "0") {
    events.cluster().at(10);
    link = events.connect("n2", "n1");
    events.sent(link, "n2", "hello", {{"offset", "0"}}).delivered(link, "n2", "continue");
    events.appends("n1", set("a", "va")).appends("n1", set("b", "vb"));
    events.at(100).entry_delivered(link, "n2", 1, more);
  }
};

bool objects(const EventScript& events) {
  for (const Violation& violation : events.verdicts().first_of_each()) {
    if (violation.check == "replica.staleness") return true;
  }
  return false;
}

TEST(Staleness, AnEntryMayTakeTheSlop) {
  Streaming run;
  run.events.at(101).follows("n2", 1).at(300).end();
  EXPECT_FALSE(objects(run.events));
}

TEST(Staleness, AnEntryMayTakeNoLonger) {
  Streaming run;
  run.events.at(102).follows("n2", 1);
  expect_rejected(run.events, "replica.staleness", 102, "n2");
}

TEST(Staleness, AnEntryThatIsNeverAppliedIsMissedAtTheEnd) {
  Streaming run;
  run.events.at(300).end();
  expect_rejected(run.events, "replica.staleness", 300, "n2");
}

TEST(Staleness, AnEntryMayBeRefusedAtOnce) {
  Streaming run;
  run.events.closed(run.link, "n2").is("n2", {.history = first_history, .link_up = false}).at(300).end();
  EXPECT_FALSE(objects(run.events));
}

TEST(Staleness, AStepIsAppliedWithItsLastEntry) {
  Streaming run("1");
  run.events.at(200).entry_delivered(run.link, "n2", 2, "0").follows("n2", 2).at(300).end();
  EXPECT_FALSE(objects(run.events));
}

TEST(Staleness, AReplicaThatIsHeldUpMayBeLate) {
  const auto held_up = [](auto&& hold) {
    Streaming run;
    hold(run.events);
    run.events.at(201).follows("n2", 1);
    EXPECT_FALSE(objects(run.events));
    Streaming late;
    hold(late.events);
    late.events.at(202).follows("n2", 1);
    EXPECT_TRUE(objects(late.events));
  };
  held_up([](EventScript& events) { events.pause("n2").at(200).resume("n2"); });
  held_up([](EventScript& events) { events.busy("n2", 100); });
  held_up([](EventScript& events) { events.timer_late("n2", 100); });
}

TEST(Staleness, AProcessThatIsGoneAppliesNothing) {
  Streaming run;
  run.events.stop("n2").at(300).start("n2", 2).end();
  EXPECT_FALSE(objects(run.events));
}

TEST(Staleness, WhatComesWhileItLoadsIsNotDue) {
  EventScript events;
  events.cluster().at(10);
  const ConnectionId link = events.connect("n2", "n1");
  events.sends_full(link, "n1", first_history, 0, 0).delivered(link, "n2", "full");
  events.appends("n1", set("a", "va")).entry_delivered(link, "n2", 1, "0").at(300).end();
  EXPECT_FALSE(objects(events));
}

TEST(Staleness, AReplicaKnowsThatItsConnectionIsGone) {
  Streaming knows;
  knows.events.follows("n2", 1).at(200).closed(knows.link, "n2");
  knows.events.at(201).is("n2", {.history = first_history, .offset = 1, .link_up = false}).at(300).end();
  EXPECT_FALSE(objects(knows.events));
  Streaming ignores;
  ignores.events.follows("n2", 1).at(200).closed(ignores.link, "n2").at(300).end();
  expect_rejected(ignores.events, "replica.staleness", 300, "n2");
}

}  // namespace
}  // namespace groundhog::test
