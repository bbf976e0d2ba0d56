// When a primary last used each key that it holds, as far as commands and its log show it: replication.md, "The cache".
//
// Instants are ordinals of events, so that what happens at one virtual instant has an order. A read happens between the
// delivery of its request and the acceptance of its reply; an entry of the log at its own event.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "checkers/model/key_table.hpp"
#include "sim/events/observer.hpp"

namespace groundhog::checkers {

class RecencyBook {
 public:
  using Instant = std::uint64_t;

  // A load, a promotion or a new process: what was used before is not known, and was before.
  void restart(Instant now) {
    since_ = now;
    uses_.clear();
  }

  void may_be_used(KeyId key, Instant by) {
    Use& use = at(key);
    use.possible = std::max(use.possible, by);
  }
  // It was used at that instant or later, by now.
  void is_used(KeyId key, Instant not_before, Instant by) {
    may_be_used(key, by);
    if (not_before > since_) at(key).certain = std::max(at(key).certain, not_before);
  }

  // Its last use was not before that; 0: nothing is known of one.
  Instant certain(KeyId key) const { return index(key) < uses_.size() ? uses_[index(key)].certain : 0; }
  // Its last use was not after that.
  Instant possible(KeyId key) const {
    return index(key) < uses_.size() ? std::max(uses_[index(key)].possible, since_) : since_;
  }

 private:
  struct Use {
    Instant certain = 0;
    Instant possible = 0;
  };

  Use& at(KeyId key) {
    if (index(key) >= uses_.size()) uses_.resize(index(key) + 1);
    return uses_[index(key)];
  }

  Instant since_ = 0;
  std::vector<Use> uses_;  // by KeyId
};

// The commands that a node may be carrying out: each may use its keys from its delivery on, until its reply is there or
// nothing more can come of it.
class RunningCommands {
 public:
  struct Command {
    OperationId operation{};
    HostId node = no_host;
    ConnectionId connection = ConnectionId::none;
    RecencyBook::Instant since = 0;
    std::vector<KeyId> keys;
  };

  void add(Command command) { commands_.push_back(std::move(command)); }

  bool uses(HostId node, KeyId key) const {
    return std::ranges::any_of(commands_, [&](const Command& command) {
      return command.node == node && std::ranges::find(command.keys, key) != command.keys.end();
    });
  }

  // Takes those out that `is_over` names, and visits each.
  template <typename IsOver, typename Visit>
  void end(IsOver&& is_over, Visit&& visit) {
    const auto over = std::stable_partition(commands_.begin(), commands_.end(),
                                            [&](const Command& command) { return !is_over(command); });
    for (auto command = over; command != commands_.end(); ++command) visit(*command);
    commands_.erase(over, commands_.end());
  }

 private:
  std::vector<Command> commands_;
};

}  // namespace groundhog::checkers
