// Bytes under way: order, edges, short writes, backpressure, slow and stopped readers.
#include <algorithm>

#include "tests/conformance/conformance.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;

template <class World>
class Transfer : public Conformance<World> {};
TYPED_TEST_SUITE(Transfer, Worlds, WorldNames);

TYPED_TEST(Transfer, BytesArriveInOrderBothWays) {
  this->establish();
  this->client.write("to the ");
  this->client.write("server");
  this->server.write("and back");
  EXPECT_TRUE(this->world.run_until(
      [&] { return this->server.received == "to the server" && this->client.received == "and back"; }));
}

TYPED_TEST(Transfer, NothingIsAcceptedBeforeTheConnectionStands) {
  this->connect();
  EXPECT_EQ(this->client.write("x"), 0U);
  EXPECT_EQ(this->client.drain(), ReadStatus::would_block);
  this->run_until_heard(this->client, "connected");
  EXPECT_EQ(this->client.write("x"), 1U);
}

TYPED_TEST(Transfer, InputIsReportedOnceUntilTheReaderHasSeenWouldBlock) {
  this->establish();
  this->server.reads = false;
  this->client.write("one ");
  this->run_until_heard(this->server, "readable");
  this->client.write("two ");
  this->world.settle();
  EXPECT_EQ(this->server.drain(3), ReadStatus::data);
  this->client.write("three ");
  this->world.settle();
  EXPECT_EQ(this->server.heard, Heard{"readable"});

  EXPECT_EQ(this->server.drain(), ReadStatus::would_block);
  EXPECT_EQ(this->server.received, "one two three ");
  this->client.write("four");
  this->world.settle();
  EXPECT_EQ(this->server.heard, (Heard{"readable", "readable"}));
}

TYPED_TEST(Transfer, AReaderThatReadsOutsideItsCallbacksMissesNothing) {
  this->establish();
  this->server.reads = false;
  this->client.write("one ");
  this->run_until_heard(this->server, "readable");
  EXPECT_EQ(this->server.drain(), ReadStatus::would_block);
  this->world.freeze_server();
  this->client.write("two");
  this->world.settle();
  EXPECT_EQ(this->server.drain(), ReadStatus::would_block);  // it is in the kernel already
  EXPECT_EQ(this->server.received, "one two");
  this->world.thaw_server();
  this->client.write(" three");
  this->world.settle();
  EXPECT_EQ(this->server.drain(), ReadStatus::would_block);
  EXPECT_EQ(this->server.received, "one two three");
}

TYPED_TEST(Transfer, AShortWriteIsFollowedByWritable) {
  this->establish();
  this->server.reads = false;
  std::string sent = this->fill_up(this->client);
  this->read_on(this->server);
  this->run_until_heard(this->client, "writable");
  EXPECT_EQ(this->client.write("more"), 4U);
  sent += "more";
  EXPECT_TRUE(this->world.run_until([&] { return this->server.received.size() >= sent.size(); }));
  EXPECT_TRUE(this->server.received == sent);
}

TYPED_TEST(Transfer, WritableIsNotReportedWithoutAShortWrite) {
  this->establish();
  this->client.write("all of this fits");
  this->world.settle();
  EXPECT_EQ(this->client.heard, Heard{"connected"});
}

TYPED_TEST(Transfer, AStoppedReaderBoundsWhatIsAccepted) {
  this->establish();
  this->server.reads = false;
  std::size_t taken = 0;
  for (int i = 0; i < 10; ++i) {
    taken += this->fill(this->client).size();
    this->world.settle();
  }
  EXPECT_GE(taken, std::size_t{16} << 10);
  EXPECT_LE(taken, std::size_t{1} << 20);
  EXPECT_EQ(this->server.heard, Heard{"readable"});
}

TYPED_TEST(Transfer, ASlowReaderGetsAll) {
  this->establish();
  this->server.reads = false;
  const std::string all = numbered_bytes(80'000);
  std::size_t sent = this->client.write(all);
  seam::Timer tick;
  std::function<void()> read_some = [&] {
    this->server.drain(3000);
    tick = this->world.server().start_timer(100us, read_some);
  };
  read_some();
  EXPECT_TRUE(this->world.run_until([&] {
    if (sent < all.size()) sent += this->client.write(std::string_view(all).substr(sent));
    return this->server.received.size() >= all.size();
  }));
  EXPECT_TRUE(this->server.received == all);
}

TYPED_TEST(Transfer, StreamsKnowTheirPeersAndHaveNamesOfTheirOwn) {
  this->establish();
  EXPECT_EQ(this->client.stream().peer(), this->listener->local());
  EXPECT_FALSE(this->server.stream().peer().host.empty());
  EXPECT_NE(this->server.stream().peer().port, 0);
  RecordingStream another;
  another.connect(this->world.client(), this->listener->local());
  EXPECT_NE(another.stream().id(), this->client.stream().id());
}

TYPED_TEST(Transfer, AnIdleConnectionIsSilent) {
  this->establish();
  this->world.settle();
  EXPECT_EQ(this->client.heard, Heard{"connected"});
  EXPECT_EQ(this->server.heard, Heard{});
}

// ---- who hears it -------------------------------------------------------------------------------------------------

TYPED_TEST(Transfer, ALateSubscriberHearsOfWaitingInputButNotInsideTheCall) {
  this->establish_unheard();
  this->client.write("early");
  this->world.settle();
  this->server.adopt(std::move(this->accepted.front()));
  EXPECT_EQ(this->server.heard, Heard{});
  this->world.settle();
  EXPECT_EQ(this->server.heard, Heard{"readable"});
  EXPECT_EQ(this->server.received, "early");
}

TYPED_TEST(Transfer, ALateSubscriberHearsOfTheEnd) {
  this->establish_unheard();
  this->client.write("early");
  this->client.close();
  this->world.settle();
  this->server.adopt(std::move(this->accepted.front()));
  this->world.settle();
  EXPECT_EQ(this->server.heard, (Heard{"readable", "end"}));
  EXPECT_EQ(this->server.received, "early");
}

TYPED_TEST(Transfer, ALateSubscriberHearsOfAReset) {
  this->establish_unheard();
  this->client.stream().abort();
  this->world.settle();
  this->server.adopt(std::move(this->accepted.front()));
  EXPECT_EQ(this->server.heard, Heard{});
  this->world.settle();
  EXPECT_EQ(this->server.heard, Heard{"reset"});
}

TYPED_TEST(Transfer, ANewSubscriberHearsOfInputThatTheOldOneLeft) {
  this->establish();
  this->server.reads = false;
  this->client.write("left");
  this->run_until_heard(this->server, "readable");
  RecordingStream successor;
  successor.reads = false;
  this->server.stream().subscribe(successor);
  this->world.settle();
  EXPECT_EQ(successor.heard, Heard{"readable"});
  EXPECT_EQ(this->server.heard, Heard{"readable"});
}

}  // namespace
}  // namespace groundhog::test
