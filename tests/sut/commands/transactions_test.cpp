// MULTI, EXEC, DISCARD, WATCH, UNWATCH: what they make of a queue and of what the node says.
#include "tests/sut/commands/command_fixture.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;
using TransactionCommand = CommandTest;

TEST_F(TransactionCommand, ExecRunsAllAtOneInstantAsOneStep) {
  run("SET dead v PX 5");
  runtime_.advance(5ms);
  effects();
  log_.take_commits();
  EXPECT_EQ(run("MULTI"), "OK");
  EXPECT_EQ(run("SET a 1 PX 10"), "QUEUED");
  EXPECT_EQ(run("INCR a"), "QUEUED");
  EXPECT_EQ(run("MGET a dead"), "QUEUED");
  EXPECT_EQ(effects(), Effects{});
  EXPECT_EQ(run("EXEC"), "[OK, 2, [\"2\", (nil)]]");
  EXPECT_EQ(effects(), (Effects{"SET a 1 @15", "SET a 2 @15", "DEL dead expire"}));
  EXPECT_EQ(log_.take_commits(), 1u);
}

TEST_F(TransactionCommand, AnErrorIsAReplyAmongOthers) {
  run("MULTI");
  run("SET a text");
  run("INCR a");
  run("SET b 1");
  EXPECT_EQ(run("EXEC"), "[OK, -ERR value is not an integer or out of range, OK]");
  EXPECT_EQ(run("GET b"), "\"1\"");
}

TEST_F(TransactionCommand, NothingWaits) {
  run("MULTI");
  run("KEYS *");
  run("WAIT 3 0");
  run("EXEC");
  EXPECT_EQ(node_.orders, (Effects{"unwatch", "wait 0 0ns"}));
}

TEST_F(TransactionCommand, OutOfPlace) {
  EXPECT_EQ(run("EXEC"), "-ERR EXEC without MULTI");
  EXPECT_EQ(run("DISCARD"), "-ERR DISCARD without MULTI");
  run("MULTI");
  EXPECT_EQ(run("MULTI"), "-ERR MULTI calls can not be nested");
  EXPECT_EQ(run("WATCH k"), "-ERR WATCH inside MULTI is not allowed");
  EXPECT_EQ(run("EXEC"), "[]");
}

TEST_F(TransactionCommand, ExecWithAnArgumentDiscards) {
  run("MULTI");
  EXPECT_EQ(run("EXEC now"),
            "-EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command");
  EXPECT_EQ(run("EXEC"), "-ERR EXEC without MULTI");
  EXPECT_EQ(node_.orders, Effects{"unwatch"});
}

TEST_F(TransactionCommand, DiscardForgets) {
  run("MULTI");
  run("SET a 1");
  EXPECT_EQ(run("DISCARD"), "OK");
  EXPECT_EQ(run("EXEC"), "-ERR EXEC without MULTI");
  EXPECT_EQ(effects(), Effects{});
  EXPECT_EQ(node_.orders, Effects{"unwatch"});
}

TEST_F(TransactionCommand, WatchSaysWhichKeysAreAlive) {
  run("SET a 1");
  run("SET dead 1 PX 5");
  runtime_.advance(5ms);
  EXPECT_EQ(run("WATCH a b dead"), "OK");
  EXPECT_EQ(node_.orders, (Effects{"watch a, held", "watch b, absent", "watch dead, absent"}));
  node_.has_room_to_watch = false;
  EXPECT_EQ(run("WATCH a"), "-ERR too many keys are watched");
}

TEST_F(TransactionCommand, ExecRunsNothingAfterAWatchedChange) {
  node_.watched_change = true;
  run("MULTI");
  run("SET a 1");
  EXPECT_EQ(run("EXEC"), "(nil)");
  EXPECT_EQ(effects(), Effects{});
  EXPECT_EQ(node_.orders, Effects{"unwatch"});
}

TEST_F(TransactionCommand, ExecRunsNothingOfASpoiltQueue) {
  run("MULTI");
  run("SET a 1");
  session_.queue->is_spoilt = true;
  EXPECT_EQ(run("EXEC"), "-EXECABORT Transaction discarded because of previous errors.");
  EXPECT_EQ(effects(), Effects{});
}

TEST_F(TransactionCommand, ExecAsksTheNodeAgain) {
  run("MULTI");
  run("SET a 1");
  node_.refusal = "READONLY no.";
  EXPECT_EQ(run("EXEC"), "-EXECABORT Transaction discarded because of: READONLY no.");
  run("MULTI");
  run("PING");
  EXPECT_EQ(run("EXEC"), "[PONG]") << "which is about no key";
}

TEST_F(TransactionCommand, ResetForgetsTheQueue) {
  run("MULTI");
  EXPECT_EQ(run("RESET"), "RESET");
  EXPECT_EQ(run("EXEC"), "-ERR EXEC without MULTI");
}

}  // namespace
}  // namespace burrow::test
