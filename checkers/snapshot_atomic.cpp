// P20: a snapshot at o does not decode to exactly S(h, o), or the stream does not continue at o + 1; or the sender ends
// the stream instead of continuing, with `sync-buffer` not exceeded, the connection intact and the peer not declared
// down.
//
// Judged from what the sender's stream accepted. So frames that a fault drops or changes are no concern of it, and what
// the receiver makes of them is that of P3, P6 and P7.
//
//   fact                     evidence                               if it does not come
//   what was sent            FrameSent of the accepting end         not judged
//   S(h, o)                  LogAppended of that history            a snapshot of it is a violation
//   how far the log goes     LogAppended and NodePosition of the    nothing more is owed
//                            sender
//   the sender let go        ConnectionClosed at its end by its     not the sender's choice
//                            process, before the receiver's
//   it had a reason          peer.declared_down, FrameDropped,      it had none, once the instant is over
//                            FrameChanged; a NodePosition of the
//                            same instant with another history,
//                            generation or role
//   room for the log         sync-buffer of the sender              –
#include <algorithm>
#include <vector>

#include "checkers/checker.hpp"
#include "checkers/message.hpp"
#include "checkers/model/ledger.hpp"
#include "checkers/model/stream_book.hpp"

namespace groundhog::checkers {
namespace {

// A sender let go of a connection on which it owed entries. It may if its own state was replaced, and that shows only
// once its callback has returned.
struct Abandonment {
  VirtualTime at;
  HostId sender;
  HostId receiver;
  NodePosition before;
  std::uint64_t snapshot_offset;
};

class SnapshotAtomic : public Checker {
 public:
  using Checker::Checker;

  void on(const ConnectionOpened& event) override {
    if (event.kind == ConnectionKind::replication) streams_.open(event);
  }

  void on(const FrameSent& event) override {
    judge_abandonments(event.at);
    const Frame& frame = event.frame;
    if (frame.type == "ping" || frame.type == "pong") return;
    SentStream* stream = streams_.find(frame.connection);
    if (stream == nullptr) return;
    if (frame.type == "hello") {
      stream->asked_offset = number_in(frame, "offset");
    } else if (frame.from == stream->sender) {
      follow(*stream, event);
    }
  }

  void on(const FrameDropped& event) override { excuse(event.frame.connection); }

  void on(const FrameChanged& event) override { excuse(event.frame.connection); }

  void on(const Announced& event) override {
    if (event.event != "peer.declared_down") return;
    for (const seam::Field& field : event.fields) {
      if (field.name != "connection" || field.kind != seam::Field::Kind::id) continue;
      excuse(ConnectionId{field.id});
    }
  }

  void on(const ConnectionClosed& event) override {
    const SentStream* stream = streams_.find(event.connection);
    if (stream == nullptr) return;
    const bool by_choice =
        event.reason == CloseReason::closed_by_process || event.reason == CloseReason::aborted_by_process;
    if (by_choice && event.side == stream->sender) note_abandonment(*stream, event.at);
    streams_.forget(event.connection);
  }

  void on(const NodePosition& event) override {
    std::erase_if(abandonments_, [&event](const Abandonment& each) {
      const NodePosition& before = each.before;
      return each.at == event.at && each.sender == event.node &&
             (before.history != event.history || before.generation != event.generation || before.role != event.role);
    });
    judge_abandonments(event.at);
  }

  void on(const RunEnded& event) override { judge_abandonments(event.at + Duration(1)); }

 private:
  void excuse(ConnectionId connection) {
    if (SentStream* stream = streams_.find(connection)) stream->excused = true;
  }

  // ---- what is sent -------------------------------------------------------------------------------------------------

  void follow(SentStream& stream, const FrameSent& event) {
    const std::string_view type = event.frame.type;
    if (type == "continue") {
      if (stream.asked_offset) stream.next_entry = *stream.asked_offset + 1;
    } else if (type == "full") {
      begin_snapshot(stream, event);
    } else if (type == "snapshot_part") {
      take_items(stream, event);
    } else if (type == "snapshot_end") {
      end_snapshot(stream, event);
    } else if (type == "log_entry") {
      take_entry(stream, event);
    }
  }

  void begin_snapshot(SentStream& stream, const FrameSent& event) {
    const Frame& frame = event.frame;
    SentSnapshot& snapshot = stream.snapshot.emplace();
    snapshot.history = history_in(frame, "history").value_or(HistoryId::none);
    snapshot.offset = number_in(frame, "offset").value_or(0);
    snapshot.promised_keys = number_in(frame, "keys").value_or(0);
    stream.next_entry.reset();
    const HistoryLog* log = context_.ledger.history(snapshot.history);
    if (log == nullptr) return report_sent(event.at, stream, {}, of(snapshot) + ", which no node began");
    if (snapshot.offset > log->last_offset()) {
      return report_sent(event.at, stream, {}, of(snapshot) + ", which ends at " + with_separators(log->last_offset()));
    }
    snapshot.log = log;
  }

  void take_items(SentStream& stream, const FrameSent& event) {
    if (!stream.is_loading()) return report_sent(event.at, stream, {}, "a part of a snapshot that is not under way");
    SentSnapshot& snapshot = *stream.snapshot;
    std::span<const FrameField> rest = event.frame.fields;
    while (!rest.empty() && rest.front().name != "key") rest = rest.subspan(1);
    for (; rest.size() >= 3; rest = rest.subspan(3)) {
      const auto deadline = deadline_from(rest[2].value);
      take_item(stream, snapshot, event.at, {rest[0].value, rest[1].value, deadline.value_or(Deadline{})});
    }
  }

  void take_item(const SentStream& stream, SentSnapshot& snapshot, VirtualTime at, const KeyState& item) {
    snapshot.sent.digest += entry_digest(KeyTable::hash_of(item.key), item.value, item.deadline);
    ++snapshot.sent.keys;
    snapshot.sent.bytes += item.key.size() + item.value.size();
    if (snapshot.log == nullptr) return;
    const auto key = context_.ledger.keys().find(item.key);
    const Version* right = key ? snapshot.log->find(*key, snapshot.offset) : nullptr;
    if (right == nullptr) {
      return report_key(at, stream, snapshot, item.key, "holds " + quoted(item.key) + ", which should be absent");
    }
    if (right->value != item.value || right->deadline != item.deadline) {
      return report_key(at, stream, snapshot, item.key,
                        "holds " + quoted(item.key) + " = " + quoted(item.value) + " with " +
                            deadline_text(item.deadline) + ", should be " + quoted(right->value) + " with " +
                            deadline_text(right->deadline));
    }
    snapshot.keys.push_back(*key);
  }

  void end_snapshot(SentStream& stream, const FrameSent& event) {
    if (!stream.is_loading()) return report_sent(event.at, stream, {}, "the end of a snapshot that is not under way");
    SentSnapshot& snapshot = *stream.snapshot;
    snapshot.ended = true;
    stream.next_entry = snapshot.offset + 1;
    if (snapshot.log != nullptr && snapshot.sent != snapshot.log->digest_at(snapshot.offset)) {
      report_keys_astray(event.at, stream, snapshot);
    }
    if (snapshot.promised_keys != snapshot.sent.keys) {
      report_key(event.at, stream, snapshot, {},
                 "holds " + with_separators(snapshot.sent.keys) + " keys and was announced with " +
                     with_separators(snapshot.promised_keys));
    }
    settle_debt(stream);
  }

  // Every key that was sent is right: so one is missing, or came twice.
  void report_keys_astray(VirtualTime at, const SentStream& stream, SentSnapshot& snapshot) {
    std::vector<KeyId>& keys = snapshot.keys;
    std::sort(keys.begin(), keys.end());
    if (const auto twice = std::adjacent_find(keys.begin(), keys.end()); twice != keys.end()) {
      const std::string_view key = context_.ledger.keys().text(*twice);
      report_key(at, stream, snapshot, key, "holds " + quoted(key) + " twice");
    }
    snapshot.log->visit_all(snapshot.offset, [&](KeyId id, const Version& right) {
      if (std::binary_search(keys.begin(), keys.end(), id)) return;
      const std::string_view key = context_.ledger.keys().text(id);
      report_key(at, stream, snapshot, key, "lacks " + quoted(key) + " = " + quoted(right.value));
    });
  }

  void take_entry(SentStream& stream, const FrameSent& event) {
    const auto offset = number_in(event.frame, "offset");
    if (!offset) return;
    if (stream.is_loading()) {
      return report_sent(event.at, stream, event.frame.key,
                         "log entry " + with_separators(*offset) + " of " + quoted(event.frame.key) +
                             " before the end of its snapshot");
    }
    const auto expected = stream.next_entry;
    stream.next_entry = *offset + 1;
    if (!expected || *offset == *expected) return settle_debt(stream);
    report_sent(event.at, stream, event.frame.key,
                "log entry " + with_separators(*offset) + " of " + quoted(event.frame.key) + " where " +
                    with_separators(*expected) + " follows" + (stream.snapshot ? " on its snapshot" : ""));
  }

  // ---- when the sender ends it --------------------------------------------------------------------------------------

  // The end of the log as the sender has it.
  std::uint64_t log_end(const SentStream& stream) const {
    const auto& position = context_.ledger.node(stream.sender).position;
    const std::uint64_t applied = position ? position->offset : 0;
    const HistoryLog* log = stream.snapshot->log;
    return log != nullptr && log->owner() == stream.sender ? std::max(applied, log->last_offset()) : applied;
  }

  // From here on it is a replica like any other, and may fall out of the backlog.
  void settle_debt(SentStream& stream) {
    if (stream.snapshot && stream.snapshot->ended && *stream.next_entry > log_end(stream)) stream.snapshot.reset();
  }

  void note_abandonment(const SentStream& stream, VirtualTime at) {
    const auto& position = context_.ledger.node(stream.sender).position;
    if (!stream.snapshot || stream.excused || !position) return;
    const SentSnapshot& snapshot = *stream.snapshot;
    if (snapshot.log == nullptr || exceeds_sync_buffer(stream)) return;
    abandonments_.push_back({at, stream.sender, stream.receiver, *position, snapshot.offset});
  }

  bool exceeds_sync_buffer(const SentStream& stream) const {
    const SentSnapshot& snapshot = *stream.snapshot;
    const std::uint64_t last = std::min(log_end(stream), snapshot.log->last_offset());
    if (last <= snapshot.offset) return false;
    const std::uint64_t payload = snapshot.log->payload_between(snapshot.offset, last);
    return payload + (last - snapshot.offset) * entry_overhead_bytes >
           context_.run.knobs_of(stream.sender).sync_buffer_bytes;
  }

  // Of instants that are over.
  void judge_abandonments(VirtualTime now) {
    std::erase_if(abandonments_, [&](const Abandonment& each) {
      if (each.at >= now) return false;
      const std::string receiver = name(each.receiver);
      report(each.at, each.sender, {},
             name(each.sender) + " ended its connection with " + receiver + ", to which it owed log entries from " +
                 with_separators(each.snapshot_offset + 1) + " on, although the connection was intact and " + receiver +
                 " not declared down");
      return true;
    });
  }

  // ---- texts --------------------------------------------------------------------------------------------------------

  static std::string of(const SentSnapshot& snapshot) {
    return "a snapshot at offset " + with_separators(snapshot.offset) + " of history " + history_text(snapshot.history);
  }

  void report_key(VirtualTime at, const SentStream& stream, SentSnapshot& snapshot, std::string_view key,
                  const std::string& what) {
    if (!snapshot.reported) report_sent(at, stream, key, of(snapshot) + " that " + what);
    snapshot.reported = true;
  }

  void report_sent(VirtualTime at, const SentStream& stream, std::string_view key, const std::string& what) {
    report(at, stream.sender, key, name(stream.sender) + " sent " + name(stream.receiver) + " " + what);
  }

  StreamBook streams_;
  std::vector<Abandonment> abandonments_;
};

}  // namespace

extern const CheckerEntry snapshot_atomic_check = {
    .id = "P20",
    .name = "snapshot.atomic",
    .title = "Snapshot atomicity",
    .statement =
        "A snapshot at an offset is not the state of its history there; the log entries that follow it on the "
        "connection are not the next ones, each once; or the sender ends the connection instead of continuing "
        "although it is intact, the peer was not declared down and the log kept for it is within sync-buffer.",
    .implies = "replica.prefix,replica.convergence,progress",
    .make = make_check<SnapshotAtomic>,
    .needs = {.log = true, .watches = true},
    .example = R"(n1       is at offset 40, with k = v
n1 → n2  a snapshot at offset 40 begins
c1 → n1  SET k w                       entry 41
n1 → n2  k = w, within the snapshot    VIOLATED: at offset 40 it is v)",
};

}  // namespace groundhog::checkers
