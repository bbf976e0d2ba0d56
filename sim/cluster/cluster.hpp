// The world of one run: machines, network, processes, clients, operator and faults, put together from a plan. It knows
// how to begin and to calm down; when to do so is the simulation's business (simulation.hpp).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/cluster/client.hpp"
#include "sim/cluster/client_connection.hpp"
#include "sim/cluster/fan_out.hpp"
#include "sim/cluster/fault_schedule.hpp"
#include "sim/cluster/node.hpp"
#include "sim/cluster/operator.hpp"
#include "sim/faults/fault.hpp"
#include "sim/guest/guest.hpp"
#include "sim/runtime/host.hpp"

namespace groundhog {

class Cluster final : public World, private HostHooks, private LinkWatcher, private NodeClockReader {
 public:
  using Counts = std::map<std::string, std::uint64_t, std::less<>>;

  Cluster(const Plan& plan, const Guest& guest, std::span<Observer* const> observers, NetworkDirector* director);
  ~Cluster();
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  Engine& engine() { return engine_; }
  FanOut& events() { return events_; }

  // All processes start, all clients connect.
  void start();
  // All replicas stream with complete state, all clients are connected to all nodes.
  bool ready() const;
  // Who is not ready and why, for people.
  std::string missing() const;

  // Now is scenario time 0: operations and faults count from here.
  void begin_chaos();
  // The workload stops, faults end, every node runs, links are healed.
  void begin_settle();
  // No more operations are sent; states are sampled for the last time.
  void end();

  // Of every node, in the order of the plan. Between events only.
  std::vector<NodeState> node_states() const;

  void report(Counts& coverage, std::vector<std::uint64_t>& fault_effective) const;

  // -- World
  HostId host(std::string_view name) const override;
  const std::string& name(HostId host) const override { return names_[index(host)]; }
  std::size_t host_count() const override { return names_.size(); }
  NetworkFaults& network() override { return network_; }
  bool crash(HostId node, bool host_failed) override { return at(node).crash(host_failed); }
  bool restart(HostId node) override { return at(node).start(); }
  void pause(HostId node, std::uint32_t fault) override { at(node).pause(fault); }
  void resume(HostId node, std::uint32_t fault) override { at(node).resume(fault); }
  void add_process_rule(HostId node, const ProcessRule& rule) override { at(node).host().add_rule(rule); }
  void end_process_rules(HostId node, std::uint32_t fault) override { at(node).host().end_rules(fault); }
  void promote(HostId node, std::uint32_t fault) override;
  void follow(HostId node, HostId upstream, std::uint32_t fault) override;
  void configure(HostId node, const Knobs& knobs, std::uint32_t fault) override;
  void restore_configuration(HostId node, std::uint32_t fault) override;
  void jump_wall_clock(HostId node, Duration by, std::uint32_t fault) override;
  void freeze_wall_clock(HostId node, bool frozen, std::uint32_t fault) override;
  void set_clock_drift(HostId node, Clocks clocks, std::int64_t ppm, std::uint32_t fault) override;
  void restore_clock_drift(HostId node, std::uint32_t fault) override;
  RandomKey random(std::uint32_t fault) const override;
  bool announced(std::string_view event) const override { return announcements_.happened_in_chaos(event); }
  void effective(std::uint32_t fault) override;

 private:
  struct Drift {
    std::optional<std::uint32_t> fault;  // none: the node's own
    Clocks clocks;
    std::int64_t ppm;
  };
  struct Configuration {
    std::optional<std::uint32_t> fault;  // none: the node's own
    Knobs knobs;
  };

  // A node accepted what the operator ordered: an event each time, since a fault may start again.
  void accepted(std::uint32_t fault);

  // -- HostHooks, LinkWatcher, NodeClockReader
  void after_callback(HostId host) override;
  void on_announcement(HostId host, const seam::Announcement& announcement) override;
  void on_withheld(HostId host) override;
  void on_fault_met(std::uint32_t fault) override { effective(fault); }
  void fault_met(std::uint32_t fault) override { effective(fault); }
  ClockReading clocks_of(HostId node) const override { return nodes_[index(node)]->host().read_clocks(); }

  VirtualTime now() const { return engine_.now(); }
  void add_hosts();
  void add_nodes();
  void add_clients();
  void add_operator();
  std::vector<HostId> targets_of_operations() const;
  void sample_when_agreed();
  void sample_when_agreed(HostId root);
  std::optional<HostId> root_of(HostId node) const;
  void drift(HostId node, Clocks clocks, std::int64_t ppm, std::uint32_t fault, Host::ClockChange what);
  std::string knob_of(HostId node, std::string_view name) const;
  HostId find_host(std::string_view name) const;
  bool is_node(HostId host) const { return index(host) < nodes_.size(); }
  Node& at(HostId node) { return *nodes_[index(node)]; }
  const Node& at(HostId node) const { return *nodes_[index(node)]; }

  const Plan& plan_;
  const Guest& guest_;
  RandomKey key_;
  std::vector<std::string> names_;        // of the plan's hosts, by id
  std::vector<seam::Address> addresses_;  // of nodes
  Engine engine_;
  FanOut events_;
  Network network_;
  // By node; of each clock and knob the last one counts.
  std::vector<std::vector<Drift>> drifts_;
  std::vector<std::vector<Configuration>> configurations_;

  AnnouncementCounter announcements_;
  std::vector<std::uint64_t> fault_effective_;  // by index in the plan
  OutcomeCounts outcomes_{};
  Leadership leader_;
  bool settling_ = false;
  // By primary: on what all nodes of its tree agree, once sampled.
  std::vector<std::optional<std::pair<HistoryId, std::uint64_t>>> agreed_;

  std::vector<std::unique_ptr<Node>> nodes_;
  OperationTap tap_;
  ClientContext client_context_;
  std::vector<std::unique_ptr<Host>> machines_;  // of clients, then the operator's
  std::vector<std::unique_ptr<Client>> clients_;
  std::unique_ptr<Operator> operator_;
  FaultSchedule faults_;
};

}  // namespace groundhog
