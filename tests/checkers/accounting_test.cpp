// P14: counters of keys, against the log.
#include <gtest/gtest.h>

#include "tests/support/event_script.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

// Samples of n1 and its replica n2: `a` is created, set again and expires, `b` is created, then evicted; `c` and `d`
// are created, and one of them is deleted, the other flushed.
struct Accounts {
  Accounts() { events.cluster(); }

  // With counters that add up: the sum is a property of its own.
  void sample(std::string_view node, std::uint64_t offset, const std::vector<Held>& keys, ProcessCounts counts) {
    counts.keys = keys.size();
    counts.weight_bytes = 131 * keys.size();
    events.samples_usage(node, offset, keys, {.timers = 0, .connections = 0, .counts = counts});
  }
  void sample_both(std::uint64_t offset, const std::vector<Held>& keys, const ProcessCounts& counts) {
    events.follows("n2", offset);
    sample("n1", offset, keys, counts);
    sample("n2", offset, keys, counts);
  }

  void run_all() {
    events.at(10).command("n1", "SET a v1 PXAT 15", ok(), {set("a", "v1", until(15))});
    sample_both(1, {{"a", "v1", until(15)}}, with_deadline({.created = 1}));
    events.command("n1", "SET a v2 PXAT 18", ok(), {set("a", "v2", until(18))});
    events.command("n1", "SET b vb", ok(), {set("b", "vb")});
    events.at(20).appends("n1", expire("a")).appends("n1", evict("b"));
    events.command("n1", "SET c vc", ok(), {set("c", "vc")}).command("n1", "SET d vd", ok(), {set("d", "vd")});
    events.command("n1", "DEL c", number(1), {del("c")}).command("n1", "FLUSHALL", ok(), {flush()});
  }
  static ProcessCounts with_deadline(ProcessCounts counts) {
    counts.keys_with_deadline = 1;
    return counts;
  }
  static ProcessCounts all() { return {.created = 4, .deleted = 1, .expired = 1, .evicted = 1, .flushed = 1}; }

  EventScript events;
};

TEST(Accounting, EachCounterIsWhatTheLogHas) {
  Accounts accounts;
  accounts.run_all();
  accounts.sample_both(9, {}, Accounts::all());
  expect_accepted(accounts.events);
}

// The sum is right, but one key more came and left for this reason.
TEST(Accounting, NotOneMore) {
  for (const auto counter : {&ProcessCounts::deleted, &ProcessCounts::expired, &ProcessCounts::evicted,
                             &ProcessCounts::flushed, &ProcessCounts::replaced}) {
    for (const std::string_view node : {"n1", "n2"}) {
      Accounts accounts;
      accounts.run_all();
      accounts.events.follows("n2", 9).at(30);
      ProcessCounts counts = Accounts::all();
      ++counts.created;
      ++(counts.*counter);
      accounts.sample(node, 9, {}, counts);
      expect_rejected(accounts.events, "accounting", 30, node);
    }
  }
}

TEST(Accounting, NotOneForAnotherReason) {
  Accounts accounts;
  accounts.run_all();
  accounts.events.at(30);
  ProcessCounts counts = Accounts::all();
  --counts.evicted;
  ++counts.expired;
  accounts.sample("n1", 9, {}, counts);
  expect_rejected(accounts.events, "accounting", 30, "n1");
}

TEST(Accounting, WhatCameAndDidNotLeaveIsHeld) {
  for (const std::uint64_t by : {1, -1}) {
    Accounts accounts;
    accounts.events.command("n1", "SET a va", ok(), {set("a", "va")}).at(20);
    accounts.sample("n1", 1, {{"a", "va"}}, {.loaded = 0, .created = 1 + by});
    expect_rejected(accounts.events, "accounting", 20, "n1");
  }
}

// Where another generation begins, the log does not say what was loaded.
TEST(Accounting, ALoadIsANewBeginning) {
  Accounts accounts;
  accounts.events.command("n1", "SET a va", ok(), {set("a", "va")});
  accounts.events.follows("n2", 1);
  accounts.sample("n2", 1, {{"a", "va"}}, {.created = 1});
  accounts.events.is("n2", {.history = first_history, .offset = 1, .generation = 2});
  accounts.sample("n2", 1, {{"a", "va"}}, {.loaded = 1, .replaced = 1, .created = 1});
  accounts.events.command("n1", "SET b vb", ok(), {set("b", "vb")}).at(20);
  accounts.events.is("n2", {.history = first_history, .offset = 2, .generation = 2});
  accounts.sample("n2", 2, {{"a", "va"}, {"b", "vb"}}, {.loaded = 1, .replaced = 1, .created = 2});
  expect_accepted(accounts.events);
  accounts.sample("n2", 2, {{"a", "va"}, {"b", "vb"}}, {.loaded = 2, .replaced = 2, .created = 2});
  expect_rejected(accounts.events, "accounting", 20, "n2");
}

}  // namespace
}  // namespace groundhog::test
