// The judge notices what a wrong server would answer, and admits nothing but what an exclusion names.
#include "tests/differential/judge.hpp"

#include <gtest/gtest.h>

#include "tests/differential/server_pair.hpp"

namespace burrow::differential {
namespace {

using namespace std::chrono_literals;

Exchange exchange(Words words, std::string burrow, std::string redis) {
  return {{0, std::move(words)}, std::move(burrow), std::move(redis)};
}

bool is_noticed(std::vector<Exchange> exchanges, std::chrono::milliseconds passed = 5ms) {
  return Judge().first_difference({std::move(exchanges), passed}).has_value();
}

bool is_noticed(Words words, std::string burrow, std::string redis) {
  return is_noticed({exchange(std::move(words), std::move(burrow), std::move(redis))});
}

std::string number(std::int64_t value) { return ":" + std::to_string(value) + "\r\n"; }

TEST(Judge, NoticesOtherBytes) {
  EXPECT_FALSE(is_noticed({"GET", "a"}, "$1\r\nv\r\n", "$1\r\nv\r\n"));
  EXPECT_TRUE(is_noticed({"GET", "a"}, "$1\r\nv\r\n", "$1\r\nw\r\n"));
  EXPECT_TRUE(is_noticed({"GET", "a"}, "$0\r\n\r\n", "$-1\r\n"));
  EXPECT_TRUE(is_noticed({"GET", "a"}, "$-1\r\n", "*-1\r\n"));
  EXPECT_TRUE(is_noticed({"INCR", "a"}, ":2\r\n", "$1\r\n2\r\n"));
  EXPECT_TRUE(is_noticed({"SET", "a", "v"}, "+OK\r\n", "+ok\r\n"));
}

TEST(Judge, NoticesOtherErrors) {
  EXPECT_TRUE(is_noticed({"SET", "a"}, "-ERR wrong number of arguments for 'set' command\r\n",
                         "-ERR wrong number of arguments for 'SET' command\r\n"));
  EXPECT_TRUE(is_noticed({"nonsense"}, "-ERR unknown command 'nonsense'\r\n",
                         "-ERR unknown command 'nonsense', with args beginning with: \r\n"));
  EXPECT_TRUE(is_noticed({"CLIENT", "KILL"}, "-ERR a text of its own\r\n", "-NOPERM another\r\n")) << "another code";
  EXPECT_FALSE(is_noticed({"CLIENT", "KILL"}, "-ERR a text of its own\r\n", "-ERR another\r\n"));
  EXPECT_TRUE(is_noticed({"CLIENT", "SETNAME", "a"}, "-ERR refused\r\n", "+OK\r\n")) << "that is no other text";
}

TEST(Judge, NoticesAReplyThatIsMissing) {
  EXPECT_TRUE(is_noticed({"GET", "a"}, "", "$1\r\nv\r\n"));
  EXPECT_TRUE(is_noticed({"DEBUG", "DIGEST"}, "", "-ERR not allowed\r\n"));
  EXPECT_FALSE(is_noticed({"GET", "a"}, "", "")) << "both had closed the connection";
}

TEST(Judge, AllowsATtlAsMuchAsTheTimeThatPassed) {
  const auto noticed = [](const char* command, std::int64_t burrow, std::int64_t redis,
                          std::chrono::milliseconds passed) {
    return is_noticed({exchange({command, "a"}, number(burrow), number(redis))}, passed);
  };
  EXPECT_FALSE(noticed("PTTL", 100'000, 99'995, 5ms));
  EXPECT_FALSE(noticed("pttl", 99'995, 100'000, 5ms));
  EXPECT_TRUE(noticed("PTTL", 100'000, 99'992, 5ms));
  EXPECT_TRUE(noticed("PEXPIRETIME", 1'700'000'000'000, 1'700'000'000'010, 5ms));
  EXPECT_FALSE(noticed("TTL", 100, 99, 5ms));
  EXPECT_TRUE(noticed("TTL", 100, 98, 5ms));
  EXPECT_TRUE(noticed("PTTL", -1, -2, 5ms)) << "no TTL, and no key";
  EXPECT_TRUE(noticed("PTTL", 1, -1, 5ms));
  EXPECT_TRUE(noticed("STRLEN", 100, 99, 5ms)) << "no time";
}

TEST(Judge, TakesKeysInAnyOrder) {
  const std::string one = "*2\r\n$1\r\na\r\n$1\r\nb\r\n";
  EXPECT_FALSE(is_noticed({"KEYS", "*"}, one, "*2\r\n$1\r\nb\r\n$1\r\na\r\n"));
  EXPECT_TRUE(is_noticed({"KEYS", "*"}, one, "*2\r\n$1\r\nb\r\n$1\r\nc\r\n"));
  EXPECT_TRUE(is_noticed({"KEYS", "*"}, one, "*1\r\n$1\r\na\r\n"));
  EXPECT_TRUE(is_noticed({"MGET", "a", "b"}, one, "*2\r\n$1\r\nb\r\n$1\r\na\r\n"));
}

TEST(Judge, ComparesScansThatAreWhole) {
  const auto page = [](const std::string& cursor, const std::string& keys) {
    return "*2\r\n$1\r\n" + cursor + "\r\n" + keys;
  };
  const std::string both = "*2\r\n$1\r\na\r\n$1\r\nb\r\n";
  const std::string one = "*1\r\n$1\r\na\r\n";
  EXPECT_FALSE(is_noticed({"SCAN", "0"}, page("0", "*3\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\na\r\n"), page("0", both)));
  EXPECT_TRUE(is_noticed({"SCAN", "0"}, page("0", one), page("0", both)));
  EXPECT_FALSE(is_noticed({"SCAN", "0"}, page("1", one), page("6", both))) << "the rest is unknown";
  EXPECT_TRUE(is_noticed({"SCAN", "0"}, one, page("0", both)));
  EXPECT_TRUE(is_noticed({"SCAN", "x"}, page("0", both), "-ERR invalid cursor\r\n"));
}

TEST(Judge, HoldsARandomKeyAndACountAgainstTheKeysThatFollow) {
  const std::string keys = "*2\r\n$1\r\na\r\n$1\r\nb\r\n";
  const auto noticed = [&](const char* command, std::string burrow, std::string redis) {
    return is_noticed({exchange({command}, std::move(burrow), std::move(redis)), exchange({"KEYS", "*"}, keys, keys)});
  };
  EXPECT_FALSE(noticed("RANDOMKEY", "$1\r\na\r\n", "$1\r\nb\r\n"));
  EXPECT_TRUE(noticed("RANDOMKEY", "$1\r\nc\r\n", "$1\r\nb\r\n"));
  EXPECT_TRUE(noticed("RANDOMKEY", "$-1\r\n", "$1\r\nb\r\n"));
  EXPECT_FALSE(noticed("DBSIZE", number(2), number(3)));
  EXPECT_TRUE(noticed("DBSIZE", number(3), number(2))) << "nothing dies in a run";
  EXPECT_TRUE(noticed("DBSIZE", number(1), number(2)));
  EXPECT_TRUE(noticed("DBSIZE", number(2), number(1)));
}

TEST(Judge, LooksIntoTransactions) {
  const auto noticed = [](std::string burrow, std::string redis) {
    const std::string queued = "+QUEUED\r\n";
    return is_noticed({exchange({"MULTI"}, "+OK\r\n", "+OK\r\n"), exchange({"PTTL", "a"}, queued, queued),
                       exchange({"GET", "a"}, queued, queued),
                       exchange({"exec"}, std::move(burrow), std::move(redis))});
  };
  EXPECT_FALSE(noticed("*2\r\n:100\r\n$1\r\nv\r\n", "*2\r\n:101\r\n$1\r\nv\r\n"));
  EXPECT_TRUE(noticed("*2\r\n:100\r\n$1\r\nv\r\n", "*2\r\n:200\r\n$1\r\nv\r\n"));
  EXPECT_TRUE(noticed("*2\r\n:100\r\n$1\r\nv\r\n", "*2\r\n:100\r\n$1\r\nw\r\n"));
  EXPECT_TRUE(noticed("*1\r\n:100\r\n", "*2\r\n:100\r\n$1\r\nw\r\n"));
  EXPECT_TRUE(noticed("*-1\r\n", "*2\r\n:100\r\n$1\r\nw\r\n"));
}

TEST(Judge, CountsWhatAnExclusionHasAdmitted) {
  Judge judge;
  const auto all_uses = [&] {
    std::size_t uses = 0;
    for (const Exclusion& exclusion : exclusions()) uses += judge.uses(exclusion);
    return uses;
  };
  EXPECT_FALSE(judge.first_difference({{exchange({"PTTL", "a"}, number(5'000), number(5'000))}, 5ms}));
  EXPECT_EQ(all_uses(), 0U) << "the bytes are the same";
  EXPECT_FALSE(judge.first_difference({{exchange({"PTTL", "a"}, number(5'000), number(5'001))}, 5ms}));
  EXPECT_EQ(all_uses(), 1U);
}

TEST(Judge, ReportsWhatWasSentAndBothReplies) {
  const Conversation conversation{{exchange({"SET", "a", "a b"}, "+OK\r\n", "+OK\r\n"),
                                   {{1, {"GET", "a"}}, "", "$3\r\na b\r\n"},
                                   exchange({"PING"}, "+PONG\r\n", "+PONG\r\n")},
                                  5ms};
  EXPECT_EQ(report(conversation, 1),
            "the replies to the last of these commands differ:\n"
            "  c1: SET a \"a b\"\n"
            "  c2: GET a\n"
            "burrow-server: no reply\n"
            "redis-server:  \"$3\\r\\na b\\r\\n\"\n");
}

}  // namespace
}  // namespace burrow::differential
