// Peers that speak the replication protocol and mean no good: nothing that they send stops a server or ends it.
#include <arpa/inet.h>
#include <atomic>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "sut/replication/frame.hpp"
#include "tests/process/resp_client.hpp"
#include "tests/process/server_process.hpp"
#include "tests/process/waiting.hpp"

namespace burrow::test {
namespace {

const std::string hello = encode(HelloFrame{1, ProcessId{0xBAD}, 1, Place{}});

// Says the same to each peer that connects, once it has heard something.
class FakePrimary {
 public:
  explicit FakePrimary(std::string says) : says_(std::move(says)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 16) != 0) throw std::runtime_error("no port");
    ::getsockname(listener_, generic, &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~FakePrimary() {
    stopping_ = true;
    thread_.join();
    for (const int socket : sockets_) ::close(socket);
    ::close(listener_);
  }

  std::uint16_t port() const { return port_; }
  int calls() const { return calls_; }

 private:
  void serve() {
    while (!stopping_) {
      pollfd waiting{listener_, POLLIN, 0};
      if (::poll(&waiting, 1, 10) <= 0) continue;
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      char first = 0;
      if (::recv(socket, &first, 1, 0) == 1) ::send(socket, says_.data(), says_.size(), MSG_NOSIGNAL);
      sockets_.push_back(socket);
      ++calls_;
    }
  }

  std::string says_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::vector<int> sockets_;
  std::atomic<int> calls_{0};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

std::string full(Offset offset, std::uint64_t keys) {
  return encode(FullFrame{1, {ProcessId{0xBAD}}, History{.id = ReplicationId{0xBAD}}, offset, Checksum::empty, keys});
}

TEST(HostilePeer, AnEndlessFrameIsNotKept) {
  ServerProcess server;
  RespClient peer(server.port());
  ASSERT_TRUE(peer.send(hello + "*6\r\n$4\r\nping\r\n$1000000000\r\n"));
  EXPECT_TRUE(peer.is_closed());
  EXPECT_EQ(server.logged("frame beyond max-argument-bytes"), 1u) << server.log();
}

TEST(HostilePeer, AKeyThatComesTwiceEndsNoReplica) {
  StateDigest digest;
  for (int i = 0; i < 2; ++i) digest.add("k", "v", {});
  const FakePrimary primary(full(0, 2) + encode(SnapshotPartFrame{2, {{"k", "v", {}}, {"k", "v", {}}}}) +
                            encode(SnapshotEndFrame{3, digest.value()}));
  ServerProcess replica(ServerProcess::replica_of(primary.port()));
  ASSERT_TRUE(eventually([&] { return primary.calls() >= 3; })) << "it tries again";
  EXPECT_TRUE(replica.child().is_running()) << replica.log();
  EXPECT_EQ(RespClient(replica.port()).ask("PING"), "PONG");
  EXPECT_EQ(replica.logged("warning link.down"), 1u) << replica.log();
}

TEST(HostilePeer, AnOffsetBeyondAnyLogEndsNoMiddleNode) {
  const FakePrimary primary(full(~Offset{0}, 0) + encode(SnapshotEndFrame{2, StateDigest().value()}));
  ServerProcess middle(ServerProcess::replica_of(primary.port()));
  ServerProcess leaf(ServerProcess::replica_of(middle.port()));
  ASSERT_TRUE(eventually([&] { return primary.calls() >= 3 && leaf.logged("link.down") >= 1; }));
  EXPECT_TRUE(middle.child().is_running()) << middle.log();
  EXPECT_EQ(middle.logged("sync.full"), 0u);
}

TEST(HostilePeer, OtherLimitsAreSaid) {
  ServerProcess primary;
  ASSERT_EQ(RespClient(primary.port()).ask({"SET", "large", std::string(3 << 20, 'v')}), "OK");
  ServerProcess replica({"--replicaof", "127.0.0.1:" + std::to_string(primary.port()), "--max-argument-bytes", "1KiB",
                         "--reconnect-backoff-max", "200ms"});
  const std::string line =
      "upstream=127.0.0.1:" + std::to_string(primary.port()) + " reason=\"frame beyond max-argument-bytes\"";
  ASSERT_TRUE(eventually([&] { return replica.logged(line) >= 1; })) << replica.log();
}

}  // namespace
}  // namespace burrow::test
