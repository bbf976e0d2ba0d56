#include "sim/scenario/partition_groups.hpp"

#include <algorithm>
#include <utility>

#include "sim/core/distributions.hpp"

namespace groundhog {
namespace {

using Names = std::vector<std::string>;

// Fisher-Yates with keyed draws.
Names shuffled_nodes(const ScenarioBody& body, RandomKey key) {
  Names names;
  for (const NodeSpec& node : body.nodes) names.push_back(node.name);
  RandomStream stream(key.sub("order"));
  for (std::size_t left = names.size(); left > 1; --left) {
    const std::uint64_t other = uniform_below(stream.next(), left);
    std::swap(names[left - 1], names[other]);
  }
  return names;
}

Groups split_after(const Names& names, std::size_t first) {
  const auto middle = names.begin() + static_cast<std::ptrdiff_t>(first);
  return {Names(names.begin(), middle), Names(middle, names.end())};
}

Groups isolate(const ScenarioBody& body, const std::string& alone) {
  Groups groups{{alone}, {}};
  for (const NodeSpec& node : body.nodes) {
    if (node.name != alone) groups[1].push_back(node.name);
  }
  return groups;
}

Groups bridge(const Names& names) {
  const std::size_t middle = names.size() / 2;
  Groups groups = split_after(names, middle);
  groups[0].push_back(names[middle]);
  return groups;
}

Groups ring(const Names& names) {
  Groups groups;
  for (std::size_t i = 0; i < names.size(); ++i) groups.push_back({names[i], names[(i + 1) % names.size()]});
  return groups;
}

}  // namespace

Groups partition_groups(PartitionShape shape, const ScenarioBody& body, RandomKey key) {
  const Names names = shuffled_nodes(body, key);
  switch (shape) {
    case PartitionShape::random_halves:
      return split_after(names, names.size() / 2);
    case PartitionShape::majority_minority:
      return split_after(names, std::max<std::size_t>(1, (names.size() - 1) / 2));
    case PartitionShape::isolate_one:
      return isolate(body, names.front());
    case PartitionShape::isolate_primary:
      return isolate(body, body.primary());
    case PartitionShape::bridge:
      return bridge(names);
    case PartitionShape::ring:
      return ring(names);
  }
  return {};
}

}  // namespace groundhog
