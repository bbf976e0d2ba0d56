// Opening connections: what succeeds, what fails, and after exactly how long. Links take one millisecond each way.
#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;
using Heard = std::vector<std::string>;

TEST(Handshake, TheConnectingEndKnowsAfterOneRoundTripTheOtherAfterOneAndAHalf) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b());
  world.run_until(2ms - 1ns);
  EXPECT_FALSE(pair.client.has_heard("connected"));
  world.run_until(2ms);
  EXPECT_TRUE(pair.client.has_heard("connected"));
  EXPECT_FALSE(pair.server.has_stream());
  world.run_until(3ms);
  ASSERT_TRUE(pair.server.has_stream());
  EXPECT_EQ(pair.client.stream().id(), pair.server.stream().id());
  EXPECT_EQ(pair.client.stream().peer(), (seam::Address{"b", 7000}));
  EXPECT_EQ(pair.server.stream().peer().host, "a");
  EXPECT_EQ(world.events.texts(), (Heard{"opened", "established #0", "established #1"}));
}

TEST(Handshake, APortWithoutListenerRefusesAfterOneRoundTrip) {
  SmallWorld world;
  RecordingStream client;
  client.connect(world.runtime(world.a()), {"b", 7000});
  world.run_until(2ms - 1ns);
  EXPECT_EQ(client.heard, Heard{});
  world.run_until(2ms);
  EXPECT_EQ(client.heard, Heard{"refused"});
  EXPECT_EQ(client.drain(), seam::ReadStatus::error);
  EXPECT_EQ(world.events.count("refused #0"), 1U);
}

TEST(Handshake, AnUnknownNameIsUnreachableAndNeverInsideTheCall) {
  SmallWorld world;
  RecordingStream client;
  client.connect(world.runtime(world.a()), {"nowhere", 7000});
  EXPECT_EQ(client.heard, Heard{});
  world.run_for(0ms);
  EXPECT_EQ(client.heard, Heard{"unreachable"});
}

TEST(Handshake, AFailedMachineDoesNotAnswerAndTheConnectGivesUpAfter127Seconds) {
  SmallWorld world;
  world.b().kill(true);
  RecordingStream client;
  client.connect(world.runtime(world.a()), {"b", 7000});
  world.run_until(127s - 1ns);
  EXPECT_EQ(client.heard, Heard{});
  world.run_until(127s);
  EXPECT_EQ(client.heard, Heard{"timed_out"});
}

class OneWayCut : public ::testing::TestWithParam<bool> {};

TEST_P(OneWayCut, LetsNoConnectSucceedUntilASynPassesAfterTheHeal) {
  SmallWorld world;
  const HostId from = GetParam() ? world.a().id() : world.b().id();
  const HostId to = GetParam() ? world.b().id() : world.a().id();
  world.network.cut(from, to, 4);
  Connected pair(world, world.a(), world.b());
  world.run_until(1500ms);
  EXPECT_EQ(pair.client.heard, Heard{});
  EXPECT_FALSE(world.faults_met.empty());
  EXPECT_EQ(world.faults_met.front(), 4U);
  world.network.heal(from, to, 4);
  // SYNs leave at 0, 1 and 3 seconds.
  world.run_until(3002ms - 1ns);
  EXPECT_EQ(pair.client.heard, Heard{});
  world.run_until(3002ms);
  EXPECT_EQ(pair.client.heard, Heard{"connected"});
}

INSTANTIATE_TEST_SUITE_P(EitherDirection, OneWayCut, ::testing::Bool());

TEST(Handshake, ALostThirdAckIsAskedForAgainOrReplacedByBytes) {
  for (const bool writes : {false, true}) {
    SmallWorld world;
    Connected pair(world, world.a(), world.b());
    world.run_until(1500us);
    world.network.cut(world.a().id(), world.b().id(), 1);
    world.run_until(2500us);
    world.network.heal(world.a().id(), world.b().id(), 1);
    ASSERT_TRUE(pair.client.has_heard("connected"));
    if (writes) pair.client.write("ping:1\n");
    world.run_until(4ms);
    EXPECT_EQ(pair.server.has_stream(), writes);
    // The server repeats its SYN-ACK a second after the loss: one round trip later it has the answer.
    world.run_until(1004ms);
    EXPECT_TRUE(pair.server.has_stream());
  }
}

TEST(Handshake, AHalfOpenAcceptIsForgottenAfter63Seconds) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b());
  world.run_until(1500us);
  world.network.cut(world.a().id(), world.b().id(), 1);
  world.run_until(70s);
  world.network.heal(world.a().id(), world.b().id(), 1);
  pair.client.write("ping:1\n");
  world.run_for(2ms);
  EXPECT_EQ(pair.client.heard, (Heard{"connected", "reset"}));
}

TEST(Handshake, APausedProcessIsConnectedToByItsKernel) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b());
  world.b().pause();
  world.run_until(10ms);
  EXPECT_TRUE(pair.client.has_heard("connected"));
  EXPECT_FALSE(pair.server.has_stream());
  pair.client.write("ping:1\n");
  world.run_until(20ms);
  world.b().resume();
  world.run_for(0ms);
  EXPECT_EQ(pair.server.received, "ping:1\n");
  EXPECT_EQ(world.events.count("established #1"), 1U);
}

TEST(Handshake, ConnectionsThatWereNotAcceptedAreResetWithTheListener) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b());
  world.b().pause();
  world.run_until(10ms);
  pair.listener.reset();
  world.run_until(11ms);
  EXPECT_EQ(pair.client.heard, (Heard{"connected", "reset"}));
}

TEST(Handshake, ClosingWhileConnectingLeavesNothingBehind) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b());
  world.run_until(1500us);
  pair.client.close();
  world.run_until(200s);
  EXPECT_EQ(pair.client.heard, Heard{});
  EXPECT_FALSE(pair.server.has_stream());
  EXPECT_EQ(world.engine.pending(), 0U);
}

TEST(Connects, OneThatGetsNoAnswerSucceedsLateWhenTheFaultEnds) {
  SmallWorld world;
  Connected standing(world, world.a(), world.b(), up);
  world.network.add_link_rule(world.a().id(), world.b().id(), ConnectAnswer{7, false});
  RecordingStream late;
  late.connect(world.runtime(world.a()), {"b", Connected::port});
  standing.client.write("ping:1\n");
  world.run_until(up + 500ms);
  EXPECT_EQ(standing.server.received, "ping:1\n") << "connections that stand carry on";
  EXPECT_EQ(late.heard, Heard{});
  world.network.end_link_rules(world.a().id(), world.b().id(), 7);
  world.run_until(up + 1002ms - 1ns);
  EXPECT_EQ(late.heard, Heard{});
  world.run_until(up + 1002ms);
  EXPECT_EQ(late.heard, Heard{"connected"}) << "at the next SYN, a second after the first";
  EXPECT_EQ(world.faults_met, std::vector<std::uint32_t>{7}) << "one SYN";
}

TEST(Connects, OneThatGetsNoAnswerAtAllTimesOut) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.add_link_rule(world.a().id(), world.b().id(), ConnectAnswer{7, false});
  RecordingStream late;
  late.connect(world.runtime(world.a()), {"b", Connected::port});
  world.run_until(up + 127s);
  EXPECT_EQ(late.heard, Heard{"timed_out"});
  EXPECT_EQ(world.faults_met.size(), 7U);
}

TEST(Connects, ARefusalIsAnsweredByTheOtherSideOfTheLink) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.add_link_rule(world.a().id(), world.b().id(), ConnectAnswer{7, true});
  RecordingStream refused;
  refused.connect(world.runtime(world.a()), {"b", Connected::port});
  RecordingStream other;
  other.connect(world.runtime(world.client()), {"b", Connected::port});
  world.run_until(up + 1ms);
  EXPECT_EQ(refused.heard, Heard{"refused"});
  world.run_until(up + 2ms);
  EXPECT_EQ(other.heard, Heard{"connected"});
  EXPECT_EQ(world.faults_met, std::vector<std::uint32_t>{7});
}

TEST(Names, OneThatIsAnsweredLateBeginsItsConnectLate) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.add_link_rule(world.a().id(), world.b().id(), NameAnswer{.fault = 7, .after = 300ms});
  RecordingStream late;
  late.connect(world.runtime(world.a()), {"b", Connected::port});
  world.run_until(up + 302ms - 1ns);
  EXPECT_EQ(late.heard, Heard{});
  world.run_until(up + 302ms);
  EXPECT_EQ(late.heard, Heard{"connected"});
  EXPECT_EQ(world.faults_met, std::vector<std::uint32_t>{7});
}

TEST(Names, OneThatIsGivenUpMeanwhileConnectsToNothing) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.add_link_rule(world.a().id(), world.b().id(), NameAnswer{.fault = 7, .after = 300ms});
  RecordingStream late;
  late.connect(world.runtime(world.a()), {"b", Connected::port});
  world.run_until(up + 100ms);
  late.close();
  const std::size_t established = world.events.count("established #1");
  world.run_until(10s);
  EXPECT_EQ(world.events.count("established #1"), established);
}

TEST(Names, OneThatIsUnknownIsUnreachable) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.add_link_rule(world.a().id(), world.b().id(),
                              NameAnswer{.fault = 7, .is_unknown = true, .after = 300ms});
  RecordingStream client;
  client.connect(world.runtime(world.a()), {"b", Connected::port});
  world.run_until(up + 300ms - 1ns);
  EXPECT_EQ(client.heard, Heard{});
  world.run_until(up + 300ms);
  EXPECT_EQ(client.heard, Heard{"unreachable"});
}

TEST(Names, AClientIsLedToNoOtherHost) {
  SmallWorld world;
  Connected pair(world, world.client(), world.b());
  world.run_until(up);
  world.network.add_link_rule(world.client().id(), world.b().id(), NameAnswer{.fault = 7, .other = HostId{2}});
  RecordingStream client;
  client.connect(world.runtime(world.client()), {"b", Connected::port});
  world.run_until(up + 2ms);
  EXPECT_EQ(client.heard, Heard{"connected"});
  EXPECT_EQ(world.faults_met, std::vector<std::uint32_t>{});
}

// What asks for b is led to the third host, since 10 ms before.
class StaleName : public ::testing::Test {
 protected:
  void SetUp() override {
    world.network.add_link_rule(world.a().id(), world.b().id(), NameAnswer{.fault = 7, .other = HostId{2}});
    other.server.close();
    client.connect(world.runtime(world.a()), {"b", Connected::port});
    world.run_for(10ms);
  }

  SmallWorld world;
  Connected pair{world, world.a(), world.b(), up};
  Connected other{world, world.b(), *world.hosts[2], up};
  RecordingStream client;
};

TEST_F(StaleName, LeadsToAnotherHost) {
  EXPECT_EQ(client.heard, Heard{"connected"});
  ASSERT_TRUE(other.server.has_stream());
  EXPECT_EQ(other.server.stream().peer().host, "a");
  EXPECT_EQ(client.stream().peer().host, "b") << "it knows no better";
}

TEST_F(StaleName, WhatItLedAstrayIsResetWhenItIsRightAgain) {
  RecordingStream late;
  late.connect(world.runtime(world.a()), {"b", Connected::port});
  world.network.end_link_rules(world.a().id(), world.b().id(), 7);
  world.run_for(1ms);
  EXPECT_EQ(client.heard, (Heard{"connected", "reset"}));
  EXPECT_EQ(late.heard, Heard{"unreachable"}) << "it was under way";
  pair.client.write("entry:1\n");
  world.run_for(10ms);
  EXPECT_EQ(pair.server.received, "entry:1\n") << "it was led where it wanted";
}

TEST(Handshake, AMachineTalksToItself) {
  SmallWorld world;
  Connected pair(world, world.a(), world.a());
  world.run_until(150us);
  EXPECT_TRUE(pair.client.has_heard("connected"));
  EXPECT_TRUE(pair.server.has_stream());
}

}  // namespace
}  // namespace groundhog::test
