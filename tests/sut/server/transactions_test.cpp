// Transactions at a node: queues, watched keys, changes of role.
#include <gtest/gtest.h>

#include "sut/server/node.hpp"
#include "tests/support/small_world.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;
using groundhog::test::RecordingStream;
using groundhog::test::SmallWorld;

class NodeTransactions : public ::testing::Test {
 protected:
  static constexpr std::uint16_t port = 7000;

  void SetUp() override {
    primary_ = std::make_unique<Node>(world_.runtime(world_.a()), options_, seam::Address{"a", port}, std::nullopt);
    ASSERT_TRUE(primary_->start());
    connect(client_, "a");
    connect(other_, "a");
  }
  void connect(RecordingStream& client, const char* host) {
    client.connect(world_.runtime(world_.client()), {host, port});
    world_.run_for(10ms);
  }
  // Requests, a line each, without the last line break; what comes back within a moment, without "\r".
  std::string ask(RecordingStream& client, std::string_view requests) {
    client.received.clear();
    client.write(std::string(requests) + "\r\n");
    world_.run_for(20ms);
    std::erase(client.received, '\r');
    return client.received;
  }
  std::string ask(std::string_view requests) { return ask(client_, requests); }

  SmallWorld world_;
  NodeOptions options_;
  std::unique_ptr<Node> primary_;
  RecordingStream client_;
  RecordingStream other_;
};

constexpr const char* aborted = "*-1\n";

TEST_F(NodeTransactions, QueuesThenRunsWhileOthersWaitForNothing) {
  EXPECT_EQ(ask("MULTI\nSET k 1"), "+OK\n+QUEUED\n");
  EXPECT_EQ(ask(other_, "GET k"), "$-1\n");
  EXPECT_EQ(ask("GET k\nEXEC"), "+QUEUED\n*2\n+OK\n$1\n1\n");
  EXPECT_EQ(ask(other_, "GET k"), "$1\n1\n");
}

TEST_F(NodeTransactions, WhatIsRefusedSpoilsTheQueue) {
  for (const char* wrong : {"NONSENSE", "GET", "REPLICAOF NO ONE", "INFO", "DEBUG DIGEST", "CONFIG GET maxmemory"}) {
    ASSERT_EQ(ask("MULTI\nSET k 1"), "+OK\n+QUEUED\n");
    ASSERT_TRUE(ask(wrong).starts_with("-ERR")) << wrong;
    EXPECT_EQ(ask("EXEC"), "-EXECABORT Transaction discarded because of previous errors.\n") << wrong;
  }
  EXPECT_EQ(ask("GET k"), "$-1\n");
}

TEST_F(NodeTransactions, AWatchedKeyThatChangedAborts) {
  for (const char* change : {"SET k 2", "DEL k", "PEXPIRE k 60000", "FLUSHALL", "RENAME k other"}) {
    ask("SET k 1");
    ask("WATCH k");
    ask(other_, change);
    EXPECT_EQ(ask("MULTI\nSET done 1\nEXEC"), std::string("+OK\n+QUEUED\n") + aborted) << change;
    EXPECT_EQ(ask("MULTI\nPING\nEXEC"), "+OK\n+QUEUED\n*1\n+PONG\n") << "EXEC forgets what was watched";
  }
  EXPECT_EQ(ask("GET done"), "$-1\n");
}

TEST_F(NodeTransactions, WhatIsNoChangeDoesNotAbort) {
  ask("SET k 1");
  for (const char* no_change : {"GET k", "SET other 1", "DEL absent", "PERSIST k"}) {
    ask("WATCH k absent");
    ask(other_, no_change);
    EXPECT_EQ(ask("MULTI\nPING\nEXEC"), "+OK\n+QUEUED\n*1\n+PONG\n") << no_change;
  }
  ask("WATCH k");
  ask(other_, "SET k 2");
  EXPECT_EQ(ask("UNWATCH\nMULTI\nPING\nEXEC"), "+OK\n+OK\n+QUEUED\n*1\n+PONG\n");
}

TEST_F(NodeTransactions, ItsOwnChangesCountToo) {
  EXPECT_EQ(ask("WATCH k\nSET k 1\nMULTI\nPING\nEXEC"), std::string("+OK\n+OK\n+OK\n+QUEUED\n") + aborted);
}

TEST_F(NodeTransactions, AWatchedKeyThatDiedAborts) {
  ask("SET k 1 PX 50\nWATCH k");
  world_.run_for(100ms);
  EXPECT_EQ(ask("MULTI\nPING\nEXEC"), std::string("+OK\n+QUEUED\n") + aborted);
}

TEST_F(NodeTransactions, AKeyThatWasDeadAlreadyMayLeave) {
  ask("SET k 1 PX 1");
  world_.run_for(5ms);
  ask("WATCH k");
  world_.run_for(500ms);
  EXPECT_EQ(ask("MULTI\nPING\nEXEC"), "+OK\n+QUEUED\n*1\n+PONG\n");
}

TEST_F(NodeTransactions, ADemotedNodeRefusesWhatItQueued) {
  ASSERT_EQ(ask("MULTI\nSET k 1"), "+OK\n+QUEUED\n");
  ask(other_, "REPLICAOF b 7000");
  EXPECT_EQ(ask("EXEC"),
            "-EXECABORT Transaction discarded because of: READONLY You can't write against a read only replica.\n");
}

TEST_F(NodeTransactions, AReplicaAppliesThemWholeAndWatchersSeeIt) {
  Node replica(world_.runtime(world_.b()), options_, {"b", port}, seam::Address{"a", port});
  ASSERT_TRUE(replica.start());
  RecordingStream reader;
  world_.run_for(1s);
  connect(reader, "b");
  EXPECT_EQ(ask(reader, "WATCH k"), "+OK\n");
  ask("MULTI\nSET k 1\nSET l 2\nEXEC");
  world_.run_for(1s);
  EXPECT_EQ(ask(reader, "MGET k l"), "*2\n$1\n1\n$1\n2\n");
  EXPECT_EQ(ask(reader, "MULTI\nGET k\nEXEC"), std::string("+OK\n+QUEUED\n") + aborted);
  EXPECT_TRUE(ask(reader, "MULTI\nSET k 1").starts_with("+OK\n-READONLY"));
}

TEST_F(NodeTransactions, QueuesAndWatchesAreBounded) {
  options_.client_query_bytes = 1000;
  Node small(world_.runtime(world_.b()), options_, {"b", port}, std::nullopt);
  ASSERT_TRUE(small.start());
  RecordingStream client;
  connect(client, "b");
  ask(client, "MULTI");
  for (int i = 0; i < 5; ++i) ask(client, "SET k " + std::string(200, 'x'));
  EXPECT_EQ(ask(client, "SET k " + std::string(200, 'x')), "-ERR transaction is too long\n");
  EXPECT_TRUE(ask(client, "EXEC").starts_with("-EXECABORT"));
  for (int i = 0; i < 5; ++i) ask(client, "WATCH k" + std::to_string(i));
  EXPECT_EQ(ask(client, "WATCH more"), "-ERR too many keys are watched\n");
}

}  // namespace
}  // namespace burrow::test
