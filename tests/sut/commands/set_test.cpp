// SET and its kin, APPEND, SETRANGE.
#include "tests/sut/commands/command_fixture.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;
using SetCommand = CommandTest;

constexpr const char* syntax_error = "-ERR syntax error";
constexpr const char* not_an_integer = "-ERR value is not an integer or out of range";
constexpr const char* invalid_expire = "-ERR invalid expire time in 'set' command";

TEST_F(SetCommand, StoresAndDropsAnOldTtl) {
  EXPECT_EQ(run("SET k v"), "OK");
  EXPECT_EQ(run("set k w ex 10"), "OK");
  EXPECT_EQ(run("SET k x"), "OK");
  EXPECT_EQ(effects(), (Effects{"SET k v", "SET k w @10000", "SET k x"}));
}

TEST_F(SetCommand, TakesDeadlinesOfEveryForm) {
  runtime_.advance(500ms);
  run("SET a v EX 2");
  run("SET b v PX 3");
  run("SET c v EXAT " + std::to_string(1'700'000'009));
  run("SET d v PXAT " + instant(777ms));
  EXPECT_EQ(effects(), (Effects{"SET a v @2500", "SET b v @503", "SET c v @9000", "SET d v @777"}));
}

TEST_F(SetCommand, KeepsTheTtlOnDemand) {
  run("SET k v PX 100");
  runtime_.advance(40ms);
  EXPECT_EQ(run("SET k w KEEPTTL"), "OK");
  EXPECT_EQ(run("SET new v KEEPTTL"), "OK");
  EXPECT_EQ(effects(), (Effects{"SET k v @100", "SET k w @100", "SET new v"}));
}

TEST_F(SetCommand, SetsOnConditionAndLogsNothingOtherwise) {
  EXPECT_EQ(run("SET k v XX"), "(nil)");
  EXPECT_EQ(run("SET k v NX"), "OK");
  EXPECT_EQ(run("SET k w NX PX 5"), "(nil)");
  EXPECT_EQ(run("SET k x XX"), "OK");
  EXPECT_EQ(effects(), (Effects{"SET k v", "SET k x"}));
}

TEST_F(SetCommand, ReturnsTheOldValueOnDemand) {
  EXPECT_EQ(run("SET k v GET"), "(nil)");
  EXPECT_EQ(run("SET k w GET"), "\"v\"");
  EXPECT_EQ(run("SET k x NX GET"), "\"w\"");
  EXPECT_EQ(run("SET other x XX GET"), "(nil)");
  EXPECT_EQ(effects(), (Effects{"SET k v", "SET k w"}));
}

TEST_F(SetCommand, ADeadKeyCountsAsAbsentAndIsExpiredFirst) {
  run("SET k v PX 5");
  runtime_.advance(5ms);
  EXPECT_EQ(effects_of("SET k w NX GET"), (Effects{"DEL k expire", "SET k w"}));
  run("SET k v PX 5");
  runtime_.advance(5ms);
  EXPECT_EQ(effects_of("SET k w XX"), Effects{"DEL k expire"});
}

TEST_F(SetCommand, APastDeadlineLeavesNothing) {
  runtime_.advance(1s);
  EXPECT_EQ(run("SET absent v PXAT " + instant(1s)), "OK");
  EXPECT_EQ(effects(), Effects{});
  run("SET k v");
  EXPECT_EQ(effects_of("SET k w PXAT " + instant(1s)), Effects{"DEL k client"});
  run("SET k v");
  EXPECT_EQ(run("SET k w GET PXAT 1"), "\"v\"");
  EXPECT_EQ(run("DBSIZE"), "0");
}

TEST_F(SetCommand, RefusesConflictingWords) {
  for (const char* words : {"SET k v NX XX", "SET k v EX 1 PX 1", "SET k v EX 1 KEEPTTL", "SET k v KEEPTTL PXAT 1",
                            "SET k v EX", "SET k v PERSIST", "SET k v 5", "SET k v EXAT 5 EX 5"}) {
    EXPECT_EQ(run(words), syntax_error) << words;
  }
  EXPECT_EQ(run("SET k v EX 1 EX 2"), "OK");
  EXPECT_EQ(effects(), Effects{"SET k v @2000"});
}

TEST_F(SetCommand, RefusesTimesThatAreNone) {
  run("SET k old");
  for (const char* time : {"x", "", "1.5", "18446744073709551616", "9223372036854775808"}) {
    EXPECT_EQ(run_words({"SET", "k", "v", "EX", time}), not_an_integer) << time;
  }
  for (const char* words : {"SET k v EX 0", "SET k v PX -1", "SET k v EXAT 0", "SET k v PXAT -5",
                            "SET k v EX 9223372036854775807", "SET k v EX 18446744073709561",
                            "SET k v EXAT 9223372036854776", "SET k v PX 9223372036854775807", "SET k v GET EX 0"}) {
    EXPECT_EQ(run(words), invalid_expire) << words;
  }
  EXPECT_EQ(effects(), Effects{"SET k old"});
  EXPECT_EQ(run("SET k v PXAT 9223372036854775807"), "OK");
}

TEST_F(SetCommand, AValueThatCannotFitIsAnErrorBeforeAnythingChanges) {
  set_limits(0, StringEntry::overhead_bytes + 4);
  run("SET k v");
  effects();
  for (const char* words :
       {"SET k 1234", "SET k 1234 GET", "SETEX k 10 1234", "PSETEX k 10 1234", "SETNX other 1234"}) {
    EXPECT_EQ(run(words), "-OOM command not allowed when used memory > 'maxmemory'.") << words;
  }
  EXPECT_EQ(run("SETNX k 1234"), "0");
  EXPECT_EQ(effects(), Effects{});
}

TEST_F(SetCommand, EvictionsComeFirstInTheLog) {
  set_limits(2, 0);
  run("SET a v");
  run("SET b v");
  EXPECT_EQ(effects_of("SET c v"), (Effects{"DEL a evict", "SET c v"}));
  EXPECT_EQ(log_.take_commits(), 3U);
}

TEST_F(SetCommand, SetexAndPsetexNeedAPositiveTime) {
  EXPECT_EQ(run("SETEX k 2 v"), "OK");
  EXPECT_EQ(run("PSETEX k 3 w"), "OK");
  EXPECT_EQ(run("SETEX k 0 v"), "-ERR invalid expire time in 'setex' command");
  EXPECT_EQ(run("PSETEX k -1 v"), "-ERR invalid expire time in 'psetex' command");
  EXPECT_EQ(run("SETEX k x v"), not_an_integer);
  EXPECT_EQ(effects(), (Effects{"SET k v @2000", "SET k w @3"}));
}

TEST_F(SetCommand, SetnxStoresOnce) {
  EXPECT_EQ(run("SETNX k v"), "1");
  EXPECT_EQ(run("SETNX k w"), "0");
  EXPECT_EQ(effects(), Effects{"SET k v"});
}

TEST_F(SetCommand, AnyBytesAreAKeyAndAValue) {
  const std::string_view key("a b\r\n\0c", 7);
  EXPECT_EQ(run_words({"SET", key, ""}), "OK");
  EXPECT_EQ(run_words({"GET", key}), "\"\"");
  EXPECT_EQ(run_words({"SET", "", key}), "OK");
  EXPECT_EQ(run_words({"GET", ""}), "\"" + std::string(key) + "\"");
}

TEST_F(SetCommand, AppendLogsTheWholeValueAndKeepsTheTtl) {
  EXPECT_EQ(run("APPEND k ab"), "2");
  EXPECT_EQ(run("APPEND k cde"), "5");
  run("SET t x PX 100");
  runtime_.advance(40ms);
  EXPECT_EQ(run("APPEND t y"), "2");
  EXPECT_EQ(effects(), (Effects{"SET k ab", "SET k abcde", "SET t x @100", "SET t xy @100"}));
}

TEST_F(SetCommand, AppendToADeadKeyStartsAgainWithoutATtl) {
  run("SET k old PX 100");
  runtime_.advance(100ms);
  EXPECT_EQ(run("APPEND k new"), "3");
  EXPECT_EQ(run("GET k"), "\"new\"");
  EXPECT_EQ(run("PTTL k"), "-1");
}

TEST_F(SetCommand, GetsetForgetsTheTtl) {
  EXPECT_EQ(run("GETSET k a"), "(nil)");
  run("PEXPIRE k 50");
  EXPECT_EQ(run("GETSET k b"), "\"a\"");
  EXPECT_EQ(effects(), (Effects{"SET k a", "DEADLINE k @50", "SET k b"}));
}

TEST_F(SetCommand, MsetLogsDeathsFirstAndTheLastMentionCounts) {
  run("SET dead v PX 5");
  runtime_.advance(5ms);
  effects();
  EXPECT_EQ(run("MSET a 1 dead 2 a 3"), "OK");
  EXPECT_EQ(effects(), (Effects{"DEL dead expire", "SET a 1", "SET dead 2", "SET a 3"}));
  EXPECT_EQ(run("MSET a 1 b"), "-ERR wrong number of arguments for 'mset' command");
  EXPECT_EQ(effects(), Effects{});
}

TEST_F(SetCommand, MsetnxSetsAllOrNone) {
  run("SET dead v PX 5");
  runtime_.advance(5ms);
  EXPECT_EQ(run("MSETNX a 1 dead 2"), "1");
  effects();
  EXPECT_EQ(run("MSETNX c 1 a 2"), "0");
  EXPECT_EQ(effects(), Effects{});
  EXPECT_EQ(run("MSETNX a 1 b"), "-ERR wrong number of arguments for 'msetnx' command");
}

TEST_F(SetCommand, MsetOfAValueThatNeverFitsChangesNothing) {
  set_limits(0, StringEntry::weight("k", "v"));
  EXPECT_TRUE(run("MSET k v big " + std::string(100, 'x')).starts_with("-OOM"));
  EXPECT_EQ(effects(), Effects{});
}

TEST_F(SetCommand, SetrangeFillsWithZeroBytesAndKeepsTheTtl) {
  EXPECT_EQ(run("SETRANGE k 2 x"), "3");
  EXPECT_EQ(run("GET k"), "\"" + std::string("\0\0x", 3) + "\"");
  run("SET t hello PX 100");
  EXPECT_EQ(run("SETRANGE t 1 EY"), "5");
  EXPECT_EQ(run("GET t"), "\"hEYlo\"");
  EXPECT_EQ(run("PTTL t"), "100");
  effects();
  EXPECT_EQ(run_words({"SETRANGE", "t", "9", ""}), "5");
  EXPECT_EQ(run_words({"SETRANGE", "absent", "9", ""}), "0");
  EXPECT_EQ(run("SETRANGE t -1 x"), "-ERR offset is out of range");
  EXPECT_EQ(run("SETRANGE t x x"), "-ERR value is not an integer or out of range");
  EXPECT_EQ(run("SETRANGE t 536870912 x"), "-ERR string exceeds maximum allowed size (proto-max-bulk-len)");
  EXPECT_EQ(run("SETRANGE t 9223372036854775807 x"), "-ERR string exceeds maximum allowed size (proto-max-bulk-len)");
  EXPECT_EQ(effects(), Effects{});
}

}  // namespace
}  // namespace burrow::test
