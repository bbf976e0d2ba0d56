#include "harness/shrink/plan/shrinker.hpp"

#include <algorithm>
#include <utility>

#include "harness/shrink/plan/delta_debugging.hpp"
#include "harness/shrink/plan/reductions.hpp"
#include "sim/faults/fault.hpp"
#include "sim/plan/limits.hpp"

namespace groundhog::harness {
namespace {

bool has_node(const Plan& plan, std::string_view name) {
  return std::ranges::any_of(plan.nodes, [&](const NodeSpec& node) { return node.name == name; });
}

bool can_be_sent(const Plan& plan, const PlannedOperation& operation) {
  const bool has_target = operation.node == plan.roles.leading || has_node(plan, operation.node);
  return operation.at < plan.chaos && operation.client < plan.clients && has_target;
}

// Whether it still has a time at which to happen.
bool clip(PlannedFault& fault, Duration chaos) {
  if (fault.when) return true;
  if (fault.at >= chaos) return false;
  if (fault.lasts) fault.lasts = std::min(*fault.lasts, chaos - fault.at);
  const FaultEntry* const entry = find_fault(fault.verb);
  Duration* const own = entry != nullptr ? duration_of(*entry, KeySpec::Kind::length, fault.parameters) : nullptr;
  if (own != nullptr) *own = std::min(*own, chaos - fault.at);
  return !fault.lasts || *fault.lasts > Duration{0};
}

// Whether a verb's own rule finds anything.
class AnyProblem final : public FaultProblems {
 public:
  explicit AnyProblem(const FaultParameters& parameters) : parameters_(parameters) {}
  bool found() const { return found_; }

 private:
  bool is_written(std::string_view key) const override { return parameters_.contains(std::string(key)); }
  void at_fault(std::string) override { found_ = true; }
  void at_key(std::string_view, std::string) override { found_ = true; }
  void at_value(std::string_view, std::string) override { found_ = true; }

  const FaultParameters& parameters_;
  bool found_ = false;
};

bool faults_are_sound(const Plan& plan) {
  return std::ranges::all_of(plan.faults, [&](const PlannedFault& fault) {
    const FaultEntry* const entry = find_fault(fault.verb);
    if (entry == nullptr || entry->check == nullptr) return true;
    AnyProblem problem(fault.parameters);
    entry->check(fault.parameters, plan.nodes, problem);
    return !problem.found();
  });
}

bool stays_in_reach(const NodeSpec& node, const std::vector<PlannedFault>& faults) {
  WallReach reach(node.clock.offset);
  for (const PlannedFault& fault : faults) {
    const FaultEntry* const entry = find_fault(fault.verb);
    if (entry == nullptr) continue;
    const Duration* const by = duration_of(*entry, KeySpec::Kind::offset, fault.parameters);
    if (by != nullptr && parameter<std::string>(fault, "node") == node.name) reach.jump(*by);
  }
  return reach.is_within_limits();
}

// What the plan is made of. The surroundings come first: in a whole run much fails in many places, so that most of what
// is drawn can be calmed; and with every draw less, taking an operation out disturbs fewer of the others.
constexpr ShrinkPass removals[] = {
    {"checks", narrow_checks},         {"network", calm_network},    {"clocks", calm_clocks},
    {"ways of clients", calm_clients}, {"knobs", drop_knobs},        {"limits", tighten_knobs},
    {"nodes", remove_nodes},           {"faults", remove_faults},    {"end", cut_after_violation},
    {"operations", remove_operations}, {"end", cut_after_violation},
};

// How what is left looks.
constexpr ShrinkPass simplifications[] = {
    {"clients", merge_clients},
    {"keys", merge_keys},
    {"commands", simplify_commands},
    {"fault parameters", simplify_faults},
    {"drawn delays", pin_delays},
    {"delays", round_delays},
    {"gaps", close_gaps},
    {"phases", shorten_phases},
    {"sockets", tighten_sockets},
    {"long values", merge_values},
    {"values", shorten_values},
    {"names", rename_keys},
};

// Whether anything changed.
bool run(std::span<const ShrinkPass> passes, Search& search, const ShrinkRequest& request) {
  const Plan before = search.plan();
  for (const ShrinkPass& pass : passes) {
    if (search.exhausted()) break;
    if (request.on_pass) request.on_pass(pass, search.plan());
    pass.run(search);
  }
  return search.plan() != before;
}

// Simple values leave less room: a TTL of a millisecond is hit by one read only. So they wait until nothing can go.
bool one_round(Search& search, const ShrinkRequest& request) {
  bool changed = false;
  while (!search.exhausted() && run(removals, search, request)) changed = true;
  return run(simplifications, search, request) || changed;
}

template <typename T>
void add_removals(std::vector<T> Plan::*list, std::size_t count, std::vector<Edit>& into) {
  for (std::size_t i = 0; i < count; ++i) into.push_back([list, i](Plan& plan) { erase_at(plan.*list, i); });
}

// True if no element can go by itself. Otherwise one has gone.
bool is_minimal(Search& search) {
  std::vector<Edit> without_one;
  add_removals(&Plan::faults, search.plan().faults.size(), without_one);
  add_removals(&Plan::operations, search.plan().operations.size(), without_one);
  return !search.keep_first(without_one) && !search.exhausted();
}

}  // namespace

Search::Search(Plan failing, Duration failed_at, ShrinkOracle& oracle, ShrinkRules rules)
    : plan_(std::move(failing)), failed_at_(failed_at), oracle_(oracle), rules_(std::move(rules)) {}

bool Search::keep_each(std::span<const Edit> edits) {
  bool kept = false;
  while (!edits.empty() && !exhausted()) {
    const auto hit = oracle_.first_failing(edits.size(), [&](std::size_t i) { return edited(edits[i]); });
    if (!hit) break;
    adopt(*edited(edits[hit->index]), hit->at);
    edits = edits.subspan(hit->index + 1);
    kept = true;
  }
  return kept;
}

bool Search::keep_first(std::span<const Edit> edits) {
  const auto hit = oracle_.first_failing(edits.size(), [&](std::size_t i) { return edited(edits[i]); });
  if (hit) adopt(*edited(edits[hit->index]), hit->at);
  return hit.has_value();
}

template <typename T>
void Search::minimise(std::vector<T> Plan::*list) {
  const auto with = [&](std::vector<T> elements) {
    Plan plan = plan_;
    plan.*list = std::move(elements);
    return plan;
  };
  // What the oracle says of the last list that failed; the plan follows at the end.
  Duration at = failed_at_;
  const FirstFailingList<T> first_failing = [&](std::size_t count,
                                                const auto& candidate) -> std::optional<std::size_t> {
    const auto hit = oracle_.first_failing(count, [&](std::size_t i) { return std::optional(with(candidate(i))); });
    if (!hit) return std::nullopt;
    at = hit->at;
    return hit->index;
  };
  std::vector<T> left = minimise_list<T>(plan_.*list, first_failing);
  adopt(with(std::move(left)), at);
}

template void Search::minimise(std::vector<PlannedFault> Plan::*);
template void Search::minimise(std::vector<PlannedOperation> Plan::*);

std::optional<Plan> Search::edited(const Edit& edit) const {
  Plan plan = plan_;
  edit(plan);
  tidy(plan, rules_);
  if (plan == plan_ || !wall_clocks_stay_in_reach(plan) || !faults_are_sound(plan)) return std::nullopt;
  return plan;
}

void Search::adopt(Plan plan, Duration at) {
  plan_ = std::move(plan);
  failed_at_ = at;
}

bool wall_clocks_stay_in_reach(const Plan& plan) {
  return std::ranges::all_of(plan.nodes, [&](const NodeSpec& node) { return stays_in_reach(node, plan.faults); });
}

void tidy(Plan& plan, const ShrinkRules& rules) {
  std::erase_if(plan.operations, [&](const PlannedOperation& each) { return !can_be_sent(plan, each); });
  std::ranges::stable_sort(plan.operations, {}, &PlannedOperation::at);
  std::erase_if(plan.faults, [&](PlannedFault& each) { return !clip(each, plan.chaos); });
  tidy_client_specs(plan);
  if (rules.least_settle) plan.settle = std::max(plan.settle, rules.least_settle(plan));
}

Shrunk shrink(ShrinkRequest request, ShrinkOracle& oracle) {
  Search search(std::move(request.plan), request.failed_at, oracle, request.rules);
  std::vector<Plan> seen;  // after each round: two simplifications that undo one another must not continue for ever
  bool minimal = false;
  while (!minimal && !search.exhausted()) {
    const bool changed = one_round(search, request);
    const bool is_new = std::ranges::find(seen, search.plan()) == seen.end();
    if (changed && is_new) {
      seen.push_back(search.plan());
    } else {
      minimal = is_minimal(search);
    }
  }
  return {search.plan(), search.failed_at(), minimal};
}

}  // namespace groundhog::harness
