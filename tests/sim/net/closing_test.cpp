// How connections end: FIN, RST, crashes of processes and of machines, and who learns what when.
#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;
using seam::ReadStatus;
using Heard = std::vector<std::string>;

TEST(Closing, BytesBeforeAFinAreReadThenTheStreamEnds) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  pair.client.write("ping:1\n");
  pair.client.close();
  world.run_until(up + 1ms);
  EXPECT_EQ(pair.server.received, "ping:1\n");
  EXPECT_TRUE(pair.server.has_heard("end"));
  EXPECT_EQ(pair.server.drain(), ReadStatus::end_of_stream);
  pair.server.close();
  world.run_for(10s);
  EXPECT_EQ(world.events.count("closed #0"), 1U);
  EXPECT_EQ(world.events.count("closed #1"), 1U);
  EXPECT_EQ(world.engine.pending(), 0U);
}

TEST(Closing, AHalfCloseLeavesTheOtherDirectionOpen) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  pair.client.write("ping:1\n");
  pair.client.stream().shutdown_write();
  EXPECT_EQ(pair.client.write("ping:2\n"), 0U);
  world.run_for(1ms);
  EXPECT_TRUE(pair.server.has_heard("end"));
  pair.server.write("pong:1\n");
  pair.server.close();
  world.run_for(1ms);
  EXPECT_EQ(pair.client.received, "pong:1\n");
  EXPECT_TRUE(pair.client.has_heard("end"));
}

TEST(Closing, WithUnreadInputSendsReset) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  pair.server.reads = false;
  pair.client.write("ping:1\n");
  world.run_for(1ms);
  pair.server.close();
  world.run_for(1ms);
  EXPECT_EQ(pair.client.heard, (Heard{"connected", "reset"}));
  EXPECT_EQ(world.events.count("reset #0"), 1U);
}

TEST(Closing, BytesBeforeAResetAreStillReadable) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  pair.client.reads = false;
  pair.server.write("pong:1\n");
  pair.server.stream().abort();
  world.run_for(1ms);
  EXPECT_EQ(pair.client.heard, (Heard{"connected", "readable", "reset"}));
  EXPECT_EQ(pair.client.drain(), ReadStatus::error);
  EXPECT_EQ(pair.client.received, "pong:1\n");
  EXPECT_EQ(world.events.count("aborted #1"), 1U);
}

TEST(Closing, AResetOnTheWayIsSeenAtBothEndsAtOnce) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  pair.client.write("ping:1\n");
  world.run_for(1ms);
  pair.client.write("ping:2\n");
  EXPECT_EQ(world.network.reset(HostId{1}, HostId{0}), 0U) << "a opened it";
  EXPECT_EQ(world.network.reset(HostId{0}, HostId{1}), 1U);
  EXPECT_FALSE(pair.client.has_heard("reset")) << "not before the call returns";
  world.run_for(Duration{0});
  EXPECT_TRUE(pair.client.has_heard("reset"));
  EXPECT_TRUE(pair.server.has_heard("reset"));
  EXPECT_EQ(world.network.reset(HostId{0}, HostId{1}), 0U) << "it stands no longer";
  world.run_for(10ms);
  EXPECT_EQ(pair.server.received, "ping:1\n") << "what was under way is lost";
}

TEST(Closing, AnAbortDropsWhatHasNotLeft) {
  SmallWorld world(TcpOptions{.receive_window_bytes = 4});
  Connected pair(world, world.a(), world.b(), up);
  pair.server.reads = false;
  pair.client.write("ping:1\n");
  pair.client.stream().abort();
  world.run_for(10s);
  EXPECT_EQ(pair.server.drain(), ReadStatus::error);
  EXPECT_EQ(pair.server.received, "ping");
}

TEST(Closing, BytesForAClosedEndAreAnsweredWithReset) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  pair.server.close();
  pair.client.write("ping:1\n");  // crosses the FIN
  world.run_until(up + 1ms);
  EXPECT_TRUE(pair.client.has_heard("end"));
  EXPECT_FALSE(pair.client.has_heard("reset"));
  world.run_until(up + 2ms);
  EXPECT_TRUE(pair.client.has_heard("reset"));
}

TEST(Closing, ALostResetLeavesThePeerHalfOpenUntilItSends) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.cut(world.b().id(), world.a().id(), 0);
  pair.server.stream().abort();
  world.network.heal(world.b().id(), world.a().id(), 0);
  world.run_for(1h);
  EXPECT_EQ(pair.client.heard, Heard{"connected"});
  pair.client.write("ping:1\n");
  world.run_for(2ms);
  EXPECT_EQ(pair.client.heard, (Heard{"connected", "reset"}));
}

TEST(Closing, AHalfOpenEndLearnsOfItWhenItSends) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  const HostId a = world.a().id();
  const HostId b = world.b().id();
  EXPECT_EQ(world.network.half_open(b, a, b), 0U) << "a opened it";
  EXPECT_EQ(world.network.half_open(a, b, b), 1U);
  EXPECT_EQ(pair.server.heard, Heard{}) << "not before the call returns";
  world.run_for(Duration{0});
  EXPECT_EQ(pair.server.heard, Heard{"timed_out"});
  EXPECT_EQ(world.network.half_open(a, b, b), 0U) << "it is gone already";
  world.run_for(1h);
  EXPECT_EQ(pair.client.heard, Heard{"connected"});
  pair.client.write("ping:1\n");
  world.run_for(2ms);
  EXPECT_EQ(pair.client.heard, (Heard{"connected", "reset"}));
}

// Its bytes arrive, and nothing that says so comes back.
TEST(Closing, ABlackholeSwallowsAcknowledgementsToo) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.blackhole(world.b().id(), world.a().id(), 0);
  pair.client.write("ping:1\n");
  world.run_for(1h);
  EXPECT_EQ(pair.server.received, "ping:1\n");
  EXPECT_EQ(pair.client.heard, (Heard{"connected", "timed_out"}));
  EXPECT_EQ(pair.server.heard, (Heard{"readable"}));
}

TEST(Closing, ALostFinIsRepeated) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.network.cut(world.a().id(), world.b().id(), 0);
  pair.client.close();
  world.network.heal(world.a().id(), world.b().id(), 0);
  world.run_until(up + 201ms);
  EXPECT_TRUE(pair.server.has_heard("end"));
}

TEST(Closing, OldBytesMayArriveAfterANewAccept) {
  NetworkSpec links;
  SmallWorld world({}, links);
  Connected pair(world, world.a(), world.b(), up);
  world.network.override_link(world.a().id(), world.b().id(), with_delay(50ms), 0);
  pair.client.write("entry:old\n");
  pair.client.close();
  world.network.restore_link(world.a().id(), world.b().id(), 0);
  RecordingStream second;
  second.connect(world.runtime(world.a()), {"b", Connected::port});
  world.run_until(up + 49ms);
  EXPECT_TRUE(second.has_heard("connected"));
  EXPECT_EQ(pair.server.received, "");
  world.run_until(up + 50ms);
  EXPECT_EQ(pair.server.received, "entry:old\n");
}

TEST(Crash, AcceptedBytesAreStillDeliveredThenFin) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  pair.server.write("pong:1\n");
  world.b().kill(false);
  world.run_for(1ms);
  EXPECT_EQ(pair.client.received, "pong:1\n");
  EXPECT_TRUE(pair.client.has_heard("end"));
  EXPECT_EQ(world.events.count("died #1"), 1U);
}

TEST(Crash, WithUnreadInputSendsReset) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.b().pause();
  pair.client.write("ping:1\n");
  world.run_for(1ms);
  world.b().kill(false);
  world.run_for(1ms);
  EXPECT_EQ(pair.client.heard, (Heard{"connected", "reset"}));
}

TEST(Crash, RefusesConnectsUntilTheRestart) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.b().kill(false);
  RecordingStream early;
  early.connect(world.runtime(world.a()), {"b", Connected::port});
  world.run_for(2ms);
  EXPECT_EQ(early.heard, Heard{"refused"});

  pair.server.close();
  world.boot(world.b());
  pair.listen();
  RecordingStream late;
  late.connect(world.runtime(world.a()), {"b", Connected::port});
  world.run_for(2ms);
  EXPECT_EQ(late.heard, Heard{"connected"});
}

TEST(Crash, NothingLeavesAFailedMachineButItsPacketsUnderWayArrive) {
  SmallWorld world(TcpOptions{.receive_window_bytes = 7});
  Connected pair(world, world.a(), world.b(), up);
  pair.server.write("pong:1\npong:2\n");  // the second has to wait for the window
  world.b().kill(true);
  world.run_for(1h);
  EXPECT_EQ(pair.client.received, "pong:1\n");
  EXPECT_FALSE(pair.client.has_heard("end"));
  EXPECT_FALSE(pair.client.has_heard("reset"));
}

TEST(Crash, PeersOfAFailedMachineStayHalfOpenUntilItAnswersReset) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.b().kill(true);
  pair.client.write("ping:1\n");
  world.run_until(up + 1s);
  EXPECT_EQ(pair.client.heard, Heard{"connected"});
  pair.server.close();
  world.boot(world.b());
  // It is lost at 1 ms, and the timer runs from there: repeated at 201, 602 and 1403 ms.
  world.run_until(up + 1405ms - 1ns);
  EXPECT_EQ(pair.client.heard, Heard{"connected"});
  world.run_until(up + 1405ms);
  EXPECT_EQ(pair.client.heard, (Heard{"connected", "reset"}));
}

TEST(Crash, PeersOfAFailedMachineThatStaysDownTimeOut) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.b().kill(true);
  pair.client.write("ping:1\n");
  world.run_for(926s);
  EXPECT_EQ(pair.client.heard, (Heard{"connected", "timed_out"}));
}

TEST(Crash, OfBothEndsLeavesNothingBehind) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  pair.client.write("ping:1\n");
  world.a().kill(true);
  world.b().kill(false);
  world.run_for(1h);
  EXPECT_EQ(world.engine.pending(), 0U);
}

}  // namespace
}  // namespace groundhog::test
