// The verb `link`. Included by fault_table.cpp only.
#pragma once

#include <string>

#include "sim/faults/fault.hpp"
#include "sim/faults/parameters.hpp"
#include "sim/faults/selected_links.hpp"
#include "sim/faults/world.hpp"

namespace groundhog {

class LinkChange final : public Fault {
 public:
  LinkChange(World& world, const PlannedFault& plan, std::uint32_t index)
      : world_(world), fault_(index), links_(selected_links(world, parameter<LinkSelector>(plan, "link"))) {
    const auto& link = parameter<LinkSelector>(plan, "link");
    change_.from = link.from;
    change_.to = link.to;
    change_.both_ways = link.both_ways;
    if (const Duration* delay = find_parameter<Duration>(plan, "delay")) change_.mean = *delay;
    if (const Duration* jitter = find_parameter<Duration>(plan, "jitter")) change_.jitter = *jitter;
    if (const std::string* shape = find_parameter<std::string>(plan, "dist")) change_.shape = shape_of(*shape);
    if (const double* loss = find_parameter<double>(plan, "loss")) change_.loss = *loss;
  }

  void start() override {
    for (const auto& [from, to] : links_) world_.override_link(from, to, change_, fault_);
  }
  void stop() override {
    for (const auto& [from, to] : links_) world_.restore_link(from, to, fault_);
  }

 private:
  static DelaySpec::Shape shape_of(std::string_view word) {
    if (word == "constant") return DelaySpec::Shape::constant;
    if (word == "normal") return DelaySpec::Shape::normal;
    if (word == "exponential") return DelaySpec::Shape::exponential;
    GROUNDHOG_ASSERT(word == "pareto");
    return DelaySpec::Shape::pareto;
  }

  World& world_;
  std::uint32_t fault_;
  DirectedLinks links_;
  LinkOverride change_;
};

inline constexpr std::string_view link_shapes[] = {"constant", "normal", "exponential", "pareto"};

inline constexpr ParameterSpec link_parameters[] = {
    {"link", ParameterSpec::Kind::link, true, "n1->n2, n1<->n2; * is every host"},
    {"delay", ParameterSpec::Kind::duration, false, "mean delay of a transmission"},
    {"jitter", ParameterSpec::Kind::duration, false, "around the mean; with dist normal the standard deviation"},
    {"dist", ParameterSpec::Kind::word, false, "shape of the delay", link_shapes},
    {"loss", ParameterSpec::Kind::probability, false, "of each transmission; TCP retransmits"},
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
    .make = [](World& world, const PlannedFault& plan, std::uint32_t index) -> std::unique_ptr<Fault> {
      return std::make_unique<LinkChange>(world, plan, index);
    },
};

}  // namespace groundhog
