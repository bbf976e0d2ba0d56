// Primaries and replicas as processes: joined, killed, stopped, cut off, promoted. Afterwards they agree.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "tests/process/proxy.hpp"
#include "tests/process/resp_client.hpp"
#include "tests/process/server_process.hpp"
#include "tests/process/waiting.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;

const std::vector<std::string> fast = {"--heartbeat-interval", "200ms", "--heartbeat-misses", "5"};

std::string digest_of(const ServerProcess& server) { return RespClient(server.port()).ask("DEBUG DIGEST"); }

// History, offset, keys and digest.
bool agree(const ServerProcess& a, const ServerProcess& b) {
  return eventually([&] {
    const std::string digest = digest_of(a);
    return digest.starts_with("[") && digest == digest_of(b);
  });
}

bool is_up(const ServerProcess& replica) {
  return eventually([&] {
    return RespClient(replica.port()).ask("INFO replication").find("master_link_status:up") != std::string::npos;
  });
}

void set_keys(std::uint16_t port, int count, const std::string& prefix) {
  RespClient client(port);
  for (int i = 0; i < count; ++i) {
    const std::string key = prefix + std::to_string(i);
    ASSERT_EQ(i % 3 == 0 ? client.ask({"SET", key, "v", "PX", "600000"}) : client.ask({"SET", key, "v"}), "OK");
  }
}

// Writes until it is destroyed.
class Load {
 public:
  explicit Load(std::uint16_t port) : thread_([this, port] { run(port); }) {}
  ~Load() {
    stopping_ = true;
    thread_.join();
  }
  int written() const { return written_; }
  bool continues() const {
    const int before = written_;
    return eventually([&] { return written_ > before + 100; });
  }

 private:
  void run(std::uint16_t port) {
    RespClient client(port);
    while (!stopping_) {
      const std::string key = "load:" + std::to_string(written_ % 1000);
      if (client.ask({"SET", key, std::to_string(written_), "PX", "600000"}) != "OK") return;
      if (written_ % 7 == 0) client.ask({"DEL", key});
      ++written_;
    }
  }

  std::atomic<int> written_{0};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

TEST(Replication, JoinsUnderLoad) {
  ServerProcess primary(fast);
  set_keys(primary.port(), 2000, "old:");
  ServerProcess first(ServerProcess::replica_of(primary.port()));
  {
    const Load load(primary.port());
    ASSERT_TRUE(load.continues());
    ServerProcess second(ServerProcess::replica_of(primary.port()));
    ASSERT_TRUE(is_up(second));
    ASSERT_TRUE(load.continues());
  }
  EXPECT_TRUE(agree(primary, first));
  EXPECT_EQ(RespClient(first.port()).ask("SET k v"), "-READONLY You can't write against a read only replica.");
}

TEST(Replication, AReplicaThatIsKilledComesBack) {
  ServerProcess primary(fast);
  ServerProcess replica(ServerProcess::replica_of(primary.port()));
  ASSERT_TRUE(is_up(replica));
  {
    const Load load(primary.port());
    ASSERT_TRUE(load.continues());
    replica.kill();
    ASSERT_TRUE(load.continues());
    replica.restart();
    ASSERT_TRUE(is_up(replica));
    ASSERT_TRUE(load.continues());
  }
  EXPECT_TRUE(agree(primary, replica));
}

TEST(Replication, APrimaryThatComesBackEmptyIsHeldOff) {
  ServerProcess primary(fast);
  ServerProcess replica(ServerProcess::replica_of(primary.port(), {"--empty-primary-hold", "1h"}));
  set_keys(primary.port(), 100, "k");
  ASSERT_TRUE(agree(primary, replica));
  primary.restart();
  ASSERT_TRUE(eventually([&] { return replica.logged("sync.held") == 1; })) << replica.log();
  RespClient client(replica.port());
  EXPECT_EQ(client.ask("DBSIZE"), "100") << "it serves on";
  EXPECT_NE(client.ask("INFO replication").find("empty_primary_held_off:1"), std::string::npos);

  // The operator knows better.
  EXPECT_EQ(client.ask("REPLICAOF 127.0.0.1 " + std::to_string(primary.port())), "OK");
  EXPECT_TRUE(agree(primary, replica)) << replica.log();
  EXPECT_EQ(client.ask("DBSIZE"), "0");
}

TEST(Replication, TheHoldEnds) {
  ServerProcess primary(fast);
  ServerProcess replica(ServerProcess::replica_of(primary.port(), {"--empty-primary-hold", "1s"}));
  set_keys(primary.port(), 100, "k");
  ASSERT_TRUE(agree(primary, replica));
  primary.restart();
  EXPECT_TRUE(agree(primary, replica)) << replica.log();
  EXPECT_EQ(replica.logged("sync.held"), 1u);
}

TEST(Replication, AReplicaThatStopsIsMissedAndComesBack) {
  ServerProcess primary(fast);
  ServerProcess replica(ServerProcess::replica_of(primary.port()));
  ASSERT_TRUE(is_up(replica));
  replica.stop();
  ASSERT_TRUE(eventually([&] { return primary.logged("peer.declared_down") == 1; })) << primary.log();
  set_keys(primary.port(), 100, "k");
  replica.resume();
  EXPECT_TRUE(agree(primary, replica));
  EXPECT_EQ(replica.logged("sync.partial"), 1u) << replica.log();
}

TEST(Replication, APrimaryThatStopsIsMissedAndFoundAgain) {
  ServerProcess primary(fast);
  ServerProcess replica(ServerProcess::replica_of(primary.port()));
  set_keys(primary.port(), 100, "k");
  ASSERT_TRUE(agree(primary, replica));
  primary.stop();
  ASSERT_TRUE(eventually([&] { return replica.logged("peer.declared_down") >= 1; })) << replica.log();
  EXPECT_EQ(RespClient(replica.port()).ask("GET k1"), "v") << "it serves on";
  primary.resume();
  ASSERT_TRUE(is_up(replica));
  set_keys(primary.port(), 100, "l");
  EXPECT_TRUE(agree(primary, replica));
}

TEST(Replication, ACutWireHealsWithAPartialResynchronisation) {
  ServerProcess primary(fast);
  Proxy wire(primary.port());
  ServerProcess replica(ServerProcess::replica_of(wire.port()));
  set_keys(primary.port(), 100, "k");
  ASSERT_TRUE(agree(primary, replica));
  wire.cut();
  ASSERT_TRUE(eventually([&] { return replica.logged("peer.declared_down") >= 1; })) << replica.log();
  set_keys(primary.port(), 100, "l");
  wire.heal();
  EXPECT_TRUE(agree(primary, replica));
  EXPECT_EQ(replica.logged("sync.full"), 1u);
  EXPECT_GE(replica.logged("sync.partial"), 1u);
}

TEST(Replication, WhatTheBacklogHasForgottenIsSentAgain) {
  std::vector<std::string> flags = fast;
  flags.insert(flags.end(), {"--backlog-bytes", "4KiB"});
  ServerProcess primary(flags);
  Proxy wire(primary.port());
  ServerProcess replica(ServerProcess::replica_of(wire.port()));
  set_keys(primary.port(), 10, "k");
  ASSERT_TRUE(agree(primary, replica));
  wire.cut();
  ASSERT_TRUE(eventually([&] { return replica.logged("peer.declared_down") >= 1; })) << replica.log();
  set_keys(primary.port(), 500, "l");
  wire.heal();
  EXPECT_TRUE(agree(primary, replica));
  EXPECT_GE(replica.logged("sync.full"), 2u);
}

TEST(Replication, ResetsUnderLoadLoseNothing) {
  ServerProcess primary(fast);
  Proxy wire(primary.port());
  ServerProcess replica(ServerProcess::replica_of(wire.port()));
  ASSERT_TRUE(is_up(replica));
  {
    const Load load(primary.port());
    for (int i = 0; i < 5; ++i) {
      ASSERT_TRUE(load.continues());
      const std::size_t downs = replica.logged("link.down");
      wire.reset_all();
      ASSERT_TRUE(eventually([&] { return replica.logged("link.down") > downs; }));
      ASSERT_TRUE(is_up(replica));
    }
  }
  EXPECT_TRUE(agree(primary, replica)) << replica.log();
}

TEST(Replication, ASlowWireIsNoDeadOne) {
  ServerProcess primary(fast);
  Proxy wire(primary.port());
  wire.delay(100ms);
  ServerProcess replica(ServerProcess::replica_of(wire.port()));
  ASSERT_TRUE(is_up(replica));
  set_keys(primary.port(), 500, "k");
  EXPECT_TRUE(agree(primary, replica));
  EXPECT_EQ(RespClient(primary.port()).ask("WAIT 1 60000"), "1");
}

TEST(Replication, APromotedReplicaContinuesFromWhereItWas) {
  ServerProcess primary(fast);
  ServerProcess heir(ServerProcess::replica_of(primary.port()));
  ServerProcess sibling(ServerProcess::replica_of(primary.port()));
  set_keys(primary.port(), 100, "k");
  ASSERT_TRUE(agree(primary, heir));
  ASSERT_TRUE(agree(primary, sibling));
  primary.kill();
  RespClient client(heir.port());
  ASSERT_EQ(client.ask("REPLICAOF NO ONE"), "OK");
  ASSERT_EQ(client.ask("SET new value"), "OK");
  const std::string follow = "REPLICAOF 127.0.0.1 " + std::to_string(heir.port());
  ASSERT_EQ(RespClient(sibling.port()).ask(follow), "OK");
  EXPECT_TRUE(agree(heir, sibling));
  EXPECT_EQ(sibling.logged("sync.partial"), 1u) << "a child history continues its parent";

  primary.restart();
  ASSERT_EQ(RespClient(primary.port()).ask(follow), "OK");
  EXPECT_TRUE(agree(heir, primary)) << "the old primary comes home as a replica";
}

TEST(Replication, AChainPassesEverythingOn) {
  ServerProcess primary(fast);
  ServerProcess middle(ServerProcess::replica_of(primary.port()));
  ServerProcess leaf(ServerProcess::replica_of(middle.port()));
  const std::string before = digest_of(primary);
  {
    const Load load(primary.port());
    ASSERT_TRUE(load.continues());
    middle.kill();
    ASSERT_TRUE(load.continues());
    middle.restart();
    ASSERT_TRUE(load.continues());
  }
  EXPECT_TRUE(agree(primary, middle));
  EXPECT_TRUE(agree(primary, leaf)) << leaf.log();
  EXPECT_NE(digest_of(leaf), before);
}

TEST(Replication, AnUnreachablePrimaryIsNewsOnce) {
  ServerProcess primary(fast);
  const std::uint16_t port = primary.port();
  primary.kill();
  ServerProcess replica(ServerProcess::replica_of(
      port, {"--reconnect-backoff", "1ms", "--reconnect-backoff-max", "10ms", "--log-level", "debug"}));
  ASSERT_TRUE(eventually([&] { return replica.logged("link.down") > 20; }));
  EXPECT_EQ(replica.logged("warning link.down"), 1u) << replica.log();
  primary.restart();
  EXPECT_TRUE(is_up(replica));
}

TEST(Replication, ANodeDoesNotReplicateItself) {
  ServerProcess server;
  RespClient client(server.port());
  for (const char* self : {"127.0.0.1", "localhost", "0.0.0.0"}) {
    EXPECT_EQ(client.ask({"REPLICAOF", self, std::to_string(server.port())}), "-ERR a node cannot replicate itself");
  }
  ServerProcess open({"--bind", "0.0.0.0", "--protected-mode", "no"});
  RespClient other(open.port());
  for (const char* self : {"127.0.0.1", "127.0.0.2", "localhost", "0.0.0.0"}) {
    EXPECT_EQ(other.ask({"REPLICAOF", self, std::to_string(open.port())}), "-ERR a node cannot replicate itself");
  }
}

TEST(Replication, ANodeThatFindsItselfSaysSoOnce) {
  const ServerProcess server({"--reconnect-backoff", "1ms", "--reconnect-backoff-max", "10ms", "--log-level", "debug"});
  Proxy detour(server.port());
  RespClient client(server.port());
  ASSERT_EQ(client.ask({"REPLICAOF", "127.0.0.1", std::to_string(detour.port())}), "OK");
  ASSERT_TRUE(eventually([&] { return server.logged("debug   link.down") > 20; })) << server.log();
  EXPECT_EQ(server.logged("it is this node"), 1u) << server.log();
  EXPECT_EQ(server.logged("replica.joined"), 0u);
  EXPECT_EQ(client.ask("REPLICAOF NO ONE"), "OK");
  EXPECT_EQ(client.ask("SET k v"), "OK");
}

TEST(Replication, DifferentStatesDisagree) {
  ServerProcess one;
  ServerProcess other;
  EXPECT_NE(digest_of(one), digest_of(other)) << "not of one history";
}

}  // namespace
}  // namespace burrow::test
