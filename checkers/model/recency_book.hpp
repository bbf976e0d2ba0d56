// When a primary last used each key that it holds, as far as commands and its log show it: replication.md, "The cache".
//
// Instants are ordinals of events, so that what happens at one virtual instant has an order. A read happens between the
// delivery of its request and the acceptance of its reply; an entry of the log at its own event.
#pragma once

#include <algorithm>
#include <cstdint>
#include <list>
#include <optional>
#include <utility>
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
    order_.clear();
    is_listed_ = false;
  }

  // `by` is now, or no later than a use that is known.
  void may_be_used(KeyId key, Instant by) {
    Use& use = at(key);
    if (by <= use.possible) return;
    use.possible = by;
    if (use.place) {
      order_.splice(order_.end(), order_, *use.place);
    } else {
      use.place = order_.insert(order_.end(), key);
    }
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

  // The keys that are held now, those whose last possible use is earliest first, until `visit` returns false.
  // `list_held(add)` adds every key that is held, used or not; `is_held` asks for one.
  template <typename ListHeld, typename IsHeld, typename Visit>
  void visit_held(ListHeld&& list_held, IsHeld&& is_held, Visit&& visit) {
    if (!std::exchange(is_listed_, true)) {
      list_held([this](KeyId key) {
        if (!at(key).place) at(key).place = order_.insert(order_.begin(), key);
      });
    }
    for (auto key = order_.begin(); key != order_.end();) {
      const KeyId id = *key++;
      if (is_held(id)) {
        if (!visit(id)) return;
        continue;
      }
      order_.erase(*std::exchange(at(id).place, std::nullopt));
    }
  }

 private:
  struct Use {
    Instant certain = 0;
    Instant possible = 0;
    std::optional<std::list<KeyId>::iterator> place = {};  // in `order_`
  };

  Use& at(KeyId key) {
    if (index(key) >= uses_.size()) uses_.resize(index(key) + 1);
    return uses_[index(key)];
  }

  Instant since_ = 0;
  std::vector<Use> uses_;   // by KeyId
  std::list<KeyId> order_;  // by possible use; of keys that are not held any more some are left
  bool is_listed_ = false;  // with those that have not been used since
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
