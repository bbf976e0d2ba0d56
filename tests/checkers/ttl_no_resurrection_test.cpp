// P5: deadlines for keys that are gone.
#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {
namespace {

// k is due at t = 100.
EventScript due_at_100() {
  EventScript events;
  events.cluster().at(0).command("n1", "SET k v PX 100", ok(), {set("k", "v", until(100))});
  return events;
}

TEST(TtlNoResurrection, ALiveKeyMayHaveItsDeadlineMoved) {
  EventScript events = due_at_100();
  events.at(99).command("n1", "PERSIST k", number(1), {deadline("k", forever)});
  expect_accepted(events);
}

TEST(TtlNoResurrection, NotAtItsDeadline) {
  EventScript events = due_at_100();
  events.at(100).command("n1", "PERSIST k", number(0), {deadline("k", forever)});
  expect_rejected(events, "ttl.no_resurrection", 100, "n1", "k");
}

TEST(TtlNoResurrection, NotAKeyThatIsNotThere) {
  EventScript events = due_at_100();
  events.at(10).command("n1", "PERSIST j", number(0), {deadline("j", forever)});
  expect_rejected(events, "ttl.no_resurrection", 10, "n1", "j");
}

TEST(TtlNoResurrection, NotAKeyThatWasRemoved) {
  EventScript events = due_at_100();
  events.at(10).command("n1", "DEL k", number(1), {del("k")});
  events.at(20).command("n1", "EXPIRE k 5", number(0), {deadline("k", until(5020))});
  expect_rejected(events, "ttl.no_resurrection", 20, "n1", "k");
}

// The node may have read its clock before the deadline, and logged behind it.
TEST(TtlNoResurrection, AKeyThatWasAliveWhenItsCommandCame) {
  EventScript events = due_at_100();
  const OperationId persist = events.at(99).invoke("n1", "PERSIST k");
  events.deliver(persist).reads_clock("n1").at(101).commit(persist, deadline("k", forever)).reply(persist);
  events.complete(persist, number(1));
  expect_accepted(events);
}

}  // namespace
}  // namespace groundhog::test
