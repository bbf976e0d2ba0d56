// Whether operations on one key can be put in an order that explains them: each takes effect at one instant between its
// request and its reply, both included.
//
// The search is that of Wing and Gong with Lowe's memory of configurations ("Testing from shared memory objects" and
// "Testing for linearizability"), on one key at a time (P-compositionality: Horn and Kroening, arXiv 1504.00204). A
// register has few states, so what was tried is remembered by the operations that are done and the state that they
// left.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "sim/events/observer.hpp"

namespace groundhog::checkers {

// Names the text of a value. Two texts with one name count as one value.
enum class ValueName : std::uint64_t {};

struct KeyContent {
  ValueName value{};
  Deadline deadline;

  friend bool operator==(const KeyContent&, const KeyContent&) = default;
};

struct KeyOperation {
  enum class Found : std::uint8_t { anything, nothing, something, value };
  enum class Leaves : std::uint8_t { what_it_found, nothing, content };

  VirtualTime invoked{};
  VirtualTime returned{};    // VirtualTime::max(): unknown
  bool may_be_void = false;  // it may never have taken effect
  Found found = Found::anything;
  ValueName found_value{};
  Leaves leaves = Leaves::what_it_found;
  KeyContent content;  // that it leaves
  // The least and the largest that the expiry clock can have shown it: a key is there while that is before its
  // deadline.
  ExpiryTime earliest{};
  ExpiryTime latest{};
};

// What the key holds behind the operation, dead or alive; the outer optional is empty if the operation cannot come
// next.
std::optional<std::optional<KeyContent>> after(const std::optional<KeyContent>& held, const KeyOperation& operation);

enum class Linearizability : std::uint8_t {
  yes,
  no,
  unknown,  // more than `most_configurations` were tried
};

struct LinearizabilityOptions {
  std::uint64_t most_configurations = 200'000;
};

// `initial`: what the key holds before all of them. Operations in any order.
Linearizability linearizability(const std::optional<KeyContent>& initial, std::span<const KeyOperation> operations,
                                LinearizabilityOptions options = {});

}  // namespace groundhog::checkers
