// Errors about commands in which nothing is wrong, commands that say nothing about keys, and patterns of names.
#include <gtest/gtest.h>

#include "checkers/model/name_pattern.hpp"
#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

EventScript holding_k() {
  EventScript events;
  events.cluster().at(10).command("n1", "SET k1 v", ok(), {set("k1", "v")});
  return events;
}

void expect_refused(std::string_view command, std::string_view message) {
  EventScript events = holding_k();
  events.at(20).command("n1", std::string(command), error(std::string(message)));
  expect_accepted(events);
}

void expect_unfounded(std::string_view command, std::string_view message, std::string_view key) {
  EventScript events = holding_k();
  events.at(20).command("n1", std::string(command), error(std::string(message)));
  expect_rejected(events, "replica.prefix", 20, "n1", std::string(key));
}

TEST(UnfoundedErrors, WhatIsWrittenAsItShouldBeIsNoMistake) {
  expect_unfounded("GET k1", "ERR unknown command 'GET'", "k1");
  expect_unfounded("PEXPIRE k1 50 LT", "ERR syntax error", "k1");
  expect_unfounded("SET k1 w NX PX 50 GET", "ERR syntax error", "k1");
  expect_unfounded("SETEX k1 5 w", "ERR invalid expire time in 'setex' command", "k1");
  expect_unfounded("GETEX k1 PERSIST", "ERR syntax error", "k1");
  expect_unfounded("DBSIZE", "ERR wrong number of arguments for 'dbsize' command", "");
  expect_unfounded("FLUSHALL SYNC", "ERR syntax error", "");
  expect_unfounded("ECHO a", "ERR wrong number of arguments for 'echo' command", "");
  expect_unfounded("CLIENT SETNAME a", "ERR unknown subcommand", "");
}

TEST(UnfoundedErrors, ANodeMayRefuseForWhatItIsOrHolds) {
  for (const std::string_view message :
       {"READONLY You can't write against a read only replica.", "LOADING Burrow is loading the dataset in memory",
        "OOM command not allowed when used memory > 'maxmemory'.", "ERR max number of clients reached"}) {
    expect_refused("SET k1 w", message);
  }
}

TEST(UnfoundedErrors, AMistakeIsOne) {
  expect_refused("SET k1 w NX XX", "ERR syntax error");
  expect_refused("SET k1 w PX 50 KEEPTTL", "ERR syntax error");
  expect_refused("SET k1 w EX 50 PX 50", "ERR syntax error");
  expect_refused("SET k1 w PX 0", "ERR invalid expire time in 'set' command");
  expect_refused("SET k1 w EX 9223372036854775807", "ERR invalid expire time in 'set' command");
  expect_refused("PEXPIRE k1 50 NX GT", "ERR NX and XX, GT or LT options at the same time are not compatible");
  expect_refused("PEXPIRE k1 soon", "ERR value is not an integer or out of range");
  expect_refused("GETEX k1 PERSIST PX 5", "ERR syntax error");
  expect_refused("GET k1 k2", "ERR wrong number of arguments for 'get' command");
  expect_refused("INCR k1", "ERR value is not an integer or out of range");
  expect_refused("NOSUCHCOMMAND k1", "ERR unknown command 'NOSUCHCOMMAND'");
}

// ---- EXPIRE under a condition

EventScript expiring_k() {
  EventScript events;
  events.cluster().at(10).command("n1", "SET k1 v PX 100", ok(), {set("k1", "v", until(110))});
  return events;
}

TEST(ExpireConditions, HoldOrFailAsTheReplySays) {
  EventScript events = holding_k();
  events.at(20).command("n1", "PEXPIRE k1 50 XX", number(0));
  events.at(20).command("n1", "PEXPIRE k1 50 GT", number(0));
  events.at(20).command("n1", "PEXPIRE k1 50 LT", number(1), {deadline("k1", until(70))});
  events.at(30).command("n1", "PEXPIRE k1 50 NX", number(0));
  events.at(30).command("n1", "PEXPIRE k1 50 LT", number(0));
  events.at(30).command("n1", "PEXPIRE k1 50 GT", number(1), {deadline("k1", until(80))});
  events.at(30).command("n1", "PEXPIRE k2 50 LT", number(0));
  expect_accepted(events);
}

void expect_wrong_condition(EventScript events, const std::string& command, std::int64_t reply) {
  events.at(20);
  if (reply == 1) {
    events.command("n1", command, number(1), {deadline("k1", until(70))});
  } else {
    events.command("n1", command, number(0));
  }
  expect_rejected(events, "replica.prefix", 20, "n1", "k1");
}

TEST(ExpireConditions, RejectsTheOpposite) {
  expect_wrong_condition(holding_k(), "PEXPIRE k1 50 XX", 1);
  expect_wrong_condition(holding_k(), "PEXPIRE k1 50 GT", 1);
  expect_wrong_condition(holding_k(), "PEXPIRE k1 50 NX", 0);
  expect_wrong_condition(holding_k(), "PEXPIRE k1 50 LT", 0);
  expect_wrong_condition(expiring_k(), "PEXPIRE k1 50 NX", 1);
  expect_wrong_condition(expiring_k(), "PEXPIRE k1 50 GT", 1);
  expect_wrong_condition(expiring_k(), "PEXPIRE k1 50 XX", 0);
  expect_wrong_condition(expiring_k(), "PEXPIRE k1 50 LT", 0);
  expect_wrong_condition(expiring_k(), "PEXPIRE k1 500 GT", 0);
}

// ---- what says nothing about keys

void expect_answered(std::string_view command, const Answer& reply) {
  EventScript events = holding_k();
  events.at(20).command("n1", std::string(command), reply);
  expect_accepted(events);
}

void expect_impossible(std::string_view command, const Answer& reply) {
  EventScript events = holding_k();
  events.at(20).command("n1", std::string(command), reply);
  expect_rejected(events, "replica.prefix", 20, "n1", "");
}

TEST(SessionReplies, AreThoseOfTheirCommand) {
  expect_answered("ECHO hello", text("hello"));
  expect_impossible("ECHO hello", text("hell"));
  expect_answered("PING hello", text("hello"));
  expect_impossible("PING hello", text("PONG"));
  expect_impossible("PING", ok());
  expect_answered("CLIENT ID", number(7));
  expect_impossible("CLIENT ID", number(-1));
  expect_answered("SELECT 0", ok());
  expect_answered("CONFIG GET maxmemory", array({"maxmemory", "0"}));
  expect_answered("CONFIG GET MAXMEMORY", array({"MAXMEMORY", "0"}));
  expect_impossible("CONFIG GET MAXMEMORY", array({}));
  expect_answered("CONFIG GET nothing", array({}));
  expect_impossible("CONFIG GET maxmemory", array({"capacity", "0"}));
  expect_impossible("HELLO", array({"server", "redis"}));
}

TEST(SessionReplies, AWaitThatCountsTooFewLastsAsLongAsItMay) {
  EventScript early = holding_k();
  early.at(20).command("n1", "WAIT 1 100", number(0));
  expect_rejected(early, "replica.prefix", 20, "n1", "");
  expect_answered("WAIT 1 100", number(1));
  expect_answered("WAIT 0 100", number(0));
  expect_answered("WAIT 1 0", error("UNBLOCKED force unblock from blocking operation"));
  expect_impossible("WAIT 1 0", number(0));
}

// ---- names by a pattern

TEST(NamePattern, MatchesAsRedisDoes) {
  EXPECT_TRUE(matches_pattern("*", ""));
  EXPECT_FALSE(matches_pattern("**", ""));
  EXPECT_TRUE(matches_pattern("", ""));
  EXPECT_FALSE(matches_pattern("", "k1"));
  EXPECT_TRUE(matches_pattern("**", "a"));
  EXPECT_TRUE(matches_pattern("k?", "k1"));
  EXPECT_FALSE(matches_pattern("k?", "k"));
  EXPECT_TRUE(matches_pattern("*1*", "k12"));
  EXPECT_FALSE(matches_pattern("*1", "k12"));
  EXPECT_TRUE(matches_pattern("k[0-3x]*", "kx9"));
  EXPECT_FALSE(matches_pattern("k[0-3x]*", "k4"));
  EXPECT_TRUE(matches_pattern("k[3-0]", "k2")) << "in either order";
  EXPECT_FALSE(matches_pattern("k[^2-4]", "k3"));
  EXPECT_TRUE(matches_pattern("k[^2-4]", "k5"));
  EXPECT_TRUE(matches_pattern("k[\\1-3", "k-")) << "what is escaped begins no range, and the set ends with the pattern";
  EXPECT_FALSE(matches_pattern("k[\\1-3", "k2"));
  EXPECT_TRUE(matches_pattern("*a*b?c*", "xaybzbqc"));
  EXPECT_FALSE(matches_pattern("*a*a*a*a*a*a*a*a*a*a*a*a*b", std::string(5000, 'a')))
      << "in no more than a square of steps";
  EXPECT_TRUE(matches_pattern("k\\*", "k*"));
  EXPECT_FALSE(matches_pattern("k\\*", "k1"));
}

TEST(NamePattern, AListHasAllThatMatchAndNothingElse) {
  EventScript events = holding_k();
  events.at(20).command("n1", "SET k2 v", ok(), {set("k2", "v")});
  events.at(30).command("n1", "KEYS k[2-9]", array({"k2"}));
  events.at(30).command("n1", "KEYS x*", array({}));
  expect_accepted(events);
  EventScript too_many = holding_k();
  too_many.at(20).command("n1", "KEYS k[2-9]", array({"k1"}));
  expect_rejected(too_many, "replica.prefix", 20, "n1", "");
  EventScript too_few = holding_k();
  too_few.at(20).command("n1", "KEYS k[0-9]", array({}));
  expect_rejected(too_few, "ttl.liveness", 20, "n1", "k1");
}

}  // namespace
}  // namespace groundhog::test
