// P16: a replica changes its state by what comes behind a frame that was damaged, lost or repeated on its connection.
// replication.md, rule 9: such a frame closes the connection without a change of state.
//
//   fact                      evidence                                 if it does not come
//   the connection of a       ConnectionOpened by it; its end there    nothing is judged
//   replica
//   what may still be done    FrameSent on it before that frame        nothing may
//   a frame is not whole      FrameDropped, FrameChanged               all of them are
//   what the replica does     NodePosition while it is a replica       it does nothing
//
// PING and PONG have no number: one that is lost or repeated is no gap. A frame that was cut may have been whole.
//
// That bytes come back as they were sent, and replies in the order of their commands, shows in what they say: P7, P10.
#include <algorithm>
#include <optional>
#include <vector>

#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/ledger.hpp"
#include "checkers/model/stream_book.hpp"

namespace groundhog::checkers {
namespace {

class Framing : public Checker {
 public:
  explicit Framing(const CheckContext& context) : Checker(context), links_(context.run.node_count) {}

  void on(const ConnectionOpened& event) override {
    if (event.kind != ConnectionKind::replication || index(event.from) >= links_.size()) return;
    links_[index(event.from)] = {.connection = event.connection};
  }
  void on(const ConnectionClosed& event) override {
    if (Link* const link = find(event.side, event.connection)) *link = {};
  }
  void on(const NodeStopped& event) override { links_[index(event.node)] = {}; }

  void on(const FrameSent& event) override {
    Link* const link = find(event.frame.to, event.frame.connection);
    if (link == nullptr || link->bound) return;
    link->before = link->sent;
    const std::string_view type = event.frame.type;
    if (type == "snapshot_end") link->sent.snapshot = true;
    if (type == "full" || type == "log_entry") {
      link->sent.offset = number_in(event.frame, "offset").value_or(link->sent.offset);
    }
  }

  void on(const FrameDropped& event) override {
    if (!is_heartbeat(event.frame)) not_whole(event.frame, false);
  }
  void on(const FrameChanged& event) override {
    const bool is_repeated = event.change == FrameChanged::Change::duplicated;
    if (is_repeated && is_heartbeat(event.frame)) return;
    not_whole(event.frame, is_repeated || event.change == FrameChanged::Change::cut);
  }

  void on(const NodePosition& event) override {
    Link& link = links_[index(event.node)];
    if (!link.bound || event.role != Role::replica) return;
    const Bound& bound = *link.bound;
    const bool has_loaded = event.generation != bound.generation && !bound.may_load;
    if (!has_loaded && event.offset <= bound.offset) return;
    report(event.at, event.node, {},
           name(event.node) + " came to offset " + with_separators(event.offset) +
               " by what was sent behind a damaged frame, which should have closed its connection at offset " +
               with_separators(bound.offset));
    link.bound.reset();
  }

 private:
  // What a connection has brought so far.
  struct Sent {
    std::uint64_t offset = 0;
    bool snapshot = false;  // a whole one
  };
  struct Bound {
    std::uint64_t offset;
    std::uint32_t generation;
    bool may_load;
  };
  struct Link {
    ConnectionId connection = ConnectionId::none;
    Sent sent = {};
    Sent before = {};  // the last frame
    std::optional<Bound> bound = {};
  };

  static bool is_heartbeat(const Frame& frame) { return frame.type == "ping" || frame.type == "pong"; }

  Link* find(HostId node, ConnectionId connection) {
    if (index(node) >= links_.size() || links_[index(node)].connection != connection) return nullptr;
    return &links_[index(node)];
  }

  void not_whole(const Frame& frame, bool may_be_done) {
    Link* const link = find(frame.to, frame.connection);
    if (link == nullptr || link->bound) return;
    const std::optional<NodePosition>& position = context_.ledger.node(frame.to).position;
    if (!position) return;
    const Sent& last = may_be_done ? link->sent : link->before;
    link->bound = Bound{std::max(last.offset, position->offset), position->generation, last.snapshot};
  }

  std::vector<Link> links_;  // by the node that opened it
};

}  // namespace

extern const CheckerEntry framing_check = {
    .id = "P16",
    .name = "framing",
    .title = "Framing",
    .statement =
        "A replica changed its state by what was sent behind a frame that was damaged, lost or repeated on its "
        "connection, which closes the connection.",
    .implies = "replica.prefix",
    .make = make_check<Framing>,
    .needs = {.log = true, .watches = true},
    .example = R"(n1 → n2  entry 7, a bit of it turned   the connection should close here
n1 → n2  entry 8
n2       is at offset 8                VIOLATED: by what came behind a damaged frame)",
};

}  // namespace groundhog::checkers
