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

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sim/core/engine.hpp"
#include "sim/core/random.hpp"
#include "sim/net/byte_queue.hpp"
#include "sim/net/fifo.hpp"
#include "sim/net/link.hpp"

namespace groundhog {

// What is transmitted, lost and retransmitted as one: a frame, or bytes that are no whole frame.
struct Segment {
  std::uint64_t frame_start;  // of the frame that it ends, or is a part of: the dissector will want it whole
  std::uint64_t end;
  LinkStream stream;
  bool is_frame;
  std::uint32_t attempts = 0;
  std::uint64_t ordinal;
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
  VirtualTime at;
  std::uint64_t end;  // of the stream, after it
  ArrivalFlags flags;
};

struct Acknowledgement {
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

struct Flow {
  Flow(Link& over, Link& back, RandomKey tie_key, std::uint64_t window)
      : link(over), reverse(back), ties(tie_key), edge(window), advertised(window) {}

  std::uint64_t written() const { return bytes.end(); }
  bool has_unread() const { return delivered > consumed; }
  // Bytes behind this may not leave yet.
  std::uint64_t release_limit(VirtualTime now);
  bool window_closed(VirtualTime now) { return sent == edge && sent < release_limit(now); }
  bool unacknowledged() const { return acked < delivered || (fin_delivered && !fin_acked); }
  void take_acknowledgements(VirtualTime now);
  void push_acknowledgement(VirtualTime at, std::uint64_t new_edge);
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

  ByteQueue bytes;
  std::uint64_t consumed = 0;
  std::uint64_t delivered = 0;
  std::uint64_t sent = 0;
  std::uint64_t marked = 0;
  std::uint64_t frame_start = 0;  // of the frame that is not complete yet
  Fifo<Segment> segments;         // not delivered yet
  std::size_t next_segment = 0;   // the first of them that is not entirely sent
  Fifo<Barrier> barriers;

  Fifo<Arrival> in_flight;
  std::uint32_t epoch = 0;  // arrival events of an older epoch are void
  VirtualTime last_arrival{};

  Fifo<Acknowledgement> acks;
  std::uint64_t acked = 0;
  std::uint64_t edge;         // as the sender knows it
  std::uint64_t advertised;   // as the receiver last said
  bool sender_waits = false;  // a write was short
  EventHandle ack_event;

  bool fin_queued = false;
  bool fin_sent = false;
  bool fin_delivered = false;
  bool fin_acked = false;

  bool stalled = false;  // the transmission from `sent` on was lost and waits for the timer
  bool dead = false;
  std::uint64_t packet_start = 0;  // of a retransmission going on: what is inside shares the fate of its first byte
  std::uint64_t packet_end = 0;
  std::uint32_t retries = 0;
  EventHandle timer;
};

}  // namespace groundhog
