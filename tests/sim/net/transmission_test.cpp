// Bytes under way: delays, windows, loss, cuts. Exact virtual times; links take one millisecond each way.
#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;
using Heard = std::vector<std::string>;

TEST(Transmission, ABurstArrivesAfterOneDelayAndCostsOneEvent) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  const std::uint64_t before = world.engine.executed();
  pair.client.write("ping:1\nping:2\nping:3\n");
  world.run_until(up + 1ms - 1ns);
  EXPECT_EQ(pair.server.received, "");
  world.run_until(up + 1ms);
  EXPECT_EQ(pair.server.received, "ping:1\nping:2\nping:3\n");
  world.run_for(10s);
  EXPECT_EQ(world.engine.executed() - before, 1U);
}

// A window of 10 bytes: the frame of 17 arrives in two pieces, and the beginning of one that is never whole after it.
TEST(Transmission, ReportsTheBeginningOfAFrameAndTheWholeFrame) {
  SmallWorld world(TcpOptions{.send_buffer_bytes = 100, .receive_window_bytes = 10, .gate_bytes = 5});
  Connected pair(world, world.a(), world.b(), up);
  world.events.lines.clear();
  pair.client.write("entry:0123456789\nentry:0");
  world.run_until(up + 1ms);
  EXPECT_EQ(world.events.texts(), (std::vector<std::string>{"sent entry 1 0123456789", "part at #1"}));
  world.run_until(up + 3ms);
  EXPECT_EQ(world.events.count("delivered entry 1 0123456789"), 1U);
  EXPECT_EQ(world.events.count("part at #1"), 2U);
  EXPECT_EQ(world.events.lines.back().at, VirtualTime(up + 3ms));
}

TEST(Transmission, ReportsNoPartOfWhatArrivesWhole) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  pair.client.write("ping:1\nping:2\n");
  world.run_for(1s);
  EXPECT_EQ(world.events.count("part at #1"), 0U);
}

TEST(Transmission, ReportsAWriteThatDoesNotFit) {
  SmallWorld world(TcpOptions{.send_buffer_bytes = 10});
  Connected pair(world, world.a(), world.b(), up);
  pair.client.write("ping:1234\n");
  EXPECT_EQ(world.events.count("full at #0: 10 of 10"), 0U);
  pair.client.write("ping:1234\n");
  EXPECT_EQ(world.events.count("full at #0: 0 of 10"), 1U);
}

TEST(Transmission, AnsweringCostsOneEventEach) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  const std::uint64_t before = world.engine.executed();
  for (int round = 0; round < 100; ++round) {
    pair.client.write("ping:1\n");
    world.run_for(1ms);
    pair.server.write("pong:1\n");
    world.run_for(1ms);
  }
  EXPECT_EQ(world.engine.executed() - before, 200U);
  EXPECT_EQ(pair.client.received.size(), 700U);
}

TEST(Transmission, JitterNeverReordersAConnection) {
  NetworkSpec links;
  links.fallback.delay = {.mean = 20ms, .jitter = 20ms, .shape = DelaySpec::Shape::constant};
  SmallWorld world({}, links);
  Connected pair(world, world.a(), world.b(), 1s);
  std::string all;
  for (int i = 0; i < 200; ++i) {
    all += "entry:" + std::to_string(i) + "\n";
    pair.client.write("entry:" + std::to_string(i) + "\n");
    world.run_for(1ms);
  }
  world.run_for(40ms);
  EXPECT_EQ(pair.server.received, all);
}

TEST(Transmission, ALossStallsUntilTheRetransmissionTimerAndLaterBytesWaitBehind) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.override_link(world.a().id(), world.b().id(), with_loss(1.0), 9);
  pair.client.write("ping:1\n");
  world.network.restore_link(world.a().id(), world.b().id(), 9);
  world.run_until(up + 100ms);
  pair.client.write("ping:2\n");
  world.run_until(up + 201ms - 1ns);
  EXPECT_EQ(pair.server.received, "");
  world.run_until(up + 201ms);
  EXPECT_EQ(pair.server.received, "ping:1\nping:2\n");
  EXPECT_EQ(world.faults_met, std::vector<std::uint32_t>{9});
}

// Without packets a backlog of small frames would hardly move at such a loss: each would need its own luck.
TEST(Transmission, ARetransmissionCarriesAPacketFullOfFrames) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.cut(world.a().id(), world.b().id(), 0);
  const std::string line = "entry:" + std::string(93, 'x') + "\n";
  for (int i = 0; i < 100; ++i) pair.client.write(line);
  world.network.heal(world.a().id(), world.b().id(), 0);
  world.network.override_link(world.a().id(), world.b().id(), with_loss(0.9), 1);
  while (pair.server.received.empty()) world.run_for(1ms);
  EXPECT_GE(pair.server.received.size(), 1400U);
  EXPECT_LT(pair.server.received.size(), 3000U);
}

TEST(Transmission, TheTimerBacksOffSoDataWaitsLongAfterAHeal) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.cut(world.a().id(), world.b().id(), 0);
  pair.client.write("ping:1\n");
  world.run_until(up + 1500ms);
  world.network.heal(world.a().id(), world.b().id(), 0);
  // Attempts at 0, 0.2, 0.6, 1.4 and 3.0 seconds.
  world.run_until(up + 3001ms - 1ns);
  EXPECT_EQ(pair.server.received, "");
  world.run_until(up + 3001ms);
  EXPECT_EQ(pair.server.received, "ping:1\n");
}

TEST(Transmission, LongSilenceTimesOutAndNextOperationsFail) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.cut(world.a().id(), world.b().id(), 0);
  pair.client.write("ping:1\n");
  world.run_until(up + 924600ms - 1ns);
  EXPECT_FALSE(pair.client.has_heard("timed_out"));
  world.run_until(up + 924600ms);
  EXPECT_TRUE(pair.client.has_heard("timed_out"));
  EXPECT_EQ(pair.client.write("ping:2\n"), 0U);
  EXPECT_EQ(pair.client.drain(), seam::ReadStatus::error);
  EXPECT_EQ(world.events.count("timed out #0"), 1U);
  EXPECT_EQ(pair.server.heard, Heard{});  // half-open: it learnt nothing
}

TEST(Transmission, AnIdleConnectionSurvivesAnyCut) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.cut(world.a().id(), world.b().id(), 0);
  world.network.cut(world.b().id(), world.a().id(), 0);
  world.run_for(5h);
  world.network.heal(world.a().id(), world.b().id(), 0);
  world.network.heal(world.b().id(), world.a().id(), 0);
  pair.client.write("ping:1\n");
  world.run_for(1ms);
  EXPECT_EQ(pair.server.received, "ping:1\n");
}

TEST(Transmission, CutsOfSeveralFaultsAddUp) {
  SmallWorld world;
  world.network.cut(world.a().id(), world.b().id(), 1);
  world.network.cut(world.a().id(), world.b().id(), 2);
  world.network.heal(world.a().id(), world.b().id(), 1);
  EXPECT_TRUE(world.network.is_cut(world.a().id(), world.b().id()));
  EXPECT_FALSE(world.network.is_cut(world.b().id(), world.a().id()));
  world.network.heal(world.a().id(), world.b().id(), 2);
  EXPECT_FALSE(world.network.is_cut(world.a().id(), world.b().id()));
}

TEST(Transmission, TheLatestOverrideOfAFieldWins) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.override_link(world.a().id(), world.b().id(), with_delay(50ms), 1);
  world.network.override_link(world.a().id(), world.b().id(), with_delay(7ms), 2);
  world.network.restore_link(world.a().id(), world.b().id(), 1);
  pair.client.write("ping:1\n");
  world.run_until(up + 7ms - 1ns);
  EXPECT_EQ(pair.server.received, "");
  world.run_until(up + 7ms);
  EXPECT_EQ(pair.server.received, "ping:1\n");
}

constexpr TcpOptions narrow{.send_buffer_bytes = 3000, .receive_window_bytes = 1000};

TEST(Transmission, WithTheAcknowledgementsCutDataArrivesForOneWindowThenTheBufferFills) {
  SmallWorld world(narrow);
  Connected pair(world, world.a(), world.b(), up);
  world.network.cut(world.b().id(), world.a().id(), 5);
  const std::string line = "entry:" + std::string(93, 'x') + "\n";
  std::size_t accepted = 0;
  for (int i = 0; i < 100; ++i) {
    accepted += pair.client.write(line);
    world.run_for(10ms);
  }
  EXPECT_EQ(accepted, 3000U);
  EXPECT_EQ(pair.server.received.size(), 1000U);
  EXPECT_TRUE(std::find(world.faults_met.begin(), world.faults_met.end(), 5U) != world.faults_met.end());

  const Duration healed = world.now();
  world.network.heal(world.b().id(), world.a().id(), 5);
  world.run_for(10ms);
  EXPECT_EQ(pair.server.received.size(), 1000U);  // until the backed-off timer asks
  world.run_until(healed + 2s);
  EXPECT_EQ(pair.server.received.size(), 3000U);
  EXPECT_TRUE(pair.client.has_heard("writable"));
}

TEST(Transmission, AReaderThatStopsStopsTheSenderAndReadingReopens) {
  SmallWorld world(narrow);
  Connected pair(world, world.a(), world.b(), up);
  pair.server.reads = false;
  const std::string bulk(10000, 'x');
  EXPECT_EQ(pair.client.write(bulk), 3000U);
  world.run_for(1s);
  EXPECT_EQ(pair.client.write("more\n"), 5U);  // one window was acknowledged: there is room again
  world.run_for(60s);
  EXPECT_EQ(pair.client.heard, (Heard{"connected", "writable"}));

  EXPECT_EQ(pair.server.drain(), seam::ReadStatus::would_block);
  EXPECT_EQ(pair.server.received.size(), 1000U);
  pair.server.reads = true;
  world.run_for(100ms);
  EXPECT_EQ(pair.server.received, std::string(3000, 'x') + "more\n");
}

TEST(Transmission, AClosedWindowNeverTimesOut) {
  SmallWorld world(narrow);
  Connected pair(world, world.a(), world.b(), up);
  pair.server.reads = false;
  pair.client.write(std::string(3000, 'x'));
  world.run_for(1h);
  EXPECT_FALSE(pair.client.has_heard("timed_out"));
  pair.server.reads = true;
  pair.server.drain();
  world.run_for(1s);
  EXPECT_EQ(pair.server.received.size(), 3000U);
}

TEST(Transmission, ALostWindowUpdateIsAskedFor) {
  SmallWorld world(narrow);
  Connected pair(world, world.a(), world.b(), up);
  pair.server.reads = false;
  pair.client.write(std::string(1999, 'x') + "\n");
  world.run_for(5s);
  world.network.cut(world.b().id(), world.a().id(), 0);
  pair.server.drain();
  world.network.heal(world.b().id(), world.a().id(), 0);
  pair.server.reads = true;
  world.run_for(2s);
  EXPECT_EQ(pair.server.received.size(), 2000U);
}

TEST(Transmission, HealAllSendsAtOnceWithoutJitterLossOrCuts) {
  NetworkSpec links;
  links.fallback = {.delay = {.mean = 5ms, .jitter = 4ms}, .loss = 0.0};
  SmallWorld world({}, links);
  Connected pair(world, world.a(), world.b(), 1s);
  world.network.cut(world.a().id(), world.b().id(), 0);
  world.network.override_link(world.a().id(), world.b().id(), with_delay(1s), 1);
  pair.client.write("ping:1\n");
  world.run_until(61s);
  world.network.heal_all();
  world.network.cut(world.a().id(), world.b().id(), 2);  // too late
  world.run_until(61s + 5ms - 1ns);
  EXPECT_EQ(pair.server.received, "");
  world.run_until(61s + 5ms);
  EXPECT_EQ(pair.server.received, "ping:1\n");
  world.network.heal(world.a().id(), world.b().id(), 0);
  world.network.restore_link(world.a().id(), world.b().id(), 1);
}

TEST(Transmission, HealAllRestartsHandshakes) {
  SmallWorld world;
  world.network.cut(world.a().id(), world.b().id(), 0);
  Connected pair(world, world.a(), world.b());
  world.run_until(40s);
  world.network.heal_all();
  world.run_until(40s + 2ms);
  EXPECT_TRUE(pair.client.has_heard("connected"));
}

// Draws are keyed by what they are for: what others do, and how often, changes nothing here.
TEST(Transmission, TrafficElsewhereShiftsNoDelay) {
  const auto times = [](bool busy) {
    NetworkSpec links;
    links.fallback = {.delay = {.mean = 20ms, .jitter = 10ms, .shape = DelaySpec::Shape::normal}, .loss = 0.02};
    SmallWorld world({}, links, 42);
    std::unique_ptr<Connected> other;
    if (busy) other = std::make_unique<Connected>(world, *world.hosts[2], world.a());
    Connected pair(world, world.a(), world.b(), 20s);
    std::vector<Duration> arrivals;
    std::size_t seen = 0;
    for (int i = 0; i < 5000; ++i) {
      if (i % 20 == 0) pair.client.write("entry:1\n");
      if (busy) other->client.write("entry:2\n");
      world.run_for(1ms);
      if (pair.server.received.size() != seen) arrivals.push_back(world.now());
      seen = pair.server.received.size();
    }
    return arrivals;
  };
  const auto alone = times(false);
  EXPECT_GT(alone.size(), 50U);
  EXPECT_EQ(alone, times(true));
}

TEST(Transmission, SeedsDiffer) {
  const auto arrival = [](std::uint64_t seed) {
    NetworkSpec links;
    links.fallback.delay = {.mean = 20ms, .jitter = 10ms};
    SmallWorld world({}, links, seed);
    Connected pair(world, world.a(), world.b());
    while (!pair.client.has_heard("connected")) world.engine.step(VirtualTime::max());
    return world.now();
  };
  EXPECT_EQ(arrival(1), arrival(1));
  EXPECT_NE(arrival(1), arrival(2));
}

}  // namespace
}  // namespace groundhog::test
