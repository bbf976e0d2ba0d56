// DEL, EXISTS, KEYS, DBSIZE, FLUSHALL, FLUSHDB, and the patterns of KEYS.
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
}

TEST(Glob, DoesNotMatch) {
  const auto matches = [](std::string_view pattern, std::string_view text) { return glob_matches(pattern, text); };
  EXPECT_FALSE(matches("", "a"));
  EXPECT_FALSE(matches("?", ""));
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

}  // namespace
}  // namespace burrow::test
