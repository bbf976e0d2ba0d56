// Commands that compute a value from the one before: what is asked of all of them, shown on each.
#include <gtest/gtest.h>

#include "tests/support/history_builder.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

// Until 110 the register holds this.
Story holding(const std::string& value) {
  Story story;
  story.cluster().at(10).command("n1", "SET k " + value + " PX 100", ok(), {set("k", value, until(110))});
  return story;
}

TEST(ChangedValue, IncrAddsOneAndKeepsTheDeadline) {
  Story story = holding("5");
  story.at(20).command("n1", "INCR k", number(6), {set("k", "6", until(110))});
  story.at(30).command("n1", "INCR new", number(1), {set("new", "1")});
  expect_accepted(story);
}

TEST(ChangedValue, RejectsAnAnswerThatFollowsFromNoState) {
  Story story = holding("5");
  story.at(20).command("n1", "INCR k", number(7), {set("k", "7", until(110))});
  expect_rejected(story, "replica.prefix", 20, "n1", "k");
}

TEST(ChangedValue, RejectsAnAnswerWithoutAnEntry) {
  Story story = holding("5");
  story.at(20).command("n1", "INCR k", number(6));
  expect_rejected(story, "ttl.liveness", 20, "n1", "k");
}

TEST(ChangedValue, RejectsAnEntryThatDropsTheDeadline) {
  Story story = holding("5");
  story.at(20).command("n1", "INCR k", number(6), {set("k", "6")});
  expect_rejected(story, "ttl.fidelity", 20, "n1", "k");
}

TEST(ChangedValue, AppendAnswersTheNewLength) {
  Story story = holding("ab");
  story.at(20).command("n1", "APPEND k cde", number(5), {set("k", "abcde", until(110))});
  story.at(30).command("n1", "APPEND new x", number(1), {set("new", "x")});
  expect_accepted(story);
}

TEST(ChangedValue, RejectsALengthThatFollowsFromNoState) {
  Story story = holding("ab");
  story.at(20).command("n1", "APPEND k cde", number(3), {set("k", "cde", until(110))});
  expect_rejected(story, "replica.prefix", 20, "n1", "k");
}

}  // namespace
}  // namespace groundhog::test
