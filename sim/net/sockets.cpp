// The calls of processes into their kernel.
#include <algorithm>

#include "sim/net/flow.hpp"
#include "sim/net/network.hpp"
#include "sut/runtime/assert.hpp"

namespace groundhog {
namespace {

constexpr std::uint16_t first_ephemeral_port = 32768;
constexpr std::uint16_t ephemeral_ports = 28232;  // as Linux: up to 60999

CloseReason reason_of(seam::StreamError error) {
  switch (error) {
    case seam::StreamError::refused:
      return CloseReason::refused;
    case seam::StreamError::timed_out:
      return CloseReason::timed_out;
    default:
      return CloseReason::reset;
  }
}

}  // namespace

bool Network::listen(HostId id, std::uint16_t port, Acceptor& acceptor) {
  if (host(id).listening_at(port) != nullptr) return false;
  host(id).listening.push_back({port, &acceptor, {}});
  return true;
}

std::uint16_t Network::free_port(HostId id) const {
  std::uint16_t port = first_ephemeral_port;
  while (host(id).listening_at(port) != nullptr) ++port;
  return port;
}

void Network::stop_listening(HostId id, std::uint16_t port) {
  std::erase_if(host(id).listening, [&](const ListeningPort& entry) { return entry.port == port; });
  for (Connection* const connection : present_connections()) {
    if (connection->port != port) continue;
    const End& end = connection->end(Side::server);
    if (end.host != id || (end.state != End::State::handshake && end.state != End::State::queued)) continue;
    let_go(*connection, Side::server, CloseReason::closed_by_process);
  }
}

void Network::announce_pending(HostId id, std::uint16_t port) {
  ListeningPort* listening = host(id).listening_at(port);
  if (listening != nullptr && !listening->queue.empty()) listening->acceptor->on_pending();
}

std::optional<Endpoint> Network::accept(HostId id, std::uint16_t port) {
  NetworkHost& machine = host(id);
  ListeningPort* listening = machine.listening_at(port);
  if (listening == nullptr || listening->queue.empty() || lacks_sockets(machine)) return std::nullopt;
  Connection* connection = find(listening->queue.front());
  listening->queue.pop_front();
  SEAM_ASSERT(connection != nullptr);
  connection->end(Side::server).state = End::State::open;
  events_.on(ConnectionEstablished{engine_.now(), connection->id, id, monotonic(id)});
  return Endpoint{connection->id, Side::server};
}

// What `from` hears when it asks for the name of `to`. A client is led to no other host: what it sends counts as sent
// to the node that it means.
NameAnswer Network::resolve(HostId from, HostId to) {
  constexpr NameAnswer truth{};
  const auto& rules = link(from, to).rules().names;
  if (rules.empty()) return truth;
  NameAnswer answer = rules.back();
  if (kind(from) == HostKind::client) answer.other.reset();
  const bool is_true = !answer.is_unknown && !answer.other && answer.after == Duration{0};
  if (watcher_ != nullptr && !is_true) watcher_->fault_met(answer.fault);
  return answer;
}

SocketBuffers Network::buffers_of(const Link& link) const {
  if (const auto bytes = link.socket_buffer_bytes()) return {*bytes, *bytes};
  return {options_.send_buffer_bytes, options_.receive_window_bytes};
}

bool Network::lacks_sockets(const NetworkHost& machine) {
  if (machine.no_sockets.empty()) return false;
  if (watcher_ != nullptr) watcher_->fault_met(machine.no_sockets.back().fault);
  return true;
}

Endpoint Network::connect(HostId from, const seam::Address& to) {
  std::optional<HostId> target = find_host(to.host);
  const NameAnswer name_answer = target ? resolve(from, *target) : NameAnswer{};
  if (name_answer.is_unknown || lacks_sockets(host(from))) target.reset();
  const bool is_astray = target && name_answer.other;
  if (is_astray) target = name_answer.other;
  const HostId server = target.value_or(from);
  auto& connects = host(from).connects;
  if (connects.size() < hosts_.size()) connects.resize(hosts_.size());
  const std::uint64_t ordinal = connects[index(server)]++;

  const ConnectionId id{connections_.size() + 1};
  const bool both_nodes = kind(from) == HostKind::node && kind(server) == HostKind::node;
  const RandomKey ties = key_.sub("tie").sub(name(from)).sub(name(server)).sub(ordinal);
  Link& there = link(from, server);
  Link& back = link(server, from);
  connections_.push_back(std::unique_ptr<Connection>(new Connection{
      .id = id,
      .kind = both_nodes ? ConnectionKind::replication : ConnectionKind::client,
      .port = to.port,
      .client_port = static_cast<std::uint16_t>(first_ephemeral_port + ordinal % ephemeral_ports),
      .ends = {End{.host = from, .state = End::State::handshake}, End{.host = server}},
      .flows = {Flow(there, back, ties.sub("to-server"), buffers_of(there)),
                Flow(back, there, ties.sub("to-client"), buffers_of(back))},
      .ties = RandomStream(ties.sub("handshake")),
      .handshake_timer = {},
  }));
  Connection& connection = *connections_.back();
  if (is_astray) connection.led_astray_by = name_answer.fault;
  present_.push_back(&connection);
  if (!target) {
    connection.end(Side::client).reported = true;
    engine_.schedule(engine_.now() + name_answer.after, connection.ties.next(), [this, id] {
      if (Connection* unreachable = find(id)) fail_connect(*unreachable, seam::StreamError::unreachable);
    });
    return {id, Side::client};
  }
  events_.on(ConnectionOpened{engine_.now(), id, from, server, connection.kind, monotonic(from), is_astray});
  if (name_answer.after == Duration{0}) {
    begin_handshake(connection);
    return {id, Side::client};
  }
  engine_.schedule(engine_.now() + name_answer.after, connection.ties.next(), [this, id] {
    Connection* const late = find(id);
    if (late != nullptr && late->end(Side::client).state == End::State::handshake) begin_handshake(*late);
  });
  return {id, Side::client};
}

void Network::attach(Endpoint end, Socket* socket) {
  if (Connection* connection = find(end.connection)) connection->end(end.side).socket = socket;
}

Socket* Network::attached(Endpoint end) const {
  Connection* connection = find(end.connection);
  return connection != nullptr ? connection->end(end.side).socket : nullptr;
}

SocketSignals Network::waiting(Endpoint end) const {
  Connection* connection = find(end.connection);
  if (connection == nullptr) return 0;
  SocketSignals signals = 0;
  const Flow& input = connection->input(end.side);
  if (input.has_unread() || input.fin_delivered) signals |= signal_readable;
  if (connection->end(end.side).error != seam::StreamError::none) signals |= signal_failed;
  return signals;
}

void Network::note_connected(Endpoint end) {
  const Connection* connection = find(end.connection);
  SEAM_ASSERT(connection != nullptr);
  const HostId side = connection->ends[static_cast<std::size_t>(end.side)].host;
  events_.on(ConnectionEstablished{engine_.now(), connection->id, side, monotonic(side)});
}

seam::StreamError Network::note_failed(Endpoint end) {
  Connection* connection = find(end.connection);
  SEAM_ASSERT(connection != nullptr);
  const seam::StreamError error = connection->end(end.side).error;
  report_closed(*connection, end.side, reason_of(error));
  return error;
}

std::size_t Network::write(Endpoint end, std::string_view bytes) {
  Connection* connection = find(end.connection);
  if (connection == nullptr || bytes.empty()) return 0;
  const End& writer = connection->end(end.side);
  const Direction direction = outgoing(end.side);
  Flow& flow = connection->flow(direction);
  if (writer.state != End::State::open || writer.error != seam::StreamError::none || flow.fin_queued || flow.severed) {
    return 0;
  }

  flow.take_acknowledgements(engine_.now());
  const std::size_t fits = std::min(bytes.size(), room(flow));
  const std::size_t accepted = shortened(*connection, end.side, fits);
  if (accepted < bytes.size()) {
    flow.sender_waits = true;
    if (accepted < fits) {
      engine_.schedule(engine_.now() + options_.room_after, flow.ties.next(),
                       [this, id = connection->id, direction] { on_acknowledgement(id, direction); });
    }
    events_.on(ShortWrite{engine_.now(), connection->id, writer.host, bytes.size(), accepted});
  }
  flow.bytes.append(bytes.substr(0, accepted));
  if (tap_ != nullptr && accepted > 0 && connection->kind == ConnectionKind::client) {
    tap_->on_accepted(connection->id, direction, bytes.substr(0, accepted));
  }
  scan_frames(*connection, direction);
  pump(*connection, direction);
  return accepted;
}

// What the writer's kernel takes of bytes for which there is room.
std::size_t Network::shortened(const Connection& connection, Side side, std::size_t bytes) {
  const auto& rules = host(connection.ends[static_cast<std::size_t>(side)].host).short_writes;
  const Side other = side == Side::client ? Side::server : Side::client;
  for (const ShortWrites& rule : rules) {
    if (bytes == 0) break;
    const RandomKey key =
        rule.key.sub(name(connection.ends[static_cast<std::size_t>(other)].host)).sub(connection.client_port);
    const std::uint64_t offset = connection.flows[static_cast<std::size_t>(outgoing(side))].written();
    const std::size_t taken = 1 + uniform_below(key.draw(offset), std::max<std::uint64_t>(rule.most_bytes, 1));
    if (taken >= bytes) continue;
    if (watcher_ != nullptr) watcher_->fault_met(rule.fault);
    bytes = taken;
  }
  return bytes;
}

seam::ReadResult Network::read(Endpoint end, std::span<char> into) {
  using seam::ReadStatus;
  Connection* connection = find(end.connection);
  if (connection == nullptr) return {ReadStatus::error};
  Flow& flow = connection->input(end.side);
  if (flow.has_unread()) {
    const std::uint64_t upto = std::min(flow.delivered, flow.consumed + into.size());
    const std::string_view bytes = flow.bytes.view(flow.consumed, upto);
    std::copy(bytes.begin(), bytes.end(), into.begin());
    flow.consumed = upto;
    flow.trim();
    // A window update is worth a packet once it opens a quarter of the window.
    const std::uint64_t opened = flow.consumed + flow.buffers.receive_bytes - flow.advertised;
    if (opened >= flow.buffers.receive_bytes / 4 && opened > 0) acknowledge(*connection, opposite(outgoing(end.side)));
    return {ReadStatus::data, bytes.size()};
  }
  if (connection->end(end.side).error != seam::StreamError::none) return {ReadStatus::error};
  return {flow.fin_delivered ? ReadStatus::end_of_stream : ReadStatus::would_block};
}

void Network::shutdown_write(Endpoint end) {
  Connection* connection = find(end.connection);
  if (connection == nullptr) return;
  events_.on(ConnectionEnded{engine_.now(), connection->id, connection->end(end.side).host});
  connection->output(end.side).fin_queued = true;
  connection->output(end.side).sender_waits = false;
  pass_bytes(*connection, outgoing(end.side));
  pump(*connection, outgoing(end.side));
}

void Network::abort(Endpoint end) {
  Connection* connection = find(end.connection);
  if (connection == nullptr) return;
  const End& aborted = connection->end(end.side);
  report_closed(*connection, end.side, CloseReason::aborted_by_process);
  if (aborted.state == End::State::open && aborted.error == seam::StreamError::none) {
    send_reset(*connection, outgoing(end.side));
  }
  vanish(*connection, end.side);
  reclaim_if_over(end.connection);
}

void Network::close(Endpoint end) {
  Connection* connection = find(end.connection);
  if (connection == nullptr) return;
  let_go(*connection, end.side, CloseReason::closed_by_process);
  reclaim_if_over(end.connection);
}

seam::Address Network::peer(Endpoint end) const {
  Connection* connection = find(end.connection);
  SEAM_ASSERT(connection != nullptr);
  const bool is_client = end.side == Side::client;
  const End& other = connection->end(is_client ? Side::server : Side::client);
  return {name(other.host), is_client ? connection->port : connection->client_port};
}

}  // namespace groundhog
