// EXPIRE, PEXPIRE, EXPIREAT, PEXPIREAT, PERSIST, TTL, PTTL, EXPIRETIME, PEXPIRETIME.
#include "tests/sut/commands/command_fixture.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;
using ExpireCommand = CommandTest;

TEST_F(ExpireCommand, SetsAbsoluteDeadlines) {
  run("SET k v");
  runtime_.advance(250ms);
  effects();
  EXPECT_EQ(run("EXPIRE k 1"), "1");
  EXPECT_EQ(run("PEXPIRE k 1"), "1");
  EXPECT_EQ(run("EXPIREAT k 1700000001"), "1");
  EXPECT_EQ(run("PEXPIREAT k " + instant(333ms)), "1");
  EXPECT_EQ(effects(), (Effects{"DEADLINE k @1250", "DEADLINE k @251", "DEADLINE k @1000", "DEADLINE k @333"}));
}

TEST_F(ExpireCommand, AnEqualDeadlineLogsNothing) {
  run("SET k v PX 100");
  effects();
  EXPECT_EQ(run("PEXPIRE k 100"), "1");
  EXPECT_EQ(effects(), Effects{});
}

TEST_F(ExpireCommand, APastDeadlineDeletes) {
  for (const char* words :
       {"EXPIRE k 0", "EXPIRE k -1", "PEXPIRE k -9223372036854775808", "EXPIREAT k 1", "PEXPIREAT k 0"}) {
    run("SET k v");
    EXPECT_EQ(effects_of(words), Effects{"DEL k client"}) << words;
    EXPECT_EQ(run(words), "0") << words;
    EXPECT_EQ(effects(), Effects{}) << words;
  }
  run("SET k v");
  EXPECT_EQ(effects_of("PEXPIREAT k " + instant(0ms)), Effects{"DEL k client"}) << "now is past";
}

TEST_F(ExpireCommand, NothingRevivesADeadKey) {
  for (const char* words : {"EXPIRE k 100", "PERSIST k", "PEXPIREAT k 99999999999999", "EXPIRE k 100 GT"}) {
    run("SET k v PX 5");
    runtime_.advance(5ms);
    effects();
    EXPECT_EQ(run(words), "0") << words;
    EXPECT_EQ(effects(), Effects{"DEL k expire"}) << words;
  }
}

TEST_F(ExpireCommand, ConditionsCompareWithTheCurrentDeadline) {
  run("SET k v");
  EXPECT_EQ(run("PEXPIRE k 100 XX"), "0");
  EXPECT_EQ(run("PEXPIRE k 100 GT"), "0") << "no TTL counts as infinite";
  EXPECT_EQ(run("PEXPIRE k 100 LT"), "1");
  EXPECT_EQ(run("PEXPIRE k 200 NX"), "0");
  EXPECT_EQ(run("PEXPIRE k 100 GT"), "0");
  EXPECT_EQ(run("PEXPIRE k 101 GT"), "1");
  EXPECT_EQ(run("PEXPIRE k 101 LT"), "0");
  EXPECT_EQ(run("PEXPIRE k 50 xx lt"), "1");
  EXPECT_EQ(run("PEXPIRE k -1 GT"), "0") << "a condition that fails deletes nothing";
  run("PERSIST k");
  EXPECT_EQ(run("PEXPIRE k 70 NX"), "1");
  EXPECT_EQ(effects(), (Effects{"SET k v", "DEADLINE k @100", "DEADLINE k @101", "DEADLINE k @50", "DEADLINE k none",
                                "DEADLINE k @70"}));
}

TEST_F(ExpireCommand, RefusesWhatItCannotMean) {
  run("SET k v");
  EXPECT_EQ(run("EXPIRE k 1 NX XX"), "-ERR NX and XX, GT or LT options at the same time are not compatible");
  EXPECT_EQ(run("EXPIRE k 1 GT LT"), "-ERR GT and LT options at the same time are not compatible");
  EXPECT_EQ(run("EXPIRE k 1 soon"), "-ERR Unsupported option soon");
  EXPECT_EQ(run_words({"EXPIRE", "k", "1", std::string("so\0on", 5)}), "-ERR Unsupported option so");
  EXPECT_EQ(run("EXPIRE k x"), "-ERR value is not an integer or out of range");
  EXPECT_EQ(run("EXPIRE k 9223372036854775807"), "-ERR invalid expire time in 'expire' command");
  EXPECT_EQ(run("EXPIRE k -9223372036854775807"), "-ERR invalid expire time in 'expire' command");
  EXPECT_EQ(run("PEXPIRE k 9223372036854775807"), "-ERR invalid expire time in 'pexpire' command");
  EXPECT_EQ(run("EXPIREAT missing 9223372036854776"), "-ERR invalid expire time in 'expireat' command");
  EXPECT_EQ(effects(), Effects{"SET k v"});
}

TEST_F(ExpireCommand, PersistLogsOnlyWhereThereWasATtl) {
  run("SET k v PX 100");
  effects();
  EXPECT_EQ(run("PERSIST k"), "1");
  EXPECT_EQ(run("PERSIST k"), "0");
  EXPECT_EQ(run("PERSIST missing"), "0");
  EXPECT_EQ(effects(), Effects{"DEADLINE k none"});
}

TEST_F(ExpireCommand, TtlsAreWhatIsLeft) {
  run("SET k v PX 1500");
  run("SET forever v");
  EXPECT_EQ(run("PTTL k"), "1500");
  EXPECT_EQ(run("TTL k"), "2") << "to the nearest second";
  runtime_.advance(1ms);
  EXPECT_EQ(run("PTTL k"), "1499");
  EXPECT_EQ(run("TTL k"), "1");
  EXPECT_EQ(run("PEXPIRETIME k"), instant(1500ms));
  EXPECT_EQ(run("EXPIRETIME k"), "1700000002");
  runtime_.advance(1498ms);
  EXPECT_EQ(run("PTTL k"), "1");
  for (const char* command : {"TTL", "PTTL", "EXPIRETIME", "PEXPIRETIME"}) {
    EXPECT_EQ(run_words({command, "forever"}), "-1");
    EXPECT_EQ(run_words({command, "missing"}), "-2");
  }
  effects();
  runtime_.advance(1ms);
  EXPECT_EQ(run("PTTL k"), "-2");
  EXPECT_EQ(effects(), Effects{"DEL k expire"});
}

TEST_F(ExpireCommand, TheLastDeadlineThatFitsDoesNotWrap) {
  run("SET k v PXAT 9223372036854775807");
  EXPECT_EQ(run("PEXPIRETIME k"), "9223372036854775807");
  EXPECT_EQ(run("EXPIRETIME k"), "9223372036854776");
  EXPECT_EQ(run("PTTL k"), std::to_string(9223372036854775807 - 1'700'000'000'000));
}

// Ten seconds before 1970.
class BeforeTheEpoch : public CommandTest {
 protected:
  BeforeTheEpoch() : CommandTest(seam::WallTime(-10s)) {}
};

TEST_F(BeforeTheEpoch, ADeadlineIsAsFarAsItsTtl) {
  EXPECT_EQ(effects_of("SET k v PX 400"), Effects{"SET k v @400"});
  EXPECT_EQ(run("PTTL k"), "400");
  EXPECT_EQ(run("TTL k"), "0");
  EXPECT_EQ(run("PEXPIRETIME k"), "-9600");
  runtime_.advance(399ms);
  EXPECT_EQ(run("PTTL k"), "1");
  runtime_.advance(1ms);
  EXPECT_EQ(run("PTTL k"), "-2");
  EXPECT_EQ(effects(), Effects{"DEL k expire"});
}

TEST_F(BeforeTheEpoch, TheEpochIsInTheFuture) {
  run("SET k v");
  EXPECT_EQ(run("PEXPIREAT k 0"), "1");
  EXPECT_EQ(run("PTTL k"), "10000");
  EXPECT_EQ(run("PEXPIREAT k -9999"), "1");
  EXPECT_EQ(run("PTTL k"), "1");
  EXPECT_EQ(run("PEXPIREAT k -10000"), "1") << "now is past";
  EXPECT_EQ(run("PTTL k"), "-2");
}

TEST_F(BeforeTheEpoch, SecondsAreTheNearestOnes) {
  run("SET k v");
  const auto seconds_of = [this](const std::string& milliseconds) {
    run("PEXPIREAT k " + milliseconds);
    return run("EXPIRETIME k");
  };
  EXPECT_EQ(seconds_of("-9501"), "-10");
  EXPECT_EQ(seconds_of("-9500"), "-9");
  EXPECT_EQ(seconds_of("-9000"), "-9");
  EXPECT_EQ(seconds_of("-8501"), "-9");
  EXPECT_EQ(seconds_of("-499"), "0");
}

// The TTL of a deadline at the end of 64 bits is more than they hold: the largest number that there is.
TEST_F(BeforeTheEpoch, WhatIsLeftDoesNotWrap) {
  const std::string largest = "9223372036854775807";
  run("SET k v PXAT 9223372036854765806");  // 10 s and 1 ms before the end
  EXPECT_EQ(run("PTTL k"), "9223372036854775806");
  run("SET k v PXAT 9223372036854765807");
  EXPECT_EQ(run("PTTL k"), largest);
  run("SET k v PXAT 9223372036854765808");
  EXPECT_EQ(run("PTTL k"), largest);
  run("SET k v PXAT " + largest);
  EXPECT_EQ(run("PTTL k"), largest);
  EXPECT_EQ(run("TTL k"), "9223372036854776");
  EXPECT_EQ(cache_.get_with_ttl("k")->ttl, seam::Milliseconds::max());
}

TEST_F(BeforeTheEpoch, TheLongestTtlFits) {
  EXPECT_EQ(run("SET k v PX 9223372036854775807"), "OK");
  EXPECT_EQ(run("PTTL k"), "9223372036854775807");
  EXPECT_EQ(run("PEXPIRETIME k"), "9223372036854765807");
  EXPECT_EQ(run("PEXPIRE k -9223372036854765808"), "1") << "the first deadline that fits; it is past";
  EXPECT_EQ(run("PEXPIRE k -9223372036854775807"), "-ERR invalid expire time in 'pexpire' command");
}

// The last year in which nanoseconds fit into 64 bits, 2262.
class AtTheEndOfTheWall : public CommandTest {
 protected:
  AtTheEndOfTheWall() : CommandTest(seam::WallTime::max() - 2s) {}
};

TEST_F(AtTheEndOfTheWall, DeadlinesContinueBeyondIt) {
  run("SET k v PX 1000");
  run("SET later v EX 100000000000");
  EXPECT_EQ(run("TTL later"), "100000000000");
  runtime_.advance(1s);
  EXPECT_EQ(run("PTTL k"), "-2");
  EXPECT_EQ(run("PTTL later"), "99999999999000");
}

}  // namespace
}  // namespace burrow::test
