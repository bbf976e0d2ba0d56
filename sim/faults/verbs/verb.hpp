// What the files of this folder are written with. Each holds all there is about a few related verbs and is
// included by fault_table.cpp only.
#pragma once

#include <utility>
#include <vector>

#include "sim/faults/fault.hpp"
#include "sim/plan/host_names.hpp"

namespace groundhog {

class VerbFault : public Fault {
 public:
  VerbFault(World& world, std::uint32_t index) : world_(world), fault_(index) {}

 protected:
  void effective() { world_.effective(fault_); }

  World& world_;
  std::uint32_t fault_;
};

// One that acts on the machine that its parameter `node` names.
class NodeFault : public VerbFault {
 public:
  NodeFault(World& world, const PlannedFault& plan, std::uint32_t index)
      : VerbFault(world, index), node_(world.host(parameter<std::string>(plan, "node"))) {}

 protected:
  HostId node_;
};

using DirectedLinks = std::vector<std::pair<HostId, HostId>>;

// One that acts on the links that its parameter `link` names: each once, between different hosts only.
class LinkFault : public VerbFault {
 public:
  LinkFault(World& world, const PlannedFault& plan, std::uint32_t index) : VerbFault(world, index) {
    const auto& selector = parameter<LinkSelector>(plan, "link");
    for (std::uint32_t from = 0; from < world.host_count(); ++from) {
      for (std::uint32_t to = 0; to < world.host_count(); ++to) {
        if (from == to || !selects(selector, world.name(HostId{from}), world.name(HostId{to}))) continue;
        links_.emplace_back(HostId{from}, HostId{to});
      }
    }
  }

 protected:
  DirectedLinks links_;
};

inline constexpr KeySpec link_parameter{"link", KeySpec::Kind::link, true, "n1->n2, n1<->n2; * is every host"};

template <typename Verb>
std::unique_ptr<Fault> make_fault(World& world, const PlannedFault& plan, std::uint32_t index) {
  return std::make_unique<Verb>(world, plan, index);
}

}  // namespace groundhog
