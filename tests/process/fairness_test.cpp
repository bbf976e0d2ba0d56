// No client makes another wait, and no peer that stops reading makes the server grow.
#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/process/resp_client.hpp"
#include "tests/process/server_process.hpp"
#include "tests/process/waiting.hpp"

namespace burrow::test {
namespace {

constexpr std::size_t mebibyte = 1024 * 1024;

TEST(Fairness, ABigPipelineLeavesRoomForOthers) {
  ServerProcess server;
  constexpr int count = 200'000;
  std::atomic<int> replies{0};
  std::string pipeline;
  for (int i = 0; i < 1000; ++i) pipeline += "SET k v\r\n";
  RespClient greedy(server.port());
  std::thread writer([&] {
    for (int i = 0; i < count / 1000; ++i) greedy.send(pipeline);
  });
  RespClient reading(server.port());
  std::thread reader([&] {
    while (replies < count && greedy.next_reply() == "OK") ++replies;
  });
  EXPECT_TRUE(eventually([&] { return replies > 1000; }));
  int served = 0;
  while (replies < count / 2 && reading.ask("PING") == "PONG") ++served;
  EXPECT_GT(served, 10) << "turns came round while the pipeline ran";
  writer.join();
  reader.join();
  EXPECT_EQ(replies, count);
}

TEST(Fairness, AHugeRequestSentSlowlyDisturbsNoOtherClient) {
  ServerProcess server;
  RespClient slow(server.port());
  RespClient other(server.port());
  ASSERT_TRUE(slow.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1000000\r\n"));
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(slow.send(std::string(10'000, 'v')));
    ASSERT_EQ(other.ask("PING"), "PONG");
  }
  ASSERT_TRUE(slow.send("\r\n"));
  EXPECT_EQ(slow.next_reply(), "OK");
  EXPECT_EQ(other.ask("STRLEN k"), "1000000");
}

TEST(Fairness, ASlowReaderCostsNoMoreThanItsLimit) {
  ServerProcess server;
  RespClient other(server.port());
  ASSERT_EQ(other.ask({"SET", "k", std::string(10'000, 'v')}), "OK");
  const std::size_t before = server.resident_bytes();
  RespClient slow(server.port(), 4096);
  std::string requests;
  for (int i = 0; i < 1000; ++i) requests += "GET k\r\n";
  // Until the server stops reading, too: replies of gigabytes would be due.
  std::string_view rest;
  int polls_without_room = 0;
  ASSERT_TRUE(eventually([&] {
    for (;; polls_without_room = 0) {
      if (rest.empty()) rest = requests;
      const std::size_t sent = slow.send_some(rest);
      rest.remove_prefix(sent);
      if (sent == 0) return ++polls_without_room == 20;
    }
  }));
  for (int i = 0; i < 100; ++i) ASSERT_EQ(other.ask("PING"), "PONG");
  EXPECT_LT(server.resident_bytes(), before + 16 * mebibyte);
}

TEST(Fairness, AClientThatHasBeenServedHoldsNothing) {
  ServerProcess server;
  constexpr int arguments = 500'000;
  std::string request = "*" + std::to_string(arguments + 1) + "\r\n$6\r\nEXISTS\r\n";
  for (int i = 0; i < arguments; ++i) request += "$0\r\n\r\n";
  std::vector<std::unique_ptr<RespClient>> idle;
  const std::size_t before = server.resident_bytes();
  for (int i = 0; i < 20; ++i) {
    idle.push_back(std::make_unique<RespClient>(server.port()));
    ASSERT_TRUE(idle.back()->send(request));
    ASSERT_EQ(idle.back()->next_reply(), "0");
  }
  EXPECT_LT(server.resident_bytes(), before + 100 * mebibyte) << "each needed 16 MB while it was served";
}

TEST(Fairness, AListingOfEverythingDoesNotStopTheRest) {
  ServerProcess server;
  RespClient lister(server.port());
  constexpr int keys = 50'000;
  std::string pipeline;
  for (int i = 0; i < keys; ++i) pipeline += "SET key:" + std::to_string(i) + " v\r\n";
  std::thread writer([&] { lister.send(pipeline); });
  for (int i = 0; i < keys; ++i) ASSERT_EQ(lister.next_reply(), "OK");
  writer.join();
  RespClient other(server.port());
  // How often another is served while the keys are gathered. If that were one step, a few times before it begins.
  const auto served_meanwhile = [&] {
    int served = 0;
    EXPECT_TRUE(lister.send("KEYS *\r\n"));
    while (!lister.has_input() && other.ask("PING") == "PONG") ++served;
    const std::string list = lister.next_reply();
    EXPECT_EQ(std::count(list.begin(), list.end(), ','), keys - 1);
    return served;
  };
  EXPECT_TRUE(eventually([&] { return served_meanwhile() > 15; }));
}

// A minute of the same is in ci/bench.
TEST(Fairness, AStoppedReplicaCostsThePrimaryNeitherMemoryNorService) {
  ServerProcess primary({"--backlog-bytes", "1MiB", "--heartbeat-interval", "1h"});  // no peer is declared down
  ServerProcess replica(ServerProcess::replica_of(primary.port()));
  RespClient client(primary.port());
  const std::string value(10'000, 'v');
  ASSERT_EQ(client.ask({"SET", "k", value}), "OK");
  ASSERT_EQ(client.ask("WAIT 1 60000"), "1");
  const auto write = [&](int times) {
    for (int i = 0; i < times; ++i) ASSERT_EQ(client.ask({"SET", "k", value}), "OK") << i;
  };
  write(500);
  const std::size_t before = primary.resident_bytes();
  replica.stop();
  write(5000);  // 50 MB for a replica that takes nothing
  EXPECT_LT(primary.resident_bytes(), before + 16 * mebibyte);
  replica.resume();
  ASSERT_TRUE(eventually([&] { return RespClient(replica.port()).ask("DEBUG DIGEST") == client.ask("DEBUG DIGEST"); }))
      << replica.log();
}

}  // namespace
}  // namespace burrow::test
