// What a plan runs in, as calm as it can be: network, clocks, clients, knobs, limits.
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "harness/shrink/plan/reductions.hpp"
#include "sim/plan/limits.hpp"
#include "sim/scenario/fault_values.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog::harness {
namespace {

// ---- the network

void calm(LinkSpec& link) { link = {.delay = {.mean = link.delay.mean}}; }

void calm(LinkOverride& link) {
  link.jitter.reset();
  link.shape.reset();
  link.loss.reset();
}

bool says_nothing(const LinkOverride& link) {
  return link == LinkOverride{.from = link.from, .to = link.to, .both_ways = link.both_ways};
}

// `change` on the link at this place, which may be gone meanwhile.
template <typename Change>
Edit on_link(std::size_t i, Change change) {
  return [i, change](Plan& plan) {
    if (i < plan.network.links.size()) change(plan.network.links[i]);
  };
}

void remove_links(Search& search) {
  std::vector<Edit> edits;
  for (std::size_t i = search.plan().network.links.size(); i-- > 0;) {
    edits.emplace_back([i](Plan& plan) { erase_at(plan.network.links, i); });
  }
  search.keep_each(edits);
}

void calm_links(Search& search) {
  std::vector<Edit> edits = {
      [](Plan& plan) { calm(plan.network.fallback); },
      [](Plan& plan) { plan.network.fallback.loss = 0; },
      [](Plan& plan) { plan.network.fallback.delay.jitter = Duration{0}; },
      [](Plan& plan) { plan.network.fallback.delay.shape = DelaySpec::Shape::constant; },
      [](Plan& plan) { plan.network.socket_buffer_bytes.reset(); },
  };
  for (std::size_t i = 0; i < search.plan().network.links.size(); ++i) {
    edits.emplace_back(on_link(i, [](LinkOverride& link) { calm(link); }));
    edits.emplace_back(on_link(i, [](LinkOverride& link) { link.loss.reset(); }));
    edits.emplace_back(on_link(i, [](LinkOverride& link) { link.jitter.reset(); }));
    edits.emplace_back(on_link(i, [](LinkOverride& link) { link.shape.reset(); }));
  }
  search.keep_each(edits);
}

// More faults than these in place of a jittery link would be harder to read than the link.
constexpr std::size_t most_pins = 8;

bool draws(const Plan& plan) {
  const LinkSpec& usual = plan.network.fallback;
  if (usual.delay.jitter > Duration{0} || usual.delay.shape != DelaySpec::Shape::constant || usual.loss > 0)
    return true;
  return std::ranges::any_of(plan.network.links, [](const LinkOverride& link) {
    return link.jitter.value_or(Duration{0}) > Duration{0} || link.shape || link.loss.value_or(0) > 0;
  });
}

using Link = std::pair<std::string, std::string>;

std::map<Link, Duration> least_delays(const std::vector<DrawnDelay>& drawn) {
  std::map<Link, Duration> least;
  for (const DrawnDelay& each : drawn) {
    const auto [found, is_new] = least.emplace(Link{each.from, each.to}, each.delay);
    if (!is_new) found->second = std::min(found->second, each.delay);
  }
  return least;
}

PlannedFault pin(const DrawnDelay& drawn, Duration by, std::size_t number) {
  FrameMatch match;
  match.types = {drawn.type};
  match.from = drawn.from;
  match.to = drawn.to;
  match.nth = drawn.nth;
  PlannedFault fault;
  fault.id = "pinned." + std::to_string(number);
  fault.verb = "delay";
  fault.parameters = {{"by", by}, {"match", match}};
  return fault;
}

// Every link as fast as it ever was, and a fault for every frame that took longer.
void pin_all(Plan& plan, const std::vector<DrawnDelay>& drawn) {
  calm_all_links(plan);
  const std::map<Link, Duration> least = least_delays(drawn);
  for (const auto& [link, delay] : least) {
    plan.network.links.push_back({link.first, link.second, false, delay, {}, {}, {}});
  }
  std::size_t number = 0;
  for (const DrawnDelay& each : drawn) {
    const Duration by = each.delay - least.at({each.from, each.to});
    if (by > Duration{0}) plan.faults.push_back(pin(each, by, ++number));
  }
}

// ---- clocks and limits

void simplify_clock(Search& search, std::size_t i) {
  search.keep_first_of(simpler_durations(search.plan().nodes[i].clock.offset),
                       [i](Plan& plan, Duration offset) { plan.nodes[i].clock.offset = offset; });
  search.keep_first_of(simpler_numbers(search.plan().nodes[i].clock.drift_ppm),
                       [i](Plan& plan, std::int64_t ppm) { plan.nodes[i].clock.drift_ppm = ppm; });
  search.keep_first_of(simpler_numbers(search.plan().nodes[i].clock.wall_drift_ppm),
                       [i](Plan& plan, std::int64_t ppm) { plan.nodes[i].clock.wall_drift_ppm = ppm; });
}

// `change` on what the plan says of this client, which may be nothing any more.
template <typename Change>
Edit on_client(std::uint32_t client, Change change) {
  return [client, change](Plan& plan) {
    const auto found = plan.client_specs.find(client);
    if (found != plan.client_specs.end()) change(found->second);
  };
}

void simplify_learning(Search& search, std::uint32_t client) {
  const auto learn_of = [&]() -> std::vector<Duration> {
    const auto found = search.plan().client_specs.find(client);
    return found != search.plan().client_specs.end() ? found->second.learn : std::vector<Duration>{};
  };
  std::vector<Edit> shorter;
  for (std::size_t left = 1; left < learn_of().size(); ++left) {
    shorter.emplace_back(on_client(client, [left](ClientSpec& spec) { spec.learn.resize(left); }));
  }
  search.keep_first(shorter);
  for (std::size_t change = 0; change < learn_of().size(); ++change) {
    std::vector<Edit> simpler;
    for (const Duration delay : simpler_durations(learn_of()[change])) {
      simpler.emplace_back(on_client(client, [change, delay](ClientSpec& spec) {
        if (change < spec.learn.size()) spec.learn[change] = delay;
      }));
    }
    search.keep_first(simpler);
  }
}

void simplify_pipeline(Search& search, std::uint32_t client) {
  const auto found = search.plan().client_specs.find(client);
  if (found == search.plan().client_specs.end()) return;
  std::vector<Edit> fewer;
  for (const std::int64_t count : simpler_numbers(found->second.pipeline)) {
    if (count < 1 || count > found->second.pipeline) continue;
    const auto pipeline = static_cast<std::uint32_t>(count);
    fewer.emplace_back(on_client(client, [pipeline](ClientSpec& spec) { spec.pipeline = pipeline; }));
  }
  search.keep_first(fewer);
}

// Only lines are simpler than some: which ones is not drawn any more.
void simplify_lines(Search& search, std::uint32_t client) {
  const auto found = search.plan().client_specs.find(client);
  if (found == search.plan().client_specs.end() || found->second.inline_share == 0) return;
  const Edit only_lines[] = {on_client(client, [](ClientSpec& spec) { spec.inline_share = 1; })};
  if (found->second.inline_share != 1) search.keep_first(only_lines);
}

// A tight limit is reached by few operations. The boldest first; 0 may mean "no limit", so it is none of them.
constexpr std::array<std::uint64_t, 7> tight_bytes = {64, 256, 512, 1 << 10, 4 << 10, 16 << 10, 64 << 10};

// `config_of`: where the knob is in a plan.
template <typename ConfigOf>
void tighten(Search& search, const std::string& name, const std::string& value, const ConfigOf& config_of) {
  const auto bytes = parse_size(value);
  if (!bytes) return;
  search.keep_first_of(tight_bytes, [&](Plan& plan, std::uint64_t less) {
    if (less < *bytes) config_of(plan)[name] = format_size(less);
  });
}

}  // namespace

void calm_all_links(Plan& plan) {
  calm(plan.network.fallback);
  for (LinkOverride& link : plan.network.links) calm(link);
  std::erase_if(plan.network.links, says_nothing);
}

void calm_network(Search& search) {
  const Edit as_a_whole[] = {
      [](Plan& plan) {
        plan.network = {};
        plan.network.fallback.delay.mean = Duration{0};
      },
      [](Plan& plan) {
        const Duration mean = plan.network.fallback.delay.mean;
        plan.network = {};
        plan.network.fallback.delay.mean = std::min(mean, plan.network.fallback.delay.mean);
      },
      calm_all_links,
  };
  search.keep_first(as_a_whole);
  remove_links(search);
  calm_links(search);
}

void round_delays(Search& search) {
  const NetworkSpec network = search.plan().network;
  search.keep_first_of(simpler_durations(network.fallback.delay.mean),
                       [](Plan& plan, Duration mean) { plan.network.fallback.delay.mean = mean; });
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    std::vector<Edit> edits;
    for (const Duration mean : simpler_durations(network.links[i].mean.value_or(Duration{0}))) {
      edits.emplace_back(on_link(i, [mean](LinkOverride& link) { link.mean = mean; }));
    }
    for (const Duration jitter : simpler_durations(network.links[i].jitter.value_or(Duration{0}))) {
      edits.emplace_back(on_link(i, [jitter](LinkOverride& link) { link.jitter = jitter; }));
    }
    search.keep_first(edits);
  }
}

void pin_delays(Search& search) {
  if (!search.rules().drawn_delays || !draws(search.plan())) return;
  std::vector<DrawnDelay> drawn = search.rules().drawn_delays(search.plan());
  for (DrawnDelay& each : drawn) each.delay = std::min(each.delay, longest_duration);
  Search pinned = search;
  const Edit edits[] = {[&](Plan& plan) { pin_all(plan, drawn); }};
  if (drawn.empty() || !pinned.keep_first(edits)) return;
  pinned.minimise(&Plan::faults);
  if (pinned.plan().faults.size() <= search.plan().faults.size() + most_pins) search.follow(pinned);
}

void calm_clocks(Search& search) {
  const Edit all_right[] = {[](Plan& plan) {
    for (NodeSpec& node : plan.nodes) node.clock = {};
  }};
  if (search.keep_first(all_right)) return;
  for (std::size_t i = 0; i < search.plan().nodes.size(); ++i) simplify_clock(search, i);
}

void calm_clients(Search& search) {
  const std::map<std::uint32_t, ClientSpec> before = search.plan().client_specs;
  if (before.empty()) return;
  const Edit as_any_other[] = {[](Plan& plan) { plan.client_specs.clear(); }};
  if (search.keep_first(as_any_other)) return;
  std::vector<Edit> edits;
  for (const auto& [client, spec] : before) {
    edits.emplace_back(on_client(client, [](ClientSpec& each) { each = {}; }));
    edits.emplace_back(on_client(client, [](ClientSpec& each) { each.learn.clear(); }));
    edits.emplace_back(on_client(client, [](ClientSpec& each) { each.reconnects = false; }));
    edits.emplace_back(on_client(client, [](ClientSpec& each) { each.pipeline = 1; }));
    edits.emplace_back(on_client(client, [](ClientSpec& each) { each.inline_share = 0; }));
  }
  search.keep_each(edits);
  for (const auto& [client, spec] : before) {
    simplify_learning(search, client);
    simplify_pipeline(search, client);
    simplify_lines(search, client);
  }
}

void drop_knobs(Search& search) {
  std::vector<Edit> edits = {
      [](Plan& plan) {
        plan.config.clear();
        for (NodeSpec& node : plan.nodes) node.config.clear();
      },
  };
  for (const auto& [name, value] : search.plan().config) {
    edits.emplace_back([name = name](Plan& plan) { plan.config.erase(name); });
  }
  for (std::size_t i = 0; i < search.plan().nodes.size(); ++i) {
    edits.emplace_back([i](Plan& plan) { plan.nodes[i].zone.clear(); });
    for (const auto& [name, value] : search.plan().nodes[i].config) {
      edits.emplace_back([i, name = name](Plan& plan) { plan.nodes[i].config.erase(name); });
    }
  }
  search.keep_each(edits);
}

void tighten_knobs(Search& search) {
  const Plan before = search.plan();
  for (const auto& [name, value] : before.config) {
    tighten(
        search, name, value, [](Plan & plan) -> auto& { return plan.config; });
  }
  for (std::size_t i = 0; i < before.nodes.size(); ++i) {
    for (const auto& [name, value] : before.nodes[i].config) {
      tighten(
          search, name, value, [i](Plan & plan) -> auto& { return plan.nodes[i].config; });
    }
  }
}

void tighten_sockets(Search& search) {
  search.keep_first_of(tight_bytes, [](Plan& plan, std::uint64_t less) {
    std::optional<std::uint64_t>& bytes = plan.network.socket_buffer_bytes;
    if (less < bytes.value_or(0)) bytes = less;
  });
}

}  // namespace groundhog::harness
