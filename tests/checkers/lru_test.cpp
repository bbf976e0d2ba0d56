// P15: the victim of an eviction, and the order of recency that a sample shows.
#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

RunInfo limited_run() {
  RunInfo run = usual_run();
  for (NodeKnobs& knobs : run.knobs) knobs.capacity = 3;
  return run;
}

// n1 is limited to three keys, and wrote a, b and c in that order.
EventScript three_keys(RunInfo run = limited_run()) {
  EventScript events(std::move(run));
  events.cluster();
  std::int64_t ms = 10;
  for (const std::string key : {"a", "b", "c"}) {
    events.at(ms).command("n1", "SET " + key + " v" + key, ok(), {set(key, "v" + key)});
    ms += 10;
  }
  events.at(100);
  return events;
}

TEST(Lru, TheLeastRecentlyWrittenIsEvicted) {
  EventScript events = three_keys();
  events.command("n1", "SET d vd", ok(), {evict("a"), set("d", "vd")});
  expect_accepted(events);
}

TEST(Lru, AnotherOneMayNotBe) {
  EventScript events = three_keys();
  events.command("n1", "SET d vd", ok(), {evict("b"), set("d", "vd")});
  expect_rejected(events, "lru", 100, "n1", "b");
}

TEST(Lru, AReadIsAUse) {
  EventScript right = three_keys();
  right.command("n1", "GET a", text("va")).at(110).command("n1", "SET d vd", ok(), {evict("b"), set("d", "vd")});
  expect_accepted(right);
  EventScript wrong = three_keys();
  wrong.command("n1", "GET a", text("va")).at(110).command("n1", "SET d vd", ok(), {evict("a"), set("d", "vd")});
  expect_rejected(wrong, "lru", 110, "n1", "a");
}

TEST(Lru, EachKeyOfAnMgetIsUsedThatIsThere) {
  EventScript events = three_keys();
  events.command("n1", "MGET a x", array({"va", "(nil)"}));
  events.at(110).command("n1", "SET d vd", ok(), {evict("a"), set("d", "vd")});
  expect_rejected(events, "lru", 110, "n1", "a");
}

TEST(Lru, AListThatIsTooShortShowsNoUse) {
  EventScript events = three_keys();
  events.command("n1", "MGET a b c", array({"va"}));
  for (const Violation& violation : events.verdicts().first_of_each()) EXPECT_EQ(violation.check, "replica.prefix");
}

TEST(Lru, NoUseIsWhatOnlyLooks) {
  for (const auto& [command, answer] :
       {std::pair{"EXISTS a", number(1)}, std::pair{"TTL a", number(-1)}, std::pair{"KEYS a", array({"a"})},
        std::pair{"STRLEN a", number(2)}, std::pair{"TYPE a", status("string")}}) {
    EventScript right = three_keys();
    right.command("n1", command, answer).at(110).command("n1", "SET d vd", ok(), {evict("a"), set("d", "vd")});
    expect_accepted(right);
    EventScript wrong = three_keys();
    wrong.command("n1", command, answer).at(110).command("n1", "SET d vd", ok(), {evict("b"), set("d", "vd")});
    expect_rejected(wrong, "lru", 110, "n1", "b");
  }
}

// It may have been before or after the eviction.
TEST(Lru, ACommandThatRunsMayHaveUsedItsKeys) {
  EventScript events = three_keys();
  const OperationId get = events.invoke("n1", "GET a");
  events.deliver(get).at(110).command("n1", "SET d vd", ok(), {evict("b"), set("d", "vd")});
  events.reads_clock("n1").reply(get).complete(get, text("va"));
  expect_accepted(events);
  EventScript before = three_keys();
  const OperationId other = before.invoke("n1", "GET a");
  before.deliver(other).at(110).command("n1", "SET d vd", ok(), {evict("a"), set("d", "vd")});
  before.reads_clock("n1").reply(other).complete(other, text("va"));
  expect_accepted(before);
}

TEST(Lru, OneWhoseClientGaveUpMayRunUntilItsConnectionIsGone) {
  EventScript events = three_keys();
  const OperationId get = events.invoke("n1", "GET a");
  events.deliver(get).complete(get, unknown()).at(110);
  events.command("n1", "SET d vd", ok(), {evict("b"), set("d", "vd")});
  expect_accepted(events);
}

TEST(Lru, TouchMayBeAUse) {
  EventScript events = three_keys();
  events.command("n1", "TOUCH a", number(1)).at(110);
  events.command("n1", "SET d vd", ok(), {evict("b"), set("d", "vd")});
  expect_accepted(events);
}

// Without a limit a read moves nothing.
TEST(Lru, ReadsCountOnlyUnderALimitForTheWholeRun) {
  RunInfo run = limited_run();
  for (NodeKnobs& knobs : run.knobs) knobs.capacity = std::nullopt;
  EventScript events = three_keys(run);
  events.command("n1", "GET a", text("va")).at(110).command("n1", "SET d vd", ok(), {evict("a"), set("d", "vd")});
  expect_accepted(events);
}

TEST(Lru, APromotionForgetsWhatWasBefore) {
  EventScript events = three_keys();
  events.at(105).begins("n1", child_history, first_history, 3);
  events.is("n1", {.history = child_history, .offset = 3, .role = Role::primary, .generation = 1});
  events.at(110).command("n1", "SET d vd", ok(), {evict("b"), set("d", "vd")});
  expect_accepted(events);
}

TEST(Lru, ASampleShowsTheOrder) {
  EventScript right = three_keys();
  right.samples("n1", first_history, 3, {{"a", "va"}, {"b", "vb"}, {"c", "vc"}});
  expect_accepted(right);
  EventScript wrong = three_keys();
  wrong.samples("n1", first_history, 3, {{"a", "va"}, {"c", "vc"}, {"b", "vb"}});
  expect_rejected(wrong, "lru", 100, "n1", "b");
}

TEST(Lru, AReplicaHasAnOrderOfItsOwn) {
  EventScript events = three_keys();
  events.follows("n2", 3).samples("n2", first_history, 3, {{"a", "va"}, {"c", "vc"}, {"b", "vb"}});
  expect_accepted(events);
}

}  // namespace
}  // namespace groundhog::test
