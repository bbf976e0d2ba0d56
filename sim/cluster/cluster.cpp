#include "sim/cluster/cluster.hpp"

#include <algorithm>

#include "sim/plan/host_names.hpp"
#include "sut/runtime/assert.hpp"

namespace groundhog {
namespace {

HostId operator_id(const Plan& plan) { return HostId{static_cast<std::uint32_t>(plan.nodes.size() + plan.clients)}; }

// The operator sits on the nodes' own machines: nothing that the plan says of links concerns it.
NetworkSpec with_operator(NetworkSpec spec) {
  spec.links.push_back({.from = std::string(Operator::host_name),
                        .to = "*",
                        .both_ways = true,
                        .mean = Duration{0},
                        .jitter = Duration{0},
                        .shape = DelaySpec::Shape::constant,
                        .loss = 0.0});
  return spec;
}

HostId first_primary(const Plan& plan) {
  const auto found = std::ranges::find_if(plan.nodes, [](const NodeSpec& node) { return !node.upstream; });
  SEAM_ASSERT(found != plan.nodes.end());
  return HostId{static_cast<std::uint32_t>(found - plan.nodes.begin())};
}

TcpOptions tcp_options(const NetworkSpec& network) {
  TcpOptions options;
  if (!network.socket_buffer_bytes) return options;
  options.send_buffer_bytes = *network.socket_buffer_bytes;
  options.receive_window_bytes = *network.socket_buffer_bytes;
  return options;
}

}  // namespace

Cluster::Cluster(const Plan& plan, const Guest& guest, std::span<Observer* const> observers, NetworkDirector* director)
    : plan_(plan),
      guest_(guest),
      key_(plan.seed),
      names_(host_names(plan)),
      events_(observers, operator_id(plan), plan, guest.boundaries(plan)),
      network_(engine_, key_, guest.dissector(), tcp_options(plan.network), events_),
      fault_effective_(plan.faults.size()),
      leader_{first_primary(plan)},
      tap_(engine_, *this, guest.client_protocol(), events_),
      client_context_{engine_, plan, targets_of_operations(), leader_, tap_, events_, outcomes_},
      faults_(engine_, *this, plan, key_.sub("fault-tie"), events_) {
  network_.set_director(director);
  add_hosts();
  add_nodes();
  add_clients();
  add_operator();
  network_.set_watcher(this);
  network_.set_tap(&tap_);
}

// No process closes anything on the way: the seams are cut before the destructors run.
Cluster::~Cluster() {
  events_.silence();
  for (const auto& node : nodes_) node->host().kill(false);
  for (const auto& machine : machines_) machine->kill(false);
}

// ---- construction

void Cluster::add_hosts() {
  for (std::size_t host = 0; host < names_.size(); ++host) {
    network_.add_host(names_[host], host < plan_.nodes.size() ? HostKind::node : HostKind::client);
  }
  network_.add_host(std::string(Operator::host_name), HostKind::client);
  network_.set_links(with_operator(plan_.network));
}

void Cluster::add_nodes() {
  for (const NodeSpec& spec : plan_.nodes) {
    const auto id = HostId{static_cast<std::uint32_t>(nodes_.size())};
    ProcessSpec process{.listen = {spec.name, node_port}, .upstream = std::nullopt, .config = spec.config};
    if (spec.upstream) process.upstream = seam::Address{*spec.upstream, node_port};
    process.config.insert(plan_.config.begin(), plan_.config.end());
    addresses_.push_back(process.listen);
    drifts_.push_back(
        {{std::nullopt, Clocks::both, spec.clock.drift_ppm}, {std::nullopt, Clocks::wall, spec.clock.wall_drift_ppm}});
    configurations_.push_back({{std::nullopt, process.config}});
    HostHooks& hooks = *this;
    nodes_.push_back(std::make_unique<Node>(engine_, network_, id, spec.clock, key_, hooks, events_, guest_,
                                            std::move(process),
                                            [this](std::string_view name) { return find_host(name); }));
  }
}

void Cluster::add_clients() {
  std::vector<std::vector<std::uint32_t>> operations(plan_.clients);
  for (std::uint32_t i = 0; i < plan_.operations.size(); ++i) operations[plan_.operations[i].client].push_back(i);

  for (std::uint32_t client = 0; client < plan_.clients; ++client) {
    const auto id = HostId{static_cast<std::uint32_t>(nodes_.size() + client)};
    HostHooks& hooks = *this;
    Host& machine =
        *machines_.emplace_back(std::make_unique<Host>(engine_, network_, id, ClockSpec{}, key_, hooks, events_));
    clients_.push_back(std::make_unique<Client>(client_context_, machine.boot(), guest_.client_protocol(), client,
                                                addresses_, std::move(operations[client]),
                                                key_.sub("client").sub(client)));
  }
}

void Cluster::add_operator() {
  HostHooks& hooks = *this;
  Host& machine = *machines_.emplace_back(
      std::make_unique<Host>(engine_, network_, operator_id(plan_), ClockSpec{}, key_, hooks, events_));
  operator_ = std::make_unique<Operator>(engine_, machine.boot(), guest_.client_protocol(), addresses_,
                                         key_.sub("operator"), [this](std::uint32_t fault) { accepted(fault); });
}

std::vector<HostId> Cluster::targets_of_operations() const {
  std::vector<HostId> targets;
  targets.reserve(plan_.operations.size());
  for (const PlannedOperation& operation : plan_.operations) {
    targets.push_back(operation.node == plan_.roles.leading ? no_host : host(operation.node));
  }
  return targets;
}

// ---- phases

void Cluster::start() {
  for (const auto& node : nodes_) node->start();
  for (const auto& client : clients_) client->connect_all();
}

bool Cluster::ready() const {
  return std::ranges::all_of(nodes_, [](const auto& node) { return node->ready(); }) &&
         std::ranges::none_of(clients_, [](const auto& client) { return client->missing().has_value(); });
}

std::string Cluster::missing() const {
  std::string text;
  const auto add = [&](HostId host, const std::string& what) {
    if (!text.empty()) text += "; ";
    text += names_[index(host)] + ' ' + what;
  };
  for (const auto& node : nodes_) {
    if (node->ready()) continue;
    const auto& view = node->view();
    if (!view) {
      add(node->id(), "is down");
    } else if (!view->link_up) {
      add(node->id(), "does not stream from " + view->upstream.value_or("any node"));
    } else {
      add(node->id(), "has not loaded a complete state");
    }
  }
  for (std::uint32_t client = 0; client < clients_.size(); ++client) {
    const auto node = clients_[client]->missing();
    if (node)
      add(HostId{static_cast<std::uint32_t>(nodes_.size() + client)}, "is not connected to " + names_[index(*node)]);
  }
  return text;
}

void Cluster::begin_chaos() {
  events_.on(PhaseStarted{now(), Phase::chaos});
  announcements_.begin_chaos();
  for (const auto& client : clients_) client->begin(now());
  faults_.begin();
}

void Cluster::begin_settle() {
  events_.on(PhaseStarted{now(), Phase::settle});
  for (const auto& client : clients_) client->stop();
  faults_.stop_all();
  for (const auto& node : nodes_) {
    SEAM_ASSERT(!node->host().paused());
    node->start();
  }
  network_.heal_all();
  settling_ = true;
  agreed_.resize(nodes_.size());
  sample_when_agreed();
}

void Cluster::end() {
  operator_->stop();
  for (const auto& client : clients_) client->finish();
  std::vector<ClockReading> clocks;
  for (const auto& node : nodes_) {
    if (node->running()) node->sample(SampleReason::ended);
    clocks.push_back(node->host().read_clocks());
  }
  events_.on(PhaseStarted{now(), Phase::ended});
  events_.on(RunEnded{now(), clocks});
}

std::vector<NodeState> Cluster::node_states() const {
  std::vector<NodeState> states;
  for (const auto& node : nodes_) states.push_back(node->state());
  return states;
}

void Cluster::report(Counts& coverage, std::vector<std::uint64_t>& fault_effective) const {
  constexpr std::string_view names[] = {"ops.acknowledged", "ops.failed", "ops.unknown", "ops.unsent"};
  for (std::size_t outcome = 0; outcome < outcomes_.size(); ++outcome) {
    coverage[std::string(names[outcome])] = outcomes_[outcome];
  }
  for (const auto& client : clients_) coverage["ops.no_turn"] += client->left();
  for (std::size_t fault = 0; fault < fault_effective_.size(); ++fault) {
    coverage["fault." + plan_.faults[fault].verb + ".effective"] += fault_effective_[fault];
  }
  announcements_.report(coverage);
  events_.edges().report(coverage);
  fault_effective = fault_effective_;
}

// ---- what happens

void Cluster::after_callback(HostId host) {
  if (!is_node(host)) return;
  if (at(host).report_position() && settling_) sample_when_agreed();
}

void Cluster::sample_when_agreed() {
  for (std::uint32_t root = 0; root < nodes_.size(); ++root) {
    if (root_of(HostId{root}) == HostId{root}) sample_when_agreed(HostId{root});
  }
}

// The nodes of one tree: those that follow `root`, directly or over others.
void Cluster::sample_when_agreed(HostId root) {
  std::vector<Node*> tree;
  for (const auto& node : nodes_) {
    if (root_of(node->id()) == root) tree.push_back(node.get());
  }
  const auto& first = at(root).view();
  const bool agree = std::ranges::all_of(tree, [&](const Node* node) {
    return node->ready() && first && node->view()->history == first->history && node->view()->offset == first->offset;
  });
  auto& agreed = agreed_[index(root)];
  if (!agree) {
    agreed.reset();
    return;
  }
  const std::pair place{first->history, first->offset};
  if (agreed == place) return;
  agreed = place;
  for (Node* node : tree) node->sample(SampleReason::converging);
}

// None where nodes follow one another in a circle.
std::optional<HostId> Cluster::root_of(HostId node) const {
  for (std::size_t steps = 0; steps <= nodes_.size(); ++steps) {
    const auto& view = at(node).view();
    if (!view || !view->upstream) return node;
    node = find_host(*view->upstream);
    if (!is_node(node)) return std::nullopt;
  }
  return std::nullopt;
}

void Cluster::on_announcement(HostId host, const seam::Announcement& announcement) {
  if (!is_node(host)) return;
  const Host& machine = at(host).host();
  announcements_.count(announcement.event);
  events_.on(
      Announced{now(), host, machine.monotonic_now(), announcement.severity, announcement.event, announcement.fields});
  if (auto appended = guest_.decode_append(announcement)) {
    appended->at = now();
    appended->node = host;
    appended->clocks = machine.read_clocks();
    events_.on(*appended);
  } else if (auto began = guest_.decode_history(announcement)) {
    began->at = now();
    began->node = host;
    events_.on(*began);
  }
  faults_.on_announcement(announcement, host);
}

// ---- World

HostId Cluster::host(std::string_view name) const {
  const HostId found = find_host(name);
  SEAM_ASSERT(found != no_host);
  return found;
}

HostId Cluster::find_host(std::string_view name) const {
  const auto found = std::ranges::find(names_, name);
  return found == names_.end() ? no_host : HostId{static_cast<std::uint32_t>(found - names_.begin())};
}

// A node that starts again comes back in the role that the operator gave it last.
void Cluster::promote(HostId node, std::uint32_t fault) {
  at(node).set_upstream(std::nullopt);
  operator_->send(node, guest_.promote_command(), fault);
  if (leader_.node == node) return;
  leader_ = {node, leader_.changes + 1};
  for (const auto& client : clients_) client->leader_changed();
}

void Cluster::follow(HostId node, HostId upstream, std::uint32_t fault) {
  const seam::Address& address = addresses_[index(upstream)];
  at(node).set_upstream(address);
  operator_->send(node, guest_.follow_command(address), fault);
}

// A node that starts again has the knobs of the plan.
void Cluster::configure(HostId node, const Knobs& knobs, std::uint32_t fault) {
  configurations_[index(node)].push_back({fault, knobs});
  operator_->send(node, guest_.configure_command(knobs), fault);
}

void Cluster::restore_configuration(HostId node, std::uint32_t fault) {
  std::vector<Configuration>& all = configurations_[index(node)];
  const auto ended = std::ranges::find(all, fault, &Configuration::fault);
  SEAM_ASSERT(ended != all.end());
  Knobs knobs = ended->knobs;
  all.erase(ended);
  for (auto& [name, value] : knobs) value = knob_of(node, name);
  operator_->send(node, guest_.configure_command(knobs), std::nullopt);
}

std::string Cluster::knob_of(HostId node, std::string_view name) const {
  const std::vector<Configuration>& all = configurations_[index(node)];
  for (auto each = all.rbegin(); each != all.rend(); ++each) {
    const auto found = each->knobs.find(std::string(name));
    if (found != each->knobs.end()) return found->second;
  }
  return std::string(std::ranges::find(guest_.knobs(), name, &KnobSpec::name)->fallback);
}

void Cluster::jump_wall_clock(HostId node, Duration by, std::uint32_t fault) {
  at(node).host().change_clocks(fault, Host::ClockChange::begins,
                                [&](NodeClocks& clocks, VirtualTime) { clocks.jump_wall(by); });
}

void Cluster::freeze_wall_clock(HostId node, bool frozen, std::uint32_t fault) {
  at(node).host().change_clocks(fault, frozen ? Host::ClockChange::begins : Host::ClockChange::ends,
                                [&](NodeClocks& clocks, VirtualTime at) { clocks.freeze_wall(frozen, at); });
}

void Cluster::set_clock_drift(HostId node, Clocks clocks, std::int64_t ppm, std::uint32_t fault) {
  drifts_[index(node)].push_back({fault, clocks, ppm});
  drift(node, clocks, ppm, fault, Host::ClockChange::begins);
}

void Cluster::restore_clock_drift(HostId node, std::uint32_t fault) {
  std::vector<Drift>& drifts = drifts_[index(node)];
  const auto ended = std::ranges::find(drifts, fault, &Drift::fault);
  SEAM_ASSERT(ended != drifts.end());
  const Clocks clocks = ended->clocks;
  drifts.erase(ended);
  const auto last =
      std::find_if(drifts.rbegin(), drifts.rend(), [&](const Drift& each) { return each.clocks == clocks; });
  drift(node, clocks, last->ppm, fault, Host::ClockChange::ends);
}

void Cluster::drift(HostId node, Clocks clocks, std::int64_t ppm, std::uint32_t fault, Host::ClockChange what) {
  at(node).host().change_clocks(fault, what, [&](NodeClocks& changed, VirtualTime at) {
    if (clocks == Clocks::both) return changed.set_drift(ppm, at);
    changed.set_wall_drift(ppm, at);
  });
}

RandomKey Cluster::random(std::uint32_t fault) const { return key_.sub("fault").sub(plan_.faults[fault].id); }

void Cluster::on_withheld(HostId host) {
  for (const std::uint32_t fault : at(host).take_unfelt_pauses()) effective(fault);
}

void Cluster::effective(std::uint32_t fault) {
  if (++fault_effective_[fault] == 1) events_.on(FaultEffective{now(), fault});
}

void Cluster::accepted(std::uint32_t fault) {
  ++fault_effective_[fault];
  events_.on(FaultEffective{now(), fault});
}

}  // namespace groundhog
