// A replication connection, the accepting end, on a hand-driven clock.
#include "sut/replication/peer_connection.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "sut/replication/announcements.hpp"
#include "tests/support/manual_runtime.hpp"
#include "tests/support/scripted_stream.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;

constexpr seam::Duration window = 100ms;
constexpr std::size_t turn_bytes = 256 * 1024;  // as the connection has it

ReplicationOptions options() {
  ReplicationOptions options;
  options.heartbeat_interval = window;
  options.heartbeat_misses = 3;
  return options;
}

class PeerConnectionTest : public ::testing::Test, private PeerConnection::Owner {
 protected:
  PeerConnectionTest() {
    connection_ = std::make_unique<PeerConnection>(runtime_, options_, static_cast<PeerConnection::Owner&>(*this), 1,
                                                   std::make_unique<ScriptedStream>(script_), "");
    connection_->resume();
  }

  // Bytes that the kernel has and the process has learnt of.
  void arrives(const std::string& bytes) {
    script_.input += bytes;
    script_.events->on_readable();
  }

  // The nonce of the last ping that was written.
  std::uint64_t last_nonce() const {
    FrameReader reader(1 << 20);
    reader.append(script_.written);
    std::uint64_t nonce = 0;
    while (reader.next() == FrameReader::Status::frame) {
      if (const auto ping = reader.frame().type() == FrameType::ping ? reader.frame().ping() : std::nullopt) {
        nonce = ping->nonce;
      }
    }
    return nonce;
  }

  bool announced_down() const {
    const auto& events = runtime_.announced();
    return std::find(events.begin(), events.end(), event::peer_declared_down) != events.end();
  }

  ManualRuntime runtime_;
  ScriptedStream::Script script_;
  ReplicationOptions options_ = options();
  std::unique_ptr<PeerConnection> connection_;
  std::optional<LinkLoss> lost_;
  Offset peer_applied_ = 0;

 private:
  std::optional<LinkLoss> on_frame(const FrameView&) override { return std::nullopt; }
  void on_peer_applied(Offset applied) override { peer_applied_ = applied; }
  void on_lost(LinkLoss loss) override {
    lost_ = loss;
    connection_.reset();
  }
  Chain chain() const override { return {}; }
  Offset applied_for_pong() const override { return 0; }
};

TEST_F(PeerConnectionTest, DeclaresASilentPeerDownOnce) {
  runtime_.advance(3 * window - 1ns);
  EXPECT_FALSE(lost_);
  runtime_.advance(1ns);
  EXPECT_EQ(lost_, LinkLoss::declared_down);
  EXPECT_TRUE(announced_down());
}

TEST_F(PeerConnectionTest, APongIsEvidenceHoweverLate) {
  const std::uint64_t first = last_nonce();
  runtime_.advance(2 * window + window / 2);
  EXPECT_NE(last_nonce(), first) << "newer pings are on their way";
  arrives(encode(PongFrame{first, 7}));
  EXPECT_EQ(peer_applied_, 7U);
  runtime_.advance(3 * window);
  EXPECT_FALSE(lost_) << "declared down earlier than three windows after the pong";
  runtime_.advance(window);
  EXPECT_EQ(lost_, LinkLoss::declared_down);
}

TEST_F(PeerConnectionTest, ABarePingIsNoEvidenceButGrowthOfReceivedBytesIs) {
  arrives(encode(PingFrame{1, 1, 0, {}}));
  runtime_.advance(2 * window + window / 2);
  arrives(encode(PingFrame{2, 1, 0, {}}));
  runtime_.advance(window / 2);
  EXPECT_EQ(lost_, LinkLoss::declared_down);
}

TEST_F(PeerConnectionTest, GrowthOfReceivedBytesIsEvidence) {
  runtime_.advance(2 * window + window / 2);
  arrives(encode(PingFrame{1, 1, 50, {}}));
  runtime_.advance(window);
  EXPECT_FALSE(lost_);
}

TEST_F(PeerConnectionTest, InputThatWaitsWhenATickFiresCounts) {
  runtime_.advance(2 * window + window / 2);
  script_.input =
      encode(PongFrame{last_nonce(), 3});  // arrived while the process stood still: the process has not seen it yet
  runtime_.advance(window / 2);
  EXPECT_FALSE(lost_);
  EXPECT_EQ(peer_applied_, 3U);
}

TEST_F(PeerConnectionTest, JudgesThoughNothingCanBeWritten) {
  script_.room = 0;
  connection_->send(std::string(1000, 'x'));
  runtime_.advance(3 * window);
  EXPECT_EQ(lost_, LinkLoss::declared_down);
}

TEST_F(PeerConnectionTest, AGapOrRepetitionInTheSequenceIsDamage) {
  arrives(encode(RefuseFrame{3, {}, "a gap: hello was 1"}));
  EXPECT_EQ(lost_, LinkLoss::damaged);
}

TEST_F(PeerConnectionTest, APingRevealsALostLastFrame) {
  arrives(encode(RefuseFrame{2, {}, "in order"}));
  EXPECT_FALSE(lost_);
  arrives(encode(PingFrame{1, 3, 0, {}}));
  EXPECT_EQ(lost_, LinkLoss::damaged);
}

// Pongs that answer nothing, faster than a turn takes them.
TEST_F(PeerConnectionTest, ATickTakesNoMoreThanATurnOfAFlood) {
  const std::string pong = encode(PongFrame{1, 7});
  while (script_.input.size() < 4 * turn_bytes) script_.input += pong;
  const std::size_t flood = script_.input.size();
  std::size_t left = 0;
  const seam::Timer behind_the_tick = runtime_.start_timer(window, [&] { left = script_.input.size(); });
  runtime_.advance(window);
  EXPECT_GE(left, flood - 2 * turn_bytes);
  EXPECT_LT(left, flood) << "input that waits when a tick fires counts";
  EXPECT_EQ(script_.input, "") << "the rest came in turns of its own";
}

TEST_F(PeerConnectionTest, AReplicaSendsNoLargeFrames) {
  arrives("*6\r\n$4\r\nping\r\n$1000000\r\n");
  EXPECT_EQ(lost_, LinkLoss::oversized);
}

TEST_F(PeerConnectionTest, NoPeerReceivesMoreThanWasSent) {
  std::uint64_t claimed = 10'000'000;
  for (int i = 0; i < 20 && !lost_; ++i) {
    script_.room = 0;
    arrives(encode(PingFrame{1, 1, ++claimed, {}}));
    runtime_.advance(window);
  }
  EXPECT_EQ(lost_, LinkLoss::declared_down);
}

// Nonces can be guessed.
TEST_F(PeerConnectionTest, APeerThatSeemsAliveWithoutReadingIsDropped) {
  script_.room = 0;
  std::uint64_t nonce = last_nonce();
  for (int i = 0; i < 10'000 && !lost_; ++i) {
    arrives(encode(PongFrame{nonce++, 0}));
    runtime_.advance(window);
  }
  EXPECT_EQ(lost_, LinkLoss::overrun);
}

TEST_F(PeerConnectionTest, APeerThatPingsWithoutReadingIsDropped) {
  script_.room = 0;
  for (int i = 0; i < 1000 && !lost_; ++i) arrives(encode(PingFrame{1, 1, 0, {}}));
  EXPECT_EQ(lost_, LinkLoss::overrun);
}

}  // namespace
}  // namespace burrow::test
