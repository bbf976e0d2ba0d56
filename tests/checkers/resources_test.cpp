// P13: what a primary holds after an entry that sets a key.
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

}  // namespace
}  // namespace groundhog::test
