// P11: in the observer's monotonic time, a peer is declared down earlier than misses × W or later than (misses + 1) × W
// + slop after the later of the last evidence delivered and the starts named in replication.md, rule 7; or its
// connection is kept after that.
//
// The upper bound is judged from the wire alone: whenever a stretch without evidence ends (evidence, a close, the end
// of the run) it must not have been longer than the bound. The lower bound needs the node's word that it gave up on
// purpose.
//
//   fact                    evidence                                 if it does not come
//   W and misses            knobs of the observer                    –
//   a window starts         ConnectionOpened and Established at the  the end is not watched
//                           connecting end, at the other `hello`
//                           and Established, the later one
//   certain evidence        FrameDelivered: `pong`, data, a count    the lower bound counts from the start
//                           in a `ping` that grew since the last
//   possible evidence       that; a first count; FramePartDelivered  the upper bound counts from the start
//   a peer is given up      `peer.declared_down` of the observer     the end of the connection; the upper bound alone
//   the observer paused     NodePaused and NodeResumed; NodeBusy,    it ran
//                           while a callback takes time
//   its ticks were late     TimerLate: at most so much at each      they were in time
//
// Each is of one end of one connection: the two ends may differ in knobs, clocks and pauses.
#include <algorithm>
#include <utility>
#include <vector>

#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/watch_book.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog::checkers {
namespace {

class FailureDetector : public Checker {
 public:
  explicit FailureDetector(const CheckContext& context)
      : Checker(context), pauses_(context.run.node_count), late_timers_(context.run.node_count) {}

  void on(const NodePaused& event) override { pauses_[index(event.node)].paused(event.monotonic); }
  void on(const NodeResumed& event) override { pauses_[index(event.node)].resumed(event.monotonic); }

  void on(const NodeBusy& event) override { pauses_[index(event.node)].busy(event.at, event.from, event.to); }

  void on(const TimerLate& event) override { late_timers_[index(event.node)].late(event.from, event.to); }

  void on(const NodeStopped& event) override {
    pauses_[index(event.node)].stopped();
    late_timers_[index(event.node)].stopped();
    book_.visit([&](WatchedConnection& connection) {
      if (Watch* end = connection.end_at(event.node)) end->open = false;
    });
  }

  void on(const ConnectionOpened& event) override {
    if (event.kind == ConnectionKind::replication) book_.open(event);
  }

  void on(const ConnectionEstablished& event) override {
    WatchedConnection* connection = book_.find(event.connection);
    if (connection == nullptr) return;
    Watch* end = connection->end_at(event.side);
    if (end == nullptr) return;
    if (end == &connection->accepting) {
      end->accepted = true;
      if (end->greeted) start(*end, event.monotonic);
      return;
    }
    if (end->open) judge_silence(*end, event.at, event.monotonic);
    start(*end, event.monotonic);
  }

  void on(const ConnectionClosed& event) override {
    WatchedConnection* connection = book_.find(event.connection);
    if (connection == nullptr) return;
    Watch* end = connection->end_at(event.side);
    if (end == nullptr || !end->open) return;
    judge_silence(*end, event.at, event.monotonic);
    end->open = false;
  }

  void on(const FrameSent& event) override {
    WatchedConnection* connection = book_.find(event.frame.connection);
    if (connection == nullptr || event.frame.from != connection->accepting.observer) return;
    connection->accepting.sent_bytes += event.frame.bytes.size();
  }

  void on(const FrameDelivered& event) override {
    WatchedConnection* connection = book_.find(event.frame.connection);
    if (connection == nullptr) return;
    Watch* end = connection->end_at(event.frame.to);
    if (end == nullptr) return;
    if (event.frame.type == "hello") {
      end->greeted = true;
      if (end->accepted) start(*end, event.monotonic);
    }
    const Evidence evidence = evidence_of(event.frame, *connection);
    const std::optional<MonotonicTime> before_part = std::exchange(end->before_part, std::nullopt);
    if (evidence == Evidence::none) {
      if (before_part) end->possible = std::max(*before_part, end->started);
      return;
    }
    note_possible(*end, event.at, event.monotonic);
    if (evidence == Evidence::certain) end->certain = end->possible;
  }

  // What it is a part of shows only when it is whole. If it is data, it is evidence already; if not, it was none.
  void on(const FramePartDelivered& event) override {
    WatchedConnection* connection = book_.find(event.connection);
    if (connection == nullptr || event.to != connection->connecting.observer) return;
    Watch& end = connection->connecting;
    if (!end.before_part) end.before_part = end.possible;
    note_possible(end, event.at, event.monotonic);
  }

  void on(const Announced& event) override {
    if (event.event != "peer.declared_down") return;
    for (const seam::Field& field : event.fields) {
      if (field.name != "connection" || field.kind != seam::Field::Kind::id) continue;
      WatchedConnection* connection = book_.find(ConnectionId{field.id});
      Watch* end = connection == nullptr ? nullptr : connection->end_at(event.node);
      if (end != nullptr) judge_declaration(*end, event);
    }
  }

  void on(const RunEnded& event) override {
    book_.visit([&](WatchedConnection& connection) {
      for (const Watch* end : {&connection.connecting, &connection.accepting}) {
        if (!end->open || index(end->observer) >= event.clocks.size()) continue;
        judge_silence(*end, event.at, event.clocks[index(end->observer)].monotonic);
      }
    });
  }

 private:
  // At the accepting end the hello is the start, once the connection has been accepted: before it, the connection may
  // be any client's and there is no peer. A caller that was paused between connect and hello is late for its own
  // reasons, and a connection that waits in the queue of the listener is not the process's yet.
  static void start(Watch& end, MonotonicTime now) {
    end.open = true;
    end.started = end.certain = end.possible = now;
  }

  void note_possible(Watch& end, VirtualTime at, MonotonicTime now) {
    if (end.open) judge_silence(end, at, now);
    end.possible = std::max(end.possible, now);
  }

  Duration window_of(const Watch& end) const { return context_.run.knobs_of(end.observer).heartbeat_window; }

  // misses × W, and the longest silence: one window more, and the slop.
  Duration least_of(const Watch& end) const {
    return seam::saturating_mul(window_of(end), std::int64_t{context_.run.knobs_of(end.observer).heartbeat_misses});
  }
  Duration most_of(const Watch& end) const {
    return seam::saturating_add(seam::saturating_add(least_of(end), window_of(end)), context_.run.slop);
  }

  void judge_declaration(const Watch& end, const Announced& event) {
    judge_silence(end, event.at, event.monotonic);
    const Duration two_windows = seam::saturating_mul(window_of(end), std::int64_t{2});
    const auto left_out = pauses_of(end).overlap(end.certain, event.monotonic, two_windows);
    const Duration silence = event.monotonic - end.certain - left_out.length;
    if (silence >= least_of(end)) return;
    report(event.at, end.observer, {},
           name(end.observer) + " declared " + name(end.peer) + " down " + in_seconds(silence) + " after its last " +
               last_sign(end) + ", earlier than " + in_seconds(least_of(end)));
  }

  // A pause longer than W may void the window that it interrupts: the tick that follows counts nothing (rule 7).
  void judge_silence(const Watch& end, VirtualTime at, MonotonicTime now) {
    const Duration window = window_of(end);
    const Duration most = most_of(end);
    if (window <= Duration(0) || now - end.possible <= most) return;
    const auto left_out = pauses_of(end).overlap(end.possible, now, Duration(0));
    const auto voiding = pauses_of(end).overlap(end.possible, now, window);
    const Duration late = late_timers_[index(end.observer)].allowance(
        end.possible, now, window, std::int64_t{context_.run.knobs_of(end.observer).heartbeat_misses} + 1);
    const Duration silence = now - end.possible - left_out.length - late;
    if (silence <= seam::saturating_add(most, seam::saturating_mul(window, std::int64_t{voiding.count}))) return;
    report(at, end.observer, {},
           name(end.observer) + " kept its connection with " + name(end.peer) + " for " + in_seconds(silence) +
               " after the last " + last_sign(end) + ", longer than " + in_seconds(most));
  }

  static std::string last_sign(const Watch& end) {
    return end.possible == end.started ? "start of a window" : "evidence of life";
  }

  const PauseLog& pauses_of(const Watch& end) const { return pauses_[index(end.observer)]; }

  std::vector<PauseLog> pauses_;
  std::vector<LateTimerLog> late_timers_;
  WatchBook book_;
};

}  // namespace

extern const CheckerEntry failure_detector_check = {
    .id = "P11",
    .name = "failure_detector",
    .title = "Failure detector",
    .statement =
        "A peer is declared down earlier than misses × W or later than (misses + 1) × W + slop after the last "
        "evidence of life, in the observer's monotonic time; or its connection is kept after that.",
    .implies = "progress,replica.convergence",
    .make = make_check<FailureDetector>,
    .needs = {.log = true, .watches = true},
    .example = R"(         W is 100 ms, misses is 3
n2 → n1  pong at 1.000s                the last evidence that n1 gets
n1       declares n2 down at 1.250s    VIOLATED: before 1.300s)",
};

}  // namespace groundhog::checkers
