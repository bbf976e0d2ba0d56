#include "cli/commands/run_trace.hpp"

#include <algorithm>
#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/checked_run.hpp"
#include "cli/output/failure_text.hpp"
#include "cli/output/summary_text.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/suggest.hpp"
#include "sim/trace/timeline.hpp"

namespace groundhog {
namespace {

TimelineFilter filter_of(const TraceChoice& choice) {
  return {choice.nodes, choice.types, choice.keys, choice.from, choice.to, choice.verbose};
}

std::vector<std::string> hosts_of(const Plan& plan) {
  std::vector<std::string> hosts;
  for (const NodeSpec& node : plan.nodes) hosts.push_back(node.name);
  for (std::uint32_t client = 1; client <= plan.clients; ++client) hosts.push_back("c" + std::to_string(client));
  return hosts;
}

std::vector<std::string_view> types_of(const System& system) {
  std::vector<std::string_view> types = {"request", "reply", "garbage"};
  const auto add = [&](std::span<const std::string_view> more) { types.insert(types.end(), more.begin(), more.end()); };
  add(system.dissector().replication_types());
  add(system.announced_events());
  return types;
}

// A line for each name that is none of the candidates.
std::string unknown_names(const std::string& what, std::span<const std::string> names,
                          std::span<const std::string_view> candidates) {
  std::string problems;
  for (const std::string& name : names) {
    if (std::ranges::find(candidates, name) != candidates.end()) continue;
    problems += "groundhog: unknown " + what + " \"" + name + "\"";
    const std::string_view near = closest(name, candidates);
    if (!near.empty()) problems += " (did you mean " + std::string(near) + "?)";
    problems += "\n";
  }
  return problems;
}

// A misspelt filter would show an empty day.
std::string problems_of(const TraceChoice& choice, const Plan& plan, const System& system) {
  const std::vector<std::string> hosts = hosts_of(plan);
  return unknown_names("node or client", choice.nodes, std::vector<std::string_view>(hosts.begin(), hosts.end())) +
         unknown_names("message type", choice.types, types_of(system));
}

}  // namespace

ExitCode run_trace(const Scenario& scenario, const System& system, const RunOptions& options, const Console& console) {
  const auto start = std::chrono::steady_clock::now();
  const Plan plan = expand(scenario, options.seeds->at(0));
  const std::string problems = problems_of(options.trace, plan, system);
  if (!problems.empty()) {
    print_error(problems);
    return ExitCode::usage;
  }
  bool shown = false;
  Timeline timeline(plan, filter_of(options.trace), [&shown](std::string_view line) {
    print_data(std::string(line) + "\n");
    shown = true;
  });
  Observer* const observers[] = {&timeline};
  SeedResult result = checked_run(plan, system, observers);
  result.wall = std::chrono::steady_clock::now() - start;
  result.cpu = result.wall;

  if (!shown) print_error("groundhog: no line of this trace passes the filters\n");

  ScenarioReport report(scenario);
  report.add(result);
  report.wall = result.wall;
  if (result.failed()) print_error(failure_text({scenario.name, scenario.file, {}}, result, console) + "\n");
  print_error(scenario_summary(report, console));
  return report.exit_code();
}

}  // namespace groundhog
