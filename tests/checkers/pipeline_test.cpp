// Operations that are under way together on one connection: each is judged by its own command, entries and interval.
#include <gtest/gtest.h>

#include "checkers/model/ledger.hpp"
#include "tests/support/event_script.hpp"

namespace groundhog::test {
namespace {

// Two commands of one client, both in the node's receive buffer at t = 10.
struct TwoCommands {
  TwoCommands(std::string_view first_words, std::string_view second_words) {
    events.cluster();
    first = events.at(9).invoke("n1", first_words);
    second = events.invoke_behind(first, second_words);
    events.at(10).deliver(first).deliver(second).reads_clock("n1");
  }

  EventScript events;
  OperationId first{};
  OperationId second{};
};

TEST(Pipeline, EachEntryIsOfItsOwnCommand) {
  TwoCommands two("SET k v", "SET k w PX 100");
  two.events.commit(two.first, set("k", "v")).reply(two.first);
  two.events.at(12).commit(two.second, set("k", "w", until(112))).reply(two.second);
  two.events.at(13).complete(two.first, ok()).complete(two.second, ok());
  expect_accepted(two.events);
}

TEST(Pipeline, AnEntryOfTheOneBeforeIsNoneOfThisOne) {
  TwoCommands two("SET k v", "SET k w");
  two.events.commit(two.first, set("k", "v")).reply(two.first).reply(two.second);
  two.events.at(13).complete(two.first, ok()).complete(two.second, ok());
  expect_rejected(two.events, "ttl.liveness", 13, "n1", "k");
}

TEST(Pipeline, AnErrorLeavesNoEntryWhateverTheOthersLeave) {
  TwoCommands two("SET k v", "SET k w");
  two.events.commit(two.first, set("k", "v")).commit(two.second, set("k", "w")).reply(two.first).reply(two.second);
  two.events.at(13).complete(two.first, ok()).complete(two.second, error("ERR no"));
  expect_rejected(two.events, "ttl.liveness", 13, "n1", "k");
}

TEST(Pipeline, ADeadlineIsThatOfItsOwnCommand) {
  TwoCommands two("SET k v PX 500", "SET k w PX 100");
  two.events.commit(two.first, set("k", "v", until(510))).commit(two.second, set("k", "w", until(510)));
  expect_rejected(two.events, "ttl.fidelity", 10, "n1", "k");
}

TEST(Pipeline, AReadIsJudgedByTheStatesOfItsOwnInterval) {
  for (const std::string seen : {"v", "w"}) {
    TwoCommands two("SET k v", "SET k w");
    two.events.commit(two.first, set("k", "v")).reply(two.first).commit(two.second, set("k", "w")).reply(two.second);
    const OperationId read = two.events.at(11).invoke_behind(two.second, "GET k");
    two.events.deliver(read).reply(read).at(12).complete(two.first, ok()).complete(two.second, ok());
    two.events.complete(read, text(seen));
    if (seen == "w") expect_accepted(two.events);
    if (seen == "v") expect_rejected(two.events, "replica.prefix", 12, "n1", "k");
  }
}

TEST(Pipeline, UnknownWritesMayAllComeLater) {
  TwoCommands two("SET k v", "SET k w");
  two.events.at(12).complete(two.first, unknown()).complete(two.second, unknown());
  two.events.at(20).commit(two.first, set("k", "v")).commit(two.second, set("k", "w"));
  expect_accepted(two.events);
}

// A command behind WAIT has to wait for as long.
TEST(Pipeline, ProgressAllowsACommandToBeHeldUpByThoseBeforeIt) {
  EventScript events;
  events.cluster().at(2000).settle();
  const OperationId wait = events.invoke("n1", "WAIT 5 1500");
  const OperationId read = events.invoke_behind(wait, "GET k");
  const OperationId other = events.invoke("n1", "GET k");
  events.deliver(wait).deliver(read).deliver(other).reply(other).complete(other, nil());
  events.at(4500).reply(wait).reply(read).complete(wait, number(0)).complete(read, nil());
  expect_accepted(events);
}

TEST(Pipeline, ProgressAllowsNoOtherClientToBeHeldUp) {
  EventScript events;
  events.cluster().at(2000).settle();
  const OperationId wait = events.invoke("n1", "WAIT 5 1500");
  const OperationId read = events.invoke("n1", "GET k");
  events.deliver(wait).deliver(read).at(3001).reply(read).complete(read, nil());
  expect_rejected(events, "progress", 3001, "n1", "k");
}

TEST(Pipeline, AllUnknownWritesOfAConnectionAreForgottenWithIt) {
  RunInfo run = usual_run();
  Ledger ledger(run);
  const auto entry = [](std::uint64_t command) {
    return LogAppended{{}, HostId{0}, first_history, command, ConnectionId{1}, command, {EffectKind::set, "k", "v", {}},
                       {}};
  };
  const std::vector<std::string> words = {"SET", "k", "v"};
  for (std::uint32_t command = 1; command <= 3; ++command) {
    ledger.on(OperationInvoked{{}, OperationId{command}, HostId{3}, HostId{0}, ConnectionId{1}, command, words});
  }
  for (std::uint32_t command = 1; command <= 2; ++command) {
    ledger.on(OperationCompleted{{}, OperationId{command}, Outcome::unknown, {}});
  }
  for (std::uint64_t command = 1; command <= 3; ++command) EXPECT_NE(ledger.author(entry(command)), nullptr);
  ledger.on(ConnectionClosed{{}, ConnectionId{1}, HostId{0}, CloseReason::reset, {}});
  EXPECT_EQ(ledger.author(entry(1)), nullptr);
  EXPECT_EQ(ledger.author(entry(2)), nullptr);
  EXPECT_NE(ledger.author(entry(3)), nullptr) << "its client has not given up";
}

}  // namespace
}  // namespace groundhog::test
