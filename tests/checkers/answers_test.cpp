// P18, prompt answers: what a node has been asked it answers as soon as nothing holds it up. The slop is 1 ms.
#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

// A GET that n1 has since t = 100 ms, on a connection that its process has accepted.
struct Asked {
  EventScript events;
  OperationId get{};

  Asked() {
    events.cluster().at(90);
    get = events.invoke("n1", "GET k");
    events.accepts(get).at(100).deliver(get);
  }
};

TEST(Answers, MayTakeTheSlop) {
  Asked asked;
  asked.events.at(101).reads_clock("n1").reply(asked.get).complete(asked.get, nil());
  expect_accepted(asked.events);
}

TEST(Answers, MayTakeNoLonger) {
  Asked asked;
  asked.events.at(102).reads_clock("n1").reply(asked.get).complete(asked.get, nil());
  expect_rejected(asked.events, "progress", 102, "n1", "k");
}

TEST(Answers, AreMissedWhenTheClientGivesUp) {
  Asked asked;
  asked.events.at(590).complete(asked.get, unknown());
  expect_rejected(asked.events, "progress", 590, "n1", "k");
}

TEST(Answers, AreMissedAtTheEndOfTheRun) {
  Asked asked;
  asked.events.at(300).end();
  expect_rejected(asked.events, "progress", 300, "n1", "k");
}

// Each holds the node up until t = 200 ms.
TEST(Answers, WaitForANodeThatIsHeldUp) {
  const auto held_up = [](auto&& hold) {
    Asked asked;
    hold(asked);
    asked.events.at(201).reads_clock("n1").reply(asked.get).complete(asked.get, nil());
    expect_accepted(asked.events);
    Asked later;
    hold(later);
    later.events.at(202).reads_clock("n1").reply(later.get).complete(later.get, nil());
    expect_rejected(later.events, "progress", 202, "n1", "k");
  };
  held_up([](Asked& asked) { asked.events.pause("n1").at(200).resume("n1"); });
  held_up([](Asked& asked) { asked.events.busy("n1", 100); });
  held_up([](Asked& asked) { asked.events.timer_late("n1", 100); });
  held_up([](Asked& asked) { asked.events.at(200).accepts(asked.get); });
}

TEST(Answers, AreNotOwedByANodeThatCannotGiveThem) {
  const auto cannot = [](auto&& happens) {
    Asked asked;
    happens(asked);
    asked.events.at(590).complete(asked.get, unknown());
    expect_accepted(asked.events);
  };
  cannot([](Asked& asked) { asked.events.pause("n1"); });
  cannot([](Asked& asked) { asked.events.stop("n1"); });
  cannot([](Asked& asked) { asked.events.ends(asked.get); });
  cannot([](Asked& asked) { asked.events.has_no_room(asked.get); });
}

TEST(Answers, AreNotOwedOnAConnectionThatTheProcessHasNotAccepted) {
  EventScript events;
  events.cluster().at(90);
  const OperationId get = events.invoke("n1", "GET k");
  events.at(100).deliver(get).at(590).complete(get, unknown());
  expect_accepted(events);
}

// What is behind another one waits for that, which may have a reason of its own.
TEST(Answers, AreDueWhenThoseBeforeThemAreSent) {
  const auto answered = [](std::int64_t ms) {
    EventScript events;
    events.cluster().keeps_connection().at(90);
    const OperationId wait = events.invoke("n1", "WAIT 2 100");
    const OperationId get = events.invoke_behind(wait, "GET k");
    events.accepts(wait).at(100).deliver(wait).deliver(get).at(200).reads_clock("n1").reply(wait);
    events.complete(wait, number(0)).at(ms).reads_clock("n1").reply(get).complete(get, nil());
    return events;
  };
  expect_accepted(answered(201));
  expect_rejected(answered(202), "progress", 202, "n1", "k");
}

// Its first bytes were accepted, and nothing came behind them.
TEST(Answers, MayNotRemainWithoutTheirEnd) {
  Asked asked;
  asked.events.reads_clock("n1").begins_reply(asked.get).at(590).complete(asked.get, unknown());
  expect_rejected(asked.events, "progress", 590, "n1", "k");
}

// ---- WAIT ---------------------------------------------------------------------------------------------------------

// n2 and n3 stream from n1. A client of n1 has written entry 1, which n1 sent to both at t = 100 ms, and sends a WAIT,
// which arrives at t = 110 ms.
struct Waiting {
  EventScript events;
  ConnectionId n2{};
  ConnectionId n3{};
  OperationId wait{};

  explicit Waiting(std::string_view command = "WAIT 1 100") {
    events.cluster().at(10);
    n2 = streams("n2");
    n3 = streams("n3");
    events.keeps_connection().at(90);
    const OperationId set_k = events.invoke("n1", "SET k v");
    events.accepts(set_k).at(100).deliver(set_k).reads_clock("n1").commit(set_k, set("k", "v"));
    events.reply(set_k).complete(set_k, ok());
    events.sends_entry(n2, "n1", 1, "k").sends_entry(n3, "n1", 1, "k");
    wait = events.invoke("n1", command);
    events.at(110).deliver(wait);
  }

  ConnectionId streams(std::string_view replica) {
    const ConnectionId link = events.connect(replica, "n1");
    events.sent(link, replica, "hello", {{"offset", "0"}}).sent(link, "n1", "continue");
    events.acknowledged(link, replica, 0);
    return link;
  }

  EventScript& asks(ConnectionId link) { return events.sent(link, "n1", "ping"); }
  void answers(std::int64_t ms, std::int64_t replicas) {
    events.at(ms).reads_clock("n1").reply(wait).complete(wait, number(replicas));
  }
};

TEST(Answers, ToWaitComeAsSoonAsEnoughReplicasHaveAcknowledged) {
  Waiting waiting;
  waiting.events.at(150).follows("n2", 1).acknowledged(waiting.n2, "n2", 1);
  waiting.answers(151, 1);
  expect_accepted(waiting.events);
}

TEST(Answers, ToWaitMayNotComeLaterThanEnoughReplicas) {
  Waiting waiting;
  waiting.events.at(150).follows("n2", 1).acknowledged(waiting.n2, "n2", 1);
  waiting.answers(152, 1);
  expect_rejected(waiting.events, "progress", 152, "n1");
}

TEST(Answers, ToWaitDoNotCountAReplicaThatLacksTheEntry) {
  Waiting waiting;
  waiting.events.at(150).acknowledged(waiting.n2, "n2", 0);
  waiting.answers(210, 0);
  expect_accepted(waiting.events);
}

TEST(Answers, ToWaitDoNotCountAReplicaThatHasLeft) {
  Waiting waiting("WAIT 2 100");
  waiting.events.at(150).follows("n2", 1).acknowledged(waiting.n2, "n2", 1).at(155).closed(waiting.n2, "n1");
  waiting.events.at(160).follows("n3", 1).acknowledged(waiting.n3, "n3", 1);
  waiting.answers(210, 1);
  expect_accepted(waiting.events);
}

// Its clock may run at half of the true rate.
TEST(Answers, ToWaitComeWhenItsTimeIsOver) {
  Waiting in_time;
  in_time.answers(311, 0);
  expect_accepted(in_time.events);
  Waiting late;
  late.answers(312, 0);
  expect_rejected(late.events, "progress", 312, "n1");
}

TEST(Answers, ToWaitWithoutATimeMayNeverCome) {
  Waiting waiting("WAIT 2 0");
  waiting.events.at(590).complete(waiting.wait, unknown());
  expect_accepted(waiting.events);
}

TEST(Answers, ToWaitAreAskedForAtOnce) {
  Waiting at_once;
  at_once.events.at(111);
  at_once.asks(at_once.n2);
  expect_accepted(at_once.events);
  Waiting late;
  late.events.at(112);
  late.asks(late.n2);
  expect_rejected(late.events, "progress", 112, "n1");
}

// A ping behind the entry that is there already asks the same.
TEST(Answers, ToWaitNeedNotBeAskedForTwice) {
  Waiting waiting;
  waiting.asks(waiting.n2).at(180);
  waiting.asks(waiting.n2);
  expect_accepted(waiting.events);
}

TEST(Answers, ToWaitMayBeAskedForLaterWhereThereWasNoRoom) {
  Waiting waiting;
  waiting.events.full(waiting.n2, "n1").at(180);
  waiting.asks(waiting.n2);
  expect_accepted(waiting.events);
}

// A promotion in the chain above: what is waited for is of another history.
TEST(Answers, ToWaitAreNotJudgedOnceTheHistoryChanges) {
  Waiting waiting;
  waiting.events.at(120).begins("n1", child_history, first_history, 1);
  waiting.events.is("n1", {.history = child_history, .offset = 1, .role = Role::primary, .generation = 1});
  waiting.events.at(150).follows("n2", 1).acknowledged(waiting.n2, "n2", 1);
  waiting.answers(160, 1);
  expect_accepted(waiting.events);
}

}  // namespace
}  // namespace groundhog::test
