// Nodes on a small simulated network: who is let in, what strangers may do, how a node takes its leave.
#include <array>

#include <gtest/gtest.h>

#include "sut/replication/announcements.hpp"
#include "sut/server/node.hpp"
#include "tests/support/small_world.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;
using groundhog::test::RecordingStream;
using groundhog::test::SmallWorld;

class AdmissionTest : public ::testing::Test {
 protected:
  static constexpr std::uint16_t port = 7000;

  void start_primary() {
    primary_ = std::make_unique<Node>(world_.runtime(world_.a()), options_, seam::Address{"a", port}, std::nullopt);
    ASSERT_TRUE(primary_->start());
  }
  void start_replica(const std::string& upstream_password) {
    NodeOptions options = options_;
    options.replication.upstream_password = upstream_password;
    replica_ =
        std::make_unique<Node>(world_.runtime(world_.b()), options, seam::Address{"b", port}, seam::Address{"a", port});
    ASSERT_TRUE(replica_->start());
  }
  void connect(RecordingStream& client) {
    client.connect(world_.runtime(world_.client()), {"a", port});
    world_.run_for(10ms);
  }
  // What comes back within a moment.
  std::string ask(RecordingStream& client, std::string_view request) {
    client.received.clear();
    client.write(request);
    world_.run_for(20ms);
    return client.received;
  }
  std::size_t announced(std::string_view event) const {
    return static_cast<std::size_t>(std::count(world_.announced.begin(), world_.announced.end(), event));
  }

  SmallWorld world_;
  NodeOptions options_;
  std::unique_ptr<Node> primary_;
  std::unique_ptr<Node> replica_;
};

TEST_F(AdmissionTest, StrangersMustLogIn) {
  options_.password = "sesame";
  start_primary();
  RecordingStream client;
  connect(client);
  EXPECT_EQ(ask(client, "PING\r\n"), "-NOAUTH Authentication required.\r\n");
  EXPECT_EQ(ask(client, "REPLICAOF NO ONE\r\n"), "-NOAUTH Authentication required.\r\n");
  EXPECT_TRUE(ask(client, "NONSENSE\r\n").starts_with("-ERR unknown command 'NONSENSE'"));
  EXPECT_TRUE(ask(client, "GET\r\n").starts_with("-ERR wrong number of arguments for 'get'"));
  EXPECT_TRUE(ask(client, "AUTH guess\r\n").starts_with("-WRONGPASS"));
  EXPECT_EQ(announced(event::login_failed), 1u);
  EXPECT_EQ(ask(client, "AUTH sesame\r\nPING\r\n"), "+OK\r\n+PONG\r\n");
  EXPECT_EQ(ask(client, "RESET\r\nPING\r\n"), "+RESET\r\n-NOAUTH Authentication required.\r\n");
}

TEST_F(AdmissionTest, AnUnknownCommandIsShownWithABeginningOfItsArguments) {
  start_primary();
  RecordingStream client;
  connect(client);
  const auto error = [](const std::string& name, const std::string& arguments) {
    return "-ERR unknown command '" + name + "', with args beginning with: " + arguments + "\r\n";
  };
  EXPECT_EQ(ask(client, "NONSENSE\r\n"), error("NONSENSE", ""));
  EXPECT_EQ(ask(client, "NONSENSE a bc\r\n"), error("NONSENSE", "'a' 'bc' "));
  EXPECT_EQ(ask(client, std::string(130, 'n') + "\r\n"), error(std::string(128, 'n'), ""));
  EXPECT_EQ(ask(client, "N a " + std::string(200, 'v') + " c\r\n"), error("N", "'a' '" + std::string(124, 'v') + "' "))
      << "quotes and blanks count";
  EXPECT_EQ(ask(client, std::string("*2\r\n$3\r\nn\0n\r\n$2\r\nv\0\r\n", 21)), error("n", "'v' "));
}

TEST_F(AdmissionTest, WhatStrangersCauseIsSaidOnceASecond) {
  options_.password = "sesame";
  start_primary();
  for (int i = 0; i < 20; ++i) {
    RecordingStream client;
    connect(client);
    ask(client, "AUTH guess\r\nAUTH guess\r\n*1\r\n!\r\n");
  }
  ASSERT_LT(world_.now(), 1s);
  EXPECT_EQ(announced(event::login_failed), 1u);
  EXPECT_EQ(announced(event::client_dropped), 1u);
  world_.run_for(10s);
  EXPECT_EQ(announced(event::login_failed), 2u) << "the rest together";
  EXPECT_EQ(announced(event::client_dropped), 2u);
}

TEST_F(AdmissionTest, AReplicaLogsInBeforeItsHello) {
  options_.password = "sesame";
  start_primary();
  start_replica("sesame");
  world_.run_for(1s);
  ASSERT_TRUE(replica_->upstream()->is_up());
  EXPECT_EQ(announced(event::login_failed), 0u);
}

TEST_F(AdmissionTest, AReplicaWithoutThePasswordIsNoReplica) {
  options_.password = "sesame";
  start_primary();
  for (const char* password : {"", "guess"}) {
    start_replica(password);
    world_.run_for(3s);
    EXPECT_FALSE(replica_->upstream()->is_up());
    EXPECT_FALSE(replica_->is_complete());
    EXPECT_TRUE(primary_->replicas().sessions().empty());
    replica_.reset();
  }
}

TEST_F(AdmissionTest, TooManyClientsGetAnError) {
  options_.max_clients = 2;
  start_primary();
  RecordingStream first;
  RecordingStream second;
  RecordingStream third;
  RecordingStream fourth;
  connect(first);
  connect(second);
  connect(third);
  connect(fourth);
  EXPECT_EQ(ask(fourth, "PING\r\n"), "-ERR max number of clients reached\r\n");
  EXPECT_TRUE(third.received.empty()) << "it may turn out to be a replica";
  world_.run_for(1s);
  EXPECT_EQ(third.received, "-ERR max number of clients reached\r\n");
  EXPECT_TRUE(third.has_heard("end"));
  EXPECT_EQ(announced(event::client_refused), 1u) << "said once";
  EXPECT_EQ(ask(first, "PING\r\n"), "+PONG\r\n");

  first.close();
  third.close();
  fourth.close();
  world_.run_for(2s);
  RecordingStream fifth;
  connect(fifth);
  EXPECT_EQ(ask(fifth, "PING\r\n"), "+PONG\r\n");
}

TEST_F(AdmissionTest, ReplicasAndOperatorsGetInBeyondTheLimit) {
  options_.max_clients = 1;
  start_primary();
  RecordingStream only;
  connect(only);
  start_replica("");
  world_.run_for(1s);
  EXPECT_TRUE(replica_->upstream()->is_up());
  RecordingStream boss;
  connect(boss);
  EXPECT_EQ(ask(boss, "CONFIG SET max-clients 5\r\nPING\r\n"), "+OK\r\n+PONG\r\n") << "now there is room";
  EXPECT_EQ(announced(event::client_refused), 0u);
  EXPECT_NE(ask(boss, "INFO clients\r\n").find("connected_clients:2\r\n"), std::string::npos);
}

TEST_F(AdmissionTest, MoreReplicasThanTheLimitDoNotGetIn) {
  options_.max_clients = 1;
  start_primary();
  start_replica("");
  world_.run_for(1s);
  ASSERT_TRUE(replica_->upstream()->is_up());
  Node second(world_.runtime(world_.client()), options_, seam::Address{"client", port}, seam::Address{"a", port});
  ASSERT_TRUE(second.start());
  world_.run_for(1s);
  EXPECT_FALSE(second.upstream()->is_up());
  EXPECT_TRUE(replica_->upstream()->is_up());
}

TEST_F(AdmissionTest, ThoseOnTrialAreNotManyAndWhoIsTurnedAwayLeavesItsPlace) {
  options_.max_clients = 1;
  start_primary();
  RecordingStream only;
  connect(only);
  std::array<RecordingStream, 70> others;
  for (RecordingStream& each : others) each.connect(world_.runtime(world_.client()), {"a", port});
  world_.run_for(10ms);
  EXPECT_EQ(std::ranges::count_if(others, [](const auto& each) { return each.has_heard("reset"); }), 6);
  world_.run_for(3s);
  RecordingStream late;
  connect(late);
  EXPECT_EQ(ask(late, "PING\r\n"), "-ERR max number of clients reached\r\n");
  EXPECT_EQ(ask(only, "PING\r\n"), "+PONG\r\n");
}

TEST_F(AdmissionTest, ThoseWhoAreTurnedAwayTakeNoClientsPlace) {
  options_.max_clients = 2;
  start_primary();
  RecordingStream leaves;
  RecordingStream stays;
  connect(leaves);
  connect(stays);
  // They do not hang up when they are refused: the server lets them read for a while.
  std::array<RecordingStream, 10> refused;
  for (RecordingStream& each : refused) connect(each);
  leaves.close();
  world_.run_for(10ms);
  RecordingStream next;
  connect(next);
  EXPECT_EQ(ask(next, "PING\r\n"), "+PONG\r\n");
  EXPECT_NE(ask(next, "INFO clients\r\n").find("connected_clients:2\r\n"), std::string::npos);
}

TEST_F(AdmissionTest, AWebPageWritesNothing) {
  start_primary();
  for (const char* request : {"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nSET k v\r\n",
                              "PUT / HTTP/1.1\r\nhost: localhost:7000\r\n\r\nSET k v\r\n"}) {
    RecordingStream browser;
    connect(browser);
    EXPECT_EQ(ask(browser, request).find("+OK"), std::string::npos);
    EXPECT_TRUE(browser.has_heard("end"));
  }
  EXPECT_EQ(primary_->cache().size(), 0u);
  world_.run_for(3s);
  EXPECT_EQ(announced(event::client_dropped), 2u);
}

TEST_F(AdmissionTest, InfoTakesSectionsInAnyCase) {
  start_primary();
  RecordingStream client;
  connect(client);
  const std::string some = ask(client, "INFO REPLICATION Keyspace\r\n");
  EXPECT_NE(some.find("# Replication\r\nrole:master\r\n"), std::string::npos);
  EXPECT_NE(some.find("# Keyspace\r\n"), std::string::npos);
  EXPECT_EQ(some.find("# Server\r\n"), std::string::npos);
  EXPECT_EQ(ask(client, "INFO ALL\r\n"), ask(client, "INFO\r\n"));
}

TEST_F(AdmissionTest, ADigestNamesHistoryAndOffset) {
  start_primary();
  start_replica("");
  RecordingStream client;
  connect(client);
  ask(client, "SET k v PX 100000\r\nSET l w\r\n");
  world_.run_for(1s);
  RecordingStream other;
  other.connect(world_.runtime(world_.client()), {"b", port});
  world_.run_for(10ms);
  const std::string digest = ask(client, "DEBUG DIGEST\r\n");
  EXPECT_NE(digest.find("\r\n:2\r\n:2\r\n"), std::string::npos) << digest;
  EXPECT_EQ(ask(other, "DEBUG DIGEST\r\n"), digest);
  ask(client, "PEXPIRE k 99999\r\n");
  EXPECT_NE(ask(client, "DEBUG DIGEST\r\n"), digest);
}

TEST_F(AdmissionTest, KeysOfALargeCacheComeAsOneReply) {
  start_primary();
  RecordingStream client;
  connect(client);
  std::string pipeline;
  for (int i = 0; i < 5000; ++i) pipeline += "SET " + std::to_string(i) + " v\r\n";
  for (std::size_t sent = 0; sent < pipeline.size();) {
    sent += client.write(std::string_view(pipeline).substr(sent));
    world_.run_for(10ms);
  }
  world_.run_for(1s);
  EXPECT_EQ(ask(client, "KEYS 17?\r\nKEYS none\r\nPING\r\n"),
            "*10\r\n$3\r\n170\r\n$3\r\n171\r\n$3\r\n172\r\n$3\r\n173\r\n$3\r\n174\r\n$3\r\n175\r\n$3\r\n176\r\n"
            "$3\r\n177\r\n$3\r\n178\r\n$3\r\n179\r\n*0\r\n+PONG\r\n");
}

TEST_F(AdmissionTest, AHalfClosedClientGetsItsListing) {
  start_primary();
  RecordingStream client;
  connect(client);
  for (int batch = 0; batch < 20; ++batch) {
    std::string pipeline;
    for (int i = 0; i < 100; ++i) pipeline += "SET " + std::to_string(100 * batch + i) + " v\r\n";
    ask(client, pipeline);
  }
  ASSERT_EQ(primary_->cache().size(), 2000u);
  client.received.clear();
  client.write("KEYS 170?\r\n");
  client.stream().shutdown_write();
  world_.run_for(100ms);
  EXPECT_TRUE(client.received.starts_with("*10\r\n")) << client.received;
  EXPECT_TRUE(client.has_heard("end"));
}

TEST_F(AdmissionTest, ADrainedNodeOwesNoClientAnything) {
  start_primary();
  start_replica("");
  world_.run_for(1s);
  RecordingStream client;
  connect(client);
  client.write("SET k v\r\nSET l w\r\nGET k\r\n");
  world_.run_for(5ms);
  bool done = false;
  primary_->drain([&] { done = true; });
  world_.run_for(2s);
  EXPECT_TRUE(done);
  EXPECT_EQ(client.received, "+OK\r\n+OK\r\n$1\r\nv\r\n");
  EXPECT_TRUE(client.has_heard("end"));
  EXPECT_EQ(replica_->log().place().offset, 2u);
  RecordingStream late;
  connect(late);
  EXPECT_TRUE(late.has_heard("refused"));
}

TEST_F(AdmissionTest, ADrainAnswersClientsThatWaitForReplicas) {
  start_primary();
  start_replica("");
  world_.run_for(1s);
  RecordingStream client;
  connect(client);
  EXPECT_EQ(ask(client, "SET k v\r\nWAIT 2 0\r\nPING\r\n"), "+OK\r\n");
  bool done = false;
  primary_->drain([&] { done = true; });
  world_.run_for(2s);
  EXPECT_EQ(client.received, "+OK\r\n:1\r\n+PONG\r\n") << "as many as there are";
  EXPECT_TRUE(done);
}

TEST_F(AdmissionTest, ADrainWaitsForAReplicaThatDoesNotAnswer) {
  start_primary();
  start_replica("");
  world_.run_for(1s);
  RecordingStream client;
  connect(client);
  world_.b().kill(false);
  ask(client, "SET k v\r\n");
  world_.run_for(1ms);
  bool done = false;
  primary_->drain([&] { done = true; });
  world_.run_for(10s);
  EXPECT_TRUE(done) << "until it is declared down";
}

}  // namespace
}  // namespace burrow::test
