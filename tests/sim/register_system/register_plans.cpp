#include "tests/sim/register_system/register_plans.hpp"

#include <array>

#include "sim/plan/host_names.hpp"

namespace groundhog::test {

Plan three_nodes() {
  Plan plan;
  plan.name = "three-nodes";
  plan.seed = 7;
  plan.warmup = 1s;
  plan.chaos = 2s;
  plan.settle = 2s;
  plan.nodes = {{.name = "n1", .upstream = std::nullopt, .zone = {}, .clock = {}, .config = {}},
                {.name = "n2", .upstream = "n1", .zone = {}, .clock = {}, .config = {}},
                {.name = "n3", .upstream = "n1", .zone = {}, .clock = {}, .config = {}}};
  plan.clients = 2;
  return plan;
}

PlannedOperation operation(Duration at, std::uint32_t client, std::string node, std::vector<std::string> arguments) {
  return {.at = at, .client = client, .node = std::move(node), .arguments = std::move(arguments)};
}

PlannedFault fault(std::string verb, Duration at, std::optional<Duration> lasts, FaultParameters parameters) {
  return {
      .id = verb, .verb = verb, .at = at, .when = std::nullopt, .lasts = lasts, .parameters = std::move(parameters)};
}

RunLog::RunLog(const Plan& plan)
    : names_(host_names(plan)), origin_(plan.warmup), operations_(plan.operations.size()) {}

std::vector<Duration> RunLog::times(std::string_view what) const {
  std::vector<Duration> found;
  for (const Timed& each : notes_) {
    if (each.what == what) found.push_back(each.at);
  }
  return found;
}

std::vector<RunLog::Timed> RunLog::all(std::string_view prefix) const {
  std::vector<Timed> found;
  for (const Timed& each : notes_) {
    if (each.what.starts_with(prefix)) found.push_back(each);
  }
  return found;
}

void RunLog::note(VirtualTime at, std::string what) { notes_.push_back({since_origin(at), std::move(what)}); }

void RunLog::on(const PhaseStarted& event) { phases.push_back(event); }
void RunLog::on(const NodeStarted& event) { note(event.at, "started " + name(event.node)); }
void RunLog::on(const NodeStopped& event) { note(event.at, "crashed " + name(event.node)); }
void RunLog::on(const NodePaused& event) { note(event.at, "paused " + name(event.node)); }
void RunLog::on(const NodeResumed& event) { note(event.at, "resumed " + name(event.node)); }

void RunLog::on(const OperationInvoked& event) {
  Operation& operation = operations_.at(index(event.operation));
  operation.node = event.node;
  operation.invoked = since_origin(event.at);
  operation.command = event.command;
  operation.connection = event.connection;
}
void RunLog::on(const OperationDelivered& event) {
  operations_.at(index(event.operation)).delivered = since_origin(event.at);
}
void RunLog::on(const ReplyAccepted& event) {
  operations_.at(index(event.operation)).accepted = since_origin(event.at);
}
void RunLog::on(const OperationCompleted& event) {
  Operation& operation = operations_.at(index(event.operation));
  operation.completed = since_origin(event.at);
  operation.outcome = event.outcome;
  operation.kind = event.reply.kind;
  operation.reply = event.reply.text;
  operation.integer = event.reply.integer;
}

void RunLog::on(const LogAppended& event) { appended.push_back(event); }

void RunLog::on(const StateSampled& event) {
  Sample& sample = samples.emplace_back(Sample{since_origin(event.at), event.node, event.reason, {}});
  for (const KeyState& key : event.keys) sample.keys.emplace(key.key, key.value);
}

void RunLog::on(const ConnectionOpened& event) { note(event.at, "opened " + name(event.from) + ' ' + name(event.to)); }
void RunLog::on(const FrameSent& event) {
  note(event.at, std::string(event.frame.type) + " sent " + name(event.frame.from) + ' ' + name(event.frame.to));
}
void RunLog::on(const FrameDelivered& event) {
  note(event.at, std::string(event.frame.type) + " got " + name(event.frame.to) + ' ' + name(event.frame.from));
}
void RunLog::on(const FrameDropped& event) {
  note(event.at, std::string(event.frame.type) + " dropped " + name(event.frame.from) + ' ' + name(event.frame.to));
}
void RunLog::on(const FrameChanged& event) {
  static constexpr std::string_view changes[] = {" duplicated ", " corrupted ", " cut "};
  note(event.at, std::string(event.frame.type) + std::string(changes[static_cast<std::size_t>(event.change)]) +
                     name(event.frame.from) + ' ' + name(event.frame.to));
}
void RunLog::on(const FaultStarted& event) { note(event.at, "starts " + std::to_string(event.fault)); }
void RunLog::on(const FaultStopped& event) { note(event.at, "stops " + std::to_string(event.fault)); }
void RunLog::on(const FaultEffective& event) { note(event.at, "effective " + std::to_string(event.fault)); }
void RunLog::on(const Announced& event) { note(event.at, std::string(event.event) + ' ' + name(event.node)); }
void RunLog::on(const RunEnded&) { ended = true; }

RunResult run(const Plan& plan, RunLog& log, RegisterOptions options) {
  const auto guest = make_register_system(options);
  const std::array<Observer*, 1> observers{&log};
  return run_simulation(plan, *guest, observers);
}

RunResult run(const Plan& plan, RegisterOptions options) {
  const auto guest = make_register_system(options);
  return run_simulation(plan, *guest, {});
}

}  // namespace groundhog::test
