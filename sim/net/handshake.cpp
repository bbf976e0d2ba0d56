// Opening a connection: SYN, SYN-ACK, ACK, and what happens when one of them is lost or no host answers.
#include "sim/net/flow.hpp"
#include "sim/net/network.hpp"

namespace groundhog {

// A transmission without bytes. False if it was lost.
bool Network::send_control(Connection& connection, Direction direction, std::string_view type, std::uint8_t flags) {
  Flow& flow = connection.flow(direction);
  const LinkStream stream = flow.link.stream(type);
  const std::uint64_t ordinal = flow.link.next_ordinal(stream);
  const Fate delay = transmit(flow, Link::Carriage::packet, stream, ordinal, 0, 0);
  if (!delay) return false;
  push_arrival(connection, direction, *delay, flow.sent, flags);
  return true;
}

void Network::begin_handshake(Connection& connection) {
  send_syn(connection);
  arm_handshake_timer(connection);
}

// A middlebox may lose it or answer it.
void Network::send_syn(Connection& connection) {
  const auto& rules = connection.flow(Direction::to_server).link.rules().connects;
  if (rules.empty()) {
    send_control(connection, Direction::to_server, "syn", arrives_syn);
    return;
  }
  if (watcher_ != nullptr) watcher_->fault_met(rules.back().fault);
  if (rules.back().is_refused) {
    send_control(connection, Direction::to_client, "rst", arrives_refusal);
  }
}

void Network::send_syn_ack(Connection& connection) {
  send_control(connection, Direction::to_client, "syn_ack", arrives_syn_ack);
}

// Lost, it is asked for again by the server's next SYN-ACK; bytes that arrive say the same.
void Network::send_third_ack(Connection& connection) {
  if (!send_control(connection, Direction::to_server, "third_ack", arrives_third_ack)) arm_handshake_timer(connection);
}

void Network::arm_handshake_timer(Connection& connection) {
  if (engine_.is_pending(connection.handshake_timer)) return;
  const VirtualTime at = engine_.now() + options_.syn_timeout * (1 << connection.handshake_retries);
  connection.handshake_timer =
      engine_.schedule(at, connection.ties.next(), [this, id = connection.id] { on_handshake_timer(id); });
}

void Network::on_handshake_timer(ConnectionId id) {
  Connection* connection = find(id);
  if (connection == nullptr) return;
  if (connection->end(Side::client).state == End::State::handshake) {
    if (++connection->handshake_retries > options_.syn_retries) {
      return fail_connect(*connection, seam::StreamError::timed_out);
    }
    send_syn(*connection);
    return arm_handshake_timer(*connection);
  }
  if (connection->end(Side::server).state != End::State::handshake) return reclaim_if_over(id);
  if (++connection->handshake_retries > options_.syn_ack_retries) {
    vanish(*connection, Side::server);
    return reclaim_if_over(id);
  }
  send_syn_ack(*connection);
  arm_handshake_timer(*connection);
}

void Network::syn_arrived(Connection& connection) {
  End& server = connection.end(Side::server);
  const bool listening = host(server.host).listening_at(connection.port) != nullptr;
  if (server.state == End::State::gone || (server.state == End::State::none && !listening)) {
    send_control(connection, Direction::to_client, "rst", arrives_refusal);
    return;
  }
  if (server.state == End::State::none) server.state = End::State::handshake;
  send_syn_ack(connection);
}

SocketSignals Network::syn_ack_arrived(Connection& connection) {
  End& client = connection.end(Side::client);
  if (client.state == End::State::gone) {
    send_reset(connection, Direction::to_server);
    return 0;
  }
  const bool first = client.state == End::State::handshake;
  if (first) {
    client.state = End::State::open;
    connection.handshake_retries = 0;
    engine_.cancel(connection.handshake_timer);
  }
  send_third_ack(connection);
  pump(connection, Direction::to_server);
  return first ? signal_connected : SocketSignals{0};
}

// True if the connection is new in the accept queue.
bool Network::establish_server(Connection& connection) {
  End& server = connection.end(Side::server);
  if (server.state != End::State::handshake) return false;
  ListeningPort* listening = host(server.host).listening_at(connection.port);
  if (listening == nullptr) return false;
  server.state = End::State::queued;
  listening->queue.push_back(connection.id);
  engine_.cancel(connection.handshake_timer);
  return true;
}

void Network::fail_connect(Connection& connection, seam::StreamError error) {
  End& client = connection.end(Side::client);
  if (client.state != End::State::handshake) return reclaim_if_over(connection.id);
  client.state = End::State::gone;
  client.error = error;
  connection.flow(Direction::to_server).die(engine_);
  engine_.cancel(connection.handshake_timer);
  signal(connection.id, Side::client, signal_failed);
}

}  // namespace groundhog
