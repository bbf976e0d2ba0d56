// Who gets in, and what becomes of those who misbehave.
#include <deque>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "tests/process/resp_client.hpp"
#include "tests/process/server_process.hpp"
#include "tests/process/waiting.hpp"

namespace burrow::test {
namespace {

TEST(Admission, APasswordIsAskedFor) {
  const TemporaryFolder folder;
  ServerProcess server({"--requirepass-file", folder.write("password", "open-sesame\n")});
  RespClient client(server.port());
  EXPECT_EQ(client.ask("GET k"), "-NOAUTH Authentication required.");
  EXPECT_TRUE(client.ask("AUTH guess").starts_with("-WRONGPASS"));
  EXPECT_EQ(server.logged("login.failed"), 1u);
  EXPECT_EQ(client.ask("AUTH open-sesame"), "OK");
  EXPECT_EQ(client.ask("GET k"), "(nil)");
  EXPECT_EQ(client.ask("CONFIG GET *").find("sesame"), std::string::npos);
  EXPECT_EQ(server.log().find("sesame"), std::string::npos);
}

TEST(Admission, ReplicasSayThePasswordToo) {
  const TemporaryFolder folder;
  const std::string right = folder.write("right", "open-sesame\n");
  ServerProcess primary({"--requirepass-file", right});
  ServerProcess stranger(ServerProcess::replica_of(primary.port()));
  ASSERT_TRUE(eventually([&] { return stranger.logged("NOAUTH Authentication required") > 0; })) << stranger.log();
  EXPECT_EQ(RespClient(stranger.port()).ask("GET k"), "-LOADING Burrow is loading the dataset in memory");

  const ServerProcess replica(ServerProcess::replica_of(primary.port(), {"--masterauth-file", right}));
  EXPECT_TRUE(eventually([&] { return replica.logged("sync.full") == 1; })) << replica.log();
  EXPECT_EQ(stranger.logged("link.down"), 1u) << "news once, not at each try";
}

TEST(Admission, TooManyClientsGetAnError) {
  ServerProcess server({"--max-clients", "3"});
  std::vector<std::unique_ptr<RespClient>> guests;
  for (int i = 0; i < 3; ++i) {
    guests.push_back(std::make_unique<RespClient>(server.port()));
    ASSERT_EQ(guests.back()->ask("PING"), "PONG");
  }
  RespClient late(server.port());
  EXPECT_EQ(late.next_reply(), "-ERR max number of clients reached");
  EXPECT_TRUE(late.is_closed());
  EXPECT_EQ(guests.front()->ask("PING"), "PONG");
  guests.pop_back();
  EXPECT_TRUE(eventually([&] { return RespClient(server.port()).ask("PING") == "PONG"; }));
}

TEST(Admission, AStormOfConnectionsLeavesTheOthersAlone) {
  ServerProcess server({"--max-clients", "100"}, {.open_files = 256});
  RespClient guest(server.port());
  ASSERT_EQ(guest.ask("PING"), "PONG");
  std::vector<std::unique_ptr<RespClient>> storm;
  for (int i = 0; i < 600; ++i) storm.push_back(std::make_unique<RespClient>(server.port()));
  EXPECT_EQ(guest.ask("PING"), "PONG");
  storm.clear();
  EXPECT_TRUE(eventually([&] { return RespClient(server.port()).ask("PING") == "PONG"; })) << server.log();
}

// Clients that keep connecting do not keep the others out.
TEST(Admission, AStormThatDoesNotEndLocksNoClientOut) {
  ServerProcess server({"--max-clients", "5"});
  std::vector<std::unique_ptr<RespClient>> guests;
  for (int i = 0; i < 5; ++i) {
    guests.push_back(std::make_unique<RespClient>(server.port()));
    ASSERT_EQ(guests.back()->ask("PING"), "PONG");
  }
  std::deque<std::unique_ptr<RespClient>> storm;
  const auto attempt = [&] {
    storm.push_back(std::make_unique<RespClient>(server.port()));
    if (storm.size() > 50) storm.pop_front();
  };
  for (int i = 0; i < 50; ++i) attempt();
  guests.pop_back();
  EXPECT_TRUE(eventually([&] {
    attempt();
    return storm.back()->ask("PING") == "PONG";
  })) << server.log();
}

TEST(Admission, MalformedRequestsAreAnsweredAndTheOthersServed) {
  ServerProcess server;
  RespClient other(server.port());
  ASSERT_EQ(other.ask("SET k v"), "OK");
  const std::pair<const char*, const char*> cases[] = {
      {"*1\r\n!oops", "-ERR Protocol error: expected '$', got '!'"},
      {"*99999999999\r\n", "-ERR Protocol error: invalid multibulk length"},
      {"*-0\r\n", "-ERR Protocol error: invalid multibulk length"},
      {"*1\r\n$-5\r\n", "-ERR Protocol error: invalid bulk length"},
      {"*1\r\n$99999999999\r\n", "-ERR Protocol error: invalid bulk length"},
      {"GET \"unbalanced\r\n", "-ERR Protocol error: unbalanced quotes in request"},
  };
  for (const auto& [bytes, error] : cases) {
    RespClient client(server.port());
    // What comes behind it must not cost the client its answer.
    ASSERT_TRUE(client.send(bytes + std::string(100'000, '.')));
    EXPECT_EQ(client.next_reply(), error);
    EXPECT_TRUE(client.is_closed());
  }
  EXPECT_EQ(other.ask("GET k"), "v");
}

TEST(Admission, GarbageFromAnyPeerIsSurvived) {
  ServerProcess server;
  const std::string pieces[] = {std::string("\0\1\2\xff\n", 5), "*2\r\n$8\r\nREPLSYNC\r\n$1\r\n1\r\n",
                                "REPLSYNC 1 2 3 4 5 6 7 8\r\n", std::string(200'000, 'x'), "*1000000\r\n$1\r\n"};
  for (const std::string& bytes : pieces) {
    RespClient client(server.port());
    client.send(bytes);
  }
  EXPECT_EQ(RespClient(server.port()).ask("PING"), "PONG");
}

TEST(Admission, ASilentClientIsDisconnected) {
  ServerProcess server({"--client-idle-timeout", "200ms"});
  RespClient silent(server.port());
  EXPECT_EQ(silent.ask("PING"), "PONG");
  EXPECT_TRUE(silent.is_closed());
  EXPECT_EQ(server.logged("reason=client-idle-timeout"), 1u) << server.log();
}

TEST(Admission, AReplyBeyondTheLimitClosesTheConnection) {
  ServerProcess server({"--client-output-limit", "1MiB"});
  RespClient client(server.port());
  EXPECT_EQ(client.ask({"SET", "k", std::string(600'000, 'v')}), "OK");
  EXPECT_EQ(client.ask("GET k").size(), 600'000u);
  EXPECT_EQ(client.ask("MGET k k"), "(closed)");
  EXPECT_EQ(server.logged("reason=client-output-limit"), 1u) << server.log();
  EXPECT_EQ(RespClient(server.port()).ask("STRLEN k"), "600000");
}

TEST(Admission, ARequestBeyondTheLimitIsRefused) {
  ServerProcess server({"--max-argument-bytes", "1KiB", "--client-query-bytes", "3KiB"});
  RespClient value(server.port());
  EXPECT_EQ(value.ask({"SET", "k", std::string(1025, 'v')}), "-ERR Protocol error: invalid bulk length");
  RespClient sum(server.port());
  const std::string largest(1024, 'k');
  EXPECT_EQ(sum.ask({"DEL", largest, largest}), "0");
  EXPECT_EQ(sum.ask({"DEL", largest, largest, largest}), "-ERR Protocol error: too big request");
}

}  // namespace
}  // namespace burrow::test
