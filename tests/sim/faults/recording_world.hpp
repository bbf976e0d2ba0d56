// A World that does nothing but write down what a fault asked of it.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "sim/faults/fault.hpp"

namespace groundhog::test {

// Hosts n1, n2, n3, c1.
class RecordingWorld final : public World, private NetworkFaults {
 public:
  std::vector<std::string> calls;
  std::vector<FrameRule*> rules;
  std::vector<std::string> events;  // that have been announced
  bool process_obeys = true;        // what crash() and its kin answer

  // Makes the fault from its verb; the plan must outlive it.
  std::unique_ptr<Fault> make(const PlannedFault& plan) { return find_fault(plan.verb)->make(*this, plan, 0); }

  HostId host(std::string_view name) const override {
    const auto found = std::ranges::find(names_, name);
    return HostId{static_cast<std::uint32_t>(found - names_.begin())};
  }
  const std::string& name(HostId host) const override { return names_.at(index(host)); }
  std::size_t host_count() const override { return names_.size(); }
  NetworkFaults& network() override { return *this; }

  void cut(HostId from, HostId to, std::uint32_t) override { note("cut " + link(from, to)); }
  void heal(HostId from, HostId to, std::uint32_t) override { note("heal " + link(from, to)); }
  void hold(HostId from, HostId to, std::uint32_t) override { note("hold " + link(from, to)); }
  void release(HostId from, HostId to, std::uint32_t) override { note("release " + link(from, to)); }
  void override_link(HostId from, HostId to, const LinkOverride& change, std::uint32_t) override {
    last_change = change;
    note("override " + link(from, to));
  }
  void restore_link(HostId from, HostId to, std::uint32_t) override { note("restore " + link(from, to)); }
  std::size_t reset(HostId from, HostId to) override {
    note("reset " + link(from, to));
    return process_obeys ? 1 : 0;
  }
  void blackhole(HostId from, HostId to, std::uint32_t) override { note("blackhole " + link(from, to)); }
  void end_blackhole(std::uint32_t) override { note("end blackhole"); }
  std::size_t half_open(HostId from, HostId to, HostId gone) override {
    note("half_open " + link(from, to) + " at " + name(gone));
    return process_obeys ? 1 : 0;
  }
  void add_link_rule(HostId from, HostId to, const LinkRule& rule) override {
    std::visit([&](const auto& each) { note(text(each, link(from, to))); }, rule);
  }
  void add_kernel_rule(HostId host, const KernelRule& rule) override {
    std::visit([&](const auto& each) { note(text(each, name(host))); }, rule);
  }
  void end_kernel_rules(HostId host, std::uint32_t) override { note("kernel as ever " + name(host)); }
  void end_link_rules(HostId from, HostId to, std::uint32_t) override { note("end " + link(from, to)); }
  void add_rule(FrameRule& rule) override { rules.push_back(&rule); }
  void remove_rule(FrameRule& rule) override { std::erase(rules, &rule); }

  bool crash(HostId node, bool host_failed) override {
    return act((host_failed ? "crash host " : "crash ") + name(node));
  }
  bool restart(HostId node) override { return act("restart " + name(node)); }
  void pause(HostId node, std::uint32_t) override { note("pause " + name(node)); }
  void resume(HostId node, std::uint32_t) override { note("resume " + name(node)); }
  void add_process_rule(HostId node, const ProcessRule& rule) override {
    std::visit([&](const auto& each) { note(text(each, name(node))); }, rule);
  }
  void end_process_rules(HostId node, std::uint32_t) override { note("process as ever " + name(node)); }
  void promote(HostId node, std::uint32_t) override { note("promote " + name(node)); }
  void follow(HostId node, HostId upstream, std::uint32_t) override { note("follow " + link(node, upstream)); }
  void configure(HostId node, const Knobs& knobs, std::uint32_t) override {
    std::string call = "configure " + name(node);
    for (const auto& [knob, value] : knobs) call += ' ' + knob + '=' + value;
    note(call);
  }
  void restore_configuration(HostId node, std::uint32_t) override { note("configured as before " + name(node)); }

  void jump_wall_clock(HostId node, Duration by, std::uint32_t) override {
    note("jump " + name(node) + ' ' + std::to_string(by.count()));
  }
  void freeze_wall_clock(HostId node, bool frozen, std::uint32_t) override {
    note((frozen ? "freeze " : "thaw ") + name(node));
  }
  void set_clock_drift(HostId node, Clocks clocks, std::int64_t ppm, std::uint32_t) override {
    note((clocks == Clocks::wall ? "wall drift " : "drift ") + name(node) + ' ' + std::to_string(ppm));
  }
  void restore_clock_drift(HostId node, std::uint32_t) override { note("drift restored " + name(node)); }

  RandomKey random(std::uint32_t fault) const override { return RandomKey(fault); }
  bool announced(std::string_view event) const override { return std::ranges::find(events, event) != events.end(); }
  void effective(std::uint32_t) override { ++effects; }

  LinkOverride last_change;
  int effects = 0;

 private:
  static std::string text(const SlowReading& rule, const std::string& link) {
    return "read " + link + " at " + std::to_string(rule.rate_bytes);
  }
  static std::string text(const Slicing& rule, const std::string& link) {
    return "slice " + link + ' ' + std::to_string(rule.most_bytes) + ' ' + std::to_string(rule.gap.count());
  }
  static std::string text(const ShortWrites& rule, const std::string& host) {
    return "short writes " + host + ' ' + std::to_string(rule.most_bytes);
  }
  static std::string text(const NoSockets&, const std::string& host) { return "no sockets " + host; }
  static std::string text(const Slowness& rule, const std::string& node) {
    return "slow " + node + ' ' + std::to_string(rule.work.count()) + " ± " + std::to_string(rule.jitter.count());
  }
  static std::string text(const LateTimers& rule, const std::string& node) {
    return "late timers " + node + ' ' + std::to_string(rule.most.count());
  }
  static std::string text(const SpuriousReadiness& rule, const std::string& node) {
    return "spurious " + node + ' ' + std::to_string(rule.probability);
  }
  static std::string text(const ConnectAnswer& rule, const std::string& link) {
    return (rule.is_refused ? "refuse " : "no answer ") + link;
  }
  std::string text(const NameAnswer& rule, const std::string& link) const {
    return "name " + link + (rule.is_unknown ? " unknown" : "") + (rule.other ? " is " + name(*rule.other) : "") +
           " after " + std::to_string(rule.after.count());
  }
  std::string link(HostId from, HostId to) const { return name(from) + "->" + name(to); }
  void note(std::string call) { calls.push_back(std::move(call)); }
  bool act(std::string call) {
    note(std::move(call));
    return process_obeys;
  }

  std::vector<std::string> names_{"n1", "n2", "n3", "c1"};
};

}  // namespace groundhog::test
