// The primary's end of a replica that loads, over a stream that takes as many bytes as a test says.
#include "sut/replication/replica_session.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "sut/cache/deadline.hpp"
#include "tests/support/manual_runtime.hpp"
#include "tests/support/scripted_stream.hpp"

namespace burrow::test {
namespace {

class ReplicaSessionTest : public ::testing::Test, private ReplicaSession::Owner {
 protected:
  explicit ReplicaSessionTest(std::uint64_t keys = 100) : keys_(keys) {
    options_.backlog.limit_bytes = 1;  // the newest entry only, unless pinned
    log_.begin(ReplicationId{7});
    script_.room = 100;
    const HelloFrame hello{1, ProcessId{2}, 1, Place{}};
    session_ = std::make_unique<ReplicaSession>(runtime_, options_, static_cast<ReplicaSession::Owner&>(*this), 1,
                                                std::make_unique<ScriptedStream>(script_), hello, "");
    session_->start();
  }

  void append() {
    log_.append(Effect::set("key", "value", Deadline{}), session_->pinned());
    loss_ = session_->pump();
  }

  // The frames that the stream has taken whole, as "type" or "log_entry OFFSET".
  std::vector<std::string> sent() const {
    std::vector<std::string> frames;
    FrameReader reader(1 << 20);
    reader.append(script_.written);
    while (reader.next() == FrameReader::Status::frame) {
      const FrameView& frame = reader.frame();
      frames.emplace_back(frame.layout().name());
      if (const auto entry = frame.type() == FrameType::log_entry ? frame.log_entry() : std::nullopt) {
        frames.back() += " " + std::to_string(entry->offset);
      }
    }
    return frames;
  }

  void takes(std::size_t bytes) {
    script_.room += bytes;
    script_.events->on_writable();
  }

  ManualRuntime runtime_;
  ReplicationOptions options_;
  ReplicationLog log_{BacklogOptions{.limit_bytes = 1, .sync_buffer_bytes = 1 << 20}};
  std::uint64_t keys_;
  std::uint64_t copied_ = 0;  // of them
  ScriptedStream::Script script_;
  std::unique_ptr<ReplicaSession> session_;
  std::optional<LinkLoss> loss_;

 private:
  const ReplicationLog* log_to_serve() const override { return &log_; }
  std::shared_ptr<Snapshot> snapshot() override {
    const SnapshotHead head{log_.history(), log_.place().offset, log_.place().checksum, keys_};
    return std::make_shared<Snapshot>(head, [this] {
      return SnapshotEntry{"key" + std::to_string(copied_++), "value", Deadline{}};
    });
  }
  Chain chain() const override { return {}; }
  void on_replica_applied() override {}
  void on_session_lost(ReplicaSession&, LinkLoss loss) override { loss_ = loss; }
};

class LargeLoadTest : public ReplicaSessionTest {
 protected:
  LargeLoadTest() : ReplicaSessionTest(1'000'000) {}
};

TEST_F(LargeLoadTest, EntriesAreCopiedAsTheyAreSent) {
  EXPECT_EQ(session_->phase(), ReplicaSession::Phase::loading);
  const std::uint64_t at_first = copied_;
  EXPECT_LT(at_first, 10'000U);
  takes(1 << 20);
  EXPECT_GT(copied_, at_first);
  EXPECT_LT(copied_, 100'000U);
}

// The rest of the snapshot would be sent for nothing.
TEST_F(LargeLoadTest, AReplicaThatFallsBehindWhileItLoadsIsDropped) {
  for (int i = 0; i < 100; ++i) append();
  EXPECT_FALSE(loss_.has_value()) << "the sync buffer is kept for it";
  log_.append(Effect::set("large", std::string(1 << 20, 'v'), Deadline{}), session_->pinned());
  loss_ = session_->pump();
  EXPECT_EQ(loss_, LinkLoss::overrun);
}

// The snapshot fits into the outbox, so nothing is left to encode; yet the replica has seen none of it.
TEST_F(ReplicaSessionTest, TheLogIsKeptUntilTheSnapshotHasLeft) {
  EXPECT_EQ(session_->phase(), ReplicaSession::Phase::streaming);
  EXPECT_TRUE(session_->pinned().has_value());
  for (int i = 0; i < 1000; ++i) append();
  EXPECT_FALSE(loss_.has_value());
}

TEST_F(ReplicaSessionTest, AReplicaThatHasCaughtUpPinsNothing) {
  append();
  takes(1 << 20);
  EXPECT_FALSE(session_->pinned().has_value());
  script_.room = 0;
  for (int i = 0; i < 1000; ++i) append();
  EXPECT_EQ(loss_, LinkLoss::overrun);
}

// A client waits for entry 3 of 4 while none has left: its ping goes right behind the entries that were queued by then,
// and names them as what was written before it.
TEST_F(ReplicaSessionTest, APingForAWaitingClientDoesNotOvertakeItsEntry) {
  takes(1 << 20);
  script_.room = 0;
  script_.written.clear();
  for (int i = 0; i < 3; ++i) append();
  session_->ping_behind(3);
  session_->ping_behind(3);
  append();
  takes(1 << 20);
  EXPECT_EQ(sent(), (std::vector<std::string>{"log_entry 1", "log_entry 2", "log_entry 3", "ping", "log_entry 4"}));

  std::optional<PingFrame> ping;
  std::uint64_t before = 0;
  FrameReader reader(1 << 20);
  reader.append(script_.written);
  while (reader.next() == FrameReader::Status::frame && !ping) {
    if (reader.frame().type() == FrameType::ping) {
      ping = reader.frame().ping();
    } else {
      before = *reader.frame().sequence();
    }
  }
  ASSERT_TRUE(ping.has_value());
  EXPECT_EQ(ping->last_sequence, before);
}

TEST_F(ReplicaSessionTest, APingForAWaitingClientGoesOnceTheSnapshotHasLeft) {
  script_.written.clear();
  session_->ping_behind(0);
  EXPECT_EQ(script_.written, "");
  takes(1 << 20);
  ASSERT_GE(script_.written.size(), std::size_t{100});
  EXPECT_EQ(std::count(script_.written.begin(), script_.written.end(), '*'), 4) << "parts, the end and a ping";
}

// The outbox is full: entry 9 is not even queued when the client begins to wait.
TEST_F(ReplicaSessionTest, APingForAWaitingClientFollowsAnEntryThatIsNotQueuedYet) {
  takes(1 << 20);
  options_.outbox_bytes = 500;
  script_.room = 0;
  script_.written.clear();
  log_ = ReplicationLog{BacklogOptions{}};
  for (int i = 0; i < 10; ++i) append();
  session_->ping_behind(9);
  for (int i = 0; i < 10; ++i) takes(400);
  const std::vector<std::string> frames = sent();
  const auto ping = std::find(frames.begin(), frames.end(), "ping");
  ASSERT_NE(ping, frames.end());
  ASSERT_NE(ping, frames.begin());
  EXPECT_EQ(*(ping - 1), "log_entry 9");
}

TEST_F(ReplicaSessionTest, APingForAWaitingClientGoesAtOnceIfNothingIsInItsWay) {
  takes(1 << 20);
  script_.written.clear();
  session_->ping_behind(0);
  EXPECT_EQ(sent(), std::vector<std::string>{"ping"});
}

}  // namespace
}  // namespace burrow::test
