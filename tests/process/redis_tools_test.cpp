// redis-cli and redis-benchmark of Redis 7.0 work against the server.
#include <gtest/gtest.h>

#include "tests/process/resp_client.hpp"
#include "tests/process/server_process.hpp"
#include "tests/process/terminal.hpp"

namespace burrow::test {
namespace {

class RedisTools : public ::testing::Test {
 protected:
  std::string port() const { return std::to_string(server_.port()); }

  ServerProcess server_;
};

TEST_F(RedisTools, CliRunsACommand) {
  Child cli({"redis-cli", "-p", port(), "SET", "k", "a value"});
  EXPECT_EQ(cli.exit_code(), 0);
  EXPECT_EQ(cli.out(), "OK\n");
  EXPECT_EQ(cli.err(), "");
}

TEST_F(RedisTools, CliRunsLinesOfItsInput) {
  Child cli({"redis-cli", "-p", port()}, "SET k 'a value'\nGET k\nPTTL k\nNONSENSE\nGET\n");
  EXPECT_EQ(cli.exit_code(), 0);
  EXPECT_EQ(cli.out(),
            "OK\na value\n-1\nERR unknown command 'NONSENSE', with args beginning with: \n\n"
            "ERR wrong number of arguments for 'get' command\n\n");
}

TEST_F(RedisTools, CliLoadsAPipe) {
  std::string commands;
  for (int i = 0; i < 10'000; ++i) commands += "SET key" + std::to_string(i) + " value\r\n";
  Child cli({"redis-cli", "-p", port(), "--pipe"}, commands);
  EXPECT_EQ(cli.exit_code(), 0) << cli.out();
  EXPECT_NE(cli.out().find("errors: 0, replies: 10000"), std::string::npos) << cli.out();
  EXPECT_EQ(RespClient(server_.port()).ask("DBSIZE"), "10000");
}

TEST_F(RedisTools, CliWorksOnATerminal) {
  // What is typed before the prompt is there is thrown away.
  const std::string prompt = "127.0.0.1:" + port() + "> ";
  Terminal cli({"redis-cli", "-p", port()});
  ASSERT_TRUE(cli.shows(prompt));
  cli.type("set k there-it-is\r");
  ASSERT_TRUE(cli.shows("OK\r\n" + prompt)) << cli.screen();
  cli.type("get k\r");
  ASSERT_TRUE(cli.shows("\"there-it-is\"\r\n" + prompt)) << cli.screen();
  cli.type("help getdel\r");
  EXPECT_TRUE(cli.shows("which is removed")) << "from COMMAND DOCS: " << cli.screen();
}

TEST_F(RedisTools, CliLogsIn) {
  const TemporaryFolder folder;
  ServerProcess locked({"--requirepass-file", folder.write("password", "sesame")});
  Child cli({"redis-cli", "-p", std::to_string(locked.port()), "-a", "sesame", "--no-auth-warning", "PING"});
  EXPECT_EQ(cli.exit_code(), 0);
  EXPECT_EQ(cli.out(), "PONG\n");
}

TEST_F(RedisTools, BenchmarkIsContent) {
  for (const char* pipeline : {"1", "16"}) {
    Child benchmark({"redis-benchmark", "-p", port(), "-n", "5000", "-P", pipeline, "-t", "ping,set,get", "--csv"});
    EXPECT_EQ(benchmark.exit_code(), 0) << benchmark.err();
    EXPECT_EQ(benchmark.err(), "");
    for (const char* test : {"\"PING_INLINE\"", "\"PING_MBULK\"", "\"SET\"", "\"GET\""}) {
      EXPECT_NE(benchmark.out().find(test), std::string::npos) << benchmark.out();
    }
  }
}

}  // namespace
}  // namespace burrow::test
