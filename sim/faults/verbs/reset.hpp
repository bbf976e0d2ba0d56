// The verb `reset`.
#pragma once

#include <algorithm>

#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

class Reset final : public LinkFault {
 public:
  // A connection lies on both directions of a link, whichever of them is named.
  Reset(World& world, const PlannedFault& plan, std::uint32_t index) : LinkFault(world, plan, index) {
    for (const auto& [from, to] : DirectedLinks(links_)) {
      const std::pair back{to, from};
      if (std::ranges::find(links_, back) == links_.end()) links_.push_back(back);
    }
    const auto* opener = find_parameter<std::string>(plan, "opened_by");
    if (opener == nullptr) return;
    std::erase_if(links_, [id = world.host(*opener)](const auto& link) { return link.first != id; });
  }

  void start() override {
    std::size_t reset = 0;
    for (const auto& [from, to] : links_) reset += world_.network().reset(from, to);
    if (reset > 0) effective();
  }
};

inline constexpr KeySpec reset_parameters[] = {
    link_parameter,
    {"opened_by", KeySpec::Kind::host, false, "only connections that this host opened; default: either end"},
};

inline constexpr FaultEntry reset_entry{
    .verb = "reset",
    .shape = FaultEntry::Shape::instant,
    .summary = "Connections over a link are reset (RST).",
    .description =
        "Resets every established connection between the hosts that the link names, whichever of them opened it, as "
        "a middlebox that loses its state does: both ends see a reset at this instant. What had arrived can still be "
        "read, what was under way is lost. The link itself stays as it is: the next connect succeeds. Connects that "
        "are not answered yet are left alone. Effective when a connection stood.",
    .parameters = reset_parameters,
    .make = make_fault<Reset>,
};

}  // namespace groundhog
