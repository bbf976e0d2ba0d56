#include "sim/scenario/expand.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "sim/core/random.hpp"
#include "sim/faults/role_commands.hpp"
#include "sim/plan/host_names.hpp"
#include "sim/scenario/scenario_body.hpp"

namespace groundhog {
namespace {

struct Window {
  Duration at{0};
  std::optional<Duration> lasts;
};

// ---- edges: where the guest decides something, a millisecond less or more ------------------------------------------

// One draw in four aims at one.
constexpr std::uint64_t aims_one_in = 4;

// `length`, or one of the bounds that lie in the range.
Duration aimed_length(Duration length, const RandomWindows& spec, const Boundaries& boundaries, RandomKey key) {
  std::vector<Duration> within;
  for (const Duration bound : boundaries.lengths) {
    if (bound >= spec.shortest && bound <= spec.longest) within.push_back(bound);
  }
  if (within.empty() || key.draw(0) % aims_one_in != 0) return length;
  const Duration bound = within[uniform_below(key.draw(1), within.size())];
  return std::clamp(bound + a_little_off(key.draw(2)), spec.shortest, spec.longest);
}

// Ticks count from the start of the run.
Duration aimed_start(Duration at, Duration earliest, Duration latest, const ScenarioBody& body,
                     const Boundaries& boundaries, RandomKey key) {
  const std::vector<Duration>& ticks = boundaries.ticks;
  if (ticks.empty() || key.draw(0) % aims_one_in != 0) return at;
  const Duration tick = ticks[uniform_below(key.draw(1), ticks.size())];
  const Duration since_start = body.plan.warmup + at;
  const Duration aimed = since_start - since_start % tick - body.plan.warmup;
  return aimed < earliest || aimed > latest ? at : aimed;
}

// Windows of drawn lengths, then the room that they leave is divided by drawn cuts: no two overlap, every arrangement
// is possible, and no draw is ever thrown away.
std::vector<Window> draw_windows(const RandomWindows& spec, const ScenarioBody& body, const Boundaries& boundaries,
                                 RandomKey key) {
  const bool has_length = spec.longest > Duration{0};
  std::vector<Window> windows(spec.count);
  Duration room = spec.to - spec.from;
  for (std::size_t i = 0; i < windows.size(); ++i) {
    if (i > 0) room -= spec.gap;
    if (!has_length) continue;
    const Duration drawn = uniform_between(key.sub("length").draw(i), spec.shortest, spec.longest);
    const Duration length = aimed_length(drawn, spec, boundaries, key.sub("length-edge").sub(i));
    windows[i].lasts = length;
    room -= length;
  }
  std::vector<Duration> cuts(windows.size());
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    cuts[i] = uniform_between(key.sub("start").draw(i), Duration{0}, std::max(room, Duration{0}));
  }
  std::sort(cuts.begin(), cuts.end());
  Duration occupied = spec.from;
  Duration free_from = spec.from;  // behind the one before
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const Duration at = occupied + cuts[i];
    windows[i].at = aimed_start(at, free_from, at, body, boundaries, key.sub("start-edge").sub(i));
    const Duration taken = windows[i].lasts.value_or(Duration{0}) + spec.gap;
    free_from = windows[i].at + taken;
    occupied += taken;
  }
  return windows;
}

std::vector<Window> windows_of(const FaultSpec& fault, const ScenarioBody& body, const Boundaries& boundaries,
                               RandomKey key) {
  const Duration chaos = body.plan.chaos;
  if (const auto* at = std::get_if<AtTime>(&fault.timing)) return {{at->at, fault.lasts}};
  if (const auto* random = std::get_if<RandomWindows>(&fault.timing))
    return draw_windows(*random, body, boundaries, key);
  const auto* repeated = std::get_if<Repeated>(&fault.timing);
  if (repeated == nullptr) return {{Duration{0}, fault.lasts}};  // at an event
  std::vector<Window> windows;
  const Duration until = repeated->until.value_or(chaos);
  for (Duration at = repeated->every; at < until; at += repeated->every) {
    std::optional<Duration> lasts = fault.lasts;
    if (lasts) lasts = std::min(*lasts, chaos - at);  // the end of chaos ends the last one
    windows.push_back({at, lasts});
  }
  return windows;
}

// Draws the nodes that parameters leave open, `any` and the role that follows; those that the fault names already are
// left out.
class NodeDraws {
 public:
  NodeDraws(const ScenarioBody& body, RandomKey key) : body_(body), key_(key) {}

  void resolve(const FaultSpec& fault, FaultParameters& parameters) {
    std::vector<std::pair<std::string_view, std::string*>> open;
    for (const KeySpec& spec : fault.entry->parameters) {
      if (spec.kind != KeySpec::Kind::fault_node) continue;
      const auto found = parameters.find(std::string(spec.name));
      if (found == parameters.end()) continue;
      auto& name = std::get<std::string>(found->second);
      if (name == "any" || name == body_.plan.roles.following) {
        open.emplace_back(spec.name, &name);
      } else {
        taken_.push_back(name);
      }
    }
    for (const auto& [parameter, name] : open) *name = draw(parameter, *name != "any");
  }

 private:
  std::string draw(std::string_view parameter, bool followers_only) {
    std::vector<std::string_view> candidates;
    for (const NodeSpec& node : body_.plan.nodes) {
      const bool taken = std::find(taken_.begin(), taken_.end(), node.name) != taken_.end();
      if (!taken && (!followers_only || node.upstream)) candidates.push_back(node.name);
    }
    if (candidates.empty()) return initial_primary(body_.plan.nodes);
    return taken_.emplace_back(candidates[choice_by_name(key_.sub("node").sub(parameter), candidates)]);
  }

  const ScenarioBody& body_;
  RandomKey key_;
  std::vector<std::string> taken_;
};

// A length that is the verb's own ends with chaos, as `for` does.
void clip_length(const FaultSpec& fault, const Window& window, Duration chaos, FaultParameters& parameters) {
  Duration* const lasts = duration_of(*fault.entry, KeySpec::Kind::length, parameters);
  if (lasts == nullptr || std::holds_alternative<EventTrigger>(fault.timing)) return;
  *lasts = std::min(*lasts, chaos - window.at);
}

PlannedFault plan_fault(const FaultSpec& fault, const Window& window, const ScenarioBody& body, RandomKey key) {
  PlannedFault planned{.id = fault.id,
                       .verb = std::string(fault.entry->verb),
                       .at = window.at,
                       .when = {},
                       .lasts = window.lasts,
                       .parameters = fault.parameters};
  if (const auto* trigger = std::get_if<EventTrigger>(&fault.timing)) planned.when = *trigger;
  clip_length(fault, window, body.plan.chaos, planned.parameters);
  NodeDraws(body, key).resolve(fault, planned.parameters);
  if (fault.entry->expand != nullptr) fault.entry->expand(planned.parameters, body.plan.nodes, key);
  return planned;
}

// Draws are keyed by the fault's id and the ordinal of its window. A fault with several windows becomes id.1, id.2 …
std::vector<PlannedFault> expand_faults(const ScenarioBody& body, const Boundaries& boundaries, RandomKey key) {
  std::vector<PlannedFault> faults;
  for (const FaultSpec& fault : body.faults) {
    if (!fault.enabled) continue;
    const RandomKey fault_key = key.sub(fault.id);
    const std::vector<Window> windows = windows_of(fault, body, boundaries, fault_key);
    for (std::size_t i = 0; i < windows.size(); ++i) {
      faults.push_back(plan_fault(fault, windows[i], body, fault_key.sub(i)));
      if (windows.size() > 1) faults.back().id += "." + std::to_string(i + 1);
    }
  }
  return faults;
}

// ---- what clients do beyond their operations ----------------------------------------------------------------------

// More changes than these are as the last of them.
constexpr std::uint64_t most_drawn_changes = 100;

std::vector<Duration> draw_learning(const LearnSpec& spec, std::uint64_t changes, RandomKey key) {
  if (!spec.written.empty()) return spec.written;
  std::vector<Duration> drawn;
  for (std::uint64_t change = 1; change <= std::min(changes, most_drawn_changes); ++change) {
    drawn.push_back(uniform_between(key.draw(change), spec.least, spec.most));
  }
  return drawn;
}

// The one draw is keyed by the name of the client and the number of the change.
void add_client_specs(const WorkloadSpec& workload, RandomKey key, Plan& plan) {
  const std::uint64_t changes = leader_changes(plan);
  const ClientWorkload as_all;
  for (std::uint32_t client = 0; client < plan.clients; ++client) {
    const auto found = workload.clients.find(client);
    const ClientWorkload& own = found != workload.clients.end() ? found->second : as_all;
    const RandomKey learn_key = key.sub("learn").sub(client_name(client));
    plan.client_specs[client] = {.learn = draw_learning(own.learn.value_or(workload.learn), changes, learn_key),
                                 .reconnects = own.reconnects,
                                 .pipeline = static_cast<std::uint32_t>(own.pipeline.value_or(workload.pipeline)),
                                 .inline_share = own.inline_share.value_or(workload.inline_share)};
  }
  tidy_client_specs(plan);
}

}  // namespace

Plan make_plan(const Scenario& scenario, const ScenarioBody& body, std::uint64_t seed) {
  const RandomKey key(seed);
  Plan plan = body.plan;
  plan.name = scenario.name;
  plan.seed = seed;
  const Boundaries boundaries = scenario.body->guest().boundaries(plan);
  plan.operations = generate_workload(body, scenario.body->guest(), boundaries, key.sub("workload"));
  plan.faults = expand_faults(body, boundaries, key.sub("fault"));
  add_client_specs(body.workload, key.sub("workload"), plan);
  plan.checks = scenario.checks;
  return plan;
}

Plan expand(const Scenario& scenario, std::uint64_t seed) {
  const ScenarioTemplate& body = *scenario.body;
  return make_plan(scenario, body.instance(draw_params(body.params(), seed)), seed);
}

}  // namespace groundhog
