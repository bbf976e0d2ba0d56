#include "sim/scenario/expand.hpp"

#include "sim/core/random.hpp"
#include "sim/scenario/faults.hpp"
#include "sim/scenario/generate_workload.hpp"
#include "sim/scenario/template.hpp"

namespace groundhog {

Plan make_plan(const Scenario& scenario, const ScenarioBody& body, std::uint64_t seed) {
  const RandomKey key(seed);
  Plan plan;
  plan.name = scenario.name;
  plan.seed = seed;
  plan.warmup = body.warmup;
  plan.chaos = body.chaos;
  plan.settle = body.settle;
  plan.max_events = body.max_events;
  plan.nodes = body.nodes;
  plan.config = body.config;
  plan.network = body.network;
  plan.clients = body.workload.clients;
  plan.operation_timeout = body.workload.timeout;
  plan.operations = generate_workload(body, key.sub("workload"));
  plan.faults = expand_faults(body, key.sub("fault"));
  plan.checks = scenario.checks;
  return plan;
}

Plan expand(const Scenario& scenario, std::uint64_t seed) {
  const ScenarioTemplate& body = *scenario.body;
  if (body.only_instance()) return make_plan(scenario, *body.only_instance(), seed);
  return make_plan(scenario, body.instance(draw_params(body.params(), seed)), seed);
}

}  // namespace groundhog
