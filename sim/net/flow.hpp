// One direction of a connection: a byte stream with its TCP state.
//
//   consumed <= delivered <= sent <= marked <= written
//
//   consumed   read by the receiving process
//   delivered  in the receiver's receive buffer
//   sent       on the wire or beyond; falls back when a transmission is lost (go-back-N)
//   marked     past the gate: whole frames, or bytes that could not wait for their frame
//   written    accepted from the sending process
//
// A passing transmission costs one engine event, its arrival. Its fate is decided when it leaves. Acknowledgements cost
// none: each is a line in a small queue with the time at which the sender will know of it, looked at when the sender
// does something; only a sender that waits for one gets an event. The retransmission timer runs only while something
// was lost.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/engine.hpp"
#include "sim/core/random.hpp"
#include "sim/core/virtual_time.hpp"
#include "sim/net/link.hpp"
#include "sim/net/network.hpp"
#include "sut/runtime/assert.hpp"

namespace groundhog {

// The bytes of one direction of a connection that either end may still need, contiguous and addressed by their stream
// offset.
class ByteQueue {
 public:
  std::uint64_t begin() const { return base_; }
  std::uint64_t end() const { return base_ + (bytes_.size() - head_); }

  // Valid until the next change.
  std::string_view view(std::uint64_t from, std::uint64_t to) const {
    SEAM_ASSERT(base_ <= from && from <= to && to <= end());
    return std::string_view(bytes_).substr(head_ + static_cast<std::size_t>(from - base_),
                                           static_cast<std::size_t>(to - from));
  }

  void append(std::string_view bytes) {
    if (head_ > 0 && (head_ == bytes_.size() || bytes_.size() + bytes.size() > bytes_.capacity())) {
      bytes_.erase(0, head_);
      head_ = 0;
    }
    bytes_.append(bytes);
  }

  // What lies at `at` moves up.
  void insert(std::uint64_t at, std::string_view bytes) {
    SEAM_ASSERT(base_ <= at && at <= end());
    bytes_.insert(head_ + static_cast<std::size_t>(at - base_), bytes);
  }

  // Turns these bits of the byte at `at`.
  void turn(std::uint64_t at, std::uint8_t bits) {
    SEAM_ASSERT(base_ <= at && at < end());
    char& byte = bytes_[head_ + static_cast<std::size_t>(at - base_)];
    byte = static_cast<char>(static_cast<std::uint8_t>(byte) ^ bits);
  }

  // Cuts [from, from + size) out; what lies behind moves up.
  void erase(std::uint64_t from, std::size_t size) {
    SEAM_ASSERT(base_ <= from && from + size <= end());
    bytes_.erase(head_ + static_cast<std::size_t>(from - base_), size);
  }

  void truncate(std::uint64_t to) {
    SEAM_ASSERT(base_ <= to && to <= end());
    bytes_.resize(head_ + static_cast<std::size_t>(to - base_));
  }

  void drop_before(std::uint64_t offset) {
    SEAM_ASSERT(base_ <= offset && offset <= end());
    head_ += static_cast<std::size_t>(offset - base_);
    base_ = offset;
  }

 private:
  std::string bytes_;
  std::size_t head_ = 0;  // bytes_[head_] has the offset base_
  std::uint64_t base_ = 0;
};

// What the dissector said of whole frames at the gate, for when they arrive, in their order. A frame with more fields
// than fit, or with text of its own, is looked at again.
class FrameShapes {
 public:
  // False if it does not fit.
  bool push(const DissectedFrame& frame, std::string_view bytes);
  // The first one, of a frame that lies at `bytes` now.
  DissectedFrame pop(std::string_view bytes);

 private:
  struct Piece {
    std::uint32_t at;
    std::uint32_t size;
  };
  struct Shape {
    std::string_view type;
    Piece key;
    std::uint32_t field_count;
    std::array<std::string_view, DissectedFrame::max_fields> names;
    std::array<Piece, DissectedFrame::max_fields> values;
  };

  std::vector<Shape> shapes_;
  std::size_t first_ = 0;
};

// What is transmitted, lost and retransmitted as one: a frame, or bytes that are no whole frame.
struct Segment {
  std::uint64_t frame_start;  // of the frame that it ends, or is a part of: the dissector will want it whole
  std::uint64_t end;
  LinkStream stream;
  std::uint64_t frame_ordinal;  // of the whole frame that arrives with its last byte; 0: none does
  std::uint32_t attempts = 0;
  std::uint64_t ordinal;
  bool has_shape = false;  // Flow::shapes has it, as it was at the gate
};

// What a transmission carries besides bytes.
using ArrivalFlags = std::uint8_t;
constexpr ArrivalFlags arrives_syn = 1;
constexpr ArrivalFlags arrives_syn_ack = 2;
constexpr ArrivalFlags arrives_third_ack = 4;
constexpr ArrivalFlags arrives_refusal = 8;
constexpr ArrivalFlags arrives_fin = 16;
constexpr ArrivalFlags arrives_reset = 32;
constexpr ArrivalFlags arrives_probe = 64;

struct Arrival {
  VirtualTime leaves;   // the link is through with it
  VirtualTime arrives;  // at the receiver's machine, in order
  VirtualTime at;       // later where a fault delays it; max: its receiver takes nothing
  std::uint64_t end;    // of the stream, after it
  ArrivalFlags flags;
};

struct Acknowledgement {
  VirtualTime leaves;
  VirtualTime at;  // at the sender
  std::uint64_t upto;
  std::uint64_t edge;  // the receiver takes bytes before it
  bool fin;
};

// Nothing behind `offset` passes before `until`: a delayed frame.
struct Barrier {
  std::uint64_t offset;
  VirtualTime until;
};

// How much a kernel keeps for one direction of a connection: at the sender what is not acknowledged, at the receiver
// what is not read.
struct SocketBuffers {
  std::uint64_t send_bytes;
  std::uint64_t receive_bytes;
};

struct Flow {
  Flow(Link& over, Link& back, RandomKey tie_key, SocketBuffers sizes)
      : link(over),
        reverse(back),
        ties(tie_key),
        buffers(sizes),
        edge(sizes.receive_bytes),
        advertised(sizes.receive_bytes) {}

  std::uint64_t written() const { return bytes.end(); }
  bool has_unread() const { return delivered > consumed; }
  // Bytes behind this may not leave yet.
  std::uint64_t release_limit(VirtualTime now);
  bool window_closed(VirtualTime now) { return sent == edge && sent < release_limit(now); }
  bool unacknowledged() const { return acked < delivered || (fin_delivered && !fin_acked); }
  void take_acknowledgements(VirtualTime now);
  void push_acknowledgement(VirtualTime leaves, VirtualTime at, std::uint64_t new_edge);
  // It may leave, and the next frame begins behind it.
  void admit(const Segment& segment);
  // Back to what has arrived: the rest of the wire is lost.
  void fall_back();
  // Bytes that neither reader nor dissector will ask for again are freed.
  void trim();
  // Nothing is sent any more; what is on the wire still arrives.
  void die(Engine& engine);
  bool finished() const { return in_flight.empty() && (dead || fin_delivered); }

  Link& link;
  Link& reverse;
  RandomStream ties;
  SocketBuffers buffers;

  ByteQueue bytes;
  std::uint64_t consumed = 0;
  std::uint64_t delivered = 0;
  std::uint64_t sent = 0;
  std::uint64_t marked = 0;
  std::uint64_t frame_start = 0;  // of the frame that is not complete yet
  std::deque<Segment> segments;   // not delivered yet
  FrameShapes shapes;             // of those segments that have one
  std::size_t next_segment = 0;   // the first of them that is not entirely sent
  std::deque<Barrier> barriers;

  std::deque<Arrival> in_flight;
  std::uint32_t epoch = 0;  // arrival events of an older epoch are void
  VirtualTime last_arrival{};

  std::deque<Acknowledgement> acks;
  std::uint64_t acked = 0;
  std::uint64_t edge;         // as the sender knows it
  std::uint64_t advertised;   // as the receiver last said
  bool sender_waits = false;  // a write was short
  EventHandle ack_event;

  bool severed = false;  // by a fault: what the process writes behind it leads nowhere
  bool fin_queued = false;
  bool fin_sent = false;
  bool fin_delivered = false;
  bool fin_acked = false;

  std::vector<std::uint32_t> blackholes;  // faults that swallow what is sent

  bool stalled = false;  // the transmission from `sent` on was lost and waits for the timer
  bool dead = false;
  std::uint64_t packet_start = 0;  // of a retransmission under way: what is inside shares the fate of its first byte
  std::uint64_t packet_end = 0;
  std::uint32_t retries = 0;
  EventHandle timer;
};

// State of one connection and of the machines, for the files of sim/net only.

struct End {
  enum class State : std::uint8_t {
    none,       // server: no SYN has arrived
    handshake,  // client: SYN sent; server: SYN-ACK sent
    queued,     // server: established, waits for accept
    open,
    closed,  // the process let go; the kernel sends the rest
    gone,    // the kernel knows nothing of it: data for it is answered by RST
  };

  HostId host;
  State state = State::none;
  seam::StreamError error = seam::StreamError::none;
  bool reported = false;  // ConnectionClosed was emitted
  Socket* socket = nullptr;
};

struct Connection {
  ConnectionId id;
  ConnectionKind kind;
  std::uint16_t port;  // at the server
  std::uint16_t client_port;
  std::array<End, 2> ends;    // by Side
  std::array<Flow, 2> flows;  // by Direction
  RandomStream ties;
  EventHandle handshake_timer;
  std::uint32_t handshake_retries = 0;
  std::optional<std::uint32_t> led_astray_by = {};  // the fault by which the server is another host than was asked for

  End& end(Side side) { return ends[static_cast<std::size_t>(side)]; }
  Flow& flow(Direction direction) { return flows[static_cast<std::size_t>(direction)]; }
  Flow& output(Side side) { return flow(outgoing(side)); }
  Flow& input(Side side);
};

constexpr Side sender_of(Direction direction) {
  return direction == Direction::to_server ? Side::client : Side::server;
}
constexpr Side receiver_of(Direction direction) {
  return direction == Direction::to_server ? Side::server : Side::client;
}
constexpr Direction opposite(Direction direction) {
  return direction == Direction::to_server ? Direction::to_client : Direction::to_server;
}

inline Flow& Connection::input(Side side) { return flow(opposite(outgoing(side))); }

struct ListeningPort {
  std::uint16_t port;
  Acceptor* acceptor;
  std::deque<ConnectionId> queue;
};

struct NetworkHost {
  std::string name;
  HostKind kind;
  bool up = true;
  const MonotonicSource* clock = nullptr;
  std::vector<ListeningPort> listening;
  std::vector<ShortWrites> short_writes;  // faults that are active
  std::vector<NoSockets> no_sockets;
  std::vector<std::unique_ptr<Link>> links;  // by the other host; made on first use
  std::vector<std::uint64_t> connects;       // number of connect calls, by the other host

  void add(const ShortWrites& rule) { short_writes.push_back(rule); }
  void add(const NoSockets& rule) { no_sockets.push_back(rule); }
  void end_rules(std::uint32_t fault) {
    std::erase_if(short_writes, [fault](const ShortWrites& each) { return each.fault == fault; });
    std::erase_if(no_sockets, [fault](const NoSockets& each) { return each.fault == fault; });
  }

  ListeningPort* listening_at(std::uint16_t port) {
    for (ListeningPort& entry : listening) {
      if (entry.port == port) return &entry;
    }
    return nullptr;
  }
};

}  // namespace groundhog
