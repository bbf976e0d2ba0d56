// The primary's end of a replica that loads, over a stream that takes as many bytes as a test says.
#include "sut/replication/replica_session.hpp"

#include <gtest/gtest.h>

#include "tests/support/manual_runtime.hpp"
#include "tests/support/scripted_stream.hpp"

namespace burrow {
namespace {

class ReplicaSessionTest : public ::testing::Test, private ReplicaSession::Host {
 protected:
  ReplicaSessionTest() {
    options_.backlog.limit_bytes = 1;  // the newest entry only, unless pinned
    log_.begin(ReplicationId{7});
    script_.room = 100;
    const HelloFrame hello{1, ProcessId{2}, 1, Place{}};
    session_ = std::make_unique<ReplicaSession>(runtime_, options_, static_cast<ReplicaSession::Host&>(*this), 1,
                                                std::make_unique<ScriptedStream>(script_), hello, "");
    session_->start();
  }

  void append() {
    log_.append(Effect::set("key", "value", Deadline{}), session_->pinned());
    loss_ = session_->pump();
  }

  void takes(std::size_t bytes) {
    script_.room += bytes;
    script_.events->on_writable();
  }

  ManualRuntime runtime_;
  ReplicationOptions options_;
  ReplicationLog log_{BacklogOptions{.limit_bytes = 1}};
  ScriptedStream::Script script_;
  std::unique_ptr<ReplicaSession> session_;
  std::optional<LinkLoss> loss_;

 private:
  const ReplicationLog* log_to_serve() const override { return &log_; }
  std::shared_ptr<const Snapshot> snapshot() override {
    Snapshot snapshot{log_.history(), log_.place().offset, log_.place().checksum, {}};
    for (int i = 0; i < 100; ++i) snapshot.entries.push_back({"key" + std::to_string(i), "value", Deadline{}});
    return std::make_shared<const Snapshot>(std::move(snapshot));
  }
  Chain chain() const override { return {}; }
  void on_replica_applied() override {}
  void on_session_lost(ReplicaSession&, LinkLoss loss) override { loss_ = loss; }
};

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

}  // namespace
}  // namespace burrow
