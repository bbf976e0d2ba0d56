// P9: what the clients of one key can have seen. The log is the witness; where it is in doubt, they are asked
// themselves.
#include <gtest/gtest.h>

#include "checkers/model/operation_book.hpp"
#include "tests/support/event_script.hpp"

namespace groundhog::test {
namespace {

bool is_reported(const EventScript& events) {
  const auto reported = events.verdicts().first_of_each();
  return std::ranges::any_of(reported, [](const auto& each) { return each.check == "client.linearizable"; });
}

// A write that is acknowledged at t = 12 and logged when `log` is called.
struct LateEntry {
  LateEntry() {
    events.cluster().at(10);
    write = events.invoke("n1", "SET k v");
    events.deliver(write).reads_clock("n1").reply(write).at(12).complete(write, ok());
  }
  void reads(std::int64_t at_ms, Answer seen) { events.at(at_ms).command("n1", "GET k", std::move(seen)); }
  void log(std::int64_t at_ms) { events.at(at_ms).commit(write, set("k", "v")); }

  EventScript events;
  OperationId write{};
};

TEST(Linearizable, AWriteIsSeenFromItsReplyOn) {
  LateEntry late;
  late.reads(13, nil());
  expect_rejected(late.events, "client.linearizable", 13, "n1", "k");
}

// The system announced it late, and did it in time.
TEST(Linearizable, AnEntryThatComesLateIsNoProof) {
  LateEntry late;
  late.reads(13, text("v"));
  late.log(20);
  late.reads(30, text("v"));
  EXPECT_FALSE(is_reported(late.events));
  EXPECT_GT(late.events.verdicts().total(), 0U);
}

TEST(Linearizable, AReadMayShowEitherSideOfAWriteThatIsUnderWay) {
  EventScript events;
  events.cluster().at(10);
  const OperationId write = events.invoke("n1", "SET k v");
  const OperationId before = events.invoke("n1", "GET k");
  events.deliver(before).reads_clock("n1").reply(before).complete(before, nil());
  events.deliver(write).commit(write, set("k", "v"));
  events.command("n1", "GET k", text("v")).reply(write).at(12).complete(write, ok());
  expect_accepted(events);
}

TEST(Linearizable, AValueThatNoClientWroteIsOfNoOrder) {
  EventScript events;
  events.cluster().at(10).command("n1", "SET k v", ok(), {set("k", "v")}).at(20).command("n1", "GET k", text("w"));
  expect_rejected(events, "client.linearizable", 20, "n1", "k");
}

TEST(Linearizable, AnExpiryHasItsPlace) {
  EventScript events;
  events.cluster().at(10).command("n1", "SET k v PX 10", ok(), {set("k", "v", until(20))});
  events.at(25).appends("n1", expire("k")).at(30).command("n1", "GET k", nil());
  expect_accepted(events);
}

// Of a replica, a read may be old.
TEST(Linearizable, ReplicasAreNotAsked) {
  EventScript events;
  events.cluster().at(10).command("n1", "SET k v", ok(), {set("k", "v")}).at(20).command("n2", "GET k", nil());
  expect_accepted(events);
}

// Nothing casts doubt on it, so that no order is searched for.
TEST(Linearizable, AGetexWithoutOptionsNeedsNoEntry) {
  KeyTable keys;
  Operation operation;
  const std::vector<std::string> words = {"GETEX", "k"};
  parse_command(words, keys, operation.command);
  const Course course;
  const ReadWindow window(course, operation);
  EXPECT_TRUE(is_in_log(operation.command, {.kind = ReplyKind::text, .text = "v"}, {}, window));
  const std::vector<std::string> persisting = {"GETEX", "k", "PX", "0"};
  parse_command(persisting, keys, operation.command);
  EXPECT_TRUE(operation.command.is_write());
}

}  // namespace
}  // namespace groundhog::test
