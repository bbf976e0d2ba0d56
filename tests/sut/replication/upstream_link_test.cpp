// A replica's end, against an upstream that a test plays.
#include "sut/replication/upstream_link.hpp"

#include <gtest/gtest.h>

#include "tests/support/manual_runtime.hpp"
#include "tests/support/scripted_stream.hpp"

namespace burrow {
namespace {

using namespace std::chrono_literals;

constexpr ProcessId self{1};
constexpr ProcessId upstream{2};
constexpr ProcessId beyond{3};

class UpstreamLinkTest : public ::testing::Test, private UpstreamLink::Host {
 protected:
  UpstreamLinkTest() {
    runtime_.connects_to(script_);
    link_ = std::make_unique<UpstreamLink>(runtime_, options_, static_cast<UpstreamLink::Host&>(*this),
                                           Address{"n2", 6379}, false);
    script_.events->on_connected();
  }

  void is_refused(Chain chain) {
    script_.input = encode(RefuseFrame{1, std::move(chain), "LOADING"});
    script_.events->on_readable();
  }

  std::string last_reason() const { return runtime_.last_text("reason"); }

  ManualRuntime runtime_;
  ReplicationOptions options_;
  ScriptedStream::Script script_;
  std::unique_ptr<UpstreamLink> link_;

 private:
  ProcessId process() const override { return self; }
  Place place() const override { return {}; }
  const History& history() const override { return history_; }
  bool holds_data() const override { return false; }
  std::uint32_t next_connection_generation() override { return ++generation_; }
  void on_resumed(const History&) override {}
  void on_loaded(Snapshot) override {}
  bool on_entry(const LogEntryFrame&) override { return true; }

  History history_;
  std::uint32_t generation_ = 0;
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

TEST_F(UpstreamLinkTest, WhoeverRefusedIsHandedOnUntilItSaysOtherwise) {
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
  script_.events->on_error(StreamError::refused);
  EXPECT_EQ(link_->upstream_chain(), Chain{});
}

}  // namespace
}  // namespace burrow
