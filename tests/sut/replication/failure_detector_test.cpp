#include "sut/replication/failure_detector.hpp"

#include <gtest/gtest.h>

#include "sut/replication/options.hpp"

namespace burrow::test {
namespace {

using namespace std::chrono_literals;
using Verdict = FailureDetector::Verdict;

constexpr seam::Duration watch = 100ms;
constexpr seam::MonotonicTime start{5s};

FailureDetector detector() { return FailureDetector({.window = watch, .misses = 3}, start); }

TEST(FailureDetector, DeclaresDownAfterThreeSilentWindows) {
  FailureDetector silent = detector();
  EXPECT_EQ(silent.window_end(), start + watch);
  EXPECT_EQ(silent.tick(start + 1 * watch), Verdict::missed);
  EXPECT_EQ(silent.tick(start + 2 * watch), Verdict::missed);
  EXPECT_EQ(silent.tick(start + 3 * watch), Verdict::down);
}

TEST(FailureDetector, CountsMissesInARowOnly) {
  FailureDetector flapping = detector();
  EXPECT_EQ(flapping.tick(start + 1 * watch), Verdict::missed);
  EXPECT_EQ(flapping.tick(start + 2 * watch), Verdict::missed);
  flapping.evidence();
  EXPECT_EQ(flapping.tick(start + 3 * watch), Verdict::alive);
  EXPECT_EQ(flapping.misses_in_a_row(), 0U);
  EXPECT_EQ(flapping.tick(start + 4 * watch), Verdict::missed);
  EXPECT_EQ(flapping.tick(start + 5 * watch), Verdict::missed);
  EXPECT_EQ(flapping.tick(start + 6 * watch), Verdict::down);
}

TEST(FailureDetector, EvidenceCountsForItsOwnWindowOnly) {
  FailureDetector once = detector();
  once.evidence();
  EXPECT_EQ(once.tick(start + 1 * watch), Verdict::alive);
  EXPECT_EQ(once.tick(start + 2 * watch), Verdict::missed);
}

TEST(FailureDetector, ATickMoreThanAWindowLateCountsNothing) {
  FailureDetector paused = detector();
  EXPECT_EQ(paused.tick(start + 1 * watch), Verdict::missed);
  EXPECT_EQ(paused.tick(start + 2 * watch), Verdict::missed);
  const seam::MonotonicTime woke = start + 4 * watch + 1ns;  // due at 3 windows: late by one and a nanosecond
  EXPECT_EQ(paused.tick(woke), Verdict::paused);
  EXPECT_EQ(paused.misses_in_a_row(), 2U);
  EXPECT_EQ(paused.window_end(), woke + watch);
  EXPECT_EQ(paused.tick(woke + watch), Verdict::down);
}

TEST(FailureDetector, ATickExactlyAWindowLateStillCounts) {
  FailureDetector late = detector();
  EXPECT_EQ(late.tick(start + 2 * watch), Verdict::missed);
}

TEST(FailureDetector, RestartForgets) {
  FailureDetector again = detector();
  EXPECT_EQ(again.tick(start + 1 * watch), Verdict::missed);
  again.restart(start + 130ms);
  EXPECT_EQ(again.window_end(), start + 130ms + watch);
  EXPECT_EQ(again.misses_in_a_row(), 0U);
}

TEST(Heartbeat, KnowsItsOwnNoncesHoweverOld) {
  Heartbeat heartbeat(7);
  const auto first = heartbeat.next_nonce();
  const auto second = heartbeat.next_nonce();
  EXPECT_NE(first, second);
  EXPECT_TRUE(heartbeat.is_own_pong(second));
  EXPECT_TRUE(heartbeat.is_own_pong(first));
  EXPECT_FALSE(heartbeat.is_own_pong(second + 1)) << "not sent yet";
  EXPECT_FALSE(heartbeat.is_own_pong(first - 1)) << "never a nonce";
}

TEST(Heartbeat, RejectsPongsOfAnotherConnection) {
  Heartbeat older(7);
  Heartbeat newer(8);
  newer.next_nonce();
  EXPECT_FALSE(newer.is_own_pong(older.next_nonce()));
}

TEST(Backoff, DoublesUpToItsLimitAndStartsAgain) {
  Backoff backoff({.initial = 100ms, .maximum = 350ms});
  EXPECT_EQ(backoff.next(), 100ms);
  EXPECT_EQ(backoff.next(), 200ms);
  EXPECT_EQ(backoff.next(), 350ms);
  EXPECT_EQ(backoff.next(), 350ms);
  backoff.reset();
  EXPECT_EQ(backoff.next(), 100ms);
}

}  // namespace
}  // namespace burrow::test
