// The verb `link`.
#pragma once

#include <algorithm>
#include <string>

#include "sim/faults/verbs/verb.hpp"

namespace groundhog {

class LinkChange final : public LinkFault {
 public:
  static constexpr std::string_view shapes[] = {"constant", "normal", "exponential", "pareto"};  // DelaySpec::Shape

  LinkChange(World& world, const PlannedFault& plan, std::uint32_t index) : LinkFault(world, plan, index) {
    if (const Duration* delay = find_parameter<Duration>(plan, "delay")) change_.mean = *delay;
    if (const Duration* jitter = find_parameter<Duration>(plan, "jitter")) change_.jitter = *jitter;
    if (const std::string* shape = find_parameter<std::string>(plan, "dist")) change_.shape = shape_of(*shape);
    if (const double* loss = find_parameter<double>(plan, "loss")) change_.loss = *loss;
  }

  void start() override {
    for (const auto& [from, to] : links_) world_.network().override_link(from, to, change_, fault_);
  }
  void stop() override {
    for (const auto& [from, to] : links_) world_.network().restore_link(from, to, fault_);
  }

 private:
  static DelaySpec::Shape shape_of(std::string_view word) {
    const auto* const found = std::ranges::find(shapes, word);
    GROUNDHOG_ASSERT(found != std::end(shapes));
    return static_cast<DelaySpec::Shape>(found - shapes);
  }

  LinkOverride change_;
};

inline constexpr KeySpec link_parameters[] = {
    link_parameter,
    {"delay", KeySpec::Kind::duration, false, "mean delay of a transmission"},
    {"jitter", KeySpec::Kind::duration, false, "around the mean; with dist normal the standard deviation"},
    {"dist", KeySpec::Kind::word, false, "shape of the delay", nullptr, LinkChange::shapes},
    {"loss", KeySpec::Kind::probability, false, "of each transmission; TCP retransmits"},
};

inline constexpr FaultEntry link_entry{
    .verb = "link",
    .shape = FaultEntry::Shape::window,
    .summary = "A link becomes slow, jittery or lossy.",
    .description =
        "Changes properties of a link for a while; what is not named stays as it is, and of two faults on one link "
        "the later one wins, word by word. Connections are TCP-shaped: bytes still arrive in order and intact, so "
        "loss shows as stalls until a retransmission timer fires, and finally as a reset. Effective once per "
        "transmission that met the change.",
    .parameters = link_parameters,
    .make = make_fault<LinkChange>,
};

}  // namespace groundhog
