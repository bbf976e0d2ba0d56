// The simulated network: machines, directed links between them, and TCP-shaped connections over the links.
//
// Within a connection bytes arrive in order and intact. Loss and cuts show as what TCP makes of them: stalls until the
// retransmission timer, full send buffers, time-outs, resets; never as missing bytes. How a direction works is in
// flow.hpp.
//
// The network is the kernel's half of every socket: it continues to accept, buffer and send for a process that is
// paused, and finishes sending for one that died. sim/runtime is the process's half.
//
// No call into the network calls back a Socket or Acceptor before it returns; those are called from engine events only.
// Observer, LinkWatcher and StreamTap are called at once and must not call back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/engine.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/random.hpp"
#include "sim/events/observer.hpp"
#include "sim/net/dissector.hpp"
#include "sim/net/link.hpp"
#include "sim/net/network_faults.hpp"
#include "sim/plan/plan.hpp"
#include "sut/runtime/stream.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog {

enum class HostKind : std::uint8_t { node, client };

// The connecting end is the client of a connection, the accepting end its server.
enum class Side : std::uint8_t { client, server };

constexpr Direction outgoing(Side side) { return side == Side::client ? Direction::to_server : Direction::to_client; }

// One end of one connection.
struct Endpoint {
  ConnectionId connection = ConnectionId::none;
  Side side = Side::client;

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// What a socket has to say, as a set of bits.
using SocketSignals = std::uint8_t;
constexpr SocketSignals signal_connected = 1;
constexpr SocketSignals signal_readable = 2;
constexpr SocketSignals signal_writable = 4;
constexpr SocketSignals signal_failed = 8;

// The process's half of one end.
class Socket {
 public:
  virtual void on_signals(SocketSignals signals) = 0;

 protected:
  ~Socket() = default;
};

// The process's half of a listening port.
class Acceptor {
 public:
  // Established connections wait in the queue: fetch them with Network::accept.
  virtual void on_pending() = 0;

 protected:
  ~Acceptor() = default;
};

// A machine's monotonic clock, for the events that carry it and for when its process sends.
class MonotonicSource {
 public:
  virtual MonotonicTime monotonic_now() const = 0;
  // How far the process is ahead of true time, within a callback that takes time: what it sends leaves so much later.
  virtual Duration ahead() const = 0;

 protected:
  ~MonotonicSource() = default;
};

// Hears that a fault changed the fate of a transmission or frame.
class LinkWatcher {
 public:
  virtual void fault_met(std::uint32_t fault) = 0;

 protected:
  ~LinkWatcher() = default;
};

// Follows the byte streams of client connections, from outside both processes.
class StreamTap {
 public:
  // The writer's stream has accepted these bytes, the next ones of its direction.
  virtual void on_accepted(ConnectionId connection, Direction direction, std::string_view bytes) = 0;
  // All bytes of the direction before offset `up_to` are in the receiver's receive buffer. Called before the receiver
  // itself.
  virtual void on_delivered(ConnectionId connection, Direction direction, std::uint64_t up_to) = 0;

 protected:
  ~StreamTap() = default;
};

struct Arrival;
struct Connection;
struct Flow;
struct NetworkHost;
struct Segment;
struct SocketBuffers;
class Link;

class Network final : public NetworkFaults {
 public:
  // `key` is that of the whole run: the network derives "link", "loss" and "tie" streams from it.
  Network(Engine& engine, RandomKey key, const Dissector& dissector, const TcpOptions& options, Observer& events);
  ~Network();
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  void set_watcher(LinkWatcher* watcher) { watcher_ = watcher; }
  void set_tap(StreamTap* tap) { tap_ = tap; }
  // Before the first connection.
  void set_director(NetworkDirector* director) { director_ = director; }

  // -- machines: up from the beginning, in the order of their ids
  HostId add_host(std::string name, HostKind kind);
  std::optional<HostId> find_host(std::string_view name) const;
  std::size_t host_count() const { return hosts_.size(); }
  const std::string& name(HostId host) const;
  HostKind kind(HostId host) const;
  void set_clock(HostId host, const MonotonicSource& clock);

  // The process is gone (kill -9): listeners close, its ends close as close(2) does. With `host_failed` the machine is
  // gone too: nothing more leaves it, what arrives is lost, and its peers hear nothing until it is back.
  void process_died(HostId host, bool host_failed);
  // A failed machine is up again, with an empty kernel: it answers RST to connections of its former life.
  void host_booted(HostId host);

  // -- links. Call set_links before the first connection, after the last add_host.
  void set_links(const NetworkSpec& spec);
  bool is_cut(HostId from, HostId to) const;
  void cut(HostId from, HostId to, std::uint32_t fault) override;
  void heal(HostId from, HostId to, std::uint32_t fault) override;
  void hold(HostId from, HostId to, std::uint32_t fault) override;
  void release(HostId from, HostId to, std::uint32_t fault) override;
  void override_link(HostId from, HostId to, const LinkOverride& change, std::uint32_t fault) override;
  void restore_link(HostId from, HostId to, std::uint32_t fault) override;
  std::size_t reset(HostId from, HostId to) override;
  void blackhole(HostId from, HostId to, std::uint32_t fault) override;
  void end_blackhole(std::uint32_t fault) override;
  std::size_t half_open(HostId from, HostId to, HostId gone) override;
  void add_link_rule(HostId from, HostId to, const LinkRule& rule) override;
  void end_link_rules(HostId from, HostId to, std::uint32_t fault) override;
  void add_kernel_rule(HostId host, const KernelRule& rule) override;
  void end_kernel_rules(HostId host, std::uint32_t fault) override;
  void add_rule(FrameRule& rule) override;
  void remove_rule(FrameRule& rule) override;
  // Settle: cuts, overrides and rules end, held frames continue, links keep their mean delay without jitter or loss,
  // and everything that waits for a retransmission timer is sent again at once. Later calls to cut() and its kin do
  // nothing.
  void heal_all();

  // -- sockets, for sim/runtime
  // False if the port is taken.
  bool listen(HostId host, std::uint16_t port, Acceptor& acceptor);
  // One without a listener.
  std::uint16_t free_port(HostId host) const;
  // Connections that were not accepted are reset.
  void stop_listening(HostId host, std::uint16_t port);
  // Calls the port's acceptor if connections wait. From engine events only.
  void announce_pending(HostId host, std::uint16_t port);
  // The oldest connection in the queue. Emits ConnectionEstablished.
  std::optional<Endpoint> accept(HostId host, std::uint16_t port);
  // A name that no host has fails as `unreachable`, by a signal; so does all where there is no socket.
  Endpoint connect(HostId from, const seam::Address& to);
  // Which socket hears of this end from now on; nullptr: none.
  void attach(Endpoint end, Socket* socket);
  Socket* attached(Endpoint end) const;
  // What a fresh subscriber must learn: unread input, end-of-stream, an error.
  SocketSignals waiting(Endpoint end) const;
  // The process has learned of it: emits ConnectionEstablished or ConnectionClosed.
  void note_connected(Endpoint end);
  seam::StreamError note_failed(Endpoint end);

  std::size_t write(Endpoint end, std::string_view bytes);
  seam::ReadResult read(Endpoint end, std::span<char> into);
  void shutdown_write(Endpoint end);
  void abort(Endpoint end);
  void close(Endpoint end);
  seam::Address peer(Endpoint end) const;

 private:
  Connection* find(ConnectionId id) const;
  // As they are now: a walk may end one.
  std::vector<Connection*> present_connections() const { return present_; }
  NetworkHost& host(HostId id) const;
  Link& link(HostId from, HostId to) const;
  MonotonicTime monotonic(HostId id) const;
  NameAnswer resolve(HostId from, HostId to);
  void end_led_astray(HostId from, std::uint32_t fault);
  // Whether a fault leaves it none; then that has met it.
  bool lacks_sockets(const NetworkHost& machine);
  SocketBuffers buffers_of(const Link& link) const;
  Duration ahead(HostId id) const;

  // network.cpp: ends
  void let_go(Connection& connection, Side side, CloseReason reason);
  void vanish(Connection& connection, Side side);
  void reset_both_ends(ConnectionId id);
  void time_out_end(ConnectionId id, Side side);
  void report_closed(Connection& connection, Side side, CloseReason reason);
  void signal(ConnectionId id, Side side, SocketSignals signals);
  void reclaim_if_over(ConnectionId id);
  void hurry(Connection& connection);
  // What becomes of it, sent by the sender of `flow`; faults that changed that have met it.
  Fate transmit(const Flow& flow, Link::Carriage carriage, LinkStream stream, std::uint64_t ordinal,
                std::uint32_t attempt, std::uint64_t bytes);
  void meet_holds(const Flow& flow);

  // flow.cpp: from accepted bytes to segments
  void scan_frames(Connection& connection, Direction direction);
  void pass_bytes(Connection& connection, Direction direction);
  FrameVerdict judge_frame(const Connection& connection, Direction direction, const Frame& frame);
  void admit_frame(Connection& connection, Direction direction, Segment segment, const FrameVerdict& verdict);
  void hold_frame(Connection& connection, Direction direction, Duration by);
  void sever(ConnectionId id, Direction direction);
  void release_later(Connection& connection, Direction direction, VirtualTime at);
  Frame frame_of(const Connection& connection, Direction direction, const DissectedFrame& dissected,
                 std::string_view bytes) const;

  // handshake.cpp
  void begin_handshake(Connection& connection);
  void send_syn(Connection& connection);
  void send_syn_ack(Connection& connection);
  void send_third_ack(Connection& connection);
  bool send_control(Connection& connection, Direction direction, std::string_view type, std::uint8_t flags);
  void arm_handshake_timer(Connection& connection);
  void on_handshake_timer(ConnectionId id);
  void syn_arrived(Connection& connection);
  SocketSignals syn_ack_arrived(Connection& connection);
  bool establish_server(Connection& connection);
  void fail_connect(Connection& connection, seam::StreamError error);

  // transmission.cpp: the sender
  void pump(Connection& connection, Direction direction);
  bool send_segment(Connection& connection, Direction direction);
  void send_fin(Connection& connection, Direction direction);
  bool send_reset(Connection& connection, Direction direction);
  void push_arrival(Connection& connection, Direction direction, Duration delay, std::uint64_t end, std::uint8_t flags);
  void hand_on(Connection& connection, Direction direction, const Arrival& whole);
  void push_piece(Flow& flow, ConnectionId id, Direction direction, Arrival piece);
  void hand_on_again(Connection& connection, Direction direction, const RateChange& change);
  void hand_on_what_is_kept(Connection& connection, Direction direction);
  void acknowledge_again(Connection& connection, Direction direction, const RateChange& change);
  void take_turns_again(const Link& link, const RateChange& change);
  void stall(Connection& connection, Direction direction);
  void arm_retransmission(Connection& connection, Direction direction, Duration after);
  void on_retransmission(ConnectionId id, Direction direction);
  void time_out(Connection& connection, Direction direction);
  void await_acknowledgement(Connection& connection, Direction direction);
  void on_acknowledgement(ConnectionId id, Direction direction);
  Duration timeout(const Flow& flow) const;
  std::size_t room(const Flow& flow) const;
  std::size_t shortened(const Connection& connection, Side side, std::size_t bytes);

  // arrival.cpp: the receiver
  void on_arrival(ConnectionId id, Direction direction, std::uint32_t epoch);
  void lost_at_arrival(Connection& connection, Direction direction, std::uint8_t flags);
  void reject(Connection& connection, Direction direction);
  SocketSignals take_in(Connection& connection, Direction direction, std::uint64_t end, bool fin);
  bool deliver_frames(Connection& connection, Direction direction);
  void report_part(Connection& connection, Direction direction, bool is_part);
  void acknowledge(Connection& connection, Direction direction);
  SocketSignals reset_arrived(Connection& connection, Direction direction);

  Engine& engine_;
  RandomKey key_;
  const Dissector& dissector_;
  TcpOptions options_;
  Observer& events_;
  LinkWatcher* watcher_ = nullptr;
  StreamTap* tap_ = nullptr;
  NetworkDirector* director_ = nullptr;

  NetworkSpec spec_;
  bool healed_ = false;
  std::vector<std::unique_ptr<NetworkHost>> hosts_;
  std::vector<std::unique_ptr<Connection>> connections_;  // by id - 1; null once over
  std::vector<Connection*> present_;                      // those that are not, in the order of their ids
  std::vector<FrameRule*> rules_;
};

}  // namespace groundhog
