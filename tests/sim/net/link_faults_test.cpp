// What faults do to bytes under way: thin links, bursts of loss, slow readers, slices, short writes. Exact virtual
// times; links take one millisecond each way.
#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;
using Heard = std::vector<std::string>;

LinkOverride with_rate(std::uint64_t rate_bytes, std::uint64_t limit_bytes = 0) {
  LinkOverride change;
  change.rate_bytes = rate_bytes;
  change.limit_bytes = limit_bytes;
  return change;
}

// 60 bytes and 40 of headers are 100 ms at 1000 bytes a second.
TEST(Rate, WhatIsSentWaitsForWhatWasSentBeforeWhicheverConnectionItIsOf) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  RecordingStream other;
  other.connect(world.runtime(world.a()), {"b", Connected::port});
  world.run_until(2 * up);
  world.network.override_link(world.a().id(), world.b().id(), with_rate(1000), 7);
  const std::string line = "entry:" + std::string(53, 'x') + "\n";
  pair.client.write(line);
  other.write(line);
  pair.client.write(line);
  world.run_until(2 * up + 101ms - 1ns);
  EXPECT_EQ(pair.server.received, "");
  world.run_until(2 * up + 101ms);
  EXPECT_EQ(pair.server.received, line);
  world.run_until(2 * up + 301ms - 1ns);
  EXPECT_EQ(pair.server.received, line) << "the other connection's turn";
  world.run_until(2 * up + 301ms);
  EXPECT_EQ(pair.server.received, line + line);
  EXPECT_GE(std::ranges::count(world.faults_met, 7U), 3);
}

TEST(Rate, WhatFindsTooMuchWaitingIsLostAndSentAgain) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.override_link(world.a().id(), world.b().id(), with_rate(1000, 150), 7);
  const std::string line = "entry:" + std::string(53, 'x') + "\n";
  pair.client.write(line);
  pair.client.write(line);
  world.run_until(up + 301ms - 1ns);
  EXPECT_EQ(pair.server.received, line) << "200 bytes do not fit into 150";
  world.run_until(up + 301ms);
  EXPECT_EQ(pair.server.received, line + line) << "after the retransmission timer and its turn";
}

// Three lines of 100 ms each; the second is half through when the rate changes.
class RateThatChanges : public ::testing::Test {
 protected:
  void SetUp() override {
    world.network.override_link(world.a().id(), world.b().id(), with_rate(1000), 7);
    for (int i = 0; i < 3; ++i) pair.client.write(line);
    world.run_until(change);
  }

  const std::string line = "entry:" + std::string(53, 'x') + "\n";
  const Duration change = up + 150ms;
  SmallWorld world;
  Connected pair{world, world.a(), world.b(), up};
};

TEST_F(RateThatChanges, WhatWaitsLeavesAtOnceWhereItEnds) {
  world.network.restore_link(world.a().id(), world.b().id(), 7);
  world.run_until(change + 1ms - 1ns);
  EXPECT_EQ(pair.server.received, line);
  world.run_until(change + 1ms);
  EXPECT_EQ(pair.server.received, line + line + line);
}

TEST_F(RateThatChanges, WhatWaitsLeavesAtTheNewRate) {
  world.network.override_link(world.a().id(), world.b().id(), with_rate(500), 8);
  world.run_until(change + 101ms - 1ns);
  EXPECT_EQ(pair.server.received, line);
  world.run_until(change + 101ms);
  EXPECT_EQ(pair.server.received, line + line) << "50 bytes were left of it";
  pair.client.write(line);
  world.run_until(change + 301ms);
  EXPECT_EQ(pair.server.received, line + line + line);
  world.run_until(change + 501ms);
  EXPECT_EQ(pair.server.received, line + line + line + line) << "sent later, behind the others";
}

TEST_F(RateThatChanges, SettleKeepsNothingWaiting) {
  world.network.heal_all();
  world.run_until(change + 1ms);
  EXPECT_EQ(pair.server.received, line + line + line);
}

// A full send buffer waits for an acknowledgement that waits for its turn.
TEST(Rate, AcknowledgementsThatWaitLeaveAtOnceWhereItEnds) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.override_link(world.b().id(), world.a().id(), with_rate(1), 7);
  const std::string line = "entry:" + std::string(53, 'x') + "\n";
  std::size_t accepted = 0;
  while (pair.client.write(line) == line.size()) ++accepted;
  world.run_until(up + 10s);
  EXPECT_EQ(pair.client.write(line), 0U) << "40 bytes of headers take 40 s";
  world.network.restore_link(world.b().id(), world.a().id(), 7);
  world.run_until(up + 10s + 1ms);
  EXPECT_EQ(pair.client.write(line), line.size());
}

TEST(Rate, OneThatNothingWaitsForIsNotMet) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.override_link(world.b().id(), world.hosts[2]->id(), with_rate(1), 7);
  pair.client.write("ping:1\n");
  world.run_for(1s);
  EXPECT_EQ(world.faults_met, std::vector<std::uint32_t>{});
}

// Transmissions a millisecond apart, for 200 s: a fifth of them is lost, in runs of 80 on average.
TEST(Burst, LossComesInRunsAndIsAsMuchAsWithoutThem) {
  SmallWorld world;
  LinkSpec spec{.delay = {.mean = 1ms}, .loss = 0.2, .burst = 80ms};
  Link link(RandomKey(1).sub("delay"), RandomKey(1).sub("loss"), spec);
  const LinkStream stream = link.stream("ping");
  std::uint64_t lost = 0;
  std::uint64_t runs = 0;
  bool was_lost = false;
  constexpr std::uint64_t sent = 200'000;
  for (std::uint64_t i = 1; i <= sent; ++i) {
    const Link::Attempt attempt{Link::Carriage::packet, stream, i, 0, VirtualTime(i * 1ms)};
    const bool is_lost = !link.transmit(attempt);
    EXPECT_EQ(!link.transmit(attempt), is_lost) << "a function of time";
    lost += is_lost ? 1 : 0;
    runs += is_lost && !was_lost ? 1 : 0;
    was_lost = is_lost;
  }
  EXPECT_GT(lost, sent * 17 / 100);
  EXPECT_LT(lost, sent * 23 / 100);
  EXPECT_GT(lost / runs, 65U);
  EXPECT_LT(lost / runs, 95U);
}

TEST(Burst, AtTheEndsOfLossItIsNoneOrAll) {
  for (const double loss : {0.0, 0.95, 1.0}) {
    Link link(RandomKey(1).sub("delay"), RandomKey(1).sub("loss"), {.delay = {}, .loss = loss, .burst = 80ms});
    const LinkStream stream = link.stream("ping");
    int lost = 0;
    for (std::uint64_t i = 1; i <= 10'000; ++i) {
      lost += link.transmit({Link::Carriage::packet, stream, i, 0, VirtualTime(i * 10ms)}) ? 0 : 1;
    }
    EXPECT_NEAR(lost, loss * 10'000, loss == 0.95 ? 300 : 0) << loss;
  }
}

TEST(SlowReader, TakesWhatArrivesAtItsRateAndTheSenderFeelsIt) {
  SmallWorld world(TcpOptions{.send_buffer_bytes = 300, .receive_window_bytes = 200});
  Connected pair(world, world.a(), world.b(), up);
  world.network.add_link_rule(world.a().id(), world.b().id(), SlowReading{7, 1000});
  const std::string line = "entry:" + std::string(93, 'x') + "\n";
  EXPECT_EQ(pair.client.write(line + line + line + line), 300U) << "the rest does not fit";
  world.run_until(up + 101ms - 1ns);
  EXPECT_EQ(pair.server.received, "");
  world.run_until(up + 101ms);
  EXPECT_EQ(pair.server.received, line);
  world.run_until(up + 201ms);
  EXPECT_EQ(pair.server.received, line + line);
  EXPECT_TRUE(pair.client.has_heard("writable"));
  EXPECT_FALSE(world.faults_met.empty());
}

TEST(SlowReader, OneThatTakesNothingLetsItAllInAtTheEndInOrder) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.add_link_rule(world.a().id(), world.b().id(), SlowReading{7, 0});
  pair.client.write("ping:1\n");
  pair.server.write("pong:1\n");
  world.run_until(up + 10s);
  EXPECT_EQ(pair.server.received, "");
  EXPECT_EQ(pair.client.received, "pong:1\n") << "the other direction";
  pair.client.write("ping:2\n");
  pair.client.close();
  Connected second(world, world.a(), *world.hosts[2], up);
  world.network.end_link_rules(world.a().id(), world.b().id(), 7);
  world.run_for(1ms);
  EXPECT_EQ(pair.server.received, "ping:1\nping:2\n");
  EXPECT_TRUE(pair.server.has_heard("end"));
}

TEST(SlowReader, SettleEndsIt) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.add_link_rule(world.a().id(), world.b().id(), SlowReading{7, 0});
  pair.client.write("ping:1\n");
  world.run_until(1s);
  world.network.heal_all();
  world.run_for(1ms);
  EXPECT_EQ(pair.server.received, "ping:1\n");
  pair.client.write("ping:2\n");
  world.run_for(1ms);
  EXPECT_EQ(pair.server.received, "ping:1\nping:2\n");
}

TEST(ShortWrites, TheKernelTakesAPartAndSaysThatThereIsRoom) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.add_kernel_rule(world.a().id(), ShortWrites{7, 3, RandomKey(5)});
  const std::string line = "entry:0123456789\n";
  std::size_t written = 0;
  for (int i = 0; written < line.size(); ++i) {
    const std::size_t accepted = pair.client.write(std::string_view(line).substr(written));
    EXPECT_GE(accepted, 1U);
    EXPECT_LE(accepted, 3U);
    written += accepted;
    pair.client.heard.clear();
    world.run_for(20us);
    EXPECT_EQ(pair.client.heard, written < line.size() ? Heard{"writable"} : Heard{}) << i;
  }
  EXPECT_EQ(pair.server.write("pong:0123456789\n"), 16U) << "the other kernel takes all";
  world.run_for(2ms);
  EXPECT_EQ(pair.server.received, line);
  EXPECT_GE(world.faults_met.size(), 5U);
}

TEST(ShortWrites, OneThatFitsIsNotShort) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.add_kernel_rule(world.a().id(), ShortWrites{7, 1000, RandomKey(5)});
  EXPECT_EQ(pair.client.write("\n"), 1U);
  world.network.end_kernel_rules(world.a().id(), 7);
  EXPECT_EQ(pair.client.write(std::string(5000, 'x')), 5000U);
  EXPECT_EQ(world.faults_met, std::vector<std::uint32_t>{});
}

TEST(NoSockets, ConnectsFailAndOthersWaitInTheQueue) {
  SmallWorld world;
  world.network.add_kernel_rule(world.b().id(), NoSockets{7});
  Connected pair(world, world.a(), world.b(), up);
  EXPECT_EQ(pair.client.heard, Heard{"connected"}) << "the kernel completes it";
  EXPECT_FALSE(pair.server.has_stream());
  EXPECT_EQ(world.faults_met, std::vector<std::uint32_t>{7});
  RecordingStream outward;
  outward.connect(world.runtime(world.b()), {"a", Connected::port});
  world.run_for(1ms);
  EXPECT_EQ(outward.heard, Heard{"unreachable"});
  EXPECT_EQ(world.faults_met.size(), 2U);

  pair.client.write("ping:1\n");
  world.run_for(10ms);
  world.network.end_kernel_rules(world.b().id(), 7);
  world.run_for(0ms);
  ASSERT_TRUE(pair.server.has_stream());
  world.run_for(1ms);
  EXPECT_EQ(pair.server.received, "ping:1\n");
}

TEST(NoSockets, WhatStandsStays) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.add_kernel_rule(world.b().id(), NoSockets{7});
  pair.client.write("ping:1\n");
  pair.server.write("pong:1\n");
  world.run_for(10ms);
  EXPECT_EQ(pair.server.received, "ping:1\n");
  EXPECT_EQ(pair.client.received, "pong:1\n");
  EXPECT_TRUE(world.faults_met.empty());
}

TEST(SocketBuffers, AreThoseOfTheLinkThatTheConnectionUses) {
  NetworkSpec links;
  links.links.push_back({.from = "a", .to = "b", .socket_buffer_bytes = 100});
  SmallWorld world({}, links);
  Connected pair(world, world.a(), world.b(), up);
  pair.server.reads = false;
  EXPECT_EQ(pair.client.write(std::string(1000, 'x')), 100U);
  EXPECT_EQ(pair.server.write(std::string(1000, 'x')), 1000U) << "the other direction is another link";
  world.run_for(1s);
  EXPECT_EQ(pair.client.write(std::string(1000, 'x')), 100U) << "a window is at the receiver, as much behind it";
  EXPECT_EQ(pair.client.write("x"), 0U);
}

// Nothing waits here but what is on its way: a packet that is overtaken by none.
TEST(SlowReader, SettleHurriesNothingThatNoReaderKept) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.override_link(world.a().id(), world.b().id(), with_delay(10ms), 1);
  pair.client.write("ping:1\n");
  world.network.restore_link(world.a().id(), world.b().id(), 1);
  pair.client.write("ping:2\n");
  world.network.heal_all();
  world.run_until(up + 10ms - 1ns);
  EXPECT_EQ(pair.server.received, "");
  world.run_until(up + 10ms);
  EXPECT_EQ(pair.server.received, "ping:1\nping:2\n");
}

TEST(Slice, ComesInPiecesSoFarApartAndNothingIsLost) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.add_link_rule(world.a().id(), world.b().id(), Slicing{7, 3, 1ms, RandomKey(5)});
  const std::string line = "entry:" + std::string(93, 'x') + "\n";
  pair.client.write(line);
  world.run_until(up + 1ms);
  EXPECT_GE(pair.server.received.size(), 1U);
  EXPECT_LE(pair.server.received.size(), 3U);
  std::size_t before = pair.server.received.size();
  while (pair.server.received.size() < line.size()) {
    world.run_for(1ms);
    EXPECT_GE(pair.server.received.size() - before, 1U);
    EXPECT_LE(pair.server.received.size() - before, 3U);
    before = pair.server.received.size();
  }
  EXPECT_EQ(pair.server.received, line);
  EXPECT_EQ(world.events.count("delivered entry 1 " + std::string(93, 'x')), 1U);
  EXPECT_GE(world.faults_met.size(), 33U);
}

TEST(Slice, ABytesOwnPieceIsNoCut) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.add_link_rule(world.a().id(), world.b().id(), Slicing{7, 1000, 0ms, RandomKey(5)});
  pair.client.write("\n");
  world.run_for(1ms);
  EXPECT_EQ(pair.server.received, "\n");
  EXPECT_EQ(world.faults_met, std::vector<std::uint32_t>{});
}

}  // namespace
}  // namespace groundhog::test
