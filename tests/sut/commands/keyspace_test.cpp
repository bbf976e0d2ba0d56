// Commands about keys, and the patterns of KEYS.
#include <algorithm>
#include <set>
#include <string>

#include <rapidcheck/gtest.h>

#include "sut/server/commands/glob.hpp"
#include "tests/sut/commands/command_fixture.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;
using KeyspaceCommand = CommandTest;

TEST_F(KeyspaceCommand, DelCountsWhatItRemovedAndLogsDeathsFirst) {
  run("SET a v");
  run("SET dead v PX 5");
  run("SET b v");
  runtime_.advance(5ms);
  effects();
  EXPECT_EQ(run("DEL a missing dead b a"), "2");
  EXPECT_EQ(effects(), (Effects{"DEL dead expire", "DEL a client", "DEL b client"}));
  EXPECT_EQ(run("DEL a"), "0");
  EXPECT_EQ(effects(), Effects{});
}

TEST_F(KeyspaceCommand, ExistsCountsEachMention) {
  run("SET a v");
  run("SET dead v PX 5");
  runtime_.advance(5ms);
  effects();
  EXPECT_EQ(run("EXISTS a a missing dead"), "2");
  EXPECT_EQ(effects(), Effects{"DEL dead expire"});
}

TEST_F(KeyspaceCommand, KeysFiltersAndDbsizeCountsPhysically) {
  run("SET one v");
  run("SET two v PX 5");
  run("SET three v");
  EXPECT_EQ(run("KEYS t*"), "[\"two\", \"three\"]");
  runtime_.advance(5ms);
  EXPECT_EQ(run("KEYS t*"), "[\"three\"]");
  EXPECT_EQ(run("DBSIZE"), "3");
}

TEST_F(KeyspaceCommand, FlushIsOneEffectAndOnlyWhereThereIsSomething) {
  EXPECT_EQ(run("FLUSHALL"), "OK");
  EXPECT_EQ(effects(), Effects{});
  run("SET a v");
  run("SET b v");
  effects();
  EXPECT_EQ(run("FLUSHALL ASYNC"), "OK");
  EXPECT_EQ(effects(), Effects{"FLUSH"});
  run("SET a v");
  EXPECT_EQ(run("FLUSHDB now"), "-ERR syntax error");
  EXPECT_EQ(run("DBSIZE"), "1");
  EXPECT_EQ(run("flushdb sync"), "OK");
  EXPECT_EQ(run("DBSIZE"), "0");
}

TEST_F(KeyspaceCommand, AFollowerAnswersByItsClockAndRemovesNothing) {
  cache_.set_authority(Authority::follower);
  cache_.apply_set("dead", "v", start_);
  cache_.apply_set("kept", "v", std::nullopt);
  EXPECT_EQ(run("GET dead"), "(nil)");
  EXPECT_EQ(run("MGET dead kept"), "[(nil), \"v\"]");
  EXPECT_EQ(run("TTL dead"), "-2");
  EXPECT_EQ(run("EXISTS dead kept"), "1");
  EXPECT_EQ(run("KEYS *"), "[\"kept\"]");
  EXPECT_EQ(run("DBSIZE"), "2");
  EXPECT_EQ(order(), "dead kept");
  EXPECT_EQ(effects(), Effects{});
}

TEST(Glob, Matches) {
  const auto matches = [](std::string_view pattern, std::string_view text) { return glob_matches(pattern, text); };
  EXPECT_TRUE(matches("", ""));
  EXPECT_TRUE(matches("*", ""));
  EXPECT_TRUE(matches("**", "abc"));
  EXPECT_TRUE(matches("h?llo", "hello"));
  EXPECT_TRUE(matches("h*o*", "hello you"));
  EXPECT_TRUE(matches("*ab", "aaab"));
  EXPECT_TRUE(matches("h[ae]llo", "hallo"));
  EXPECT_TRUE(matches("h[^e]llo", "hallo"));
  EXPECT_TRUE(matches("h[a-c]llo", "hbllo"));
  EXPECT_TRUE(matches("h[c-a]llo", "hbllo"));
  EXPECT_TRUE(matches("[\\]]", "]"));
  EXPECT_TRUE(matches("\\*", "*"));
  EXPECT_TRUE(matches("a\\", "a\\"));
  EXPECT_TRUE(matches("[ab", "b"));
  EXPECT_TRUE(matches("\xff?", "\xff\x01"));
  EXPECT_TRUE(matches("[\\a-c]", "-")) << "what is escaped begins no range";
}

TEST(Glob, DoesNotMatch) {
  const auto matches = [](std::string_view pattern, std::string_view text) { return glob_matches(pattern, text); };
  EXPECT_FALSE(matches("", "a"));
  EXPECT_FALSE(matches("?", ""));
  EXPECT_FALSE(matches("**", "")) << "only the pattern of all keys matches the empty one";
  EXPECT_FALSE(matches("[\\a-c]", "b"));
  EXPECT_FALSE(matches("h?llo", "hllo"));
  EXPECT_FALSE(matches("h*x", "hello"));
  EXPECT_FALSE(matches("h[^e]llo", "hello"));
  EXPECT_FALSE(matches("h[a-c]llo", "hdllo"));
  EXPECT_FALSE(matches("\\*", "a"));
  EXPECT_FALSE(matches("abc", "ab"));
  EXPECT_FALSE(matches("ab", "abc"));
  EXPECT_FALSE(matches("[]", "]"));
}

// Backtracking into every star would take longer than the age of the world.
TEST(Glob, ManyStarsTakeNoExponentialTime) {
  std::string pattern;
  for (int i = 0; i < 50; ++i) pattern += "a*";
  EXPECT_FALSE(glob_matches(pattern + "b", std::string(5000, 'a')));
}

TEST_F(KeyspaceCommand, KeysTakesAShortPatternOnly) {
  EXPECT_EQ(run("KEYS " + std::string(1024, '*')), "[]");
  EXPECT_EQ(run("KEYS " + std::string(1025, '*')), "-ERR pattern is longer than 1024 bytes");
}

TEST_F(KeyspaceCommand, KeysOfMuchToCompareAreGatheredByTheNode) {
  run("SET " + std::string(100'000, 'k') + " v");
  EXPECT_EQ(run("KEYS *"), "[\"" + std::string(100'000, 'k') + "\"]");
  run("KEYS *a*b*c*d*e*f*g*");
  EXPECT_EQ(node_.orders, Effects{"list *a*b*c*d*e*f*g*"});
}

TEST_F(KeyspaceCommand, WhatVisitsEverythingSaysSo) {
  for (const char* line : {"KEYS *", "DEBUG DIGEST", "FLUSHALL"}) {
    run("SET a v");
    run("SET b v");
    session_.visited = 0;
    run(line);
    EXPECT_EQ(session_.visited, 2u) << line;
  }
}

TEST_F(KeyspaceCommand, TouchCountsAndMovesRecency) {
  run("MSET a 1 b 2");
  set_limits(2, 0);
  EXPECT_EQ(run("TOUCH a missing a"), "2");
  EXPECT_EQ(order(), "b a");
  EXPECT_EQ(run("EXISTS b"), "1");
  EXPECT_EQ(order(), "b a");
}

TEST_F(KeyspaceCommand, TypeIsStringOrNone) {
  run("SET k v PX 5");
  EXPECT_EQ(run("TYPE k"), "string");
  runtime_.advance(5ms);
  EXPECT_EQ(run("TYPE k"), "none");
}

TEST_F(KeyspaceCommand, UnlinkIsDel) {
  run("MSET a 1 b 2");
  EXPECT_EQ(effects_of("UNLINK a b c"), (Effects{"DEL a client", "DEL b client"}));
}

TEST_F(KeyspaceCommand, RenameMovesValueAndTtl) {
  EXPECT_EQ(run("RENAME a b"), "-ERR no such key");
  run("SET a v PX 100");
  run("SET b old");
  effects();
  EXPECT_EQ(run("RENAME a b"), "OK");
  EXPECT_EQ(effects(), (Effects{"DEL a client", "SET b v @100"}));
  EXPECT_EQ(effects_of("RENAME b b"), Effects{});
}

TEST_F(KeyspaceCommand, RenameMeetsDeathsFirst) {
  run("SET a v");
  run("SET b old PX 5");
  runtime_.advance(5ms);
  EXPECT_EQ(effects_of("RENAME a b"), (Effects{"DEL b expire", "DEL a client", "SET b v"}));
  run("SET a w PX 5");
  runtime_.advance(5ms);
  effects();
  EXPECT_EQ(run("RENAME a b"), "-ERR no such key");
  EXPECT_EQ(effects(), Effects{"DEL a expire"});
}

TEST_F(KeyspaceCommand, RenamenxOnlyWhereNothingIs) {
  run("MSET a 1 b 2");
  effects();
  EXPECT_EQ(run("RENAMENX a b"), "0");
  EXPECT_EQ(run("RENAMENX a a"), "0");
  EXPECT_EQ(run("RENAMENX c c"), "-ERR no such key");
  EXPECT_EQ(effects(), Effects{});
  EXPECT_EQ(run("RENAMENX a c"), "1");
  EXPECT_EQ(effects(), (Effects{"DEL a client", "SET c 1"}));
}

TEST_F(KeyspaceCommand, CopyKeepsTheSourceAndItsTtl) {
  run("SET a v PX 100");
  effects();
  EXPECT_EQ(run("COPY a b"), "1");
  EXPECT_EQ(run("COPY a b"), "0");
  EXPECT_EQ(run("COPY missing b REPLACE"), "0");
  EXPECT_EQ(run("COPY a b DB 0 REPLACE"), "1");
  EXPECT_EQ(effects(), (Effects{"SET b v @100", "SET b v @100"}));
}

TEST_F(KeyspaceCommand, CopyChecksItsWords) {
  run("SET a v");
  EXPECT_EQ(run("COPY a a"), "-ERR source and destination objects are the same");
  EXPECT_EQ(run("COPY a b DB 1"), "-ERR DB index is out of range");
  EXPECT_EQ(run("COPY a b DB 2147483648"), "-ERR value is out of range, value must between -2147483648 and 2147483647");
  EXPECT_EQ(run("COPY a b DB x"), "-ERR value is not an integer or out of range");
  EXPECT_EQ(run("COPY a b DB"), "-ERR syntax error");
  EXPECT_EQ(run("COPY a b REPLACED"), "-ERR syntax error");
}

TEST_F(KeyspaceCommand, RenameEvictsNothingWhenTheCacheIsFull) {
  run("MSET a 1 b 2");
  set_limits(2, 0);
  EXPECT_EQ(effects_of("RENAME a c"), (Effects{"DEL a client", "SET c 1"}));
}

TEST_F(KeyspaceCommand, ScanWalksFromTheHighestNumberDown) {
  run("MSET a 1 b 2 dead 3 c 4");
  run("PEXPIRE dead 5");
  runtime_.advance(5ms);
  EXPECT_EQ(run("SCAN 0 COUNT 2"), "[\"2\", [\"c\"]]");
  EXPECT_EQ(run("SCAN 2 COUNT 2"), "[\"0\", [\"b\", \"a\"]]");
  EXPECT_EQ(run("SCAN 18446744073709551615"), "[\"0\", [\"c\", \"b\", \"a\"]]") << "any cursor means something";
  EXPECT_EQ(run("SCAN 0 MATCH [ab] COUNT 10"), "[\"0\", [\"b\", \"a\"]]");
  EXPECT_EQ(run("SCAN 0 TYPE list"), "[\"0\", []]");
  EXPECT_EQ(run("SCAN 0 type String MATCH c"), "[\"0\", [\"c\"]]");
}

TEST_F(KeyspaceCommand, ScanChecksItsWords) {
  for (const char* cursor : {"x", "-", "+-1", "1x", "18446744073709551616"}) {
    EXPECT_EQ(run("SCAN " + std::string(cursor)), "-ERR invalid cursor") << cursor;
  }
  EXPECT_EQ(run("SCAN 0 COUNT 0"), "-ERR syntax error");
  EXPECT_EQ(run("SCAN 0 COUNT x"), "-ERR value is not an integer or out of range");
  EXPECT_EQ(run("SCAN 0 MATCH"), "-ERR syntax error");
  EXPECT_EQ(run("SCAN 0 NONSENSE 1"), "-ERR syntax error");
}

TEST_F(KeyspaceCommand, ScanReadsACursorAsStrtoulDoes) {
  run("MSET a 1 b 2");
  EXPECT_EQ(run_words({"SCAN", ""}), "[\"0\", [\"b\", \"a\"]]");
  EXPECT_EQ(run("SCAN +1"), "[\"0\", [\"a\"]]");
  EXPECT_EQ(run("SCAN -1"), "[\"0\", [\"b\", \"a\"]]");
}

TEST_F(KeyspaceCommand, RandomkeyTakesTheNextOneAlive) {
  EXPECT_EQ(run("RANDOMKEY"), "(nil)");
  run("MSET a 1 dead 2 c 3");
  run("PEXPIRE dead 5");
  runtime_.advance(5ms);
  node_.drawn = 3;
  EXPECT_EQ(run("RANDOMKEY"), "\"a\"");
  node_.drawn = 1;
  EXPECT_EQ(run("RANDOMKEY"), "\"c\"") << "number 1 is dead";
}

// The promise of SCAN: what is there from its beginning to its end is met, whatever comes and leaves meanwhile.
RC_GTEST_FIXTURE_PROP(KeyspaceCommand, ScanMeetsWhatStays, ()) {
  const auto key = [] {
    return *rc::gen::map(rc::gen::inRange(0, 40), [](int number) { return "k" + std::to_string(number); });
  };
  for (int i = *rc::gen::inRange(0, 40); i > 0; --i) run("SET " + key() + " v");
  std::set<std::string> staying;
  cache_.inspect([&](const StringEntry& entry) { staying.insert(entry.key); });
  std::set<std::string> met;
  std::string cursor = "0";
  do {
    const std::string reply = run("SCAN " + cursor + " COUNT " + std::to_string(*rc::gen::inRange(1, 5)));
    cursor = reply.substr(2, reply.find('"', 2) - 2);
    for (std::size_t at = reply.find("\"k"); at != std::string::npos; at = reply.find("\"k", at + 1)) {
      met.insert(reply.substr(at + 1, reply.find('"', at + 1) - at - 1));
    }
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
      const std::string changed = key();
      if (*rc::gen::arbitrary<bool>()) {
        run("SET " + changed + " v");
      } else if (run("DEL " + changed) == "1") {
        staying.erase(changed);
      }
    }
  } while (cursor != "0");
  RC_ASSERT(std::ranges::includes(met, staying));
}

}  // namespace
}  // namespace burrow::test
