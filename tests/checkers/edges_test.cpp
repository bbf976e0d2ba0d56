// The edges that the ledger counts: replies around a deadline, requests around the end of a backlog.
#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {
namespace {

constexpr Edge deadline_edges[] = {Edge::deadline_before, Edge::deadline_at, Edge::deadline_after};

TEST(DeadlineEdges, AreTheMillisecondsAroundIt) {
  for (const std::int64_t ms : {108, 109, 110, 111, 112}) {
    EventScript events;
    events.cluster().at(10).command("n1", "SET k v PX 100", ok(), {set("k", "v", until(110))});
    events.at(ms).command("n1", "GET k", ms < 110 ? text("v") : nil());
    for (std::int64_t i = 0; i < 3; ++i) {
      EXPECT_EQ(events.edges()[deadline_edges[i]], ms == 109 + i ? 1U : 0U) << ms << ' ' << i;
    }
  }
}

TEST(DeadlineEdges, OfAKeyWithoutOneAreNone) {
  EventScript events;
  events.cluster().at(10).command("n1", "SET k v", ok(), {set("k", "v")});
  events.at(110).command("n1", "GET k", text("v"));
  for (const Edge edge : deadline_edges) EXPECT_EQ(events.edges()[edge], 0U);
}

TEST(BacklogEdges, AreTheOldestEntryAndTheOneBefore) {
  for (const std::uint64_t offset : {1U, 2U, 3U, 4U}) {
    EventScript events;
    events.cluster().at(10);
    for (int i = 0; i < 10; ++i) events.appends("n1", set("k" + std::to_string(i), "v"));
    events.is("n1",
              {.history = first_history, .offset = 10, .role = Role::primary, .generation = 0, .backlog_first = 4});
    events.is("n2", {.history = first_history, .offset = offset, .link_up = false});
    const ConnectionId link = events.at(100).connect("n2", "n1");
    events.sent(link, "n2", "hello").delivered(link, "n1", "hello");
    EXPECT_EQ(events.edges()[Edge::backlog_first], offset == 3 ? 1U : 0U) << offset;
    EXPECT_EQ(events.edges()[Edge::backlog_past], offset == 2 ? 1U : 0U) << offset;
  }
}

TEST(BacklogEdges, OfAnotherHistoryAreNone) {
  EventScript events;
  events.cluster().at(10).begins("n3", child_history, first_history, 8);
  events.is("n1", {.history = first_history, .offset = 10, .role = Role::primary, .backlog_first = 4});
  events.is("n3", {.history = child_history, .offset = 3, .link_up = false});
  const ConnectionId link = events.at(100).connect("n3", "n1");
  events.sent(link, "n3", "hello").delivered(link, "n1", "hello");
  EXPECT_EQ(events.edges()[Edge::backlog_first], 0U);
}

}  // namespace
}  // namespace groundhog::test
