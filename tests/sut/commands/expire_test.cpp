// EXPIRE, PEXPIRE, EXPIREAT, PEXPIREAT, PERSIST, TTL, PTTL, EXPIRETIME, PEXPIRETIME.
#include "tests/sut/commands/command_fixture.hpp"

namespace burrow {
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
}

}  // namespace
}  // namespace burrow
