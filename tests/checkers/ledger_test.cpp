#include "checkers/model/ledger.hpp"

#include <gtest/gtest.h>

#include "checkers/model/node_model.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

using seam::Milliseconds;

ClockReading reading(std::int64_t wall_ms, std::int64_t monotonic_ms) {
  return {WallTime(Milliseconds(wall_ms)), MonotonicTime(Milliseconds(monotonic_ms))};
}

std::int64_t ms(ExpiryTime time) { return time.time_since_epoch().count(); }

TEST(ObservedClock, FollowsTheWallAndNeverGoesBack) {
  ObservedClock clock;
  clock.restart(reading(1000, 0));
  clock.read(reading(1000, 0));
  clock.read(reading(1100, 100));
  EXPECT_EQ(ms(clock.last()), 1100);
  clock.read(reading(600, 200));  // stepped back: half speed
  EXPECT_EQ(ms(clock.last()), 1150);
  clock.read(reading(700, 300));
  EXPECT_EQ(ms(clock.last()), 1200);
  clock.read(reading(5000, 400));
  EXPECT_EQ(ms(clock.last()), 5000);
}

TEST(ObservedClock, AskingWhatItWouldShowChangesNothing) {
  ObservedClock clock;
  clock.restart(reading(1000, 0));
  clock.read(reading(1000, 0));
  EXPECT_EQ(ms(clock.at(reading(9000, 10))), 9000);
  clock.read(reading(900, 20));
  EXPECT_EQ(ms(clock.last()), 1010);
}

TEST(ObservedClock, ARestartForgets) {
  ObservedClock clock;
  clock.restart(reading(5000, 0));
  clock.restart(reading(1000, 100));
  EXPECT_EQ(ms(clock.last()), 1000);
}

TEST(ObservedClock, BeginsWithTheFirstReadingOfAProcessThatIsBusyBefore) {
  ObservedClock clock;
  clock.restart(reading(1000, 0));
  clock.read(reading(1000, 4));  // the wall is frozen
  EXPECT_EQ(ms(clock.last()), 1000);
  clock.read(reading(1000, 24));
  EXPECT_EQ(ms(clock.last()), 1010);
}

TEST(ObservedClock, FloorsToMilliseconds) {
  ObservedClock clock;
  clock.restart({WallTime(std::chrono::nanoseconds(1'999'999)), MonotonicTime{}});
  EXPECT_EQ(ms(clock.last()), 1);
}

class LedgerTest : public ::testing::Test {
 protected:
  static RunInfo info() {
    RunInfo run;
    run.hosts = {"n1", "c1"};
    run.node_count = 1;
    run.knobs.resize(1);
    run.upstreams.resize(1);
    return run;
  }

  void invoke(std::uint32_t id, std::uint64_t connection, std::vector<std::string> words) {
    ledger_.on(
        OperationInvoked{VirtualTime{}, OperationId{id}, HostId{1}, HostId{0}, ConnectionId{connection}, 1, words});
  }
  void complete(std::uint32_t id, Outcome outcome) {
    ledger_.on(OperationCompleted{VirtualTime{}, OperationId{id}, outcome, {}});
  }
  LogAppended entry(std::uint64_t connection) {
    return {VirtualTime{},
            HostId{0},
            HistoryId{1},
            ++offset_,
            ConnectionId{connection},
            1,
            Effect{EffectKind::set, "k", "v", std::nullopt},
            {}};
  }

  RunInfo run_ = info();
  Ledger ledger_{run_};
  std::uint64_t offset_ = 0;
};

TEST_F(LedgerTest, AnOperationIsForgottenOnceTheNextOneIsInvoked) {
  invoke(0, 1, {"SET", "k", "v"});
  complete(0, Outcome::ok);
  EXPECT_NE(ledger_.operation(OperationId{0}), nullptr);
  invoke(1, 1, {"GET", "k"});
  EXPECT_EQ(ledger_.operation(OperationId{0}), nullptr);
  EXPECT_NE(ledger_.operation(OperationId{1}), nullptr);
}

TEST_F(LedgerTest, AnUnknownWriteStaysUntilItsConnectionIsGoneAtTheNode) {
  invoke(0, 1, {"SET", "k", "v"});
  complete(0, Outcome::unknown);
  invoke(1, 2, {"GET", "k"});
  EXPECT_NE(ledger_.author(entry(1)), nullptr);
  ledger_.on(ConnectionClosed{VirtualTime{}, ConnectionId{1}, HostId{1}, CloseReason::aborted_by_process, {}});
  EXPECT_NE(ledger_.author(entry(1)), nullptr) << "only the client's end is closed";
  ledger_.on(ConnectionClosed{VirtualTime{}, ConnectionId{1}, HostId{0}, CloseReason::reset, {}});
  EXPECT_EQ(ledger_.author(entry(1)), nullptr);
}

TEST_F(LedgerTest, AnUnknownReadIsDropped) {
  invoke(0, 1, {"GET", "k"});
  complete(0, Outcome::unknown);
  invoke(1, 2, {"GET", "k"});
  EXPECT_EQ(ledger_.operation(OperationId{0}), nullptr);
}

TEST_F(LedgerTest, OnlyTheNextEntryOfAHistoryIsRegular) {
  ledger_.on(HistoryBegan{VirtualTime{}, HostId{0}, HistoryId{1}, HistoryOrigin::process_start, HistoryId::none, 0});
  ledger_.on(entry(1));
  EXPECT_TRUE(ledger_.append_is_regular());
  --offset_;
  ledger_.on(entry(1));
  EXPECT_FALSE(ledger_.append_is_regular());
  EXPECT_EQ(ledger_.history(HistoryId{1})->last_offset(), 1U);
}

}  // namespace
}  // namespace groundhog::test
