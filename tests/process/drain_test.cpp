// SIGTERM and SIGINT: what was received is finished, replies and replicas get theirs, and it does not take for ever.
#include <csignal>

#include <gtest/gtest.h>

#include "tests/process/resp_client.hpp"
#include "tests/process/server_process.hpp"
#include "tests/process/waiting.hpp"

namespace burrow::test {
namespace {

class Drain : public ::testing::TestWithParam<int> {};

INSTANTIATE_TEST_SUITE_P(Signals, Drain, ::testing::Values(SIGTERM, SIGINT));

TEST_P(Drain, FinishesWhatWasReceived) {
  ServerProcess server;
  RespClient client(server.port());
  ASSERT_EQ(client.ask("PING"), "PONG");
  server.stop();
  constexpr int count = 2'000;  // several turns, and less than a kernel holds
  std::string pipeline;
  for (int i = 0; i < count; ++i) pipeline += "SET key" + std::to_string(i) + " value\r\n";
  ASSERT_TRUE(client.send(pipeline));
  ASSERT_TRUE(eventually([&] { return client.has_arrived(); }));
  server.child().signal(GetParam());
  server.resume();
  for (int i = 0; i < count; ++i) ASSERT_EQ(client.next_reply(), "OK") << i;
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(server.child().exit_code(), 0) << server.log();
}

TEST_P(Drain, ReplicasGetEverything) {
  ServerProcess primary;
  ServerProcess replica(ServerProcess::replica_of(primary.port()));
  ASSERT_TRUE(eventually([&] { return replica.logged("sync.full") == 1; }));
  std::string digest;
  {
    RespClient client(primary.port());
    std::string pipeline;
    for (int i = 0; i < 5000; ++i) pipeline += "SET key" + std::to_string(i) + " " + std::string(100, 'v') + "\r\n";
    ASSERT_TRUE(client.send(pipeline + "DEBUG DIGEST\r\n"));
    for (int i = 0; i < 5000; ++i) ASSERT_EQ(client.next_reply(), "OK");
    digest = client.next_reply();
    primary.child().signal(GetParam());
  }
  EXPECT_EQ(primary.child().exit_code(), 0) << primary.log();
  EXPECT_EQ(RespClient(replica.port()).ask("DEBUG DIGEST"), digest);
}

// Asks for more than the kernel holds for it, and does not read.
class Deaf {
 public:
  explicit Deaf(std::uint16_t port) : client_(port, 4096) {
    EXPECT_EQ(client_.ask({"SET", "large", std::string(16'000'000, 'v')}), "OK");
    EXPECT_TRUE(client_.send("GET large\r\n"));
    EXPECT_EQ(RespClient(port).ask("PING"), "PONG");
  }

 private:
  RespClient client_;
};

TEST_P(Drain, AnswersClientsThatWaitForReplicas) {
  ServerProcess server({"--drain-timeout", "1h"});
  RespClient waits(server.port());
  ASSERT_TRUE(waits.send("SET k v\r\nWAIT 1 0\r\n"));
  ASSERT_EQ(waits.next_reply(), "OK");
  server.child().signal(GetParam());
  EXPECT_EQ(waits.next_reply(), "0") << "there is none, and there will be none";
  EXPECT_EQ(server.child().exit_code(), 0) << server.log();
}

TEST_P(Drain, TakesNoNewConnections) {
  ServerProcess server({"--drain-timeout", "60s"});
  const Deaf deaf(server.port());
  RespClient ready(server.port());
  ASSERT_EQ(ready.ask("PING"), "PONG");
  server.child().signal(GetParam());
  EXPECT_TRUE(ready.is_closed());
  EXPECT_THROW(RespClient(server.port()), std::runtime_error);
  EXPECT_TRUE(server.child().is_running()) << "a client still waits for its answer";
}

TEST_P(Drain, DoesNotWaitForEver) {
  ServerProcess server({"--drain-timeout", "100ms"});
  const Deaf deaf(server.port());
  server.child().signal(GetParam());
  EXPECT_EQ(server.child().exit_code(), 0);
  EXPECT_EQ(server.logged("drain-timeout is over"), 1u) << server.log();
}

TEST_P(Drain, WaitsForNoNameService) {
  Child server({"/usr/bin/env", "LD_PRELOAD=" SILENT_NAMES, "ASAN_OPTIONS=verify_asan_link_order=0",
                BURROW_SERVER_BINARY, "--port", "0", "--replicaof", "primary.test:7000"});
  ASSERT_TRUE(eventually([&] { return server.err().find("a name was asked for") != std::string::npos; }));
  server.signal(GetParam());
  EXPECT_EQ(server.exit_code(), 0) << server.err();
}

TEST_P(Drain, ASecondSignalEndsItAtOnce) {
  ServerProcess server({"--drain-timeout", "1h"});
  const Deaf deaf(server.port());
  server.child().signal(GetParam());
  ASSERT_TRUE(eventually([&] { return server.logged("draining") == 1; }));
  server.child().signal(GetParam());
  EXPECT_EQ(server.child().exit_code(), 128 + GetParam());
}

}  // namespace
}  // namespace burrow::test
