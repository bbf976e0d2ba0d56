// The verb `hold`. Included by fault_table.cpp only.
#pragma once

#include "sim/faults/fault.hpp"
#include "sim/faults/parameters.hpp"
#include "sim/faults/selected_links.hpp"
#include "sim/faults/world.hpp"

namespace groundhog {

class Hold final : public Fault {
 public:
  Hold(World& world, const PlannedFault& plan, std::uint32_t index)
      : world_(world), fault_(index), links_(selected_links(world, parameter<LinkSelector>(plan, "link"))) {}

  void start() override {
    for (const auto& [from, to] : links_) world_.hold(from, to, fault_);
  }
  void stop() override {
    for (const auto& [from, to] : links_) world_.release(from, to, fault_);
  }

 private:
  World& world_;
  std::uint32_t fault_;
  DirectedLinks links_;
};

inline constexpr ParameterSpec hold_parameters[] = {
    {"link", ParameterSpec::Kind::link, true, "n1->n2, n1<->n2; * is every host"},
};

inline constexpr FaultEntry hold_entry{
    .verb = "hold",
    .shape = FaultEntry::Shape::window,
    .summary = "What connections carry over a link is queued until released.",
    .description =
        "Bytes that a process writes, and the end of its stream, stay in its kernel while the hold lasts and leave in "
        "order when it ends: nothing is lost and no retransmission timer runs. What had left before still arrives; "
        "acknowledgements, connects and resets pass. A full send buffer stops the writer, as always. Holds that "
        "overlap add up. Effective once per connection and attempt that it kept from sending.",
    .parameters = hold_parameters,
    .make = [](World& world, const PlannedFault& plan, std::uint32_t index) -> std::unique_ptr<Fault> {
      return std::make_unique<Hold>(world, plan, index);
    },
};

}  // namespace groundhog
