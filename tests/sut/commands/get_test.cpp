// GET, GETEX, GETDEL, MGET, STRLEN, GETRANGE.
#include "tests/sut/commands/command_fixture.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;
using GetCommand = CommandTest;

TEST_F(GetCommand, GetLogsTheDeathItMeets) {
  run("SET k v PX 5");
  EXPECT_EQ(run("GET k"), "\"v\"");
  runtime_.advance(5ms);
  effects();
  EXPECT_EQ(run("GET k"), "(nil)");
  EXPECT_EQ(effects(), Effects{"DEL k expire"});
  EXPECT_EQ(run("GET k"), "(nil)");
  EXPECT_EQ(effects(), Effects{});
}

TEST_F(GetCommand, GetexMovesTheDeadline) {
  run("SET k v");
  EXPECT_EQ(run("GETEX k"), "\"v\"");
  EXPECT_EQ(run("GETEX k PX 50"), "\"v\"");
  EXPECT_EQ(run("GETEX k PXAT " + instant(50ms)), "\"v\"");
  EXPECT_EQ(run("GETEX k EXAT 1700000007"), "\"v\"");
  EXPECT_EQ(run("GETEX k PERSIST"), "\"v\"");
  EXPECT_EQ(run("GETEX k PERSIST"), "\"v\"");
  EXPECT_EQ(run("GETEX k EX 1"), "\"v\"");
  EXPECT_EQ(effects(),
            (Effects{"SET k v", "DEADLINE k @50", "DEADLINE k @7000", "DEADLINE k none", "DEADLINE k @1000"}));
}

TEST_F(GetCommand, GetexWithAPastDeadlineTakesTheKey) {
  run("SET k v");
  EXPECT_EQ(run("GETEX k PXAT 1"), "\"v\"");
  EXPECT_EQ(effects(), (Effects{"SET k v", "DEL k client"}));
}

TEST_F(GetCommand, GetexChecksItsWordsButNoTimeOfAnAbsentKey) {
  EXPECT_EQ(run("GETEX k EX 0"), "(nil)");
  EXPECT_EQ(run("GETEX k NX"), "-ERR syntax error");
  EXPECT_EQ(run("GETEX k EX 1 PERSIST"), "-ERR syntax error");
  EXPECT_EQ(run("GETEX k PERSIST EX 1"), "-ERR syntax error");
  EXPECT_EQ(run("GETEX k KEEPTTL"), "-ERR syntax error");
  run("SET k v");
  EXPECT_EQ(run("GETEX k EX 0"), "-ERR invalid expire time in 'getex' command");
  EXPECT_EQ(run("GETEX k EX x"), "-ERR value is not an integer or out of range");
  EXPECT_EQ(effects(), Effects{"SET k v"});
}

TEST_F(GetCommand, GetdelTakes) {
  run("SET k v PX 5");
  EXPECT_EQ(run("GETDEL k"), "\"v\"");
  EXPECT_EQ(run("GETDEL k"), "(nil)");
  run("SET k v PX 5");
  runtime_.advance(5ms);
  EXPECT_EQ(run("GETDEL k"), "(nil)");
  EXPECT_EQ(effects(), (Effects{"SET k v @5", "DEL k client", "SET k v @5", "DEL k expire"}));
}

TEST_F(GetCommand, MgetReadsAllAtOneInstant) {
  run("SET a 1");
  run("SET b 2 PX 5");
  runtime_.advance(5ms);
  effects();
  EXPECT_EQ(run("MGET a b missing a"), "[\"1\", (nil), (nil), \"1\"]");
  EXPECT_EQ(effects(), Effects{"DEL b expire"});
}

TEST_F(GetCommand, StrlenCountsBytes) {
  run("SET k hello");
  EXPECT_EQ(run("STRLEN k"), "5");
  EXPECT_EQ(run("STRLEN missing"), "0");
}

// Recency is what decides who is evicted: these and no others move it.
TEST_F(GetCommand, ReadsThatUseAKeyMoveRecencyAndOthersDoNot) {
  set_limits(3, 0);
  const auto after = [&](std::string_view words) {
    for (const char* key : {"a", "b", "c"}) run_words({"SET", key, "v"});
    run(words);
    return order();
  };
  EXPECT_EQ(after("GET a"), "b c a");
  EXPECT_EQ(after("GETEX a"), "b c a");
  EXPECT_EQ(after("MGET b a"), "c b a");
  EXPECT_EQ(after("SET a w XX"), "b c a");
  EXPECT_EQ(after("SET a w NX"), "b c a");
  EXPECT_EQ(after("SETNX a w"), "b c a");
  EXPECT_EQ(after("EXPIRE a 100"), "b c a");
  EXPECT_EQ(after("EXPIRE a 100 XX"), "b c a");
  EXPECT_EQ(after("PERSIST a"), "b c a");
  for (const char* words :
       {"TTL a", "PTTL a", "EXPIRETIME a", "PEXPIRETIME a", "EXISTS a", "KEYS *", "DBSIZE", "STRLEN a"}) {
    EXPECT_EQ(after(words), "a b c") << words;
  }
}

TEST_F(GetCommand, GetrangeCountsFromBothEnds) {
  run("SET k hello");
  EXPECT_EQ(run("GETRANGE k 1 3"), "\"ell\"");
  EXPECT_EQ(run("GETRANGE k -3 -2"), "\"ll\"");
  EXPECT_EQ(run("GETRANGE k 0 -1"), "\"hello\"");
  EXPECT_EQ(run("GETRANGE k -100 100"), "\"hello\"");
  EXPECT_EQ(run("GETRANGE k 3 1"), "\"\"");
  EXPECT_EQ(run("GETRANGE k 5 9"), "\"\"");
  EXPECT_EQ(run("GETRANGE k -1 -3"), "\"\"");
  EXPECT_EQ(run("GETRANGE k -9223372036854775808 9223372036854775807"), "\"hello\"");
  EXPECT_EQ(run("GETRANGE absent 0 -1"), "\"\"");
  EXPECT_EQ(run("GETRANGE k x 1"), "-ERR value is not an integer or out of range");
}

}  // namespace
}  // namespace burrow::test
