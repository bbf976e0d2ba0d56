#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

EventScript with_key() {
  EventScript events;
  events.cluster().at(10).command("n1", "SET k v", ok(), {set("k", "v")});
  events.at(12).follows("n2", 1).follows("n3", 1);
  return events;
}

TEST(ReadOnly, AcceptsARefusedWriteAndReads) {
  EventScript events = with_key();
  events.at(20).command("n2", "SET k w", error("READONLY You can't write against a read only replica."));
  events.at(21).command("n2", "DEL k", error("LOADING")).command("n2", "GET k", text("v"));
  events.at(22).command("n1", "DEL k", number(1), {del("k")}).at(23).follows("n2", 2);
  expect_accepted(events);
}

TEST(ReadOnly, RejectsAnAcknowledgedWriteAtAReplica) {
  EventScript events = with_key();
  events.at(20).command("n2", "SET k v", ok());
  expect_rejected(events, "replica.read_only", 20, "n2", "k");
}

TEST(ReadOnly, RejectsAnAcknowledgedWriteThatChangesNothing) {
  EventScript events = with_key();
  events.at(20).command("n2", "DEL absent", number(0));
  expect_rejected(events, "replica.read_only", 20, "n2", "absent");
}

TEST(ReadOnly, RejectsAFlushOfAReplica) {
  EventScript events = with_key();
  events.at(20).command("n3", "FLUSHALL", ok());
  expect_rejected(events, "replica.read_only", 20, "n3");
}

TEST(ReadOnly, RejectsAnAppendByAReplica) {
  EventScript events = with_key();
  events.at(20).appends("n2", expire("k"));
  expect_rejected(events, "replica.read_only", 20, "n2", "k");
}

TEST(ReadOnly, AcceptsWritesFromPromotionOn) {
  EventScript events = with_key();
  const OperationId write = events.at(20).invoke("n2", "SET k w");
  events.deliver(write).at(21).begins("n2", child_history, first_history, 1);
  events.commit(write, set("k", "w")).is("n2", {child_history, 2, Role::primary, 2}).reply(write);
  events.at(22).complete(write, ok());
  expect_accepted(events);
}

TEST(ReadOnly, AcceptsAReplyThatOutlivesTheRoleOfItsNode) {
  EventScript events = with_key();
  const OperationId write = events.at(20).invoke("n1", "SET k w");
  events.deliver(write).commit(write, set("k", "w"));
  events.at(25).is("n1", {first_history, 2, Role::replica, 1}).at(26).reply(write).at(27).complete(write, ok());
  expect_accepted(events);
}

TEST(ReadOnly, RejectsAWriteThatBeganAfterItsNodeBecameAReplica) {
  EventScript events = with_key();
  events.at(20).is("n1", {first_history, 1, Role::replica, 1}).at(30).command("n1", "SET k w", ok());
  expect_rejected(events, "replica.read_only", 30, "n1", "k");
}

}  // namespace
}  // namespace groundhog::test
