// Whether operations on one key can be put in an order: examples, and equal to trying all orders.
#include "checkers/model/linearizability.hpp"

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace groundhog::test {

using namespace checkers;
namespace {

using Found = KeyOperation::Found;
using Leaves = KeyOperation::Leaves;

VirtualTime at(std::int64_t ms) { return VirtualTime(seam::Milliseconds(ms)); }
ExpiryTime shown(std::int64_t ms) { return ExpiryTime(seam::Milliseconds(ms)); }
ValueName named(int value) { return ValueName{static_cast<std::uint64_t>(value)}; }

KeyOperation operation(std::int64_t from, std::int64_t to) {
  KeyOperation made;
  made.invoked = at(from);
  made.returned = at(to);
  made.earliest = shown(from);
  made.latest = shown(to);
  return made;
}

KeyOperation reads(int value, std::int64_t from, std::int64_t to) {
  KeyOperation read = operation(from, to);
  read.found = value == 0 ? Found::nothing : Found::value;
  read.found_value = named(value);
  return read;
}

KeyOperation writes(int value, std::int64_t from, std::int64_t to, Deadline deadline = std::nullopt) {
  KeyOperation write = operation(from, to);
  write.leaves = value == 0 ? Leaves::nothing : Leaves::content;
  write.content = {named(value), deadline};
  return write;
}

KeyOperation maybe(KeyOperation operation) {
  operation.returned = VirtualTime::max();
  operation.may_be_void = true;
  return operation;
}

Linearizability judge(std::vector<KeyOperation> operations) { return linearizability(std::nullopt, operations); }

TEST(Linearizability, AReadBehindAWriteShowsIt) {
  EXPECT_EQ(judge({writes(1, 0, 1), reads(1, 2, 3)}), Linearizability::yes);
  EXPECT_EQ(judge({writes(1, 0, 1), reads(0, 2, 3)}), Linearizability::no);
}

// Both ends of an interval belong to it: they may be at one instant.
TEST(Linearizability, IntervalsAreClosed) {
  EXPECT_EQ(judge({writes(1, 0, 2), reads(0, 2, 3)}), Linearizability::yes);
  EXPECT_EQ(judge({writes(1, 0, 1), reads(0, 2, 3)}), Linearizability::no);
}

TEST(Linearizability, ReadsAgreeOnTheOrderOfWritesAtOneTime) {
  const KeyOperation first = writes(1, 0, 9);
  const KeyOperation second = writes(2, 0, 9);
  EXPECT_EQ(judge({first, second, reads(1, 10, 11), reads(1, 12, 13)}), Linearizability::yes);
  EXPECT_EQ(judge({first, second, reads(1, 10, 11), reads(2, 12, 13)}), Linearizability::no);
}

TEST(Linearizability, AnUnknownWriteComesAnyTimeOrNever) {
  const KeyOperation unknown = maybe(writes(1, 0, 0));
  EXPECT_EQ(judge({unknown, reads(0, 5, 6), reads(1, 7, 8)}), Linearizability::yes);
  EXPECT_EQ(judge({unknown, reads(0, 5, 6)}), Linearizability::yes);
  EXPECT_EQ(judge({unknown, reads(1, 5, 6), reads(0, 7, 8)}), Linearizability::no);
}

TEST(Linearizability, AKeyIsThereUntilItsDeadline) {
  const KeyOperation write = writes(1, 0, 1, shown(10));
  EXPECT_EQ(judge({write, reads(1, 9, 9)}), Linearizability::yes);
  EXPECT_EQ(judge({write, reads(0, 9, 9)}), Linearizability::no);
  EXPECT_EQ(judge({write, reads(1, 10, 10)}), Linearizability::no);
  EXPECT_EQ(judge({write, reads(0, 10, 10)}), Linearizability::yes);
}

// Sixteen writes at one time and a read of what none of them wrote: more orders than it may try.
TEST(Linearizability, GivesUpAtItsBound) {
  std::vector<KeyOperation> operations;
  for (int value = 1; value <= 16; ++value) operations.push_back(writes(value, 0, 9));
  operations.push_back(reads(99, 10, 11));
  EXPECT_EQ(linearizability(std::nullopt, operations, {.most_configurations = 1000}), Linearizability::unknown);
  EXPECT_EQ(linearizability(std::nullopt, std::span(operations).first(16), {.most_configurations = 1000}),
            Linearizability::yes);
}

// ---- against all orders -------------------------------------------------------------------------------------------

// Every order of every choice of those that may be void.
bool some_order_explains(const std::vector<KeyOperation>& operations) {
  std::vector<std::size_t> order(operations.size());
  std::iota(order.begin(), order.end(), 0U);
  do {
    std::optional<KeyContent> held;
    VirtualTime now{};
    bool explains = true;
    // Each as early as it can be.
    for (std::size_t place = 0; place < order.size() && explains; ++place) {
      const KeyOperation& next = operations[order[place]];
      now = std::max(now, next.invoked);
      const auto left = after(held, next);
      explains = left && now <= next.returned;
      if (explains) held = *left;
      // What is behind the last one that must be is void.
      const bool all_done = std::all_of(order.begin() + static_cast<std::ptrdiff_t>(place) + 1, order.end(),
                                        [&](std::size_t later) { return operations[later].may_be_void; });
      if (explains && all_done) return true;
    }
    if (explains || std::ranges::all_of(operations, &KeyOperation::may_be_void)) return true;
  } while (std::next_permutation(order.begin(), order.end()));
  return false;
}

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : engine_(seed) {}
  int below(int bound) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(bound)); }

  KeyOperation some_operation() {
    const int from = below(8);
    const int to = from + below(4);
    const Deadline deadline = below(3) == 0 ? Deadline(shown(below(10))) : Deadline();
    switch (below(5)) {
      case 0:
      case 1:
        return writes(below(4), from, to, deadline);
      case 2:
        return maybe(writes(below(4), from, to, deadline));
      default:
        return reads(below(4), from, to);
    }
  }

 private:
  std::mt19937_64 engine_;
};

TEST(Linearizability, SaysWhatTryingAllOrdersSays) {
  int explained = 0;
  constexpr int histories = 100'000;
  for (int history = 0; history < histories; ++history) {
    Draw draw(static_cast<std::uint64_t>(history));
    std::vector<KeyOperation> operations(static_cast<std::size_t>(1 + draw.below(5)));
    for (KeyOperation& each : operations) each = draw.some_operation();
    const bool expected = some_order_explains(operations);
    explained += expected ? 1 : 0;
    ASSERT_EQ(judge(operations), expected ? Linearizability::yes : Linearizability::no) << "history " << history;
  }
  EXPECT_GT(explained, histories / 10);
  EXPECT_LT(explained, histories - histories / 10);
}

}  // namespace
}  // namespace groundhog::test
