#include "checkers/model/linearizability.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "checkers/model/node_model.hpp"

namespace groundhog::checkers {

std::optional<std::optional<KeyContent>> after(const std::optional<KeyContent>& held, const KeyOperation& operation) {
  const bool may_be_there = held && alive_at(operation.earliest, held->deadline);
  const bool may_be_gone = !held || !alive_at(operation.latest, held->deadline);
  switch (operation.found) {
    case KeyOperation::Found::anything:
      break;
    case KeyOperation::Found::nothing:
      if (!may_be_gone) return std::nullopt;
      break;
    case KeyOperation::Found::something:
      if (!may_be_there) return std::nullopt;
      break;
    case KeyOperation::Found::value:
      if (!may_be_there || held->value != operation.found_value) return std::nullopt;
      break;
  }
  switch (operation.leaves) {
    case KeyOperation::Leaves::what_it_found:
      return held;
    case KeyOperation::Leaves::nothing:
      return std::optional<KeyContent>();
    case KeyOperation::Leaves::content:
      return operation.content;
  }
  return std::nullopt;
}

namespace {

// Operations by the time of their request. Those before `first` are done, and of those behind it the ones in `done`.
struct Configuration {
  std::size_t first = 0;
  std::vector<std::size_t> done;  // ascending
  std::optional<KeyContent> held;
};

struct InOrder {
  using Parts = std::tuple<std::size_t, const std::vector<std::size_t>&, bool, ValueName, Deadline>;
  static Parts parts(const Configuration& of) {
    return {of.first, of.done, of.held.has_value(), of.held ? of.held->value : ValueName{},
            of.held ? of.held->deadline : Deadline{}};
  }
  bool operator()(const Configuration& left, const Configuration& right) const { return parts(left) < parts(right); }
};

class Search {
 public:
  Search(std::span<const KeyOperation> operations, LinearizabilityOptions options)
      : operations_(operations.begin(), operations.end()), options_(options) {
    std::ranges::stable_sort(operations_, {}, &KeyOperation::invoked);
  }

  Linearizability run(const std::optional<KeyContent>& initial) {
    try_next({0, {}, initial});
    while (!open_.empty()) {
      if (seen_.size() > options_.most_configurations) return Linearizability::unknown;
      const Configuration now = std::move(open_.back());
      open_.pop_back();
      if (is_complete(now)) return Linearizability::yes;
      expand(now);
    }
    return Linearizability::no;
  }

 private:
  bool is_done(const Configuration& now, std::size_t operation) const {
    return operation < now.first || std::ranges::binary_search(now.done, operation);
  }

  bool is_complete(const Configuration& now) const {
    for (std::size_t i = now.first; i < operations_.size(); ++i) {
      if (!is_done(now, i) && !operations_[i].may_be_void) return false;
    }
    return true;
  }

  // Whatever comes next was requested before the first of the others had its reply.
  std::vector<std::size_t> candidates(const Configuration& now) const {
    VirtualTime earliest_return = VirtualTime::max();
    std::vector<std::size_t> open;
    for (std::size_t i = now.first; i < operations_.size() && operations_[i].invoked <= earliest_return; ++i) {
      if (is_done(now, i)) continue;
      open.push_back(i);
      if (!operations_[i].may_be_void) earliest_return = std::min(earliest_return, operations_[i].returned);
    }
    std::erase_if(open, [&](std::size_t i) { return operations_[i].invoked > earliest_return; });
    return open;
  }

  // What can come next and changes nothing may come at once: it will not be easier later.
  void expand(const Configuration& now) {
    const std::vector<std::size_t> next = candidates(now);
    for (const std::size_t i : next) {
      if (operations_[i].leaves == KeyOperation::Leaves::what_it_found && after(now.held, operations_[i])) {
        return try_next(behind(now, i, now.held));
      }
    }
    // The first that was requested is tried first.
    for (auto i = next.rbegin(); i != next.rend(); ++i) {
      if (const auto held = after(now.held, operations_[*i])) try_next(behind(now, *i, *held));
    }
  }

  static Configuration behind(Configuration now, std::size_t operation, const std::optional<KeyContent>& held) {
    now.held = held;
    now.done.insert(std::ranges::lower_bound(now.done, operation), operation);
    std::size_t joined = 0;
    while (joined < now.done.size() && now.done[joined] == now.first) {
      ++now.first;
      ++joined;
    }
    now.done.erase(now.done.begin(), now.done.begin() + static_cast<std::ptrdiff_t>(joined));
    return now;
  }

  void try_next(Configuration configuration) {
    if (seen_.insert(configuration).second) open_.push_back(std::move(configuration));
  }

  std::vector<KeyOperation> operations_;
  LinearizabilityOptions options_;
  std::vector<Configuration> open_;
  std::set<Configuration, InOrder> seen_;
};

}  // namespace

Linearizability linearizability(const std::optional<KeyContent>& initial, std::span<const KeyOperation> operations,
                                LinearizabilityOptions options) {
  return Search(operations, options).run(initial);
}

}  // namespace groundhog::checkers
