// The verb `partition`. Included by fault_table.cpp only.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "sim/faults/fault.hpp"
#include "sim/faults/parameters.hpp"
#include "sim/faults/world.hpp"

namespace groundhog {

class Partition final : public Fault {
 public:
  Partition(World& world, const PlannedFault& plan, std::uint32_t index) : world_(world), fault_(index) {
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
    for (const auto& [from, to] : links_) world_.cut(from, to, fault_);
  }
  void stop() override {
    for (const auto& [from, to] : links_) world_.heal(from, to, fault_);
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

  World& world_;
  std::uint32_t fault_;
  std::vector<std::pair<HostId, HostId>> links_;
};

inline constexpr ParameterSpec partition_parameters[] = {
    {"groups", ParameterSpec::Kind::groups, true, "hosts that still reach each other: [[n1], [n2, n3]]"},
    {"one_way", ParameterSpec::Kind::flag, false, "only what an earlier group sends to a later one is lost"},
};

inline constexpr FaultEntry partition_entry{
    .verb = "partition",
    .shape = FaultEntry::Shape::window,
    .summary = "Groups of hosts cannot reach each other.",
    .description =
        "Every transmission between hosts of different groups is lost; connections stay open and learn of it only by "
        "silence. A host in two groups is a bridge between them. Hosts that no group names, clients above all, "
        "reach everybody. With `one_way` only what an earlier group sends to a later one is lost, its ACKs "
        "included: the other direction delivers at most one window. After the heal data waits for the backed-off "
        "retransmission timer. Effective once per transmission lost to the cut.",
    .parameters = partition_parameters,
    .make = [](World& world, const PlannedFault& plan, std::uint32_t index) -> std::unique_ptr<Fault> {
      return std::make_unique<Partition>(world, plan, index);
    },
};

}  // namespace groundhog
