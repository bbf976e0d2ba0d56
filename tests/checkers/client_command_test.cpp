#include "checkers/model/client_command.hpp"

#include <sstream>

#include <gtest/gtest.h>

namespace groundhog::test {

using namespace checkers;
namespace {

class ClientCommandTest : public ::testing::Test {
 protected:
  const ClientCommand& parse(std::string_view line) {
    std::istringstream in{std::string(line)};
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    parse_command(words, keys_, command_);
    return command_;
  }

  KeyTable keys_;
  ClientCommand command_;
};

using Kind = TtlRequest::Kind;

TEST_F(ClientCommandTest, APatternOfNoBytesIsAPattern) {
  parse_command(std::vector<std::string>{"KEYS", ""}, keys_, command_);
  EXPECT_EQ(command_.pattern, "");
  parse_command(std::vector<std::string>{"SCAN", "0", "MATCH", ""}, keys_, command_);
  EXPECT_EQ(command_.pattern, "");
  EXPECT_EQ(parse("SCAN 0").pattern, std::nullopt);
}

TEST_F(ClientCommandTest, OfAnOptionThatComesTwiceTheLastCounts) {
  EXPECT_EQ(parse("GETEX k PX 5 PX 7").ttl.milliseconds, 7);
  EXPECT_EQ(parse("SET k v PX 5 PX 7").ttl.milliseconds, 7);
  EXPECT_TRUE(command_.is_legal);
  EXPECT_TRUE(parse("SET k v NX NX GET GET").is_legal);
  EXPECT_FALSE(parse("SET k v PX 5 EX 7").is_legal);
  EXPECT_FALSE(parse("SET k v PX 5 KEEPTTL").is_legal);
  EXPECT_FALSE(parse("SET k v KEEPTTL PX 5").is_legal);
  EXPECT_FALSE(parse("GETEX k PERSIST PX 5").is_legal);
  EXPECT_TRUE(parse("GETEX k PX 5").is_legal);
  EXPECT_TRUE(parse("GETEX k").is_legal);
}

TEST_F(ClientCommandTest, UnderstandsEverySpellingOfSet) {
  EXPECT_EQ(parse("SET k v").ttl.kind, Kind::none);
  EXPECT_EQ(parse("set k v ex 2").ttl.milliseconds, 2000);
  EXPECT_EQ(parse("SET k v PX 5").ttl.milliseconds, 5);
  EXPECT_EQ(parse("SET k v EXAT 3").ttl.kind, Kind::absolute);
  EXPECT_EQ(parse("SET k v KEEPTTL").ttl.kind, Kind::keep);
  EXPECT_TRUE(parse("SET k v PX 5 NX GET").if_absent);
  EXPECT_TRUE(parse("SET k v PX 5 NX GET").returns_old);
  EXPECT_TRUE(parse("SETNX k v").if_absent);
  EXPECT_EQ(parse("SETEX k 2 v").ttl.milliseconds, 2000);
  EXPECT_EQ(parse("PSETEX k 2 v").ttl.milliseconds, 2);
  EXPECT_EQ(command_.value, "v");
  EXPECT_EQ(keys_.text(command_.keys[0]), "k");
}

TEST_F(ClientCommandTest, SeesNumbersThatNoDeadlineCanHold) {
  EXPECT_EQ(parse("SET k v EX 9223372036854775807").ttl.kind, Kind::overflow);
  EXPECT_EQ(parse("SET k v PX 9223372036854775807").ttl.kind, Kind::relative);
  EXPECT_EQ(parse("SET k v PX 9223372036854775808").ttl.kind, Kind::overflow);
  EXPECT_EQ(parse("EXPIRE k -9223372036854775808").ttl.kind, Kind::overflow);
  EXPECT_EQ(parse("PEXPIRE k -9223372036854775808").ttl.kind, Kind::relative);
  EXPECT_EQ(parse("PEXPIRE k -9223372036854775809").ttl.kind, Kind::overflow);
  EXPECT_EQ(parse("EXPIRE k -9223372036854775").ttl.kind, Kind::relative);
  EXPECT_EQ(parse("EXPIRE k -9223372036854776").ttl.kind, Kind::overflow);
}

TEST_F(ClientCommandTest, DistinguishesReadsFromWrites) {
  EXPECT_FALSE(parse("GETEX k").is_write());
  EXPECT_TRUE(parse("GETEX k PERSIST").is_write());
  EXPECT_TRUE(parse("GETDEL k").is_write());
  EXPECT_FALSE(parse("MGET a b").is_write());
  EXPECT_EQ(parse("MGET a b").keys.size(), 2U);
  EXPECT_TRUE(parse("FLUSHALL").is_write());
}

TEST_F(ClientCommandTest, MakesNothingOfWhatAServerRefuses) {
  EXPECT_EQ(parse("GET").kind, CommandKind::other);
  EXPECT_EQ(parse("GET a b").kind, CommandKind::other);
  EXPECT_EQ(parse("NOSUCH k").kind, CommandKind::other);
  EXPECT_EQ(parse("").kind, CommandKind::other);
}

TEST_F(ClientCommandTest, ForgetsTheCommandBefore) {
  parse("SET k v PX 5 NX GET");
  parse("GET other");
  EXPECT_EQ(command_.keys.size(), 1U);
  EXPECT_EQ(command_.ttl.kind, Kind::none);
  EXPECT_FALSE(command_.if_absent || command_.returns_old);
}

}  // namespace
}  // namespace groundhog::test
