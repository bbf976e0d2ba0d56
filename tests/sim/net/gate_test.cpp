// Frames: how they get their names and numbers, and what message rules do to them.
#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

// Acts on every frame of one type.
class TypeRule final : public FrameRule {
 public:
  TypeRule(std::string_view type, FrameVerdict verdict) : type_(type), verdict_(verdict) {}
  FrameVerdict judge(const Frame& frame) override { return frame.type == type_ ? verdict_ : FrameVerdict{}; }
  std::uint32_t fault() const override { return 3; }

 private:
  std::string_view type_;
  FrameVerdict verdict_;
};

constexpr FrameVerdict drop{FrameVerdict::Action::drop};

TEST(Gate, FramesAreNumberedPerPairAndTypeAndKeepTheirNumber) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.events.lines.clear();
  pair.client.write("ping:x\nentry:k\nping:y\n");
  world.run_for(1ms);
  EXPECT_EQ(world.events.texts(), (Lines{"sent ping 1 x", "sent entry 1 k", "sent ping 2 y", "delivered ping 1 x",
                                         "delivered entry 1 k", "delivered ping 2 y"}));
  EXPECT_EQ(world.events.lines.back().at, VirtualTime(up + 1ms));

  Connected second(world, world.a(), *world.hosts[2], up);
  second.client.write("ping:z\n");
  EXPECT_EQ(world.events.lines.back().text, "sent ping 1 z");
}

TEST(Gate, ADroppedFrameLeavesNoGap) {
  SmallWorld world;
  TypeRule rule("ping", drop);
  world.network.add_rule(rule);
  Connected pair(world, world.a(), world.b(), up);
  pair.client.write("entry:1\nping:x\nentry:2\n");
  world.run_for(1s);
  EXPECT_EQ(pair.server.received, "entry:1\nentry:2\n");
  EXPECT_EQ(world.events.count("dropped ping 1 x"), 1U);
  EXPECT_EQ(world.faults_met, std::vector<std::uint32_t>{3});

  world.network.remove_rule(rule);
  pair.client.write("ping:y\n");
  world.run_for(1s);
  EXPECT_EQ(pair.server.received, "entry:1\nentry:2\nping:y\n");
}

TEST(Gate, ADelayHoldsTheFrameAndAllBehindItOnThatDirectionOnly) {
  SmallWorld world;
  TypeRule rule("entry", {FrameVerdict::Action::delay, 50ms});
  world.network.add_rule(rule);
  Connected pair(world, world.a(), world.b(), up);
  pair.client.write("ping:1\nentry:1\nping:2\n");
  pair.server.write("pong:1\n");
  world.run_until(up + 20ms);
  EXPECT_EQ(pair.server.received, "ping:1\n");
  EXPECT_EQ(pair.client.received, "pong:1\n");
  pair.client.write("ping:3\n");
  pair.client.close();
  world.run_until(up + 51ms - 1ns);
  EXPECT_EQ(pair.server.received, "ping:1\n");
  world.run_until(up + 51ms);
  EXPECT_EQ(pair.server.received, "ping:1\nentry:1\nping:2\nping:3\n");
  EXPECT_TRUE(pair.server.has_heard("end"));
}

TEST(Gate, HealAllReleasesWhatIsHeld) {
  SmallWorld world;
  TypeRule rule("entry", {FrameVerdict::Action::delay, 1h});
  world.network.add_rule(rule);
  Connected pair(world, world.a(), world.b(), up);
  pair.client.write("entry:1\n");
  world.run_for(1s);
  world.network.heal_all();
  world.run_for(1ms);
  EXPECT_EQ(pair.server.received, "entry:1\n");
  world.network.remove_rule(rule);
}

TEST(Gate, ACopyFollowsItsFrameAndIsJudgedByNoRule) {
  SmallWorld world;
  TypeRule rule("ping", {FrameVerdict::Action::duplicate});
  world.network.add_rule(rule);
  Connected pair(world, world.a(), world.b(), up);
  world.events.lines.clear();
  pair.client.write("entry:1\nping:x\nentry:2\n");
  world.run_for(1ms);
  EXPECT_EQ(pair.server.received, "entry:1\nping:x\nping:x\nentry:2\n");
  EXPECT_EQ(world.events.count("sent ping 1 x"), 1U);
  EXPECT_EQ(world.events.count("duplicated ping 1 x"), 1U);
  EXPECT_EQ(world.events.count("delivered ping 1 x"), 2U);
  EXPECT_EQ(world.faults_met, std::vector<std::uint32_t>{3});
  world.network.remove_rule(rule);
}

// The copy does not count against the process: it could write so much, and the rest of the buffer is what it was.
TEST(Gate, ACopyMayOverfillTheSendBuffer) {
  SmallWorld world(TcpOptions{.send_buffer_bytes = 14, .receive_window_bytes = 50});
  TypeRule rule("ping", {FrameVerdict::Action::duplicate});
  world.network.add_rule(rule);
  Connected pair(world, world.a(), world.b(), up);
  EXPECT_EQ(pair.client.write("ping:1\nping:2\n"), 14U);
  EXPECT_EQ(pair.client.write("ping:3\n"), 0U);
  world.run_for(1s);
  EXPECT_EQ(pair.server.received, "ping:1\nping:1\nping:2\nping:2\n");
  EXPECT_EQ(pair.client.write("ping:3\n"), 7U);
  world.network.remove_rule(rule);
}

TEST(Gate, ACorruptedFrameArrivesInItsPlaceAndIsNoneAnyMore) {
  SmallWorld world;
  TypeRule rule("ping", {.action = FrameVerdict::Action::corrupt, .byte = 5, .bits = 1});
  world.network.add_rule(rule);
  Connected pair(world, world.a(), world.b(), up);
  world.events.lines.clear();
  pair.client.write("entry:1\nping:2\nentry:3\n");
  world.run_for(1ms);
  EXPECT_EQ(pair.server.received, "entry:1\nping:3\nentry:3\n");
  EXPECT_EQ(world.events.count("corrupted ping 1 2"), 1U) << "as it was sent";
  EXPECT_EQ(world.events.count("delivered ping 1 2") + world.events.count("delivered ping 1 3"), 0U);
  EXPECT_EQ(world.events.count("delivered entry 2 3"), 1U);
  EXPECT_EQ(world.events.count("part at #1"), 1U) << "bytes did arrive";
  world.network.remove_rule(rule);
}

TEST(Gate, ACutEndsTheStreamWithinTheFrameAndBothEndsSeeAReset) {
  SmallWorld world;
  TypeRule rule("ping", {.action = FrameVerdict::Action::cut, .byte = 3});
  world.network.add_rule(rule);
  Connected pair(world, world.a(), world.b(), up);
  pair.client.write("entry:1\nping:2\nentry:3\n");
  EXPECT_FALSE(pair.client.has_heard("reset")) << "not before the call returns";
  EXPECT_EQ(pair.client.write("entry:4\n"), 0U);
  world.run_for(Duration{0});
  EXPECT_TRUE(pair.client.has_heard("reset"));
  EXPECT_FALSE(pair.server.has_heard("reset"));
  world.run_until(up + 1ms);
  EXPECT_EQ(pair.server.received, "entry:1\npin");
  EXPECT_TRUE(pair.server.has_heard("reset"));
  EXPECT_EQ(world.events.count("cut ping 1 2"), 1U);
  pair.server.close();
  pair.client.close();
  world.run_for(1s);
  EXPECT_EQ(world.engine.pending(), 0U);
  world.network.remove_rule(rule);
}

TEST(Gate, ACutAtAnEdgeLetsTheWholeFramePassOrNothing) {
  for (const std::size_t byte : {std::size_t{0}, std::size_t{7}}) {
    SmallWorld world;
    TypeRule rule("ping", {.action = FrameVerdict::Action::cut, .byte = byte});
    world.network.add_rule(rule);
    Connected pair(world, world.a(), world.b(), up);
    pair.client.write("entry:1\nping:2\nentry:3\n");
    pair.client.close();
    world.run_for(1ms);
    EXPECT_EQ(pair.server.received, byte == 0 ? "entry:1\n" : "entry:1\nping:2\n");
    EXPECT_EQ(world.events.count("delivered ping 1 2"), byte == 0 ? 0U : 1U);
    world.network.remove_rule(rule);
  }
}

TEST(Gate, RulesDoNotTouchClientConnections) {
  SmallWorld world;
  TypeRule rule("ping", drop);
  world.network.add_rule(rule);
  Connected pair(world, world.client(), world.b(), up);
  pair.client.write("ping:1\n");
  world.run_for(1ms);
  EXPECT_EQ(pair.server.received, "ping:1\n");
}

TEST(Gate, AnIncompleteFrameWaitsForItsEnd) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  pair.client.write("ping:1\npi");
  world.run_for(10ms);
  EXPECT_EQ(pair.server.received, "ping:1\n");
  pair.client.write("ng:2\n");
  world.run_for(1ms);
  EXPECT_EQ(pair.server.received, "ping:1\nping:2\n");
}

TEST(Gate, ATornFrameReachesThePeerWhenItsSenderCloses) {
  for (const bool crashes : {false, true}) {
    SmallWorld world;
    Connected pair(world, world.a(), world.b(), up);
    pair.client.write("entry:1\nentry:2");
    if (crashes) {
      world.a().kill(false);
    } else {
      pair.client.close();
    }
    world.run_for(1ms);
    EXPECT_EQ(pair.server.received, "entry:1\nentry:2");
    EXPECT_EQ(world.events.count("sent entry 2 2"), 0U);
    pair.client.close();
  }
}

TEST(Gate, ALargeFrameTravelsAheadAndIsNamedWhenItsEndIsThere) {
  SmallWorld world;
  TypeRule rule("entry", drop);
  world.network.add_rule(rule);
  Connected pair(world, world.a(), world.b(), up);
  const std::string large = "entry:" + std::string(40000, 'x');
  for (std::size_t at = 0; at < large.size(); at += 10000) pair.client.write(large.substr(at, 10000));
  world.run_for(1ms);
  EXPECT_EQ(pair.server.received.size(), 40000U);  // two parts of 20,000; the last six bytes wait
  pair.client.write("\n");
  world.run_for(1ms);
  EXPECT_TRUE(pair.server.received == large + "\n");  // too late to drop it
  EXPECT_EQ(world.events.count("delivered entry 1 " + std::string(40000, 'x')), 1U);
}

TEST(Gate, AFrameLargerThanTheSendBufferGetsThrough) {
  SmallWorld world(TcpOptions{.send_buffer_bytes = 100, .receive_window_bytes = 50});
  Connected pair(world, world.a(), world.b(), up);
  const std::string large = "entry:" + std::string(1000, 'x') + "\n";
  std::size_t written = 0;
  while (written < large.size()) {
    written += pair.client.write(std::string_view(large).substr(written));
    world.run_for(10ms);
  }
  world.run_for(1s);
  EXPECT_EQ(pair.server.received, large);
  EXPECT_EQ(world.events.count("delivered entry 1 " + std::string(1000, 'x')), 1U);
}

TEST(Gate, TheTapFollowsClientConnectionsOnly) {
  struct Tap final : StreamTap {
    void on_accepted(ConnectionId, Direction direction, std::string_view bytes) override {
      seen.emplace_back((direction == Direction::to_server ? "request accepted " : "reply accepted ") +
                        std::string(bytes.substr(0, bytes.size() - 1)));
    }
    void on_delivered(ConnectionId, Direction direction, std::uint64_t up_to) override {
      seen.emplace_back((direction == Direction::to_server ? "request delivered " : "reply delivered ") +
                        std::to_string(up_to));
    }
    Lines seen;
  } tap;
  SmallWorld world;
  world.network.set_tap(&tap);
  Connected replication(world, world.a(), world.b(), up);
  replication.client.write("ping:1\n");
  world.run_for(1ms);
  EXPECT_EQ(tap.seen, Lines{});
  world.network.stop_listening(world.b().id(), Connected::port);

  Connected client(world, world.client(), *world.hosts[2], up);
  client.client.write("get\n");
  world.run_for(1ms);
  client.server.write("value\n");
  world.run_for(1ms);
  EXPECT_EQ(tap.seen,
            (Lines{"request accepted get", "request delivered 4", "reply accepted value", "reply delivered 6"}));
}

}  // namespace
}  // namespace groundhog::test
