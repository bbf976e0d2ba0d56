// P11: in the observer's monotonic time, a peer is declared down earlier than misses × W or later than (misses + 1) × W
// + slop after the later of the last evidence delivered and the starts named in replication.md, rule 7; or its
// connection is kept after that.
//
// The upper bound is judged from the wire alone: whenever a stretch without evidence ends (evidence, a close, the end
// of the run) it must not have been longer than the bound. The lower bound needs the node's word that it gave up on
// purpose.
#include <algorithm>
#include <vector>

#include "checkers/factories.hpp"
#include "checkers/message.hpp"
#include "checkers/model/pause_log.hpp"
#include "checkers/model/watch_book.hpp"

namespace groundhog {
namespace {

class FailureDetector : public Checker {
 public:
  explicit FailureDetector(const CheckContext& context)
      : context_(context),
        window_(context.run.heartbeat_window),
        least_(window_ * context.run.heartbeat_misses),
        most_(window_ * (context.run.heartbeat_misses + 1) + context.run.slop),
        pauses_(context.run.node_count) {}

  void on(const NodePaused& event) override { pauses_[index(event.node)].paused(event.monotonic); }
  void on(const NodeResumed& event) override { pauses_[index(event.node)].resumed(event.monotonic); }

  void on(const NodeStopped& event) override {
    pauses_[index(event.node)].stopped();
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
    if (end == nullptr || end == &connection->accepting) return;
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
    if (!arrives_in_pieces(event.frame)) return;
    WatchedConnection* connection = book_.find(event.frame.connection);
    if (connection == nullptr) return;
    if (Watch* end = connection->end_at(event.frame.to)) ++end->large_in_flight;
  }

  void on(const FrameDelivered& event) override {
    WatchedConnection* connection = book_.find(event.frame.connection);
    if (connection == nullptr) return;
    Watch* end = connection->end_at(event.frame.to);
    if (end == nullptr) return;
    if (event.frame.type == "hello") start(*end, event.monotonic);
    const Evidence evidence = evidence_of(event.frame, *connection);
    if (evidence != Evidence::none) {
      if (end->open) judge_silence(*end, event.at, event.monotonic);
      end->possible = std::max(end->possible, event.monotonic);
      if (evidence == Evidence::certain) end->certain = end->possible;
    }
    if (arrives_in_pieces(event.frame) && end->large_in_flight > 0) --end->large_in_flight;
  }

  void on(const Announced& event) override {
    if (event.event != "peer.declared_down") return;
    for (const burrow::Field& field : event.fields) {
      if (field.name != "connection" || field.kind != burrow::Field::Kind::id) continue;
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
  // At the accepting end the hello is the start: before it, the connection may be any client's and nobody is a peer. A
  // caller that was paused between connect and hello is late for its own reasons.
  static void start(Watch& end, MonotonicTime now) {
    end.open = true;
    end.started = end.certain = end.possible = now;
  }

  void judge_declaration(const Watch& end, const Announced& event) {
    judge_silence(end, event.at, event.monotonic);
    const auto left_out = pauses_of(end).overlap(end.certain, event.monotonic, 2 * window_);
    const Duration silence = event.monotonic - end.certain - left_out.length;
    if (silence >= least_) return;
    report(event.at, end,
           name(end.observer) + " declared " + name(end.peer) + " down " + in_seconds(silence) + " after its last " +
               last_sign(end) + ", earlier than " + in_seconds(least_));
  }

  // A pause longer than W may void the window that it interrupts: the tick that follows counts nothing (rule 7).
  void judge_silence(const Watch& end, VirtualTime at, MonotonicTime now) {
    if (window_ <= Duration(0) || end.large_in_flight > 0 || now - end.possible <= most_) return;
    const auto left_out = pauses_of(end).overlap(end.possible, now, Duration(0));
    const auto voiding = pauses_of(end).overlap(end.possible, now, window_);
    const Duration silence = now - end.possible - left_out.length;
    if (silence <= most_ + window_ * voiding.count) return;
    report(at, end,
           name(end.observer) + " kept its connection with " + name(end.peer) + " for " + in_seconds(silence) +
               " after the last " + last_sign(end) + ", longer than " + in_seconds(most_));
  }

  static std::string last_sign(const Watch& end) {
    return end.possible == end.started ? "start of a window" : "evidence of life";
  }

  const PauseLog& pauses_of(const Watch& end) const { return pauses_[index(end.observer)]; }

  std::string name(HostId host) const { return std::string(context_.run.name_of(host)); }

  void report(VirtualTime at, const Watch& end, std::string message) {
    context_.verdicts.violated({"failure_detector", at, std::move(message), end.observer, {}});
  }

  CheckContext context_;
  Duration window_;
  Duration least_;
  Duration most_;
  std::vector<PauseLog> pauses_;
  WatchBook book_;
};

}  // namespace

std::unique_ptr<Checker> make_failure_detector(const CheckContext& context) {
  return std::make_unique<FailureDetector>(context);
}

}  // namespace groundhog
