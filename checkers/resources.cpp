// P13: after an entry that sets a key, a primary holds more keys than its capacity, or more bytes than `maxmemory`; a
// node keeps more of the log than its backlog may, more bytes for a peer than its buffer may, or more timers than it
// has a use for; or what indexes its keys knows other ones than it holds.
//
//   fact                    evidence                                   if it does not come
//   what it holds           the state of its log after the entry       nothing is judged
//   what it may hold        knobs of the node, for the whole run       they change: that limit is not judged
//   what log it keeps       NodePosition, when its offset has grown    as it was
//   it keeps it for a       FrameDelivered of its `hello`, unless it   it keeps it for none
//   replica that loads      is sent `continue`, until the snapshot
//                           and all of the log are sent
//   timers, buffers, and    StateSampled                               not judged in between
//   what indexes hold
//
// A key weighs its name, its value and 128 bytes. Room is made before a value is stored, so each entry keeps the limit,
// not only the last one of its step; a promoted node comes down to its limits with its first entry at the latest.
//
// Of the log, keys and values count, which is less than it weighs. One entry is kept however large it is, and for a
// replica that loads `sync-buffer` bytes; what was kept for it goes with the next entry.
//
// The list of recency is what a sample reads. How many keys are held, how many of them with a deadline, and what they
// weigh, the node counts by itself; so it does its timers and what it has not sent to a peer. There, one frame more
// than the buffer holds is allowed: a part of a snapshot may be full of entries as small as the smallest.
#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/ledger.hpp"
#include "checkers/model/stream_book.hpp"

namespace groundhog::checkers {
namespace {

constexpr std::uint64_t overhead_bytes = 128;                // of a key that is held
constexpr std::uint64_t snapshot_entry_overhead_bytes = 48;  // lengths and deadline

class Resources : public Checker {
 public:
  explicit Resources(const CheckContext& context) : Checker(context), nodes_(context.run.node_count) {}

  void on(const LogAppended& event) override {
    note_size(event.effect);
    if (event.effect.kind != EffectKind::set || !context_.ledger.append_is_regular()) return;
    const HistoryLog* log = context_.ledger.history(event.history);
    const NodeKnobs& knobs = context_.run.knobs_of(event.node);
    const StateDigest held = log->digest_at(event.offset);
    judge(event, held.keys, knobs.capacity, " keys");
    judge(event, held.bytes + held.keys * overhead_bytes, knobs.max_memory_bytes, " bytes");
  }

  void on(const FrameSent& event) override {
    if (index(event.frame.from) >= nodes_.size()) return;
    std::vector<Load>& loads = nodes_[index(event.frame.from)].loads;
    const auto load = std::ranges::find(loads, event.frame.connection, &Load::connection);
    if (load == loads.end()) return;
    const std::string_view type = event.frame.type;
    if (type == "continue") return static_cast<void>(loads.erase(load));
    if (type == "full") load->sent = number_in(event.frame, "offset").value_or(0);
    if (type == "snapshot_end") load->snapshot_sent = true;
    if (type == "log_entry") load->sent = number_in(event.frame, "offset").value_or(load->sent);
  }

  void on(const FrameDelivered& event) override {
    if (event.frame.type != "hello" || index(event.frame.to) >= nodes_.size()) return;
    nodes_[index(event.frame.to)].loads.push_back({event.frame.connection, 0});
  }

  void on(const NodeStarted& event) override { nodes_[index(event.node)] = {}; }

  void on(const ConnectionClosed& event) override {
    if (index(event.side) >= nodes_.size()) return;
    for (Load& load : nodes_[index(event.side)].loads) {
      if (load.connection == event.connection) load.closed = event.at;
    }
  }

  void on(const NodePosition& event) override {
    Node& node = nodes_[index(event.node)];
    const bool has_grown = node.history == event.history && node.offset < event.offset;
    node.history = event.history;
    node.offset = event.offset;
    // An entry that is too much for a load ends it, and was kept for it.
    std::erase_if(node.loads, [&](const Load& load) { return load.closed && *load.closed < event.at; });
    if (has_grown) judge_backlog(event, node);
    std::erase_if(node.loads, [&](const Load& load) { return load.snapshot_sent && load.sent >= event.offset; });
  }

  void on(const StateSampled& event) override {
    if (event.usage == nullptr) return;
    const NodeKnobs& knobs = context_.run.knobs_of(event.node);
    const NodeUsage& usage = *event.usage;
    limit(event, usage.timers, knobs.timers + usage.connections * knobs.timers_per_connection,
          " timers pending with " + with_separators(usage.connections) + " connections");
    if (!usage.counts) return;
    limit(event, usage.counts->unsent_to_peer_bytes, knobs.peer_buffer_bytes + largest_frame(knobs),
          " bytes to send to one peer");
    judge_indexes(event, *usage.counts);
  }

 private:
  // A full synchronisation that a node serves, or is about to: `full` itself may wait for room.
  struct Load {
    ConnectionId connection;
    std::uint64_t sent;  // how far the log was sent
    bool snapshot_sent = false;
    std::optional<VirtualTime> closed = {};
  };
  struct Node {
    HistoryId history = HistoryId::none;
    std::uint64_t offset = 0;
    std::vector<Load> loads = {};
  };

  void judge_backlog(const NodePosition& event, const Node& node) {
    const HistoryLog* log = context_.ledger.history(event.history);
    if (log == nullptr || event.offset > log->last_offset()) return;
    if (event.backlog_first == 0 || event.backlog_first >= event.offset) return;
    const NodeKnobs& knobs = context_.run.knobs_of(event.node);
    const std::uint64_t limit =
        node.loads.empty() ? knobs.backlog_bytes : std::max(knobs.backlog_bytes, knobs.sync_buffer_bytes);
    const std::uint64_t kept = log->payload_between(event.backlog_first - 1, event.offset);
    if (kept <= limit) return;
    report(event.at, event.node, {},
           name(event.node) + " keeps " + with_separators(kept) + " bytes of its log, from offset " +
               with_separators(event.backlog_first) + " to " + with_separators(event.offset) +
               ", although its limit is " + with_separators(limit));
  }

  void note_size(const Effect& effect) {
    if (effect.kind != EffectKind::set) return;
    const std::uint64_t bytes = effect.key.size() + effect.value.size();
    largest_entry_bytes_ = std::max(largest_entry_bytes_, bytes);
    smallest_entry_bytes_ = std::min(smallest_entry_bytes_, std::max<std::uint64_t>(bytes, 1));
  }

  // A part of a snapshot, full of the smallest entries but for the last one: more than one entry of the log.
  std::uint64_t largest_frame(const NodeKnobs& knobs) const {
    const std::uint64_t entries = knobs.snapshot_part_bytes / smallest_entry_bytes_;
    return knobs.snapshot_part_bytes + entries * snapshot_entry_overhead_bytes + largest_entry_bytes_ +
           entry_overhead_bytes;
  }

  void limit(const StateSampled& event, std::uint64_t used, std::uint64_t most, const std::string& what) {
    if (used <= most) return;
    report(
        event.at, event.node, {},
        name(event.node) + " has " + with_separators(used) + what + ", although its limit is " + with_separators(most));
  }

  // All of one sample: the list of recency, and what the node counts.
  void judge_indexes(const StateSampled& event, const ProcessCounts& counts) {
    const StateDigest& held = context_.ledger.sample().held;
    const auto with_deadline = std::ranges::count_if(event.keys, [](const KeyState& key) { return !!key.deadline; });
    same(event, counts.keys, held.keys, " keys");
    same(event, counts.keys_with_deadline, static_cast<std::uint64_t>(with_deadline), " keys with a deadline");
    same(event, counts.weight_bytes, held.bytes + held.keys * overhead_bytes, " bytes");
  }

  void same(const StateSampled& event, std::uint64_t counted, std::uint64_t held, const std::string& what) {
    if (counted == held) return;
    report(event.at, event.node, {},
           name(event.node) + " counts " + with_separators(counted) + what + ", and holds " + with_separators(held));
  }

  void judge(const LogAppended& event, std::uint64_t held, std::optional<std::uint64_t> limit, std::string_view unit) {
    if (!limit || *limit == 0 || held <= *limit) return;
    report(event.at, event.node, event.effect.key,
           name(event.node) + " set " + quoted(event.effect.key) + " and holds " + with_separators(held) +
               std::string(unit) + ", although its limit is " + with_separators(*limit));
  }

  std::vector<Node> nodes_;                // by HostId
  std::uint64_t largest_entry_bytes_ = 0;  // key and value, of any log
  std::uint64_t smallest_entry_bytes_ = std::numeric_limits<std::uint32_t>::max();
};

}  // namespace

extern const CheckerEntry resources_check = {
    .id = "P13",
    .name = "resources.bounded",
    .title = "Bounded resources",
    .statement =
        "After an entry that sets a key, a primary holds more keys than its capacity, or more bytes than maxmemory: "
        "key, value and 128 bytes each; or a node keeps more of its log than backlog-bytes, or than sync-buffer "
        "while it synchronises a replica; more bytes for a peer, or timers, than it may; or counts other keys, other "
        "deadlines or another weight than those of the keys that it holds.",
    .implies = {},
    .make = make_check<Resources>,
    .needs = {.log = true},
    .example = R"(         capacity is 2
c1 → n1  SET a 1                       entry 1: one key
c1 → n1  SET b 1                       entry 2: two keys
c1 → n1  SET c 1                       entry 3: three keys, none was evicted
                                       VIOLATED: n1 holds 3 keys)",
};

}  // namespace groundhog::checkers
