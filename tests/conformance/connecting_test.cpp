// How connections begin, or do not.
#include "tests/conformance/conformance.hpp"

namespace groundhog::test {
namespace {

template <class World>
class Connecting : public Conformance<World> {};
TYPED_TEST_SUITE(Connecting, Worlds, WorldNames);

TYPED_TEST(Connecting, BothEndsHearOfIt) {
  this->adopts = false;
  this->connect();
  EXPECT_EQ(this->client.heard, Heard{}) << "not inside the call";
  ASSERT_TRUE(this->world.run_until([&] { return this->accepted.size() == 1; }));
  this->run_until_heard(this->client, "connected");
  this->server.adopt(std::move(this->accepted.front()));
  this->world.settle();
  EXPECT_EQ(this->client.heard, Heard{"connected"});
  EXPECT_EQ(this->server.heard, Heard{}) << "an accepted stream stands already";
}

TYPED_TEST(Connecting, AProcessThatIsConnectedToItselfHasTwoStreams) {
  this->client.connect(this->world.server(), this->listener->local());
  ASSERT_TRUE(
      this->world.run_until([this] { return this->client.has_heard("connected") && this->server.has_stream(); }));
  EXPECT_NE(this->client.stream().id(), this->server.stream().id());
  EXPECT_EQ(this->client.write("to myself"), 9U);
  ASSERT_TRUE(this->world.run_until([this] { return !this->server.received.empty(); }));
  EXPECT_EQ(this->server.received, "to myself");
}

TYPED_TEST(Connecting, IsRefusedWhereNoListenerIs) {
  this->client.connect(this->world.client(), this->world.refusing_address());
  EXPECT_EQ(this->client.heard, Heard{});
  this->run_until_heard(this->client, "refused");
  this->world.settle();
  EXPECT_EQ(this->client.heard, Heard{"refused"});
  EXPECT_EQ(this->client.write("x"), 0U);
  EXPECT_EQ(this->client.drain(), ReadStatus::error);
}

TYPED_TEST(Connecting, ToANameWithoutAHostIsUnreachable) {
  this->client.connect(this->world.client(), this->world.no_such_name());
  EXPECT_EQ(this->client.heard, Heard{});
  this->run_until_heard(this->client, "unreachable");
  EXPECT_EQ(this->client.heard, Heard{"unreachable"});
}

TYPED_TEST(Connecting, ToANameMayBeGivenUpBeforeItIsResolved) {
  this->client.connect(this->world.client(), this->world.no_such_name());
  this->client.stream().abort();
  RecordingStream second;
  second.connect(this->world.client(), this->world.no_such_name());
  second.close();
  this->world.settle();
  EXPECT_EQ(this->client.heard, Heard{});
  EXPECT_EQ(second.heard, Heard{});
}

TYPED_TEST(Connecting, HangsWithoutAnAnswerAndMayBeGivenUp) {
  this->client.connect(this->world.client(), this->world.black_hole());
  this->world.settle();
  EXPECT_EQ(this->client.heard, Heard{});
  EXPECT_EQ(this->client.write("x"), 0U);
  EXPECT_EQ(this->client.drain(), ReadStatus::would_block);
  this->client.close();
  this->world.settle();
  EXPECT_EQ(this->client.heard, Heard{});
}

TYPED_TEST(Connecting, AHangingConnectMayBeAborted) {
  this->client.connect(this->world.client(), this->world.black_hole());
  this->world.settle();
  this->client.stream().abort();
  this->world.settle();
  EXPECT_EQ(this->client.heard, Heard{});
  EXPECT_EQ(this->client.drain(), ReadStatus::error);
}

TYPED_TEST(Connecting, AShutdownBeforeItStandsIsCarriedOutThen) {
  this->connect();
  this->client.stream().shutdown_write();
  this->run_until_heard(this->server, "end");
  this->run_until_heard(this->client, "connected");
  EXPECT_EQ(this->client.write("too late"), 0U);
  this->server.write("hello");
  EXPECT_TRUE(this->world.run_until([&] { return this->client.received == "hello"; }));
}

TYPED_TEST(Connecting, TheKernelAcceptsForAServerThatIsBusy) {
  this->world.freeze_server();
  this->connect();
  this->run_until_heard(this->client, "connected");
  this->client.write("early");
  this->client.stream().shutdown_write();
  this->world.settle();
  EXPECT_FALSE(this->server.has_stream());
  this->world.thaw_server();
  this->run_until_heard(this->server, "end");
  EXPECT_EQ(this->server.received, "early");
}

TYPED_TEST(Connecting, AConnectionThatWasResetBeforeItWasAcceptedIsAcceptedAndFails) {
  this->world.freeze_server();
  this->connect();
  this->run_until_heard(this->client, "connected");
  this->client.write("early");
  this->client.stream().abort();
  this->world.settle();
  this->world.thaw_server();
  this->run_until_heard(this->server, "reset");
  EXPECT_EQ(this->server.received, "early");
}

TYPED_TEST(Connecting, AConnectionThatWasClosedBeforeItWasAcceptedIsAcceptedAndEnds) {
  this->world.freeze_server();
  this->connect();
  this->run_until_heard(this->client, "connected");
  this->client.close();
  this->world.settle();
  this->world.thaw_server();
  this->run_until_heard(this->server, "end");
  EXPECT_FALSE(this->server.has_heard("reset"));
}

// ---- listeners ----------------------------------------------------------------------------------------------------

TYPED_TEST(Connecting, AListenerShowsThePortThatItWasGiven) {
  const auto ignore = [](std::unique_ptr<seam::Stream>) {};
  auto second = this->world.server().listen(this->world.any_port(), ignore);
  ASSERT_TRUE(second);
  EXPECT_NE(this->listener->local().port, 0);
  EXPECT_NE((*second)->local().port, 0);
  EXPECT_NE(this->listener->local(), (*second)->local());
}

TYPED_TEST(Connecting, APortIsTakenOnceAndFreeAgainAfterwards) {
  const auto ignore = [](std::unique_ptr<seam::Stream>) {};
  const seam::Address taken = this->listener->local();
  const auto second = this->world.server().listen(taken, ignore);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().message, "cannot listen on " + to_string(taken) + ": address already in use");
  this->listener.reset();
  EXPECT_TRUE(this->world.server().listen(taken, ignore));
}

TYPED_TEST(Connecting, APortIsFreeAgainWhileItsConnectionsStay) {
  this->establish();
  const seam::Address port = this->listener->local();
  this->listener.reset();
  const auto again = this->world.server().listen(port, [](std::unique_ptr<seam::Stream>) {});
  EXPECT_TRUE(again) << again.error().message;
  this->client.write("still here");
  EXPECT_TRUE(this->world.run_until([&] { return this->server.received == "still here"; }));
}

TYPED_TEST(Connecting, AnAddressOfNoHostCannotBeListenedOn) {
  const auto listening = this->world.server().listen(this->world.no_such_name(), [](std::unique_ptr<seam::Stream>) {});
  ASSERT_FALSE(listening);
  EXPECT_TRUE(listening.error().message.starts_with("cannot listen on no.such.name.invalid:7000: "));
}

TYPED_TEST(Connecting, ConnectionsThatWereNotAcceptedAreResetWithTheListener) {
  this->world.freeze_server();
  this->connect();
  this->run_until_heard(this->client, "connected");
  this->listener.reset();
  this->world.thaw_server();
  this->run_until_heard(this->client, "reset");
  RecordingStream late;
  EXPECT_FALSE(this->server.has_stream());
}

TYPED_TEST(Connecting, IsRefusedOnceTheListenerIsGone) {
  const seam::Address port = this->listener->local();
  this->listener.reset();
  this->client.connect(this->world.client(), port);
  this->run_until_heard(this->client, "refused");
}

TYPED_TEST(Connecting, AListenerMayBeDestroyedInsideItsHandler) {
  int handled = 0;
  std::unique_ptr<seam::Listener> doomed;
  auto listening = this->world.server().listen(this->world.any_port(), [&](std::unique_ptr<seam::Stream>) {
    ++handled;
    doomed.reset();
    ++handled;
  });
  ASSERT_TRUE(listening);
  doomed = std::move(*listening);
  RecordingStream one;
  RecordingStream two;
  this->world.freeze_server();
  one.connect(this->world.client(), doomed->local());
  two.connect(this->world.client(), doomed->local());
  this->run_until_heard(one, "connected");
  this->run_until_heard(two, "connected");
  this->world.thaw_server();
  // One was accepted and let go by the handler, the other one reset.
  EXPECT_TRUE(this->world.run_until([&] { return one.has_heard("reset") || two.has_heard("reset"); }));
  EXPECT_TRUE(this->world.run_until([&] { return one.has_heard("end") || two.has_heard("end"); }));
  EXPECT_EQ(handled, 2);
}

TYPED_TEST(Connecting, ManyAtOnceAreAllAccepted) {
  constexpr std::size_t many = 300;
  std::vector<std::unique_ptr<RecordingStream>> clients;
  this->adopts = false;
  for (std::size_t i = 0; i < many; ++i) {
    clients.push_back(std::make_unique<RecordingStream>());
    clients.back()->connect(this->world.client(), this->listener->local());
  }
  EXPECT_TRUE(this->world.run_until([&] { return this->accepted.size() == many; })) << this->accepted.size();
}

}  // namespace
}  // namespace groundhog::test
