#include <gtest/gtest.h>

#include "tests/support/history_builder.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

Story with_key() {
  Story story;
  story.cluster().at(10).command("n1", "SET k v", ok(), {set("k", "v")});
  story.at(12).follows("n2", 1).follows("n3", 1);
  return story;
}

TEST(ReadOnly, AcceptsARefusedWriteAndReads) {
  Story story = with_key();
  story.at(20).command("n2", "SET k w", error("READONLY You can't write against a read only replica."));
  story.at(21).command("n2", "DEL k", error("LOADING")).command("n2", "GET k", text("v"));
  story.at(22).command("n1", "DEL k", number(1), {del("k")}).at(23).follows("n2", 2);
  expect_accepted(story);
}

TEST(ReadOnly, RejectsAnAcknowledgedWriteAtAReplica) {
  Story story = with_key();
  story.at(20).command("n2", "SET k v", ok());
  expect_rejected(story, "replica.read_only", 20, "n2", "k");
}

TEST(ReadOnly, RejectsAnAcknowledgedWriteThatChangesNothing) {
  Story story = with_key();
  story.at(20).command("n2", "DEL absent", number(0));
  expect_rejected(story, "replica.read_only", 20, "n2", "absent");
}

TEST(ReadOnly, RejectsAFlushOfAReplica) {
  Story story = with_key();
  story.at(20).command("n3", "FLUSHALL", ok());
  expect_rejected(story, "replica.read_only", 20, "n3");
}

TEST(ReadOnly, RejectsAnAppendByAReplica) {
  Story story = with_key();
  story.at(20).appends("n2", expire("k"));
  expect_rejected(story, "replica.read_only", 20, "n2", "k");
}

TEST(ReadOnly, AcceptsWritesFromPromotionOn) {
  Story story = with_key();
  const OperationId write = story.at(20).invoke("n2", "SET k w");
  story.deliver(write).at(21).begins("n2", child_history, first_history, 1);
  story.commit(write, set("k", "w")).is("n2", {child_history, 2, Role::primary, 2}).reply(write);
  story.at(22).complete(write, ok());
  expect_accepted(story);
}

TEST(ReadOnly, AcceptsAReplyThatOutlivesTheRoleOfItsNode) {
  Story story = with_key();
  const OperationId write = story.at(20).invoke("n1", "SET k w");
  story.deliver(write).commit(write, set("k", "w"));
  story.at(25).is("n1", {first_history, 2, Role::replica, 1}).at(26).reply(write).at(27).complete(write, ok());
  expect_accepted(story);
}

TEST(ReadOnly, RejectsAWriteThatBeganAfterItsNodeBecameAReplica) {
  Story story = with_key();
  story.at(20).is("n1", {first_history, 1, Role::replica, 1}).at(30).command("n1", "SET k w", ok());
  expect_rejected(story, "replica.read_only", 30, "n1", "k");
}

}  // namespace
}  // namespace groundhog::test
