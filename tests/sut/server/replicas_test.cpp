// The replicas of a node, played by a test that reads as much as it likes.
#include "sut/server/replicas.hpp"

#include <gtest/gtest.h>

#include "sut/cache/cache.hpp"
#include "tests/support/manual_runtime.hpp"
#include "tests/support/scripted_stream.hpp"

namespace burrow::test {
namespace {

constexpr std::size_t keys_held = 20'000;

class ReplicasTest : public ::testing::Test, private Replicas::Owner {
 protected:
  ReplicasTest() {
    log_.begin(ReplicationId{7});
    for (std::size_t i = 0; i < keys_held; ++i) EXPECT_TRUE(cache_.set(std::to_string(i), "v"));
  }

  void joins(ScriptedStream::Script& script) {
    replicas_.adopt(std::make_unique<ScriptedStream>(script), HelloFrame{1, ProcessId{++joined_}, 1, Place{}}, "");
  }
  void append() {
    log_.append(Effect::set("key", std::string(1000, 'v'), Deadline{}), replicas_.pinned());
    replicas_.pump();
  }

  ManualRuntime runtime_;
  ReplicationOptions options_;
  ReplicationLog log_{BacklogOptions{.limit_bytes = 1000, .sync_buffer_bytes = 10'000}};
  StringCache cache_{nullptr, [] { return ExpiryTime{}; }};
  std::size_t copied_ = 0;
  std::uint64_t joined_ = 0;
  Replicas replicas_{runtime_, options_, static_cast<Replicas::Owner&>(*this)};

 private:
  const ReplicationLog* log_to_serve() const override { return &log_; }
  std::size_t begin_copy() override { return cache_.begin_copy(); }
  std::optional<SnapshotEntry> copy_next() override {
    ++copied_;
    return cache_.copy_next();
  }
  void end_copy() override { cache_.end_copy(); }
  Chain chain() const override { return {}; }
  std::uint32_t next_connection_generation() override { return 1; }
  void on_replica_applied() override {}
};

TEST_F(ReplicasTest, ThoseThatJoinTogetherShareOneCopy) {
  ScriptedStream::Script slow{.room = 1000};
  ScriptedStream::Script fast;
  joins(slow);
  joins(fast);
  slow.room = 1 << 24;
  slow.events->on_writable();
  runtime_.advance(seam::Duration::zero());
  EXPECT_EQ(copied_, keys_held);
  ASSERT_EQ(replicas_.sessions().size(), 2u);
  for (const auto& session : replicas_.sessions()) EXPECT_EQ(session->phase(), ReplicaSession::Phase::streaming);
}

TEST_F(ReplicasTest, OneThatDoesNotReadCostsNoCopy) {
  ScriptedStream::Script deaf{.room = 1000};
  joins(deaf);
  runtime_.advance(seam::Duration::zero());
  EXPECT_LT(copied_, keys_held / 4);
}

TEST_F(ReplicasTest, OneWhoseLoadIsHopelessIsDropped) {
  ScriptedStream::Script deaf{.room = 1000};
  joins(deaf);
  for (int i = 0; i < 5; ++i) append();
  EXPECT_EQ(replicas_.sessions().size(), 1u) << "the sync buffer holds what it needs";
  for (int i = 0; i < 10; ++i) append();
  EXPECT_TRUE(replicas_.sessions().empty());
  EXPECT_TRUE(deaf.aborted);
}

TEST_F(ReplicasTest, OneThatJoinsLateHasACopyOfItsOwn) {
  ScriptedStream::Script deaf{.room = 1000};
  joins(deaf);
  for (int i = 0; i < 15; ++i) log_.append(Effect::set("key", std::string(1000, 'v'), Deadline{}), std::nullopt);
  copied_ = 0;
  ScriptedStream::Script late;
  joins(late);
  replicas_.pump();
  runtime_.advance(seam::Duration::zero());
  EXPECT_EQ(copied_, keys_held);
  ASSERT_EQ(replicas_.sessions().size(), 1u);
  EXPECT_EQ(replicas_.sessions().front()->phase(), ReplicaSession::Phase::streaming);
}

TEST(Disposal, FreesInSlices) {
  ManualRuntime runtime;
  Disposal disposal(runtime);
  int slices = 0;
  const auto large = std::make_shared<int>(0);
  disposal.take([&, owned = large] { return ++slices < 3; });
  disposal.take([&] { return false; });
  EXPECT_EQ(slices, 1);
  EXPECT_EQ(large.use_count(), 2);
  runtime.advance(seam::Duration::zero());
  EXPECT_EQ(slices, 3);
  EXPECT_EQ(large.use_count(), 1);
}

// The first to be released continues with its next command, which may cost a replica its place.
TEST(WaitQueue, AllThatAreReleasedGetTheNumberThatReleasedThem) {
  ManualRuntime runtime;
  std::size_t replicas = 0;
  std::vector<std::size_t> answers;
  WaitQueue waiters(
      runtime, [&](Offset) { return replicas; },
      [&](seam::StreamId, std::size_t counted) {
        answers.push_back(counted);
        replicas = 0;
      });
  waiters.add(seam::StreamId{1}, 1, 5, std::chrono::seconds(1));
  waiters.add(seam::StreamId{2}, 1, 5, std::chrono::seconds(1));
  replicas = 1;
  waiters.check();
  EXPECT_EQ(answers, (std::vector<std::size_t>{1, 1}));
}

}  // namespace
}  // namespace burrow::test
