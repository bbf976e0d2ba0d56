// P6: at no instant between the bound and the end of settle do all nodes of a tree agree in (history, offset, digest,
// physical count); a TTL key is still held where the last deadline plus two janitor periods falls inside settle.
//
//   fact                     evidence                               if it does not come
//   who belongs to a tree    the plan, and commands that nodes      it stays as it was; nodes that follow one another
//                            accepted (Topology)                    in a circle have no primary and are not judged
//   place of a node          NodePosition, at every change          the last one holds; none: the node does not agree
//   what a node holds        StateSampled, when a tree agrees and   no sample at that place: the node does not agree
//                            at the end of the run
//   when a deadline was      ClockRead of the tree's primary        its wall clock at the end, which does not step in
//   reached                                                         settle
//   janitor                  knobs of the tree's primary            interval 0: dead keys stay, and are not judged
//   since when it sweeps     the latest start, promotion or load    not earlier than settle
//                            of that primary
//   what is new to a tree    LogAppended of its history within the  all is due
//                            bound of the end
//   how much a node has      the log behind its place, or behind    the bound alone
//   still to take in         the last snapshot offered to it, when
//                            settle begins
//
// The bound has room for one synchronisation of the largest state. How much of the log waits behind it shows only in
// the run: what a window per round trip cannot carry until the end of settle is no disagreement, and said to be so.
#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/dead_keys.hpp"
#include "checkers/model/ledger.hpp"
#include "checkers/model/stream_book.hpp"
#include "sut/runtime/time.hpp"

namespace groundhog::checkers {
namespace {

// Between two batches of a sweep.
constexpr Duration batch_spacing = std::chrono::milliseconds(1);

struct Sample {
  HistoryId history;
  std::uint64_t offset;
  StateDigest held;
};

// The snapshot that was last sent to a node.
struct Offer {
  HistoryId history;
  std::uint64_t offset;
};

struct Member {
  bool running = false;
  std::optional<NodePosition> position;
  std::optional<Sample> sample;
  std::optional<Offer> offered;
  bool agreeing = false;                   // all of the tree below this primary
  bool converged = false;                  // they did so at an instant that is judged
  std::vector<VirtualTime> last_connects;  // the latest two
};

class Convergence : public Checker {
 public:
  explicit Convergence(const CheckContext& context)
      : Checker(context), members_(context.run.node_count), dead_keys_(context.run.node_count) {}

  void on(const PhaseStarted& event) override {
    if (event.phase != Phase::settle) return;
    judge_from_ = seam::saturating_add(event.at, context_.run.convergence_bound);
    violated_from_ = seam::saturating_add(*judge_from_, catch_up());
  }

  void on(const NodeStarted& event) override {
    before_change(event.at);
    members_[index(event.node)] = {};
    members_[index(event.node)].running = true;
    dead_keys_.restart(event.node, event.at);
    note_roles();
    after_change(event.at);
  }

  void on(const NodeStopped& event) override {
    before_change(event.at);
    members_[index(event.node)].running = false;
    after_change(event.at);
  }

  void on(const NodePosition& event) override {
    before_change(event.at);
    Member& member = members_[index(event.node)];
    const bool same =
        member.position && member.position->role == event.role && member.position->generation == event.generation;
    if (!same) dead_keys_.restart(event.node, event.at);
    member.position = event;
    after_change(event.at);
  }

  void on(const FaultEffective& event) override {
    before_change(event.at);
    note_roles();
    after_change(event.at);
  }

  void on(const FrameSent& event) override {
    if (event.frame.type != "full" || index(event.frame.to) >= members_.size()) return;
    members_[index(event.frame.to)].offered = Offer{history_in(event.frame, "history").value_or(HistoryId::none),
                                                    number_in(event.frame, "offset").value_or(0)};
  }

  void on(const StateSampled& event) override {
    if (!judge_from_) return;
    before_change(event.at);
    Member& member = members_[index(event.node)];
    member.sample = Sample{event.history, event.offset, context_.ledger.sample().held};
    after_change(event.at);
    if (event.reason == SampleReason::ended) dead_keys_.held(event.node, event.keys);
  }

  void on(const ClockRead& event) override {
    if (!judge_from_ || index(event.node) >= members_.size()) return;
    dead_keys_.read(event.node, event.clocks.monotonic, context_.ledger.node(event.node).clock.last());
  }

  void on(const ConnectionOpened& event) override {
    if (!judge_from_ || event.kind != ConnectionKind::replication || index(event.from) >= members_.size()) return;
    std::vector<VirtualTime>& connects = members_[index(event.from)].last_connects;
    if (connects.size() == 2) connects.erase(connects.begin());
    connects.push_back(event.at);
  }

  void on(const RunEnded& event) override {
    before_change(event.at);
    if (!judge_from_) return;
    for (std::uint32_t n = 0; n < members_.size(); ++n) {
      if (!is_root(HostId{n}) || members_[n].converged || members_[n].agreeing) continue;
      judge_tree(event.at, HostId{n});
    }
    if (event.at < *judge_from_) return;
    for (std::uint32_t n = 0; n < members_.size() && n < event.clocks.size(); ++n) judge_dead_keys(event, HostId{n});
  }

 private:
  // What held until now held at this instant, too.
  void before_change(VirtualTime at) {
    if (!judge_from_ || at < *judge_from_) return;
    for (Member& member : members_) member.converged = member.converged || member.agreeing;
  }

  void after_change(VirtualTime at) {
    if (!judge_from_) return;
    for (std::uint32_t n = 0; n < members_.size(); ++n) {
      if (is_root(HostId{n}) && !members_[n].converged) members_[n].agreeing = tree_agrees(HostId{n});
    }
    before_change(at);
  }

  // How long the log takes that nodes have still to take in, on the slowest way down from a primary.
  Duration catch_up() const {
    std::uint64_t slowest = 0;
    for (std::uint32_t n = 0; n < members_.size(); ++n) {
      const auto root = topology().root_of(HostId{n});
      if (!root) continue;
      std::uint64_t windows = 0;
      for (HostId node{n}; node != *root; node = *topology().upstream_of(node)) {
        windows += bytes_behind(members_[index(node)], members_[index(*root)]) / context_.run.window_bytes;
      }
      slowest = std::max(slowest, windows);
    }
    return seam::saturating_mul(context_.run.round_trip, static_cast<std::int64_t>(slowest));
  }

  std::uint64_t bytes_behind(const Member& member, const Member& root) const {
    if (!root.position) return 0;
    const HistoryLog* log = context_.ledger.history(root.position->history);
    if (log == nullptr) return 0;
    const auto behind = [&](HistoryId history, std::uint64_t offset) -> std::uint64_t {
      if (history != log->id() || offset >= log->last_offset()) return 0;
      return log->payload_between(offset, log->last_offset()) + (log->last_offset() - offset) * entry_overhead_bytes;
    };
    const std::uint64_t of_place = member.position ? behind(member.position->history, member.position->offset) : 0;
    return std::max(of_place, member.offered ? behind(member.offered->history, member.offered->offset) : 0);
  }

  // Other trees have to agree once roles have changed.
  void note_roles() {
    if (std::exchange(topology_changes_, topology().changes()) == topology().changes()) return;
    for (Member& member : members_) member.agreeing = member.converged = false;
  }

  // What a primary appends in settle, a key that expires, has the bound to reach its replicas.
  void judge_tree(VirtualTime at, HostId root) {
    if (lacks_only_what_is_new(at, root)) return;
    at < violated_from_ ? ask_for_longer_settle(at, root) : report_disagreement(at, root);
  }

  bool lacks_only_what_is_new(VirtualTime at, HostId root) const {
    const Member& primary = members_[index(root)];
    if (!primary.running || !primary.position || primary.position->role != Role::primary) return false;
    const HistoryLog* log = context_.ledger.history(primary.position->history);
    std::uint64_t due = log == nullptr ? 0 : log->last_offset();
    while (due > 0 && at - log->entry(due)->at < context_.run.convergence_bound) --due;
    if (log == nullptr || due == log->last_offset()) return false;
    for (std::uint32_t n = 0; n < members_.size(); ++n) {
      if (topology().root_of(HostId{n}) != root) continue;
      const Member& member = members_[n];
      if (!member.running || !member.position || member.position->history != log->id()) return false;
      if (member.position->offset < due) return false;
    }
    return true;
  }

  void ask_for_longer_settle(VirtualTime at, HostId root) {
    const VirtualTime settle = *context_.ledger.settle_began();
    const std::string why = in_words(pending(at, root));
    give_up("settle lasts " + in_seconds(at - settle) + ", and this run may take " +
            in_seconds(violated_from_ - settle) + " to converge: make settle longer" + (why.empty() ? "" : "; ") + why);
  }

  const Topology& topology() const { return context_.ledger.topology(); }
  bool is_root(HostId node) const { return !topology().upstream_of(node); }

  bool tree_agrees(HostId root) const {
    const Member& first = members_[index(root)];
    if (!first.position || first.position->role != Role::primary || !first.sample) return false;
    for (std::uint32_t n = 0; n < members_.size(); ++n) {
      if (topology().root_of(HostId{n}) != root) continue;
      const Member& member = members_[n];
      if (!member.running || !member.position || !member.sample) return false;
      if (member.position->history != first.position->history) return false;
      if (member.position->offset != first.position->offset) return false;
      if (member.sample->history != member.position->history) return false;
      if (member.sample->offset != member.position->offset) return false;
      if (member.sample->held != first.sample->held) return false;
    }
    return true;
  }

  // A primary removes a key within two janitor periods of its deadline, or as soon as its batches allow; a replica
  // hears of it within the bound.
  void judge_dead_keys(const RunEnded& event, HostId host) {
    const auto root = topology().root_of(host);
    if (!root || !janitor_is_due(members_[index(host)], *root)) return;
    const auto overdue = dead_keys_.earliest(host, *root, event.at, event.clocks[index(*root)]);
    if (!overdue) return;
    const NodeKnobs& knobs = context_.run.knobs_of(*root);
    Duration grace = seam::saturating_add(knobs.janitor_interval, std::max(knobs.janitor_interval, sweep(knobs)));
    if (host != *root) grace = seam::saturating_add(grace, violated_from_ - *context_.ledger.settle_began());
    if (overdue->since <= grace) return;
    report(event.at, host, overdue->key,
           name(host) + " still holds " + quoted(overdue->key) + ", " + in_seconds(overdue->since) +
               " after its deadline and longer than the " + in_seconds(grace) + " in which it must go");
  }

  bool janitor_is_due(const Member& member, HostId root) const {
    const Member& owner = members_[index(root)];
    if (context_.run.knobs_of(root).janitor_interval <= Duration(0) || !member.position || !owner.position)
      return false;
    return owner.position->role == Role::primary && owner.position->history == member.position->history;
  }

  // How long the batches of one sweep may take, at most: every key that there ever was is due at once.
  Duration sweep(const NodeKnobs& knobs) const {
    const auto batches =
        static_cast<std::int64_t>(context_.ledger.keys().size() / std::max<std::uint64_t>(knobs.janitor_batch, 1));
    return seam::saturating_mul(std::min(batch_spacing, knobs.janitor_interval), batches);
  }

  // A node of a tree that does not agree, and why.
  struct Pending {
    HostId node;
    std::string why;
  };

  std::vector<Pending> pending(VirtualTime at, HostId root) const {
    std::vector<Pending> all;
    const auto add = [&](HostId node, std::string why) {
      if (!why.empty()) all.push_back({node, std::move(why)});
    };
    add(root, trouble_of(members_[index(root)]));
    const Duration since = at - *context_.ledger.settle_began();
    for (std::uint32_t n = 0; n < members_.size(); ++n) {
      if (HostId{n} == root || topology().root_of(HostId{n}) != root) continue;
      add(HostId{n}, difference(members_[n], members_[index(root)], root, since));
    }
    return all;
  }

  std::string in_words(std::span<const Pending> all) const {
    std::string text;
    for (const Pending& each : all) text += (text.empty() ? "" : "; ") + name(each.node) + each.why;
    return text;
  }

  void report_disagreement(VirtualTime at, HostId root) {
    const std::vector<Pending> all = pending(at, root);
    if (!all.empty()) return report(at, all.front().node, {}, in_words(all));
    report(at, root, {}, name(root) + " and all others agree only at the end, never with a sample");
  }

  // What keeps a primary from being followed.
  static std::string trouble_of(const Member& member) {
    if (!member.running) return " is not running";
    if (!member.position) return " never showed a position";
    return member.position->role == Role::primary ? "" : " is still a replica although it was promoted";
  }

  std::string difference(const Member& member, const Member& leader, HostId leader_host, Duration since) const {
    if (!member.running) return " is not running";
    if (!member.position) return " never showed a position";
    if (!leader.position) return {};
    const NodePosition& here = *member.position;
    const NodePosition& there = *leader.position;
    const std::string healed = ", " + in_seconds(since) + " after the network healed: ";
    if (here.history != there.history) {
      const std::string whose = here.role == Role::primary ? " is a primary of history " : " holds history ";
      return whose + history_text(here.history) + ", not " + name(leader_host) + "'s " + history_text(there.history) +
             healed + link_state(member);
    }
    if (here.offset != there.offset) {
      return " is at offset " + with_separators(here.offset) + " of " + with_separators(there.offset) + healed +
             link_state(member);
    }
    if (!member.sample || !leader.sample || member.sample->held == leader.sample->held) return {};
    return " holds other content than " + name(leader_host) + " at offset " + with_separators(here.offset) + " (" +
           with_separators(member.sample->held.keys) + " keys against " + with_separators(leader.sample->held.keys) +
           ")";
  }

  std::string link_state(const Member& member) const {
    const NodePosition& position = *member.position;
    if (position.role == Role::primary) return "follows no node";
    if (position.link_up) return "link up";
    std::string text = position.complete ? "link down" : "still loading";
    if (position.holding) return text + ", holding off an empty primary";
    if (member.last_connects.size() < 2) return text;
    text += ", retrying " + name(position.upstream) + " every ";
    return text + in_seconds(member.last_connects[1] - member.last_connects[0]);
  }

  std::vector<Member> members_;
  DeadKeys dead_keys_;
  std::optional<VirtualTime> judge_from_;
  VirtualTime violated_from_{};  // from here on a tree that has not agreed had enough time
  std::uint32_t topology_changes_ = 0;
};

}  // namespace

extern const CheckerEntry convergence_check = {
    .id = "P6",
    .name = "replica.convergence",
    .title = "Convergence",
    .statement =
        "At no instant between the bound and the end of settle do all nodes under one primary agree in "
        "history, offset, content and number of keys; or a key is still held although its deadline and two "
        "periods of that primary's janitor have passed. Which node follows which is what the operator asked for, not "
        "what "
        "they say.",
    .implies = "progress,replica.prefix,replica.staleness",
    .make = make_check<Convergence>,
    .needs = {.log = true},
    .needs_settle = true,
    .example = R"(         settle begins at 30.000s, and the bound is 4.2s
n1       offset 812, 40 keys
n2       offset 812, 41 keys
         the run ends at 40.000s       VIOLATED: at no instant since 34.200s did they agree)",
};

}  // namespace groundhog::checkers
