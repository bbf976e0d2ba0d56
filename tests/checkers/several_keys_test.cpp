// Commands about several keys at once: MSET, MSETNX, RENAME, RENAMENX, COPY.
#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

EventScript holding_a() {
  EventScript events;
  events.cluster().at(10).command("n1", "SET a 1 PX 100", ok(), {set("a", "1", until(110))});
  return events;
}

TEST(SeveralKeys, MsetLogsEachWithoutATtl) {
  EventScript events = holding_a();
  events.at(20).command("n1", "MSET a 2 b 3", ok(), {set("a", "2"), set("b", "3")});
  events.at(30).command("n1", "MGET a b", array({"2", "3"}));
  expect_accepted(events);
}

TEST(SeveralKeys, RejectsAnMsetThatLogsOnlyOne) {
  EventScript events = holding_a();
  events.at(20).command("n1", "MSET a 2 b 3", ok(), {set("a", "2")});
  expect_rejected(events, "ttl.liveness", 20, "n1", "a");
}

TEST(SeveralKeys, RejectsAnMsetThatKeepsTheTtl) {
  EventScript events = holding_a();
  events.at(20).command("n1", "MSET a 2 b 3", ok(), {set("a", "2", until(110)), set("b", "3")});
  expect_rejected(events, "ttl.fidelity", 20, "n1", "a");
}

TEST(SeveralKeys, RejectsAnMsetnxOverAKeyThatIsThere) {
  EventScript events = holding_a();
  events.at(20).command("n1", "MSETNX b 2 a 3", number(1), {set("b", "2"), set("a", "3")});
  expect_rejected(events, "ttl.liveness", 20, "n1", "a");
}

TEST(SeveralKeys, ARenameTakesTheTtlAlong) {
  EventScript events = holding_a();
  events.at(20).command("n1", "RENAME a b", ok(), {del("a"), set("b", "1", until(110))});
  events.at(30).command("n1", "PTTL b", number(80));
  expect_accepted(events);
}

TEST(SeveralKeys, RejectsARenameThatLosesTheTtl) {
  EventScript events = holding_a();
  events.at(20).command("n1", "RENAME a b", ok(), {del("a"), set("b", "1")});
  expect_rejected(events, "ttl.fidelity", 20, "n1", "b");
}

TEST(SeveralKeys, RejectsARenameWithoutAnEntry) {
  EventScript events = holding_a();
  events.at(20).command("n1", "RENAMENX a b", number(1));
  expect_rejected(events, "ttl.liveness", 20, "n1", "a");
}

TEST(SeveralKeys, RejectsARenameOfADeadKey) {
  EventScript events = holding_a();
  events.at(120).command("n1", "RENAME a b", ok(), {del("a"), set("b", "1", until(110))});
  expect_rejected(events, "ttl.safety", 120, "n1", "a");
}

TEST(SeveralKeys, ACopyHasTheTtlOfItsSource) {
  EventScript events = holding_a();
  events.at(20).command("n1", "COPY a b", number(1), {set("b", "1", until(110))});
  events.at(30).command("n1", "COPY a b REPLACE", number(1), {set("b", "1", until(110))});
  expect_accepted(events);
}

TEST(SeveralKeys, RejectsACopyWithATtlOfItsOwn) {
  EventScript events = holding_a();
  events.at(20).command("n1", "COPY a b", number(1), {set("b", "1", until(120))});
  expect_rejected(events, "ttl.fidelity", 20, "n1", "b");
}

TEST(SeveralKeys, GetsetForgetsTheTtl) {
  EventScript events = holding_a();
  events.at(20).command("n1", "GETSET a 2", text("1"), {set("a", "2")});
  expect_accepted(events);
  events.at(30).command("n1", "GETSET a 3", text("2"), {set("a", "3", until(110))});
  expect_rejected(events, "ttl.fidelity", 30, "n1", "a");
}

}  // namespace
}  // namespace groundhog::test
