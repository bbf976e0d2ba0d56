// What is counted of the commands of a run: form, state of the key, outcome.
#include "checkers/issued/issued_counter.hpp"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

constexpr CommandSpec commands[] = {
    {"COPY", "source key [REPLACE] [DB database]"},
    {"DEL", "key ..."},
    {"EXEC", "[...]"},
    {"EXPIRE", "key ttl [NX] [XX] [GT] [LT]"},
    {"GET", "key", true},
    {"INCRBY", "key amount"},
    {"KEYS", "pattern", true},
    {"MGET", "key ...", true},
    {"MULTI"},
    {"PEXPIREAT", "key ttl [NX] [XX] [GT] [LT]"},
    {"PING", "[...]"},
    {"SET", "key value [NX] [XX] [GET] [KEEPTTL] [EX ttl] [PX ttl] [EXAT ttl] [PXAT ttl]"},
};

class IssuedCounterTest : public ::testing::Test {
 protected:
  // At 10 ms n1 holds `forever`, and `soon` until 110 ms; they are the first two entries.
  void SetUp() override {
    events_.cluster().at(10).command("n1", "SET forever 1", ok(), {set("forever", "1")});
    events_.command("n1", "SET soon 2 PX 100", ok(), {set("soon", "2", until(110))});
    events_.at(20);
    before_ = counter_.counts();
  }

  // "SET NX||absent|OK 1", a line for each cell that counts more than after SetUp().
  std::string counted() const {
    std::string text;
    for (const auto& [cell, count] : counter_.counts()) {
      const auto before = before_.find(cell);
      const std::uint64_t more = count - (before == before_.end() ? 0 : before->second);
      if (more > 0) text += name_of(cell) + " " + std::to_string(more) + "\n";
    }
    return text;
  }

  IssuedCounter counter_{usual_run(), commands};
  EventScript events_{counter_};
  IssuedCounts before_;
};

TEST_F(IssuedCounterTest, AKeyIsAbsentPersistentOrExpiring) {
  events_.command("n1", "GET none", nil()).command("n1", "GET forever", text("1")).command("n1", "GET soon", text("2"));
  EXPECT_EQ(counted(), "GET||absent|nil 1\nGET||persistent|value 1\nGET||expiring|value 1\n");
}

TEST_F(IssuedCounterTest, AtItsDeadlineAKeyIsDeadButHeldUntilTheNodeRemovesIt) {
  events_.at(110).command("n1", "GET soon", nil());
  EXPECT_EQ(counted(), "GET||dead but held|nil 1\n");
  events_.appends("n1", expire("soon")).command("n1", "GET soon", nil());
  EXPECT_EQ(counted(), "GET||absent|nil 1\nGET||dead but held|nil 1\n");
}

TEST_F(IssuedCounterTest, TheStateIsThatOfTheNodeThatAnswered) {
  events_.follows("n2", 1).command("n2", "GET forever", text("1")).command("n2", "GET soon", nil());
  EXPECT_EQ(counted(), "GET||absent|nil 1\nGET||persistent|value 1\n");
}

TEST_F(IssuedCounterTest, SeveralStatesInItsTimeAreUnclear) {
  const OperationId get = events_.invoke("n1", "GET none");
  events_.deliver(get).command("n1", "SET none 3", ok(), {set("none", "3")});
  events_.reply(get).complete(get, nil());
  EXPECT_EQ(counted(), "GET||unclear| 1\nSET||absent|OK 1\n");
}

TEST_F(IssuedCounterTest, ADeadlineInItsTimeIsUnclear) {
  const OperationId get = events_.at(109).invoke("n1", "GET soon");
  events_.deliver(get).at(111).reply(get).complete(get, nil());
  EXPECT_EQ(counted(), "GET||unclear| 1\n");
}

TEST_F(IssuedCounterTest, TheLogShowsWhatAWriteFound) {
  const OperationId write = events_.invoke("n1", "SET none 4 NX");
  events_.deliver(write).commit(write, set("none", "4"));
  events_.command("n1", "DEL none", number(1), {del("none")});
  events_.reply(write).complete(write, ok());
  EXPECT_EQ(counted(), "DEL||persistent|1 1\nSET NX||absent|OK 1\n");
}

TEST_F(IssuedCounterTest, EachOfSeveralKeysCounts) {
  events_.command("n1", "MGET soon none", array({"2", "(nil)"}));
  EXPECT_EQ(counted(), "MGET several||absent|nil 1\nMGET several||expiring|value 1\n");
}

TEST_F(IssuedCounterTest, HowManyOfSeveralKeysIsNoneFewerOrAll) {
  events_.command("n1", "DEL soon none", number(1), {del("soon")});
  EXPECT_EQ(counted(), "DEL several||absent|fewer 1\nDEL several||expiring|fewer 1\n");
}

TEST_F(IssuedCounterTest, SourceAndTargetAreKeptApart) {
  events_.command("n1", "COPY none soon", number(0));
  EXPECT_EQ(counted(), "COPY|source|absent|0 1\nCOPY|target|expiring|0 1\n");
}

TEST_F(IssuedCounterTest, ADeadlineIsPastByTheClockOfTheNode) {
  events_.command("n1", "PEXPIREAT forever 20", number(1), {del("forever")});
  events_.command("n1", "PEXPIREAT soon 21", number(1), {deadline("soon", until(21))});
  EXPECT_EQ(counted(), "PEXPIREAT||expiring|1 1\nPEXPIREAT past||persistent|1 1\n");
}

TEST_F(IssuedCounterTest, ADeadlineThatPassesMeanwhileIsUnclear) {
  const OperationId expire = events_.invoke("n1", "PEXPIREAT none 22");
  events_.deliver(expire).at(24).reply(expire).complete(expire, number(0));
  EXPECT_EQ(counted(), "PEXPIREAT||unclear| 1\n");
}

TEST_F(IssuedCounterTest, NoKeyIsLookedAtWhereTheCommandIsRefused) {
  events_.command("n2", "SET soon 3 NX", error("READONLY You can't write against a read only replica."));
  events_.command("n1", "SET soon 3 NX XX", error("ERR syntax error"));
  const OperationId lost = events_.invoke("n1", "SET soon 3 NX");
  events_.deliver(lost).complete(lost, unknown());
  EXPECT_EQ(counted(), "SET||-|READONLY 1\nSET||-|no reply 1\nSET illegal||-|ERR 1\n");
}

TEST_F(IssuedCounterTest, WhatSaysNothingOfKeysDoesNotCount) {
  events_.command("n1", "PING", status("PONG")).command("n1", "NONSENSE", error("ERR unknown command 'NONSENSE'"));
  EXPECT_EQ(counted(), "");
}

TEST_F(IssuedCounterTest, ACommandWithoutAKeyHasNoState) {
  events_.command("n1", "KEYS *", array({"forever", "soon"})).command("n1", "KEYS x", array({}));
  EXPECT_EQ(counted(), "KEYS||-|empty 1\nKEYS||-|list 1\n");
}

// ---- between MULTI and EXEC

TEST_F(IssuedCounterTest, PartsCountOnceWithTheirOwnReplies) {
  events_.keeps_connection().command("n1", "MULTI", ok());
  events_.command("n1", "GET none", status("QUEUED")).command("n1", "INCRBY soon 3", status("QUEUED"));
  events_.command("n1", "EXEC", list({nil(), number(5)}), {set("soon", "5", until(110))});
  EXPECT_EQ(counted(), "EXEC||-|list 1\nGET||absent|nil 1\nINCRBY||expiring|number 1\nMULTI||-|OK 1\n");
}

TEST_F(IssuedCounterTest, APartAfterOneThatChangedItsKeyIsUnclear) {
  events_.keeps_connection().command("n1", "MULTI", ok());
  events_.command("n1", "DEL soon", status("QUEUED")).command("n1", "GET soon", status("QUEUED"));
  events_.command("n1", "EXEC", list({number(1), nil()}), {del("soon")});
  EXPECT_EQ(counted(), "DEL||expiring|1 1\nEXEC||-|list 1\nGET||unclear| 1\nMULTI||-|OK 1\n");
}

TEST_F(IssuedCounterTest, APartWhoseKeyWasEvictedForAnotherIsUnclear) {
  events_.keeps_connection().command("n1", "MULTI", ok());
  events_.command("n1", "SET none 3", status("QUEUED")).command("n1", "GET soon", status("QUEUED"));
  events_.command("n1", "EXEC", list({ok(), nil()}), {evict("soon"), set("none", "3")});
  EXPECT_EQ(counted(), "EXEC||-|list 1\nGET||unclear| 1\nMULTI||-|OK 1\nSET||absent|OK 1\n");
}

TEST_F(IssuedCounterTest, WhatIsRefusedInAQueueCountsThere) {
  events_.keeps_connection().command("n1", "MULTI", ok());
  events_.command("n1", "GET a b", error("ERR wrong number of arguments for 'get' command"));
  events_.command("n1", "EXEC", error("EXECABORT Transaction discarded because of previous errors."));
  EXPECT_EQ(counted(), "EXEC||-|EXECABORT 1\nGET illegal||-|ERR 1\nMULTI||-|OK 1\n");
}

TEST(IssuedCell, ANameIsReadAgain) {
  const IssuedCell cell{"COPY REPLACE", "target", KeyFound::dead, "0"};
  EXPECT_EQ(name_of(cell), "COPY REPLACE|target|dead but held|0");
  EXPECT_EQ(cell_of(name_of(cell)), cell);
  for (const char* wrong : {"", "GET||absent", "GET||missing|nil", "GET||absent|nil|1"}) EXPECT_FALSE(cell_of(wrong));
}

}  // namespace
}  // namespace groundhog::test
