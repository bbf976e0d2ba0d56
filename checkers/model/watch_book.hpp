// The two ends of every replication connection, and when each last had a reason to believe in the other.
//
// replication.md, rule 7. Evidence is a PONG of this connection; at the connecting side also log and snapshot bytes; at
// the accepting side also growth of the received-byte count in a PING.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/events/observer.hpp"

namespace groundhog::checkers {

struct Watch {
  bool open = false;
  bool accepted = false;  // at the accepting end: its process has the connection
  bool greeted = false;   // and the hello has arrived, before or after
  HostId observer = no_host;
  HostId peer = no_host;
  MonotonicTime started{};  // the later of the starts named in rule 7
  // Two readings of "the last evidence" where the wire leaves it open: certain evidence for the lower bound, and
  // whatever may count for the upper.
  MonotonicTime certain{};
  MonotonicTime possible{};
  // What `possible` was before the beginning of a frame arrived whose type is not known yet.
  std::optional<MonotonicTime> before_part;
  std::uint64_t sent_bytes = 0;  // in whole frames, at the accepting end
  std::uint64_t received = 0;    // the largest count in a PING of the peer
  std::uint64_t counted = 0;     // as far as so much was sent when it came
  bool received_known = false;
};

struct WatchedConnection {
  ConnectionId id = ConnectionId::none;
  Watch connecting;
  Watch accepting;

  Watch* end_at(HostId host);
  bool is_over() const { return !connecting.open && !accepting.open; }
};

class WatchBook {
 public:
  WatchedConnection& open(const ConnectionOpened& event);
  // nullptr: a client connection, or one that is long gone.
  WatchedConnection* find(ConnectionId id);

  template <typename Visit>
  void visit(Visit&& visit) {
    for (WatchedConnection& connection : connections_) visit(connection);
  }

 private:
  std::vector<WatchedConnection> connections_;
};

enum class Evidence : std::uint8_t { none, possible, certain };

// What a delivered frame shows its receiver; keeps the PING count up to date.
Evidence evidence_of(const Frame& frame, WatchedConnection& connection);

// When a node stood still or was busy, in its own monotonic time: spans that do not overlap.

class PauseLog {
 public:
  struct Overlap {
    Duration length{0};       // of pauses of at least the given length, as far as they lie in the interval
    std::uint32_t count = 0;  // of them
  };

  void paused(MonotonicTime at) { since_ = at; }
  void resumed(MonotonicTime at) {
    if (since_) pauses_.push_back(joined({*since_, at}));
    since_.reset();
  }
  // Spans of one callback, which began at `callback`, follow on one another and are one; between callbacks it ran.
  void busy(VirtualTime callback, MonotonicTime from, MonotonicTime to) {
    if (busy_in_ == callback && !pauses_.empty() && pauses_.back().to == from) {
      pauses_.back().to = to;
    } else {
      pauses_.push_back({from, to});
    }
    busy_in_ = callback;
  }
  void stopped() {
    pauses_.clear();
    since_.reset();
  }

  Overlap overlap(MonotonicTime from, MonotonicTime to, Duration at_least) const {
    Overlap total;
    auto pause = pauses_.rbegin();
    if (since_ && to > *since_) {
      const bool joins = pause != pauses_.rend() && *since_ < pause->to;
      add(total, joins ? Pause{pause->from, std::max(to, pause->to)} : Pause{*since_, to}, from, to, at_least);
      if (joins) ++pause;
    }
    for (; pause != pauses_.rend() && pause->to > from; ++pause) add(total, *pause, from, to, at_least);
    return total;
  }

 private:
  struct Pause {
    MonotonicTime from;
    MonotonicTime to;
  };

  // One that begins while a callback runs is one with it.
  Pause joined(Pause pause) {
    if (pauses_.empty() || pause.from >= pauses_.back().to) return pause;
    pause = {pauses_.back().from, std::max(pause.to, pauses_.back().to)};
    pauses_.pop_back();
    return pause;
  }

  static void add(Overlap& total, Pause pause, MonotonicTime from, MonotonicTime to, Duration at_least) {
    if (pause.to - pause.from < at_least) return;
    const Duration length = std::min(pause.to, to) - std::max(pause.from, from);
    if (length <= Duration(0)) return;
    total.length += length;
    ++total.count;
  }

  std::vector<Pause> pauses_;
  std::optional<MonotonicTime> since_;
  VirtualTime busy_in_{};
};

// When timers of a node were late, in its own monotonic time: spans that do not overlap, from the earliest that waited
// for a wake-up to that.

class LateTimerLog {
 public:
  void late(MonotonicTime from, MonotonicTime to) {
    if (spans_.empty() || spans_.back().to != to) spans_.push_back({from, to});
  }
  void stopped() { spans_.clear(); }

  // By how much `windows` ticks may come too late together, each at the end of a window of this length. One that is
  // late by a window counts nothing, as after a pause (rule 7).
  Duration allowance(MonotonicTime from, MonotonicTime to, Duration window, std::int64_t windows) const;

 private:
  struct Span {
    MonotonicTime from;
    MonotonicTime to;
  };

  std::vector<Span> spans_;
};

}  // namespace groundhog::checkers
