// The log and its backlog: appending, trimming, pinning, and resuming at both edges.
#include "sut/replication/log.hpp"

#include <string>

#include <gtest/gtest.h>

#include "sut/cache/deadline.hpp"
#include "sut/replication/frame.hpp"

namespace burrow::test {
namespace {

constexpr ReplicationId first_id{0xAAAA};
constexpr ReplicationId second_id{0xBBBB};

// Small enough that a handful of entries overflows it.
constexpr BacklogOptions small{.limit_bytes = 1000, .sync_buffer_bytes = 4000};

ReplicationLog log_with(std::size_t entries, BacklogOptions options = small) {
  ReplicationLog log(options);
  log.begin(first_id);
  for (std::size_t i = 1; i <= entries; ++i) {
    log.append(Effect::set("key", "value-" + std::to_string(i), std::nullopt), std::nullopt);
  }
  return log;
}

// The places that a log passes through, by offset.
std::vector<Place> places_of(std::size_t entries) {
  std::vector<Place> places;
  for (std::size_t count = 0; count <= entries; ++count) places.push_back(log_with(count).place());
  return places;
}

TEST(ReplicationLog, StartsEmptyAtOffsetZero) {
  const ReplicationLog log = log_with(0);
  EXPECT_EQ(log.place(), (Place{first_id, 0, Checksum::empty}));
  EXPECT_TRUE(log.can_resume(log.place()));
}

TEST(ReplicationLog, OffsetsCountEntries) {
  ReplicationLog log = log_with(2);
  EXPECT_EQ(log.append(Effect::flush(), std::nullopt), 3U);
  EXPECT_EQ(log.place().offset, 3U);
}

TEST(ReplicationLog, ResumesAtBothEdgesAndNotBeyond) {
  constexpr std::size_t entries = 30;
  const ReplicationLog log = log_with(entries);
  const auto places = places_of(entries);
  const Offset first = log.backlog().first();
  ASSERT_GT(first, 2U) << "the backlog must have overflowed for this test to mean anything";

  EXPECT_TRUE(log.can_resume(places[entries])) << "has everything";
  EXPECT_TRUE(log.can_resume(places[first - 1])) << "needs exactly what is there";
  EXPECT_FALSE(log.can_resume(places[first - 2])) << "needs an entry that has left";
  Place ahead = places[entries];
  ahead.offset += 1;
  EXPECT_FALSE(log.can_resume(ahead)) << "is ahead of us";
}

TEST(ReplicationLog, SameOffsetWithOtherContentDoesNotResume) {
  const ReplicationLog log = log_with(5);
  ReplicationLog fork = log_with(4);
  fork.append(Effect::del("key", RemovalCause::client), std::nullopt);
  EXPECT_EQ(fork.place().offset, log.place().offset);
  EXPECT_FALSE(log.can_resume(fork.place()));
}

TEST(ReplicationLog, AForeignHistoryDoesNotResume) {
  const ReplicationLog log = log_with(5);
  Place foreign = log.place();
  foreign.history = second_id;
  EXPECT_FALSE(log.can_resume(foreign));
  foreign.history = ReplicationId::none;
  EXPECT_FALSE(log.can_resume(foreign));
}

TEST(ReplicationLog, AChildServesItsParentUpToTheSwitch) {
  ReplicationLog log = log_with(5);
  const Place at_switch = log.place();
  log.promote(second_id);
  EXPECT_EQ(log.history().parent, first_id);
  EXPECT_EQ(log.history().switch_offset, 5U);
  EXPECT_TRUE(log.can_resume(at_switch));

  // The old primary continued by itself: same parent, beyond the switch.
  ReplicationLog old_primary = log_with(6);
  log.append(Effect::set("key", "value-6", std::nullopt), std::nullopt);
  EXPECT_FALSE(log.can_resume(old_primary.place()));
}

TEST(ReplicationLog, AppendsVerbatimOnlyWhatContinuesIt) {
  ReplicationLog primary = log_with(3);
  ReplicationLog replica = log_with(2);
  const Backlog::Entry& third = primary.backlog().at(3);
  EXPECT_FALSE(replica.append_verbatim(4, third.checksum, third.body, std::nullopt)) << "a gap";
  EXPECT_FALSE(replica.append_verbatim(2, third.checksum, third.body, std::nullopt)) << "a repetition";
  EXPECT_FALSE(replica.append_verbatim(3, Checksum{1}, third.body, std::nullopt)) << "another content";
  EXPECT_EQ(replica.place().offset, 2U);
  EXPECT_TRUE(replica.append_verbatim(3, third.checksum, third.body, std::nullopt));
  EXPECT_EQ(replica.place(), primary.place());
}

TEST(ReplicationLog, ALoadEmptiesTheBacklog) {
  ReplicationLog log = log_with(5);
  const Place before = log.place();
  log.load(History{.id = second_id}, 40, Checksum{123});
  EXPECT_EQ(log.place(), (Place{second_id, 40, Checksum{123}}));
  EXPECT_TRUE(log.can_resume(log.place()));
  EXPECT_FALSE(log.can_resume(before));
}

TEST(Backlog, KeepsTheNewestEntryHoweverLarge) {
  Backlog backlog({.limit_bytes = 100, .sync_buffer_bytes = 100});
  backlog.append(std::string(5000, 'x'), std::nullopt);
  EXPECT_EQ(backlog.first(), 1U);
  backlog.append(std::string(6000, 'y'), std::nullopt);
  EXPECT_EQ(backlog.first(), 2U);
  EXPECT_EQ(backlog.end(), 2U);
  EXPECT_TRUE(backlog.checksum_at(1).has_value()) << "the checksum before the first entry is kept";
  EXPECT_FALSE(backlog.checksum_at(0).has_value());
}

TEST(Backlog, PinnedEntriesStayUntilTheSyncBufferIsFull) {
  ReplicationLog log = log_with(3);
  const Offset pinned = 2;
  while (log.backlog().size_bytes() < 3500) log.append(Effect::set("k", "v", std::nullopt), pinned);
  EXPECT_LE(log.backlog().first(), pinned);
  while (log.backlog().first() <= pinned) {
    log.append(Effect::set("k", "v", std::nullopt), pinned);
    ASSERT_LT(log.place().offset, 1000U) << "the sync buffer must end at some time";
  }
  EXPECT_GT(log.backlog().size_bytes(), small.limit_bytes);
  EXPECT_LE(log.backlog().size_bytes(), small.sync_buffer_bytes);
}

TEST(StateDigest, DoesNotDependOnOrderAndSeesEveryField) {
  const Deadline soon = ExpiryTime{seam::Milliseconds{5}};
  const auto digest = [](std::initializer_list<std::tuple<std::string, std::string, Deadline>> entries) {
    StateDigest sum;
    for (const auto& [key, value, deadline] : entries) sum.add(key, value, deadline);
    return sum.value();
  };
  const auto both = digest({{"a", "1", soon}, {"b", "2", std::nullopt}});
  EXPECT_EQ(both, digest({{"b", "2", std::nullopt}, {"a", "1", soon}}));
  EXPECT_NE(both, digest({{"a", "2", soon}, {"b", "1", std::nullopt}}));
  EXPECT_NE(both, digest({{"a", "1", std::nullopt}, {"b", "2", std::nullopt}}));
  EXPECT_NE(both, digest({{"a", "1", soon}}));
  const Deadline epoch = ExpiryTime{seam::Milliseconds{0}};
  EXPECT_NE(digest({{"a", "1", epoch}}), digest({{"a", "1", std::nullopt}})) << "a deadline of 0 is not 'no TTL'";
}

}  // namespace
}  // namespace burrow::test
