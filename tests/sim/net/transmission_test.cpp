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

// ---- rate, bursts, slow readers, slices: what waits, and until when

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
  world.run_until(up + 200ms);
  EXPECT_EQ(pair.server.received, line) << "200 bytes do not fit into 150";
  world.run_until(up + 301ms);
  EXPECT_EQ(pair.server.received, line + line) << "after the retransmission timer and its turn";
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
  world.network.read_slowly(world.a().id(), world.b().id(), 1000, 7);
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
  world.network.read_slowly(world.a().id(), world.b().id(), 0, 7);
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
  world.network.read_slowly(world.a().id(), world.b().id(), 0, 7);
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
  world.network.shorten_writes(world.a().id(), 3, RandomKey(5), 7);
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
  world.network.shorten_writes(world.a().id(), 1000, RandomKey(5), 7);
  EXPECT_EQ(pair.client.write("\n"), 1U);
  world.network.end_short_writes(world.a().id(), 7);
  EXPECT_EQ(pair.client.write(std::string(5000, 'x')), 5000U);
  EXPECT_EQ(world.faults_met, std::vector<std::uint32_t>{});
}

TEST(Slice, ComesInPiecesSoFarApartAndNothingIsLost) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.slice(world.a().id(), world.b().id(), 3, 1ms, RandomKey(5), 7);
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
  world.network.slice(world.a().id(), world.b().id(), 1000, 0ms, RandomKey(5), 7);
  pair.client.write("\n");
  world.run_for(1ms);
  EXPECT_EQ(pair.server.received, "\n");
  EXPECT_EQ(world.faults_met, std::vector<std::uint32_t>{});
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
