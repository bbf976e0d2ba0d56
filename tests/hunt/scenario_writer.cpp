#include "tests/hunt/scenario_writer.hpp"

#include <algorithm>
#include <cstdio>

#include "sim/scenario/expand.hpp"
#include "sim/scenario/units.hpp"
#include "tests/hunt/parts.hpp"
#include "tests/hunt/ranges.hpp"
#include "tests/support/disguised_burrow.hpp"

namespace groundhog::hunt {
namespace {

// Notes what the rule for `settle` asks for at most.
class NotingGuest final : public test::DisguisedBurrow {
 public:
  GuestTiming timing(const Plan& plan) const override {
    const GuestTiming timing = DisguisedBurrow::timing(plan);
    longest_ = std::max(longest_, timing.convergence_bound + log_on_its_way(plan, timing.settle_pace));
    return timing;
  }
  Duration asks_for() const { return longest_; }

 private:
  // All that was written may have to be sent to each node in turn when settle begins; the rule has room for the largest
  // state alone, and a check gives up where more time is needed.
  static Duration log_on_its_way(const Plan& plan, const Pace& pace) {
    constexpr std::uint64_t overhead_bytes = 256;
    std::uint64_t bytes = 0;
    for (const PlannedOperation& operation : plan.operations) {
      bytes += overhead_bytes;
      for (const std::string& argument : operation.arguments) bytes += argument.size();
    }
    return pace.round_trip * static_cast<std::int64_t>(bytes / pace.window_bytes * (plan.nodes.size() - 1));
  }

  mutable Duration longest_{0};
};

struct Body {
  std::string before_settle;
  std::string after_settle;

  std::string with(Duration settle) const { return before_settle + format_duration(settle) + after_settle; }
};

Duration draw_chaos(Draw draw) {
  if (draw.chance(0.05)) return draw.log_between(most_chaos, longest_chaos, 1ms);
  return draw.log_between(least_chaos, most_chaos, 1ms);
}

std::string draw_run(Draw draw, const Sketch& sketch) {
  std::string text = "run: {";
  if (draw.chance(0.3)) text += "warmup: " + format_duration(draw.between(Duration{0}, 2s)) + ", ";
  return text + "chaos: " + format_duration(sketch.chaos) + ", max_events: 20000000, settle: ";
}

Body draw_body(Draw draw, const std::string& name, const LoaderContext& language) {
  Sketch sketch{.language = language};
  sketch.chaos = draw_chaos(draw.sub("chaos"));
  std::vector<std::string> names;
  const std::uint64_t nodes = 1 + draw.below(draw.chance(0.5) ? 4 : most_nodes);
  for (std::uint64_t node = 1; node <= nodes; ++node) names.push_back("n" + std::to_string(node));
  std::swap(names.front(), names[draw.below(nodes)]);
  sketch.nodes = names;
  sketch.clients = draw.chance(0.05) ? 0 : 1 + draw.below(most_clients);

  const std::string network = draw_network(draw.sub("network"), sketch);
  const std::string cluster = draw_cluster(draw.sub("cluster"), sketch);
  const std::string workload = draw_workload(draw.sub("workload"), sketch);
  const std::string faults = draw_faults(draw.sub("faults"), sketch);
  std::string params;
  for (const std::string& param : sketch.params) params += "  " + param + "\n";
  if (!params.empty()) params = "params:\n" + params;
  const std::string head = "version: 1\nname: " + name + "\nseeds: {base: " + std::to_string(first_seed) +
                           ", count: " + std::to_string(seed_count) + "}\n" + params;
  return {head + draw_run(draw.sub("run"), sketch), "}\n" + cluster + network + workload + faults};
}

}  // namespace

std::string scenario_name(std::uint64_t seed, std::uint64_t number) {
  std::string digits = std::to_string(number);
  constexpr std::size_t width = 5;
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return "hunt-" + std::to_string(seed) + "-" + digits;
}

tl::expected<std::string, std::string> write_scenario(std::uint64_t seed, std::uint64_t number,
                                                      const LoaderContext& language) {
  Draw draw(RandomKey(seed).sub("hunt").sub(number));
  const std::string name = scenario_name(seed, number);
  const Body body = draw_body(draw, name, language);

  constexpr Duration more_than_enough = 1000h;
  const NotingGuest guest;
  const LoaderContext noting{guest, language.faults, language.checks};
  const auto scenario = load_scenario_text(body.with(more_than_enough), name + ".yaml", noting);
  if (!scenario) return tl::unexpected(render(scenario.error(), false));
  for (std::uint64_t each = first_seed; each < first_seed + seed_count; ++each) guest.timing(expand(*scenario, each));

  constexpr double exactly = 0.5;
  Draw own = draw.sub("settle");
  const Duration settle = guest.asks_for() + (own.chance(exactly) ? Duration{0} : own.between(Duration{0}, 5s));
  const std::string text = body.with(settle);
  const auto again = load_scenario_text(text, name + ".yaml", language);
  if (!again) return tl::unexpected(render(again.error(), false));
  return text;
}

}  // namespace groundhog::hunt
