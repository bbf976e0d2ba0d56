// How connections end, and in which order an end, an error and the bytes before them are reported.
#include "tests/conformance/conformance.hpp"

namespace groundhog::test {
namespace {

template <class World>
class Closing : public Conformance<World> {};
TYPED_TEST_SUITE(Closing, Worlds, WorldNames);

TYPED_TEST(Closing, BytesBeforeACloseAreReadThenTheStreamEnds) {
  this->establish();
  this->client.write("last words");
  this->client.close();
  this->run_until_heard(this->server, "end");
  EXPECT_EQ(this->server.received, "last words");
  EXPECT_EQ(this->server.drain(), ReadStatus::end_of_stream);
  this->world.settle();
  EXPECT_EQ(this->server.drain(), ReadStatus::end_of_stream);
  EXPECT_EQ(std::count(this->server.heard.begin(), this->server.heard.end(), "end"), 1);
  EXPECT_FALSE(this->server.has_heard("reset"));
}

TYPED_TEST(Closing, ACloseSendsWhatHasNotLeftYet) {
  this->establish();
  this->server.reads = false;
  const std::string sent = this->fill(this->client);
  this->client.close();
  this->world.settle();
  this->read_on(this->server);
  this->run_until_heard(this->server, "end");
  EXPECT_TRUE(this->server.received == sent);
}

TYPED_TEST(Closing, AHalfCloseOfTheClientLeavesTheOtherDirectionOpen) {
  this->establish();
  this->client.write("question");
  this->client.stream().shutdown_write();
  EXPECT_EQ(this->client.write("too late"), 0U);
  this->run_until_heard(this->server, "end");
  EXPECT_EQ(this->server.received, "question");
  EXPECT_EQ(this->server.write("answer"), 6U);
  this->server.close();
  this->run_until_heard(this->client, "end");
  EXPECT_EQ(this->client.received, "answer");
  EXPECT_FALSE(this->client.has_heard("reset"));
}

TYPED_TEST(Closing, AHalfCloseOfTheServerLeavesTheOtherDirectionOpen) {
  this->establish();
  this->server.stream().shutdown_write();
  this->run_until_heard(this->client, "end");
  EXPECT_EQ(this->client.write("still talking"), 13U);
  this->client.stream().shutdown_write();
  this->run_until_heard(this->server, "end");
  EXPECT_EQ(this->server.received, "still talking");
  this->world.settle();
  EXPECT_EQ(this->client.drain(), ReadStatus::end_of_stream);
  EXPECT_FALSE(this->client.has_heard("reset"));
  EXPECT_FALSE(this->server.has_heard("reset"));
}

TYPED_TEST(Closing, AShutdownSendsWhatHasNotLeftYet) {
  this->establish();
  this->server.reads = false;
  const std::string sent = this->fill(this->client);
  this->client.stream().shutdown_write();
  this->read_on(this->server);
  this->run_until_heard(this->server, "end");
  EXPECT_TRUE(this->server.received == sent);
  this->world.settle();
  EXPECT_FALSE(this->client.has_heard("writable")) << "nothing more can be written";
}

TYPED_TEST(Closing, BothEndsMayCloseAtOnce) {
  this->establish();
  this->client.write("crossing");
  this->client.stream().shutdown_write();
  this->server.stream().shutdown_write();
  this->run_until_heard(this->client, "end");
  this->run_until_heard(this->server, "end");
  EXPECT_EQ(this->server.received, "crossing");
  this->client.close();
  this->server.close();
  this->world.settle();
  EXPECT_EQ(this->client.heard, (Heard{"connected", "readable", "end"}));
}

TYPED_TEST(Closing, WithUnreadInputResetsThePeer) {
  this->establish();
  this->server.reads = false;
  this->client.write("never read");
  this->run_until_heard(this->server, "readable");
  this->server.close();
  this->run_until_heard(this->client, "reset");
  EXPECT_EQ(this->client.heard, (Heard{"connected", "reset"}));
}

TYPED_TEST(Closing, AnAbortResetsThePeerAndSilencesTheStream) {
  this->establish();
  this->server.write("unheard");
  this->client.stream().abort();
  EXPECT_EQ(this->client.write("x"), 0U);
  EXPECT_EQ(this->client.drain(), ReadStatus::error);
  this->run_until_heard(this->server, "reset");
  this->world.settle();
  EXPECT_EQ(this->client.heard, Heard{"connected"});
  this->client.stream().shutdown_write();
  this->client.stream().abort();
}

TYPED_TEST(Closing, BytesBeforeAResetAreStillReadable) {
  this->establish();
  this->client.reads = false;
  this->server.write("last words");
  this->world.settle();
  this->server.stream().abort();
  this->run_until_heard(this->client, "reset");
  EXPECT_EQ(this->client.heard, (Heard{"connected", "readable", "reset"}));
  EXPECT_EQ(this->client.drain(4), ReadStatus::data);
  EXPECT_EQ(this->client.drain(), ReadStatus::error);
  EXPECT_EQ(this->client.received, "last words");
  EXPECT_EQ(this->client.drain(), ReadStatus::error);
}

TYPED_TEST(Closing, AnAbortDropsWhatHasNotLeft) {
  this->establish();
  this->server.reads = false;
  const std::string sent = this->fill_up(this->client);
  this->client.stream().abort();
  this->run_until_heard(this->server, "reset");
  EXPECT_EQ(this->server.drain(), ReadStatus::error);
  EXPECT_LT(this->server.received.size(), sent.size());
  EXPECT_TRUE(sent.starts_with(this->server.received));
}

TYPED_TEST(Closing, AnEndThatWasReadMayBeFollowedByAReset) {
  this->establish();
  this->server.stream().shutdown_write();
  this->run_until_heard(this->client, "end");
  this->server.stream().abort();
  this->run_until_heard(this->client, "reset");
  EXPECT_EQ(this->client.heard, (Heard{"connected", "readable", "end", "reset"}));
  EXPECT_EQ(this->client.drain(), ReadStatus::error);
}

TYPED_TEST(Closing, AResetHidesAnEndThatWasNotRead) {
  this->establish();
  this->client.reads = false;
  this->server.write("last words");
  this->server.stream().shutdown_write();
  this->run_until_heard(this->client, "readable");
  this->world.settle();
  this->server.stream().abort();
  this->run_until_heard(this->client, "reset");
  EXPECT_EQ(this->client.drain(), ReadStatus::error);
  EXPECT_EQ(this->client.received, "last words");
}

TYPED_TEST(Closing, WritingToAPeerThatClosedIsAnsweredWithReset) {
  this->establish();
  this->server.close();
  this->run_until_heard(this->client, "end");
  this->world.settle();
  EXPECT_EQ(this->client.heard, (Heard{"connected", "readable", "end"})) << "the peer might still be reading";
  EXPECT_EQ(this->client.write("are you there?"), 14U);
  this->run_until_heard(this->client, "reset");
  EXPECT_EQ(this->client.write("again"), 0U);
  this->world.settle();
  EXPECT_EQ(this->client.heard, (Heard{"connected", "readable", "end", "reset"}));
}

TYPED_TEST(Closing, AResetIsHeardByAWriterThatWaits) {
  this->establish();
  this->server.reads = false;
  this->fill_up(this->client);
  this->server.close();
  this->run_until_heard(this->client, "reset");
  this->world.settle();
  EXPECT_EQ(this->client.heard, Heard{"reset"});
  EXPECT_EQ(this->client.write("x"), 0U);
}

TYPED_TEST(Closing, AResetIsHeardAfterBothHaveShutDown) {
  this->establish();
  this->server.reads = false;
  this->fill(this->client);
  this->client.stream().shutdown_write();
  this->server.stream().shutdown_write();
  this->run_until_heard(this->client, "end");
  this->server.close();  // with unread input
  this->run_until_heard(this->client, "reset");
  EXPECT_EQ(this->client.heard, (Heard{"connected", "readable", "end", "reset"}));
}

TYPED_TEST(Closing, AnErrorIsReportedOnce) {
  this->establish();
  this->server.stream().abort();
  this->run_until_heard(this->client, "reset");
  this->client.write("x");
  this->client.drain();
  this->client.stream().subscribe(this->client);
  this->client.stream().shutdown_write();
  this->world.settle();
  EXPECT_EQ(this->client.heard, (Heard{"connected", "reset"}));
}

TYPED_TEST(Closing, ACloseAfterAnErrorIsQuiet) {
  this->establish();
  this->server.stream().abort();
  this->run_until_heard(this->client, "reset");
  this->client.close();
  this->world.settle();
  EXPECT_EQ(this->server.heard, Heard{});
}

}  // namespace
}  // namespace groundhog::test
