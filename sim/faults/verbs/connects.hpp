// Verbs that act on the opening of connections.
#pragma once

#include <algorithm>
#include <string>

#include "sim/faults/verbs/flows.hpp"

namespace groundhog {

// The verb `connects`.

inline constexpr std::string_view connect_answers[] = {"none", "refused"};

class Connects final : public LinkRuleFault {
 public:
  Connects(World& world, const PlannedFault& plan, std::uint32_t index)
      : LinkRuleFault(world, plan, index), rule_{index, parameter<std::string>(plan, "answer") == connect_answers[1]} {}

  void start() override {
    for (const auto& [from, to] : links_) world_.network().add_link_rule(from, to, rule_);
  }

 private:
  ConnectAnswer rule_;
};

inline constexpr KeySpec connects_parameters[] = {
    {"link", KeySpec::Kind::link, true, "n1->n2: connects that n1 makes to n2; * is every host"},
    {"answer", KeySpec::Kind::word, true, "none: they hang; refused: RST", nullptr, connect_answers},
};

inline constexpr std::string_view connects_causes[] = {"a full accept queue", "a closed port",
                                                       "a firewall rule for new connections"};

inline constexpr FaultEntry connects_entry{
    .verb = "connects",
    .summary = "New connections hang or are refused; those that stand are not touched.",
    .description =
        "As a firewall rule that came later, a full accept queue or a port that is closed: with `answer: none` each "
        "SYN is lost, and the kernel tries again after 1, 2, 4 … seconds, so that a connect succeeds late if the "
        "fault ends, and times out after 127 s; with `answer: refused` it is answered by RST. Connections that stand "
        "carry on: that is the difference to `partition`. Effective once per SYN.",
    .parameters = connects_parameters,
    .make = make_fault<Connects>,
    .causes = connects_causes,
};

// The verb `resolve`.

class Resolve final : public LinkRuleFault {
 public:
  Resolve(World& world, const PlannedFault& plan, std::uint32_t index)
      : LinkRuleFault(world, plan, index), answer_{.fault = index} {
    answer_.is_unknown = parameter_or(plan, "unknown", false);
    answer_.after = parameter_or(plan, "after", Duration{0});
    if (const auto* other = find_parameter<std::string>(plan, "as")) answer_.other = world.host(*other);
  }

  void start() override {
    for (const auto& [from, to] : links_) {
      if (answer_.other != from) world_.network().add_link_rule(from, to, answer_);
    }
  }

 private:
  NameAnswer answer_;
};

inline constexpr KeySpec resolve_parameters[] = {
    {"link", KeySpec::Kind::link, true, "n1->n2: n1 asks for the name of n2; * is every host"},
    {"after", KeySpec::Kind::duration, false, "how late the answer comes"},
    {"unknown", KeySpec::Kind::flag, false, "true: there is no such name"},
    {"as", KeySpec::Kind::node, false, "the host to which the name leads a node instead"},
};

inline void check_resolve(const FaultParameters& parameters, std::span<const NodeSpec> /*nodes*/,
                          FaultProblems& problems) {
  const auto has = [&](std::string_view key) {
    return parameters.contains(std::string(key)) || problems.is_written(key);
  };
  const auto unknown = parameters.find("unknown");
  const bool is_unknown = unknown != parameters.end() && std::get<bool>(unknown->second);
  if (is_unknown && has("as")) problems.at_value("as", "a name that is not known leads to no host");
  if (!is_unknown && !has("after") && !has("as")) {
    problems.at_fault("the name is answered as ever: one of after, unknown and as is needed");
  }
}

inline constexpr std::string_view resolve_causes[] = {"DNS is slow, stale or down"};

inline constexpr FaultEntry resolve_entry{
    .verb = "resolve",
    .summary = "A host's name resolves late, to another host, or not at all.",
    .description =
        "What a process hears when it connects by name: the answer of DNS comes late, so the connect begins late; it "
        "is "
        "stale and leads to another host; or there is none, and the connect fails as unreachable. A process that would "
        "be led to itself gets the true answer, and so does a client that would be led to another node. Connections "
        "that stand are not touched; when the fault ends, those that it led to another host are reset. Effective once "
        "per connect.",
    .parameters = resolve_parameters,
    .make = make_fault<Resolve>,
    .check = check_resolve,
    .causes = resolve_causes,
};

}  // namespace groundhog
