// A replica's end, against an upstream that a test plays.
#include "sut/replication/upstream_link.hpp"

#include <set>

#include <gtest/gtest.h>

#include "sut/cache/deadline.hpp"
#include "tests/support/manual_runtime.hpp"
#include "tests/support/scripted_stream.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;

constexpr ProcessId self{1};
constexpr ProcessId upstream{2};
constexpr ProcessId beyond{3};

class UpstreamLinkTest : public ::testing::Test, private UpstreamLink::Owner {
 protected:
  UpstreamLinkTest() {
    runtime_.connects_to(script_);
    link_ = std::make_unique<UpstreamLink>(runtime_, options_, static_cast<UpstreamLink::Owner&>(*this),
                                           seam::Address{"n2", 6379}, false);
    script_.events->on_connected();
  }

  void arrives(const std::string& frames) {
    script_.input = frames;
    script_.events->on_readable();
  }
  void is_refused(Chain chain) { arrives(encode(RefuseFrame{1, std::move(chain), "LOADING"})); }

  // On a new connection: a snapshot of `key_count` keys is on its way, behind it the log continues from `offset`.
  void loads(std::uint64_t key_count, Offset offset = 0) {
    arrives(encode(FullFrame{1, {upstream}, theirs_, offset, Checksum::empty, key_count}));
  }
  // And it is here, empty.
  void streams() {
    loads(0);
    arrives(encode(SnapshotEndFrame{2, StateDigest().value()}));
  }
  // An entry of `step`, behind `before`.
  std::string entry(std::uint64_t sequence, const Place& before, bool more, std::string_view value = "v") {
    const std::string body = encode_body(Effect::set("k", value, Deadline{}), more);
    last_ = {theirs_.id, before.offset + 1, extend(before.checksum, body)};
    return encode_log_entry(sequence, last_.offset, last_.checksum, body);
  }

  bool is_lost() const { return link_->phase() == UpstreamLink::Phase::waiting; }
  std::string last_reason() const { return runtime_.last_text("reason"); }

  ManualRuntime runtime_;
  ReplicationOptions options_;
  ScriptedStream::Script script_;
  std::unique_ptr<UpstreamLink> link_;
  History theirs_{.id = ReplicationId{5}};
  Place last_;  // behind the entry made last
  int applied_ = 0;
  std::set<std::string> loading_;
  std::uint32_t generation_ = 0;
  seam::MonotonicTime began_ = runtime_.monotonic_now();

 private:
  ProcessId process() const override { return self; }
  Place place() const override { return place_; }
  const History& history() const override { return history_; }
  bool holds_data() const override { return false; }
  std::uint32_t next_connection_generation() override { return ++generation_; }
  void on_resumed(const History&) override {}
  void begin_load() override { loading_.clear(); }
  bool load(const SnapshotItem& item) override { return loading_.emplace(item.key).second; }
  void drop_load() override { loading_.clear(); }
  void on_loaded(const SnapshotHead& head) override { place_ = {head.history.id, head.offset, head.log_checksum}; }
  bool on_entry(const LogEntryFrame& frame) override {
    place_ = {place_.history, frame.offset, frame.checksum};
    ++applied_;
    return true;
  }

  History history_;
  Place place_;
};

TEST_F(UpstreamLinkTest, AnUpstreamWithoutStateIsAskedAgain) {
  is_refused({beyond, upstream});
  EXPECT_EQ(last_reason(), "rejected by the peer");
  EXPECT_EQ(link_->phase(), UpstreamLink::Phase::waiting);
}

// n1 follows n2 follows n3 follows n1, and none has data: each refuses the next, and the chain that they hand on grows
// until one of them finds itself in it.
TEST_F(UpstreamLinkTest, ACycleOfEmptyNodesIsACycle) {
  is_refused({self, beyond, upstream});
  EXPECT_EQ(last_reason(), "cycle");
}

TEST_F(UpstreamLinkTest, ARefusingPeerIsHandedOnUntilItSaysOtherwise) {
  is_refused({beyond, upstream});
  EXPECT_EQ(link_->upstream_chain(), (Chain{beyond, upstream}));
  runtime_.advance(1s);
  script_.events->on_connected();
  is_refused({upstream});
  EXPECT_EQ(link_->upstream_chain(), Chain{upstream});
}

TEST_F(UpstreamLinkTest, AnUpstreamThatIsGoneIsForgotten) {
  is_refused({upstream});
  runtime_.advance(1s);
  script_.events->on_error(seam::StreamError::refused);
  EXPECT_EQ(link_->upstream_chain(), Chain{});
}

TEST_F(UpstreamLinkTest, AKeyThatComesTwiceIsDamage) {
  loads(2);
  arrives(encode(SnapshotPartFrame{2, {{"k", "1", {}}, {"k", "1", {}}}}));
  EXPECT_EQ(last_reason(), "damaged frame");
  EXPECT_TRUE(is_lost());
  EXPECT_TRUE(loading_.empty()) << "what was loaded is dropped";
}

TEST_F(UpstreamLinkTest, ASnapshotHasNoMoreKeysThanItSaid) {
  loads(2);
  arrives(encode(SnapshotPartFrame{2, {{"a", "1", {}}, {"b", "1", {}}}}));
  EXPECT_FALSE(is_lost());
  arrives(encode(SnapshotPartFrame{3, {{"c", "1", {}}}}));
  EXPECT_EQ(last_reason(), "damaged frame");
}

TEST_F(UpstreamLinkTest, OffsetsBeyondAnyLogAreDamage) {
  for (const Offset offset : {Offset{1} << 62, (Offset{1} << 62) + 1, ~Offset{0}}) {
    loads(0, offset);
    EXPECT_EQ(is_lost(), offset > Offset{1} << 62);
    if (!is_lost()) arrives(encode(RefuseFrame{2, {}, ""}));
    runtime_.advance(2s);
    script_.events->on_connected();
  }
  theirs_.switch_offset = ~Offset{0};
  loads(0);
  EXPECT_EQ(last_reason(), "damaged frame");
}

TEST_F(UpstreamLinkTest, AStepIsAppliedWhenItIsWhole) {
  streams();
  arrives(entry(3, {}, true));
  arrives(entry(4, last_, true));
  EXPECT_EQ(applied_, 0);
  arrives(entry(5, last_, false));
  EXPECT_EQ(applied_, 3);
  EXPECT_FALSE(is_lost());
}

TEST_F(UpstreamLinkTest, AnEntryOfAStepContinuesTheLogOrIsDamage) {
  streams();
  arrives(entry(3, {theirs_.id, 998, Checksum::empty}, true));
  EXPECT_EQ(last_reason(), "damaged frame") << "another offset";

  runtime_.advance(2s);
  script_.events->on_connected();
  streams();
  arrives(entry(3, {}, true));
  EXPECT_FALSE(is_lost());
  arrives(entry(4, {theirs_.id, 1, Checksum{999}}, true));
  EXPECT_TRUE(is_lost()) << "another content";
  EXPECT_EQ(applied_, 0);
}

TEST_F(UpstreamLinkTest, AStepEnds) {
  options_.backlog = {.limit_bytes = 1000, .sync_buffer_bytes = 1000};
  options_.max_frame_bytes = 1000;
  streams();
  std::uint64_t sequence = 2;
  for (int i = 0; i < 1000 && !is_lost(); ++i) arrives(entry(++sequence, last_, true));
  EXPECT_EQ(last_reason(), "frame beyond max-argument-bytes");
}

TEST_F(UpstreamLinkTest, SaysWhatTheNetworkSaid) {
  script_.events->on_error(seam::StreamError::unreachable);
  EXPECT_EQ(last_reason(), "unreachable");
  EXPECT_EQ(runtime_.last_text("upstream"), "n2:6379");
  runtime_.advance(1s);
  script_.events->on_error(seam::StreamError::timed_out);
  EXPECT_EQ(last_reason(), "timed out");
}

// It comes up, loads, and breaks at the same frame each time.
TEST_F(UpstreamLinkTest, ALinkThatBreaksAtOnceIsTriedMoreAndMoreSeldom) {
  const std::uint32_t first = generation_;
  for (int i = 0; i < 10; ++i) {
    streams();
    arrives("*3\r\n$9\r\nlog_entry\r\n$1073741825000\r\n");
    ASSERT_TRUE(is_lost());
    EXPECT_EQ(last_reason(), "frame beyond max-argument-bytes");
    while (is_lost()) runtime_.advance(100ms);
    script_.events->on_connected();
  }
  const auto tried_for = runtime_.monotonic_now() - began_;
  EXPECT_EQ(generation_ - first, 10U);
  EXPECT_GE(tried_for, 10s) << "100 ms, 200 ms … 2 s";
}

TEST_F(UpstreamLinkTest, ALinkThatWasGoodIsTriedAgainSoon) {
  for (int i = 0; i < 10; ++i) {
    streams();
    for (int beat = 0; beat < 4; ++beat) {
      runtime_.advance(options_.heartbeat_interval / 2);
      arrives(encode(PongFrame{(std::uint64_t{generation_} << 32) + 1, 0}));
    }
    script_.events->on_error(seam::StreamError::reset);
    ASSERT_TRUE(is_lost());
    runtime_.advance(options_.reconnect.initial);
    ASSERT_FALSE(is_lost());
    script_.events->on_connected();
  }
}

}  // namespace
}  // namespace burrow::test
