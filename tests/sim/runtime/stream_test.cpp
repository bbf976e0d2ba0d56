// The contract of sut/runtime/stream.hpp, seen through the seam only.
#include <gtest/gtest.h>

#include "tests/support/small_world.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;
using seam::ReadStatus;
using Heard = std::vector<std::string>;

TEST(Stream, AcceptsNothingBeforeTheConnectionStands) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b());
  EXPECT_EQ(pair.client.write("x"), 0U);
  EXPECT_EQ(pair.client.drain(), ReadStatus::would_block);
}

TEST(Stream, IsEdgeTriggered) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  pair.server.reads = false;
  pair.client.write("ping:1\n");
  world.run_for(1ms);
  pair.client.write("ping:2\n");
  world.run_for(1ms);
  EXPECT_EQ(pair.server.heard, Heard{"readable"});  // not before it has seen would_block
  EXPECT_EQ(pair.server.drain(3), ReadStatus::data);
  pair.client.write("ping:3\n");
  world.run_for(1ms);
  EXPECT_EQ(pair.server.heard, Heard{"readable"});
  EXPECT_EQ(pair.server.drain(), ReadStatus::would_block);
  EXPECT_EQ(pair.server.received, "ping:1\nping:2\nping:3\n");
  pair.client.write("ping:4\n");
  world.run_for(1ms);
  EXPECT_EQ(pair.server.heard, (Heard{"readable", "readable"}));
}

// A callback without cause finds nothing to read and room to write; input that comes later is heard as ever.
TEST(Stream, SpuriousReadinessShowsNothing) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.b().add_rule(SpuriousReadiness{3, 1.0, RandomKey(7)});
  std::size_t spurious = 0;
  for (int i = 0; i < 20; ++i) {
    pair.server.heard.clear();
    pair.client.write("ping\n");
    world.run_for(1ms + 10us);
    EXPECT_EQ(pair.server.heard, Heard{"readable"}) << i;
    world.run_for(1ms);
    spurious += pair.server.heard.size() - 1;
  }
  EXPECT_EQ(world.process_faults_met.size(), spurious);
  EXPECT_GE(spurious, 20U);
  EXPECT_EQ(pair.server.received.size(), 100U);
  EXPECT_TRUE(pair.server.has_heard("readable"));
  world.b().end_rules(3);
  world.run_for(10ms);
  pair.server.heard.clear();
  pair.client.write("ping\n");
  world.run_for(5ms);
  EXPECT_EQ(pair.server.heard, Heard{"readable"});
}

TEST(Stream, SpuriousReadinessOfOneThatIsGoneIsNone) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  world.b().add_rule(SpuriousReadiness{3, 1.0, RandomKey(7)});
  pair.client.write("ping\n");
  world.run_for(1ms);
  pair.server.close();
  world.run_for(10ms);
  EXPECT_TRUE(world.process_faults_met.empty());
}

TEST(Stream, ALateSubscriberHearsOfWaitingInputButNotInsideTheCall) {
  SmallWorld world;
  std::unique_ptr<seam::Stream> accepted;
  auto listener = world.runtime(world.b()).listen({"b", 7000}, [&](auto stream) { accepted = std::move(stream); });
  RecordingStream client;
  client.connect(world.runtime(world.a()), {"b", 7000});
  world.run_for(up);
  client.write("ping:1\n");
  client.close();
  world.run_for(up);
  RecordingStream late;
  late.adopt(std::move(accepted));
  EXPECT_EQ(late.heard, Heard{});
  world.run_for(0ms);
  EXPECT_EQ(late.heard, (Heard{"readable", "end"}));
  EXPECT_EQ(late.received, "ping:1\n");
}

TEST(Stream, ALateSubscriberHearsOfAnEarlierReset) {
  SmallWorld world;
  std::unique_ptr<seam::Stream> accepted;
  auto listener = world.runtime(world.b()).listen({"b", 7000}, [&](auto stream) { accepted = std::move(stream); });
  RecordingStream client;
  client.connect(world.runtime(world.a()), {"b", 7000});
  world.run_for(up);
  client.stream().abort();
  world.run_for(up);
  RecordingStream late;
  late.adopt(std::move(accepted));
  world.run_for(0ms);
  EXPECT_EQ(late.heard, Heard{"reset"});
}

TEST(Stream, AnErrorIsReportedOnce) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  pair.server.stream().abort();
  world.run_for(1ms);
  pair.client.write("x\n");
  pair.client.stream().subscribe(pair.client);
  world.run_for(1s);
  EXPECT_EQ(pair.client.heard, (Heard{"connected", "reset"}));
}

TEST(Stream, MayBeDestroyedInsideAnyOfItsCallbacks) {
  for (const std::string when : {"connected", "readable", "writable", "reset", "refused"}) {
    SmallWorld world(TcpOptions{.send_buffer_bytes = 10});
    std::unique_ptr<seam::Stream> accepted;
    auto listener = world.runtime(world.b()).listen({"b", 7000}, [&](auto stream) { accepted = std::move(stream); });
    RecordingStream* self = nullptr;
    RecordingStream client([&](std::string_view event) {
      if (event == when) self->close();
    });
    self = &client;
    client.connect(world.runtime(world.a()), {when == "refused" ? "c" : "b", 7000});
    world.run_for(up);
    if (client.has_stream()) client.write("longer than the buffer\n");
    if (accepted) accepted->write("pong:1\n");
    if (accepted && when != "writable") accepted->abort();
    world.run_for(up);
    EXPECT_FALSE(client.has_stream()) << when;
    ASSERT_FALSE(client.heard.empty());
    EXPECT_EQ(client.heard.back(), when);
  }
}

TEST(Stream, NothingFollowsAnAbort) {
  SmallWorld world;
  Connected pair(world, world.a(), world.b(), up);
  pair.server.write("pong:1\n");
  pair.client.stream().abort();
  EXPECT_EQ(pair.client.write("x"), 0U);
  EXPECT_EQ(pair.client.drain(), ReadStatus::error);
  world.run_for(1s);
  EXPECT_EQ(pair.client.heard, Heard{"connected"});
  EXPECT_TRUE(pair.server.has_heard("reset"));
}

TEST(Listener, APortIsTakenOnceAndFreeAgainAfterwards) {
  SmallWorld world;
  const auto ignore = [](std::unique_ptr<seam::Stream>) {};
  auto first = world.runtime(world.b()).listen({"b", 7000}, ignore);
  ASSERT_TRUE(first);
  EXPECT_EQ((*first)->local(), (seam::Address{"b", 7000}));
  const auto second = world.runtime(world.b()).listen({"b", 7000}, ignore);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().message, "cannot listen on b:7000: address already in use");
  EXPECT_TRUE(world.runtime(world.a()).listen({"a", 7000}, ignore));
  first->reset();
  EXPECT_TRUE(world.runtime(world.b()).listen({"b", 7000}, ignore));
  EXPECT_FALSE(world.runtime(world.b()).listen({"c", 7001}, ignore));
}

TEST(Listener, MayBeDestroyedInsideItsHandler) {
  SmallWorld world;
  std::unique_ptr<seam::Listener> listener;
  int accepted = 0;
  listener = *world.runtime(world.b()).listen({"b", 7000}, [&](std::unique_ptr<seam::Stream>) {
    ++accepted;
    listener.reset();
    ++accepted;
  });
  RecordingStream one;
  RecordingStream two;
  one.connect(world.runtime(world.a()), {"b", 7000});
  two.connect(world.runtime(world.a()), {"b", 7000});
  world.run_for(1s);
  EXPECT_EQ(accepted, 2);
  EXPECT_NE(one.has_heard("reset"), two.has_heard("reset"));  // the one that came second
}

}  // namespace
}  // namespace groundhog::test
