// P8: a replica leaves an entry that was delivered to it unapplied, or says that its link is up after its connection is
// gone, for longer than the slop while it runs. That it heard nothing for (misses + 1) × W and kept its connection is
// P11's.
//
//   fact                       evidence                                  if it does not come
//   its connection             FrameDelivered `continue` or `full`       no entry is awaited
//   an entry is due            FrameDelivered `log_entry`, the last one  nothing is judged
//                              of its step; what follows a snapshot,
//                              from its end on
//   it was applied             NodePosition with that offset             it was not
//   its connection is gone     ConnectionClosed at its end               it stands
//   it says that it is up      NodePosition                              as it said last
//   it could run               checkers/model/held_up_book.hpp           –
//
// What is wrong with an entry ends the connection at once.
#include <algorithm>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/held_up_book.hpp"
#include "checkers/model/ledger.hpp"
#include "checkers/model/stream_book.hpp"

namespace groundhog::checkers {
namespace {

class Staleness : public Checker {
 public:
  explicit Staleness(const CheckContext& context)
      : Checker(context), links_(context.run.node_count), held_up_(context.run.node_count) {}

  void on(const NodeResumed& event) override { held_up_.note(event); }
  void on(const NodeBusy& event) override { held_up_.note(event); }
  void on(const TimerLate& event) override { held_up_.note(event); }
  void on(const NodeStarted& event) override { links_[index(event.node)] = {}; }
  void on(const NodeStopped& event) override { links_[index(event.node)] = {}; }

  void on(const FrameDelivered& event) override {
    if (index(event.frame.to) >= links_.size()) return;
    Link& link = links_[index(event.frame.to)];
    const std::string_view type = event.frame.type;
    if (type == "continue" || type == "full") {
      judge(event.frame.to, event.at);
      link = {.connection = event.frame.connection, .is_loading = type == "full", .says_up = link.says_up};
    } else if (event.frame.connection != link.connection) {
      return;
    } else if (type == "snapshot_end") {
      link.is_loading = false;
    } else if (type == "log_entry" && !link.is_loading) {
      expect_entry(link, event);
    }
  }

  void on(const NodePosition& event) override {
    judge(event.node, event.at);
    Link& link = links_[index(event.node)];
    link.says_up = event.role == Role::replica && event.link_up;
    while (!link.due.empty() && link.due.front().offset <= event.offset) link.due.pop_front();
    if (event.role == Role::primary) link.due.clear();
  }

  void on(const ConnectionClosed& event) override {
    if (index(event.side) >= links_.size()) return;
    Link& link = links_[index(event.side)];
    if (link.connection != event.connection) return;
    judge(event.side, event.at);
    link.due.clear();
    link.closed = event.at;
  }

  void on(const RunEnded& event) override {
    for (std::uint32_t node = 0; node < links_.size(); ++node) judge(HostId{node}, event.at);
  }

 private:
  struct Entry {
    std::uint64_t offset;
    VirtualTime delivered;
  };
  struct Link {
    ConnectionId connection = ConnectionId::none;  // the last one that its upstream answered on
    bool is_loading = false;
    bool says_up = false;
    std::optional<VirtualTime> closed = {};
    std::deque<Entry> due = {};  // delivered and not applied
  };

  void expect_entry(Link& link, const FrameDelivered& event) const {
    const auto offset = number_in(event.frame, "offset");
    const std::optional<NodePosition>& position = context_.ledger.node(event.frame.to).position;
    if (!offset || number_in(event.frame, "more") != 0 || !position || position->offset >= *offset) return;
    link.due.push_back({*offset, event.at});
  }

  // How long it could have known and did nothing.
  std::optional<Duration> idle_since(HostId node, VirtualTime since, VirtualTime now) const {
    const NodeModel& model = context_.ledger.node(node);
    if (!model.running || model.paused) return std::nullopt;
    const Duration idle = now - std::max(since, held_up_.free_since(node));
    return idle > context_.run.slop ? std::optional(idle) : std::nullopt;
  }

  void judge(HostId node, VirtualTime now) {
    Link& link = links_[index(node)];
    if (!link.due.empty()) {
      const Entry first = link.due.front();
      if (const auto idle = idle_since(node, first.delivered, now)) {
        link.due.clear();
        report(now, node, {},
               name(node) + " left the entry at offset " + with_separators(first.offset) +
                   ", which had been delivered to it, unapplied for " + in_seconds(*idle) + " although it ran");
      }
    }
    if (!link.closed || !link.says_up) return;
    if (const auto idle = idle_since(node, *link.closed, now)) {
      link.closed.reset();
      report(now, node, {},
             name(node) + " said that its link was up " + in_seconds(*idle) + " after its connection was gone");
    }
  }

  std::vector<Link> links_;  // by node
  HeldUpBook held_up_;
};

}  // namespace

extern const CheckerEntry staleness_check = {
    .id = "P8",
    .name = "replica.staleness",
    .title = "Bounded staleness",
    .statement =
        "A replica that nothing holds up leaves an entry that was delivered to it unapplied, or says that its link is "
        "up after its connection is gone.",
    .implies = "replica.convergence",
    .make = make_check<Staleness>,
    .needs = {.log = true, .watches = true},
    .example = R"(n1 → n2  entry 7 at 1.000s             n2 runs, and nothing holds it up
n1 → n2  entry 8 at 1.250s
n2       is at offset 7 at 1.250s      VIOLATED: entry 7 lay there for 250 ms)",
};

}  // namespace groundhog::checkers
