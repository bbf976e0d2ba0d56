// The verb `partition`.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

class Partition final : public VerbFault {
 public:
  Partition(World& world, const PlannedFault& plan, std::uint32_t index) : VerbFault(world, index) {
    const auto& groups = parameter<Groups>(plan, "groups");
    const bool one_way = parameter_or(plan, "one_way", false);
    for (std::size_t earlier = 0; earlier < groups.size(); ++earlier) {
      for (std::size_t later = earlier + 1; later < groups.size(); ++later) {
        separate(groups, groups[earlier], groups[later]);
        if (!one_way) separate(groups, groups[later], groups[earlier]);
      }
    }
  }

  void start() override {
    for (const auto& [from, to] : links_) world_.network().cut(from, to, fault_);
  }
  void stop() override {
    for (const auto& [from, to] : links_) world_.network().heal(from, to, fault_);
  }

 private:
  void separate(const Groups& groups, const std::vector<std::string>& senders,
                const std::vector<std::string>& receivers) {
    for (const std::string& from : senders) {
      for (const std::string& to : receivers) {
        if (!share_a_group(groups, from, to)) add({world_.host(from), world_.host(to)});
      }
    }
  }
  // A host in two groups is a bridge: it keeps its links to both.
  static bool share_a_group(const Groups& groups, const std::string& a, const std::string& b) {
    return std::ranges::any_of(groups, [&](const auto& group) { return contains(group, a) && contains(group, b); });
  }
  static bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
  }
  void add(std::pair<HostId, HostId> link) {
    if (std::ranges::find(links_, link) == links_.end()) links_.push_back(link);
  }

  DirectedLinks links_;
};

// ---- groups that are drawn (Jepsen's nemesis partitioners)

class PartitionShapes {
 public:
  // random_halves      nodes in drawn order, the first half apart from the rest
  // majority_minority  a drawn minority, as large as one can be, apart from the others
  // isolate_one        a drawn node alone
  // isolate_primary    the primary of the scenario alone, not one that was promoted since
  // bridge             two halves that see each other only through one node, which is in both groups
  // ring               nodes in drawn order, each sees its two neighbours only
  static constexpr std::string_view words[] = {
      "random_halves", "majority_minority", "isolate_one", "isolate_primary", "bridge", "ring"};

  static std::size_t least_nodes(std::string_view shape) { return shape == "ring" ? 4 : shape == "bridge" ? 3 : 2; }

  static Groups draw(std::string_view shape, std::span<const NodeSpec> nodes, RandomKey key) {
    const Names names = shuffled(nodes, key);
    if (shape == "majority_minority") return split_after(names, std::max<std::size_t>(1, (names.size() - 1) / 2));
    if (shape == "isolate_one") return isolate(nodes, names.front());
    if (shape == "isolate_primary") return isolate(nodes, initial_primary(nodes));
    Groups groups = split_after(names, names.size() / 2);
    if (shape == "bridge") groups[0].push_back(groups[1].front());
    return shape == "ring" ? ring(names) : groups;
  }

 private:
  using Names = std::vector<std::string>;

  // By a number that each name draws: one node more does not change the order of the others.
  static Names shuffled(std::span<const NodeSpec> nodes, RandomKey key) {
    std::vector<std::pair<std::uint64_t, std::string>> drawn;
    for (const NodeSpec& node : nodes) drawn.emplace_back(key.sub("order").sub(node.name).draw(0), node.name);
    std::ranges::sort(drawn);
    Names names;
    for (auto& [number, name] : drawn) names.push_back(std::move(name));
    return names;
  }

  static Groups split_after(const Names& names, std::size_t first) {
    const auto middle = names.begin() + static_cast<std::ptrdiff_t>(first);
    return {Names(names.begin(), middle), Names(middle, names.end())};
  }

  static Groups isolate(std::span<const NodeSpec> nodes, const std::string& alone) {
    Groups groups{{alone}, {}};
    for (const NodeSpec& node : nodes) {
      if (node.name != alone) groups[1].push_back(node.name);
    }
    return groups;
  }

  static Groups ring(const Names& names) {
    Groups groups;
    for (std::size_t i = 0; i < names.size(); ++i) groups.push_back({names[i], names[(i + 1) % names.size()]});
    return groups;
  }
};

// A host in two groups is a bridge; one that is named twice in a group, or groups of which none is apart, are mistakes.
inline void check_groups(const Groups& groups, FaultProblems& problems) {
  for (const auto& group : groups) {
    for (const std::string& name : group) {
      if (std::ranges::count(group, name) == 1) continue;
      return problems.at_value("groups", "'" + name + "' is twice in one group");
    }
  }
  const auto has = [](const auto& group, const std::string& name) {
    return std::ranges::find(group, name) != group.end();
  };
  const auto reaches = [&](const std::string& a, const std::string& b) {
    return std::ranges::any_of(groups, [&](const auto& group) { return has(group, a) && has(group, b); });
  };
  for (const auto& one : groups) {
    for (const auto& other : groups) {
      for (const std::string& a : one) {
        if (std::ranges::any_of(other, [&](const std::string& b) { return !reaches(a, b); })) return;
      }
    }
  }
  problems.at_value("groups", "the groups overlap so that every host still reaches every other: nothing is cut");
}

inline void check_partition(const FaultParameters& parameters, std::span<const NodeSpec> nodes,
                            FaultProblems& problems) {
  const bool has_groups = problems.is_written("groups");
  const bool has_shape = problems.is_written("shape");
  if (has_groups && has_shape) problems.at_key("shape", "'groups' and 'shape' exclude each other");
  if (!has_groups && !has_shape) problems.at_fault("a partition needs 'groups' or a 'shape'");
  if (problems.is_written("symmetry") && problems.is_written("one_way")) {
    problems.at_key("symmetry", "'one_way' and 'symmetry' exclude each other");
  }
  const auto groups = parameters.find("groups");
  if (groups != parameters.end()) check_groups(std::get<Groups>(groups->second), problems);
  const auto shape = parameters.find("shape");
  if (shape == parameters.end()) return;
  const std::size_t needed = PartitionShapes::least_nodes(std::get<std::string>(shape->second));
  if (nodes.size() >= needed) return;
  problems.at_value("shape", "this shape needs at least " + std::to_string(needed) + " nodes");
}

// Groups of a drawn shape have no order of their own: which side of a one-way cut falls silent is drawn. Written groups
// keep their order unless the symmetry is random.
inline void expand_partition(FaultParameters& parameters, std::span<const NodeSpec> nodes, RandomKey key) {
  const auto shape = parameters.extract("shape");
  const auto symmetry = parameters.extract("symmetry");
  if (shape) parameters["groups"] = PartitionShapes::draw(std::get<std::string>(shape.mapped()), nodes, key);
  if (!symmetry) return;
  const auto& directions = std::get<std::string>(symmetry.mapped());
  const bool is_random = directions == "random";
  const bool one_way = is_random ? chance(key.sub("one_way").draw(0), 0.5) : directions == "one_way";
  parameters["one_way"] = one_way;
  const bool may_turn = shape || is_random;
  if (!one_way || !may_turn || !chance(key.sub("direction").draw(0), 0.5)) return;
  std::ranges::reverse(std::get<Groups>(parameters["groups"]));
}

// ---- the entry

inline constexpr std::string_view partition_symmetries[] = {"both", "one_way", "random"};

inline constexpr KeySpec partition_parameters[] = {
    {.name = "groups",
     .kind = KeySpec::Kind::groups,
     .required = false,
     .summary = "hosts that still reach each other: [[n1], [n2, n3]]",
     .in_plan = KeySpec::InPlan::always},
    {"shape", KeySpec::Kind::word, false, "groups drawn before the run: this or `groups` must be there", nullptr,
     PartitionShapes::words, KeySpec::InPlan::never},
    {"symmetry", KeySpec::Kind::word, false, "which directions are lost; default both", nullptr, partition_symmetries,
     KeySpec::InPlan::never},
    {"one_way", KeySpec::Kind::flag, false, "only what an earlier group sends to a later one is lost"},
};

inline constexpr std::string_view partition_causes[] = {"a cable is cut, in one direction or both",
                                                        "a switch or a zone fails"};

inline constexpr FaultEntry partition_entry{
    .verb = "partition",
    .summary = "Groups of hosts cannot reach each other.",
    .description =
        "Every transmission between hosts of different groups is lost; connections stay open and learn of it only by "
        "silence. A host in two groups is a bridge between them. Hosts that no group names, clients above all, reach "
        "all. With `one_way` only what an earlier group sends to a later one is lost, its ACKs included: the other "
        "direction delivers at most one window. After the heal data waits for the backed-off retransmission timer. "
        "Effective once per transmission lost to the cut.",
    .parameters = partition_parameters,
    .make = make_fault<Partition>,
    .check = check_partition,
    .expand = expand_partition,
    .causes = partition_causes,
};

}  // namespace groundhog
