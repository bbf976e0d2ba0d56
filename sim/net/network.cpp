#include "sim/net/network.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "sim/net/flow.hpp"
#include "sut/runtime/assert.hpp"

namespace groundhog {

namespace {

// A process has it, and knows of no error.
bool is_open(const End& end) { return end.state == End::State::open && end.error == seam::StreamError::none; }

// A process has an end of it, or will when it accepts, and that end has not failed.
bool is_established(const Connection& connection) {
  return std::ranges::any_of(connection.ends, [](const End& end) {
    const bool is_up = end.state == End::State::open || end.state == End::State::queued;
    return is_up && end.error == seam::StreamError::none;
  });
}

}  // namespace

Network::Network(Engine& engine, RandomKey key, const Dissector& dissector, const TcpOptions& options, Observer& events)
    : engine_(engine), key_(key), dissector_(dissector), options_(options), events_(events) {}

Network::~Network() = default;

// ---- machines -----------------------------------------------------------------------------------------------------

HostId Network::add_host(std::string name, HostKind kind) {
  const HostId id{static_cast<std::uint32_t>(hosts_.size())};
  hosts_.push_back(std::make_unique<NetworkHost>());
  hosts_.back()->name = std::move(name);
  hosts_.back()->kind = kind;
  return id;
}

std::optional<HostId> Network::find_host(std::string_view name) const {
  for (std::uint32_t i = 0; i < hosts_.size(); ++i) {
    if (hosts_[i]->name == name) return HostId{i};
  }
  return std::nullopt;
}

NetworkHost& Network::host(HostId id) const {
  SEAM_ASSERT(index(id) < hosts_.size());
  return *hosts_[index(id)];
}

const std::string& Network::name(HostId id) const { return host(id).name; }
HostKind Network::kind(HostId id) const { return host(id).kind; }
void Network::set_clock(HostId id, const MonotonicSource& clock) { host(id).clock = &clock; }

// A host without a clock of its own shows true time.
MonotonicTime Network::monotonic(HostId id) const {
  const MonotonicSource* clock = host(id).clock;
  return clock != nullptr ? clock->monotonic_now() : MonotonicTime(engine_.now().time_since_epoch());
}

Duration Network::ahead(HostId id) const {
  const MonotonicSource* clock = host(id).clock;
  return clock != nullptr ? clock->ahead() : Duration{0};
}

void Network::process_died(HostId id, bool host_failed) {
  host(id).listening.clear();
  if (host_failed) host(id).up = false;
  for (const Connection* const each : present_connections()) {
    const ConnectionId held = each->id;
    for (const Side side : {Side::client, Side::server}) {
      Connection* const connection = find(held);
      if (connection == nullptr || connection->end(side).host != id) continue;
      if (!host_failed) {
        let_go(*connection, side, CloseReason::process_died);
      } else if (connection->end(side).state != End::State::none) {
        report_closed(*connection, side, CloseReason::process_died);
        vanish(*connection, side);
      }
    }
    reclaim_if_over(held);
  }
}

void Network::host_booted(HostId id) { host(id).up = true; }

// ---- links --------------------------------------------------------------------------------------------------------

void Network::set_links(const NetworkSpec& spec) {
  for (const auto& machine : hosts_) SEAM_ASSERT(machine->links.empty());
  spec_ = spec;
}

Link& Network::link(HostId from, HostId to) const {
  auto& links = host(from).links;
  if (links.size() < hosts_.size()) links.resize(hosts_.size());
  auto& found = links[index(to)];
  if (found != nullptr) return *found;

  LinkSpec properties = link_properties(spec_, name(from), name(to));
  if (from == to) properties = LinkSpec{.delay = {.mean = options_.loopback_delay}};
  found = std::make_unique<Link>(key_.sub("link").sub(name(from)).sub(name(to)),
                                 key_.sub("loss").sub(name(from)).sub(name(to)), properties);
  found->set_director(director_, from, to);
  if (healed_) found->heal_for_good(engine_.now());
  return *found;
}

void Network::cut(HostId from, HostId to, std::uint32_t fault) {
  if (!healed_) link(from, to).cut(fault);
}

void Network::heal(HostId from, HostId to, std::uint32_t fault) { link(from, to).heal(fault); }

bool Network::is_cut(HostId from, HostId to) const { return link(from, to).is_cut(); }

void Network::hold(HostId from, HostId to, std::uint32_t fault) {
  if (!healed_) link(from, to).hold(fault);
}

void Network::release(HostId from, HostId to, std::uint32_t fault) {
  Link& released = link(from, to);
  released.release(fault);
  if (released.is_held()) return;
  for (Connection* const connection : present_connections()) {
    for (const Direction direction : {Direction::to_server, Direction::to_client}) {
      if (&connection->flow(direction).link == &released) pump(*connection, direction);
    }
  }
}

void Network::override_link(HostId from, HostId to, const LinkOverride& change, std::uint32_t fault) {
  if (healed_) return;
  Link& changed = link(from, to);
  take_turns_again(changed, changed.override_with(change, fault, engine_.now()));
}

void Network::restore_link(HostId from, HostId to, std::uint32_t fault) {
  Link& restored = link(from, to);
  take_turns_again(restored, restored.restore(fault, engine_.now()));
}

std::size_t Network::reset(HostId from, HostId to) {
  std::size_t standing = 0;
  for (Connection* const connection : present_connections()) {
    if (connection->end(Side::client).host != from) continue;
    if (connection->end(Side::server).host != to || !is_established(*connection)) continue;
    ++standing;
    engine_.schedule(engine_.now(), connection->ties.next(), [this, id = connection->id] { reset_both_ends(id); });
  }
  return standing;
}

void Network::reset_both_ends(ConnectionId id) {
  for (const Direction direction : {Direction::to_server, Direction::to_client}) {
    Connection* const connection = find(id);
    if (connection == nullptr) return;
    signal(id, receiver_of(direction), reset_arrived(*connection, direction));
  }
  reclaim_if_over(id);
}

void Network::blackhole(HostId from, HostId to, std::uint32_t fault) {
  if (healed_) return;
  for (Connection* const connection : present_connections()) {
    if (!is_established(*connection)) continue;
    for (const Direction direction : {Direction::to_server, Direction::to_client}) {
      const bool is_meant =
          connection->end(sender_of(direction)).host == from && connection->end(receiver_of(direction)).host == to;
      if (is_meant) connection->flow(direction).blackholes.push_back(fault);
    }
  }
}

void Network::end_blackhole(std::uint32_t fault) {
  for (Connection* const connection : present_connections()) {
    for (Flow& flow : connection->flows) std::erase(flow.blackholes, fault);
  }
}

std::size_t Network::half_open(HostId from, HostId to, HostId gone) {
  std::size_t ends = 0;
  for (Connection* const connection : present_connections()) {
    if (connection->end(Side::client).host != from) continue;
    const Side side = gone == from ? Side::client : Side::server;
    if (connection->end(Side::server).host != to || !is_open(connection->end(side))) continue;
    ++ends;
    engine_.schedule(engine_.now(), connection->ties.next(),
                     [this, id = connection->id, side] { time_out_end(id, side); });
  }
  return ends;
}

void Network::time_out_end(ConnectionId id, Side side) {
  Connection* const connection = find(id);
  if (connection != nullptr && is_open(connection->end(side))) time_out(*connection, outgoing(side));
}

void Network::add_link_rule(HostId from, HostId to, const LinkRule& rule) {
  if (healed_) return;
  std::visit([&rules = link(from, to).rules()](const auto& each) { rules.add(each); }, rule);
}

// The name is moved to where it belongs, and what was led astray by it is cut.
void Network::end_led_astray(HostId from, std::uint32_t fault) {
  for (Connection* const connection : present_connections()) {
    if (connection->led_astray_by != fault || connection->end(Side::client).host != from) continue;
    connection->led_astray_by.reset();
    engine_.schedule(engine_.now(), connection->ties.next(), [this, id = connection->id] {
      Connection* const present = find(id);
      if (present == nullptr) return;
      if (is_established(*present)) return reset_both_ends(id);
      if (present->end(Side::client).state == End::State::handshake) {
        fail_connect(*present, seam::StreamError::unreachable);
      }
    });
  }
}

// What waited for a slow reader arrives now, if no other keeps it.
void Network::end_link_rules(HostId from, HostId to, std::uint32_t fault) {
  end_led_astray(from, fault);
  Link& ended = link(from, to);
  const bool was_slow = !ended.rules().readers.empty();
  ended.rules().end(fault);
  if (!was_slow) return;
  for (Connection* const connection : present_connections()) {
    for (const Direction direction : {Direction::to_server, Direction::to_client}) {
      if (&connection->flow(direction).link == &ended) hand_on_what_is_kept(*connection, direction);
    }
  }
}

void Network::add_kernel_rule(HostId id, const KernelRule& rule) {
  if (healed_) return;
  std::visit([&machine = host(id)](const auto& each) { machine.add(each); }, rule);
}

// What waited for a socket gets one.
void Network::end_kernel_rules(HostId id, std::uint32_t fault) {
  NetworkHost& machine = host(id);
  const bool had_none = !machine.no_sockets.empty();
  machine.end_rules(fault);
  if (!had_none || !machine.no_sockets.empty()) return;
  const RandomKey ties = key_.sub("tie").sub("sockets").sub(machine.name);
  const RandomKey now = ties.sub(static_cast<std::uint64_t>(engine_.now().time_since_epoch().count()));
  for (const ListeningPort& entry : machine.listening) {
    if (entry.queue.empty()) continue;
    engine_.schedule(engine_.now(), now.draw(entry.port),
                     [this, id, port = entry.port] { announce_pending(id, port); });
  }
}

void Network::add_rule(FrameRule& rule) {
  if (!healed_) rules_.push_back(&rule);
}

void Network::remove_rule(FrameRule& rule) { std::erase(rules_, &rule); }

void Network::heal_all() {
  healed_ = true;
  rules_.clear();
  for (const auto& machine : hosts_) {
    SEAM_ASSERT(machine->short_writes.empty() && machine->no_sockets.empty());
    for (const auto& entry : machine->links) {
      if (entry != nullptr) take_turns_again(*entry, entry->heal_for_good(engine_.now()));
    }
  }
  for (Connection* const connection : present_connections()) {
    for (Flow& flow : connection->flows) flow.blackholes.clear();
    for (const Direction direction : {Direction::to_server, Direction::to_client})
      hand_on_what_is_kept(*connection, direction);
    hurry(*connection);
  }
}

// Held frames continue, and every running retransmission timer fires now, as if it had not backed off yet.
void Network::hurry(Connection& connection) {
  for (const Direction direction : {Direction::to_server, Direction::to_client}) {
    Flow& flow = connection.flow(direction);
    flow.barriers.clear();
    if (engine_.is_pending(flow.timer)) {
      flow.retries = 0;
      engine_.cancel(flow.timer);
      arm_retransmission(connection, direction, Duration::zero());
    }
    pump(connection, direction);
  }
  if (!engine_.is_pending(connection.handshake_timer)) return;
  connection.handshake_retries = 0;
  engine_.cancel(connection.handshake_timer);
  connection.handshake_timer =
      engine_.schedule(engine_.now(), connection.ties.next(), [this, id = connection.id] { on_handshake_timer(id); });
}

Fate Network::transmit(const Flow& flow, Link::Carriage carriage, LinkStream stream, std::uint64_t ordinal,
                       std::uint32_t attempt, std::uint64_t bytes) {
  const Link::Attempt leaves{carriage, stream, ordinal, attempt, engine_.now()};
  const auto meet = [this](std::uint32_t fault) {
    if (watcher_ != nullptr) watcher_->fault_met(fault);
  };
  const Fate fate = flow.link.transmit(leaves);
  if (!flow.blackholes.empty()) {
    // Nothing that the link's own faults did to it shows.
    if (fate) std::ranges::for_each(flow.blackholes, meet);
    return std::nullopt;
  }
  if (watcher_ != nullptr) flow.link.each_effective(leaves, meet);
  if (!fate) return fate;
  const Fate turn = flow.link.take_turn(engine_.now(), bytes + options_.header_bytes);
  if (turn != Fate(Duration{0})) flow.link.each_throttle(meet);
  return turn ? Fate(seam::saturating_add(*fate, *turn)) : std::nullopt;
}

void Network::meet_holds(const Flow& flow) {
  const bool has_something_to_send = flow.sent < flow.written() || (flow.fin_queued && !flow.fin_sent);
  if (watcher_ == nullptr || !has_something_to_send) return;
  flow.link.each_hold([this](std::uint32_t fault) { watcher_->fault_met(fault); });
}

// ---- ends ---------------------------------------------------------------------------------------------------------

Connection* Network::find(ConnectionId id) const {
  const std::uint64_t position = index(id) - 1;
  return position < connections_.size() ? connections_[position].get() : nullptr;
}

void Network::signal(ConnectionId id, Side side, SocketSignals signals) {
  if (signals == 0) return;
  const Connection* connection = find(id);
  if (connection == nullptr) return;
  Socket* socket = connection->ends[static_cast<std::size_t>(side)].socket;
  if (socket != nullptr) socket->on_signals(signals);
}

// An end that its process never had (it still waits for accept) is not reported.
void Network::report_closed(Connection& connection, Side side, CloseReason reason) {
  End& end = connection.end(side);
  const bool known = side == Side::client || end.state == End::State::open;
  if (end.reported || !known) return;
  end.reported = true;
  events_.on(ConnectionClosed{engine_.now(), connection.id, end.host, reason, monotonic(end.host)});
}

void Network::vanish(Connection& connection, Side side) {
  End& end = connection.end(side);
  end.state = End::State::gone;
  end.socket = nullptr;
  connection.output(side).die(engine_);
}

// As close(2) does.
void Network::let_go(Connection& connection, Side side, CloseReason reason) {
  End& end = connection.end(side);
  report_closed(connection, side, reason);
  end.socket = nullptr;
  switch (end.state) {
    case End::State::none:
    case End::State::closed:
    case End::State::gone:
      return;
    case End::State::handshake:
    case End::State::queued:
      if (side == Side::server && end.error == seam::StreamError::none) send_reset(connection, Direction::to_client);
      return vanish(connection, side);
    case End::State::open:
      break;
  }
  if (end.error != seam::StreamError::none) return vanish(connection, side);
  if (connection.input(side).has_unread()) {
    send_reset(connection, outgoing(side));
    return vanish(connection, side);
  }
  end.state = End::State::closed;
  connection.output(side).fin_queued = true;
  connection.output(side).sender_waits = false;
  pass_bytes(connection, outgoing(side));
  pump(connection, outgoing(side));
}

void Network::reclaim_if_over(ConnectionId id) {
  Connection* connection = find(id);
  if (connection == nullptr || engine_.is_pending(connection->handshake_timer)) return;
  for (const Side side : {Side::client, Side::server}) {
    const End& end = connection->end(side);
    const Flow& output = connection->output(side);
    if (end.socket != nullptr || !output.in_flight.empty()) return;
    const bool over = end.state == End::State::none || end.state == End::State::gone ||
                      (end.state == End::State::closed && output.finished());
    if (!over) return;
  }
  for (Flow& flow : connection->flows) flow.die(engine_);
  std::erase(present_, connection);
  connections_[index(id) - 1].reset();
}

}  // namespace groundhog
