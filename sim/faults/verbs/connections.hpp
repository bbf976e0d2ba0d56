// Verbs that act on connections that stand.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

inline constexpr KeySpec opened_by_parameter{"opened_by", KeySpec::Kind::host, false,
                                             "only connections that this host opened; default: either end"};

inline std::optional<HostId> opener_in(const World& world, const PlannedFault& plan) {
  const auto* opener = find_parameter<std::string>(plan, "opened_by");
  return opener == nullptr ? std::nullopt : std::optional(world.host(*opener));
}

// One that is no end of the link opens none of its connections.
inline void check_opener(const FaultParameters& parameters, std::span<const NodeSpec> /*nodes*/,
                         FaultProblems& problems) {
  const auto link = parameters.find("link");
  const auto opener = parameters.find("opened_by");
  if (link == parameters.end() || opener == parameters.end()) return;
  const auto& [from, to, both_ways] = std::get<LinkSelector>(link->second);
  const auto& name = std::get<std::string>(opener->second);
  const bool is_end = from == "*" || to == "*" || name == from || name == to;
  if (!is_end) problems.at_value("opened_by", "'" + name + "' is no end of the link: it opens none of its connections");
}

// The verb `blackhole`.

class Blackhole final : public LinkFault {
 public:
  using LinkFault::LinkFault;

  void start() override {
    for (const auto& [from, to] : links_) world_.network().blackhole(from, to, fault_);
  }
  void stop() override { world_.network().end_blackhole(fault_); }
};

inline constexpr KeySpec blackhole_parameters[] = {link_parameter};

inline constexpr std::string_view blackhole_causes[] = {"a firewall or an address translation forgets connections",
                                                        "a route changes under them"};

inline constexpr FaultEntry blackhole_entry{
    .verb = "blackhole",
    .summary = "Connections that stand are silently lost; new ones pass.",
    .description =
        "All that the connections which stand at its start send in the named directions vanishes, as when a firewall "
        "or an address translation forgets them: no reset, no end of the stream. Both ends learn of it by silence "
        "alone, and TCP sends again until it gives up. Connects pass, and so do the connections that come of them: "
        "that is the difference to `partition`. When it ends, what was lost is sent again, as far as its connection "
        "still stands. Effective once per transmission that would have arrived.",
    .parameters = blackhole_parameters,
    .make = make_fault<Blackhole>,
    .causes = blackhole_causes,
};

// The verb `half_open`.

class HalfOpen final : public LinkFault {
 public:
  HalfOpen(World& world, const PlannedFault& plan, std::uint32_t index)
      : LinkFault(world, plan, index), opener_(opener_in(world, plan)) {}

  void start() override {
    std::size_t gone = 0;
    for (const auto& [keeps, loses] : links_) {
      if (opener_.value_or(keeps) == keeps) gone += world_.network().half_open(keeps, loses, loses);
      if (opener_.value_or(loses) == loses) gone += world_.network().half_open(loses, keeps, loses);
    }
    if (gone > 0) effective();
  }

 private:
  std::optional<HostId> opener_;
};

inline constexpr KeySpec half_open_parameters[] = {
    {"link", KeySpec::Kind::one_way_link, true, "n1->n2: n1 keeps its ends, those of n2 are gone; * is every host"},
    opened_by_parameter,
};

inline constexpr std::string_view half_open_causes[] = {"one end of a connection is gone without a word"};

inline constexpr FaultEntry half_open_entry{
    .verb = "half_open",
    .shape = FaultEntry::Shape::instant,
    .summary = "One end of connections is gone, without FIN or RST.",
    .description =
        "Each connection between the hosts that a process of the second one has open, whichever of them opened it, "
        "ends there with a time-out, as after keepalives that got lost on the way. The first one hears nothing: its "
        "end stays open until it sends, and the answer is RST. The second one may connect again at once; then the "
        "first holds an end of the new connection and one of the old. What the second one had sent still arrives, "
        "what waited in its kernel is lost; the link stays as it is. Effective when such a connection stood.",
    .parameters = half_open_parameters,
    .make = make_fault<HalfOpen>,
    .check = check_opener,
    .causes = half_open_causes,
};

// The verb `reset`.

class Reset final : public LinkFault {
 public:
  // A connection lies on both directions of a link, whichever of them is named.
  Reset(World& world, const PlannedFault& plan, std::uint32_t index) : LinkFault(world, plan, index) {
    for (const auto& [from, to] : DirectedLinks(links_)) {
      const std::pair back{to, from};
      if (std::ranges::find(links_, back) == links_.end()) links_.push_back(back);
    }
    const std::optional<HostId> opener = opener_in(world, plan);
    if (opener) std::erase_if(links_, [&](const auto& link) { return link.first != *opener; });
  }

  void start() override {
    std::size_t reset = 0;
    for (const auto& [from, to] : links_) reset += world_.network().reset(from, to);
    if (reset > 0) effective();
  }
};

inline constexpr KeySpec reset_parameters[] = {link_parameter, opened_by_parameter};

inline constexpr std::string_view reset_causes[] = {"a middlebox resets connections"};

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
    .check = check_opener,
    .causes = reset_causes,
};

}  // namespace groundhog
