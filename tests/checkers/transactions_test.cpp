// MULTI and EXEC: a queued command says nothing, EXEC says it all, each part judged as a command of its own.
#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

// A client of n1 that has queued these.
EventScript queued(std::initializer_list<std::string_view> commands) {
  EventScript events;
  events.cluster().at(10).command("n1", "SET k 5 PX 100", ok(), {set("k", "5", until(110))});
  events.at(20).keeps_connection().command("n1", "MULTI", ok());
  for (const std::string_view command : commands) events.command("n1", command, status("QUEUED"));
  events.at(30);
  return events;
}

TEST(Transactions, EachPartIsJudgedWithItsOwnReply) {
  EventScript events = queued({"INCR k", "GET k", "PTTL k", "DEL other", "PING"});
  events.command("n1", "EXEC", list({number(6), text("6"), number(80), number(0), status("PONG")}),
                 {set("k", "6", until(110))});
  events.command("n1", "GET k", text("6"));
  expect_accepted(events);
}

TEST(Transactions, AnErrorAmongTheRepliesIsNoReply) {
  EventScript events = queued({"SET k text", "INCR k"});
  events.command("n1", "EXEC", list({ok(), error("ERR value is not an integer or out of range")}), {set("k", "text")});
  expect_accepted(events);
}

TEST(Transactions, NilRunsNothing) {
  EventScript events = queued({"SET k 6"});
  events.command("n1", "EXEC", nil());
  expect_accepted(events);
}

TEST(Transactions, DiscardForgets) {
  EventScript events = queued({"SET k 6"});
  events.command("n1", "DISCARD", ok()).command("n1", "GET k", text("5"));
  expect_accepted(events);
}

TEST(Transactions, RejectsACommandThatRunsAtOnce) {
  EventScript events = queued({});
  events.command("n1", "GET k", text("5"));
  expect_rejected(events, "replica.prefix", 30, "n1", "");
}

TEST(Transactions, RejectsAnotherNumberOfReplies) {
  EventScript events = queued({"GET k", "GET k"});
  events.command("n1", "EXEC", list({text("5")}));
  expect_rejected(events, "replica.prefix", 30, "n1", "");
}

TEST(Transactions, RejectsAPartOfAnotherKind) {
  EventScript events = queued({"GET k"});
  events.command("n1", "EXEC", list({number(5)}));
  expect_rejected(events, "replica.prefix", 30, "n1", "");
}

TEST(Transactions, RejectsWhatNoStateHeld) {
  EventScript events = queued({"PING", "GET k"});
  events.command("n1", "EXEC", list({status("PONG"), text("6")}));
  expect_rejected(events, "replica.prefix", 30, "n1", "k");
}

TEST(Transactions, RejectsADeadKey) {
  EventScript events = queued({"GET k"});
  events.at(120).command("n1", "EXEC", list({text("5")}));
  expect_rejected(events, "ttl.safety", 120, "n1", "k");
}

TEST(Transactions, RejectsAWrongTtl) {
  EventScript events = queued({"PTTL k"});
  events.command("n1", "EXEC", list({number(81)}));
  expect_rejected(events, "ttl.fidelity", 30, "n1", "k");
}

TEST(Transactions, RejectsAWriteWithoutAnEntry) {
  EventScript events = queued({"GET k", "INCR k"});
  events.command("n1", "EXEC", list({text("5"), number(6)}));
  expect_rejected(events, "ttl.liveness", 30, "n1", "k");
}

TEST(Transactions, RejectsADeadlineThatNoPartAskedFor) {
  EventScript events = queued({"SET k 6 PX 100", "SET other 1"});
  events.command("n1", "EXEC", list({ok(), ok()}), {set("k", "6", until(110)), set("other", "1")});
  expect_rejected(events, "ttl.fidelity", 30, "n1", "k");
}

TEST(Transactions, RejectsAWriteAcknowledgedByAReplica) {
  EventScript events;
  events.cluster().at(20).keeps_connection().command("n2", "MULTI", ok());
  events.command("n2", "SET k 6", status("QUEUED")).command("n2", "EXEC", list({ok()}));
  expect_rejected(events, "replica.read_only", 20, "n2", "k");
}

TEST(Transactions, RejectsARefusalThatLogged) {
  EventScript events = queued({"SET k 6"});
  events.command("n1", "EXEC", error("EXECABORT Transaction discarded because of previous errors."), {set("k", "6")});
  expect_rejected(events, "ttl.liveness", 30, "n1", "k");
}

}  // namespace
}  // namespace groundhog::test
