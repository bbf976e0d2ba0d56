// A small language of its own for loader tests: knobs, frames, events, verbs and checks that do not change with the
// product.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/faults/frame_filter.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/loader.hpp"

namespace groundhog::test {

class TestDissector final : public Dissector {
 public:
  std::optional<DissectedFrame> first_frame(ConnectionKind, Direction, std::string_view) const override {
    return std::nullopt;
  }
  std::span<const std::string_view> replication_types() const override { return types; }

 private:
  static constexpr std::string_view types[] = {"ping", "pong", "log_entry", "snapshot_part"};
};

// Names only; it can run nothing.
class TestGuest final : public Guest {
 public:
  std::unique_ptr<Process> start(seam::Runtime&, const ProcessSpec&) const override { return nullptr; }
  const Dissector& dissector() const override { return dissector_; }
  const ClientProtocol& client_protocol() const override { std::abort(); }
  std::span<const std::string_view> announced_events() const override { return events; }
  std::span<const KnobSpec> knobs() const override { return knob_table; }
  std::span<const CommandSpec> commands() const override { return command_table; }
  std::span<const OperationSpec> operations() const override { return operation_table; }
  std::span<const ProfileSpec> profiles() const override { return profile_table; }
  std::optional<LogAppended> decode_append(const seam::Announcement&) const override { return std::nullopt; }
  std::optional<HistoryBegan> decode_history(const seam::Announcement&) const override { return std::nullopt; }
  std::vector<std::string> promote_command() const override { return {}; }
  std::vector<std::string> follow_command(const seam::Address&) const override { return {}; }

  // Any cluster may take three seconds to converge.
  GuestTiming timing(const Plan&) const override {
    return {.knobs = {}, .convergence_bound = std::chrono::seconds(3), .settle_pace = {}};
  }

  // No node sweeps every seven seconds.
  std::vector<KnobProblem> knob_problems(const Plan& plan) const override {
    std::vector<KnobProblem> problems;
    for (const NodeSpec& node : plan.nodes) {
      for (const auto* config : {&plan.config, &node.config}) {
        const auto found = config->find("janitor-interval");
        if (found == config->end() || found->second != "7s") continue;
        problems.push_back({node.name, {"janitor-interval"}, node.name + " sweeps every 7s"});
      }
    }
    return problems;
  }

 private:
  static constexpr std::string_view events[] = {"key.expired", "peer.declared_down", "sync.partial", "sync.full"};
  static constexpr KnobSpec knob_table[] = {
      {"heartbeat-interval", KnobSpec::Kind::duration, "1s", "between pings"},
      {"heartbeat-misses", KnobSpec::Kind::count, "3", "before a peer is down", true, 4'294'967'295},
      {"backlog-bytes", KnobSpec::Kind::size, "1MiB", "kept log"},
      {"empty-primary-hold", KnobSpec::Kind::duration, "60s", "before an empty primary is believed"},
      {"janitor-interval", KnobSpec::Kind::duration, "100ms", "between its rounds"},
  };
  static constexpr CommandSpec command_table[] = {
      {"GET", "key", true}, {"MGET", "key ...", true}, {"SET", "key value [KEEPTTL] [PX ttl]"},
      {"DEL", "key ..."},   {"PEXPIRE", "key ttl"},    {"WAIT", "replicas milliseconds"},
      {"DBSIZE", "", true},
  };
  static constexpr OperationSpec operation_table[] = {
      {"get", "GET key"},
      {"mget", "MGET key key"},
      {"set", "SET key value"},
      {"setex", "SET key value PX ttl"},
      {"set_overflow", "SET key value PX overflow", ": an error"},
      {"del", "DEL key"},
      {"expire", "PEXPIRE key ttl"},
      {"dbsize", "DBSIZE"},
      {"wait", "WAIT replicas 100"},
      {"set_ex", "SET key value EX seconds"},
      {"set_pxat", "SET key value PXAT at_ms"},
      {"set_exat", "SET key value EXAT at_s"},
      {"mset", "MSET key value key value"},
      {"transaction", "MULTI ; GET key ; SET key value PX ttl ; PEXPIRE key ttl ; DEL key ; EXEC"},
  };
  static constexpr ProfileSpec profile_table[] = {
      {"small", "two keys",
       "{keys: {count: 2, dist: hot}, mix: {get: 1, set: 1}, values: {min: 9B, max: 9B}, pipeline: 3, "
       "client: {c1: {on_error: reconnect}, c2: {nodes: any}, c9: {pipeline: 2}}}",
       "{heartbeat-misses: 5, backlog-bytes: 2KiB}"},
      {"expiring", "deadlines only", "{mix: {expire: 1}, ttl: {min: 1ms, max: 1ms}, arrivals: bursts}"},
  };
  TestDissector dissector_;
};

inline constexpr KeySpec test_drop[] = {{"match", KeySpec::Kind::match, true, "which frames", &match_mapping}};
inline constexpr KeySpec test_delay[] = {
    {"match", KeySpec::Kind::match, true, "which frames", &match_mapping},
    {"by", KeySpec::Kind::duration, true, "how long"},
};
inline constexpr KeySpec test_crash[] = {
    {"node", KeySpec::Kind::fault_node, true, "who"},
    {"host", KeySpec::Kind::flag, false, "power"},
    {"restart_after", KeySpec::Kind::length, false, "down for"},
};
inline constexpr std::string_view test_dist_words[] = {"constant", "normal"};
inline constexpr KeySpec test_link[] = {
    {"link", KeySpec::Kind::link, true, "which"},
    {"loss", KeySpec::Kind::probability, false, "of transmissions"},
    {"dist", KeySpec::Kind::word, false, "shape", nullptr, test_dist_words},
};
inline constexpr KeySpec test_hold[] = {{"link", KeySpec::Kind::link, true, "which"}};
inline constexpr KeySpec test_jump[] = {
    {"node", KeySpec::Kind::fault_node, true, "who"},
    {"by", KeySpec::Kind::offset, true, "how far"},
};
inline constexpr KeySpec test_drift[] = {
    {"node", KeySpec::Kind::fault_node, true, "who"},
    {"ppm", KeySpec::Kind::ppm, true, "rate"},
};
// Three of the product, for the rules and draws that are their own.
inline const FaultEntry test_verbs[] = {
    {"clock_drift", FaultEntry::Shape::window, "", "", test_drift, nullptr},
    {"clock_jump", FaultEntry::Shape::instant, "", "", test_jump, nullptr},
    {"crash", FaultEntry::Shape::window, "", "", test_crash, nullptr},
    {"delay", FaultEntry::Shape::window, "", "", test_delay, nullptr},
    {"drop", FaultEntry::Shape::window, "", "", test_drop, nullptr},
    {"hold", FaultEntry::Shape::window, "", "", test_hold, nullptr},
    {"link", FaultEntry::Shape::window, "", "", test_link, nullptr},
    *find_fault("partition"),
    *find_fault("promote"),
    *find_fault("replicaof"),
};

class Language {
 public:
  LoaderContext context() const {
    return {.guest = guest(),
            .faults = test_verbs,
            .checks = {{"ttl.safety"},
                       {"replica.convergence", true},
                       {"replica.prefix"},
                       {"failure_detector"},
                       {"progress", true}},
            .mutant_names = {"relative-ttl-on-replica", "no-log"}};
  }

  tl::expected<Scenario, Diagnostics> load(std::string_view yaml) const {
    return load_scenario_text(yaml, "s.yaml", context());
  }

  // The first line of each diagnostic, in the order of the file.
  std::vector<std::string> problems(std::string_view yaml) const {
    const auto scenario = load(yaml);
    std::vector<std::string> lines;
    for (const Diagnostic& each : scenario ? scenario->warnings : scenario.error()) lines.push_back(headline(each));
    return lines;
  }

  Plan expand(std::string_view yaml, std::uint64_t seed) const {
    const auto scenario = load(yaml);
    if (!scenario) throw std::runtime_error(render(scenario.error(), false));
    return groundhog::expand(*scenario, seed);
  }

 private:
  // Scenarios refer to it, and outlive the Language that loaded them.
  static const Guest& guest() {
    static const TestGuest the_only_one;
    return the_only_one;
  }
};

// Three nodes, ten seconds, nothing else: what a test appends to. Its own lines are the first eight.
inline std::string with_cluster(std::string_view rest) {
  return R"(version: 1
name: test
run: {chaos: 10s, settle: 5s}
cluster:
  nodes:
    n1: {role: primary}
    n2: {role: replica, of: n1}
    n3: {role: replica, of: n1}
)" + std::string(rest);
}

using Lines = std::vector<std::string>;

// Of a scenario with that cluster.
inline Lines problems(std::string_view rest) { return Language().problems(with_cluster(rest)); }

}  // namespace groundhog::test
