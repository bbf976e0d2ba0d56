// Frames on a replication connection: RESP arrays of bulk strings, [type, …fields, checksum].
//
// The checksum is XXH64 over all bytes of the frame before its last element. Every frame but PING and PONG carries a
// sequence number as its first field, 1, 2, 3 … per connection and direction; a PING carries the last one written
// before it. A frame that does not fit any of this is damage: the link is closed and nothing of it is executed.
//
// A replica opens with `hello`; the primary answers `continue` (a partial resynchronisation: entries follow from offset
// + 1), `full` (snapshot_part …, snapshot_end, then entries) or `refuse`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sut/cache/deadline.hpp"
#include "sut/replication/log.hpp"
#include "sut/runtime/time.hpp"

namespace burrow {

enum class FrameType : std::uint8_t {
  hello,
  continuation,
  full,
  snapshot_part,
  snapshot_end,
  log_entry,
  refuse,
  ping,
  pong,
};

// Key, value and deadline.
inline constexpr std::size_t snapshot_item_fields = 3;

// The layout of each frame, for decoders and for tools that name its fields.
struct FrameLayout {
  FrameType type;
  std::string_view tag;                    // first element on the wire
  std::array<std::string_view, 9> fields;  // between tag and checksum; empty names end the list
  bool repeats = false;                    // the last snapshot_item_fields repeat (snapshot_part)

  std::size_t field_count() const;
  std::string_view name() const;  // for people
};

// The tag of `hello` is a command of the client port: that is where replicas connect.
inline constexpr std::string_view hello_tag = "REPLSYNC";

const FrameLayout* find_frame_layout(std::string_view tag);

// Processes from the sequencer down to the sender: a node that finds itself in it is in a cycle.
using Chain = std::vector<ProcessId>;

struct HelloFrame {
  std::uint64_t sequence;
  ProcessId process;
  std::uint32_t generation;  // of the connection, within its process
  Place place;               // history none: the replica has nothing
};
struct ContinueFrame {
  std::uint64_t sequence;
  Chain chain;
  History history;
};
struct FullFrame {
  std::uint64_t sequence;
  Chain chain;
  History history;
  Offset offset;
  Checksum checksum;        // of the log up to `offset`
  std::uint64_t key_count;  // of the snapshot
};
struct SnapshotItem {
  std::string_view key;
  std::string_view value;
  Deadline deadline;
};
struct SnapshotPartFrame {
  std::uint64_t sequence;
  std::vector<SnapshotItem> items;
};
struct SnapshotEndFrame {
  std::uint64_t sequence;
  Checksum digest;  // StateDigest of the whole snapshot
};
struct LogEntryFrame {
  std::uint64_t sequence;
  Offset offset;
  Checksum checksum;      // of the log after this entry
  std::string_view body;  // as Backlog::Entry::body
  Effect effect;          // decoded from it
  bool more;              // the next entry belongs to the same command: they are applied as one step
};
struct RefuseFrame {
  std::uint64_t sequence;
  Chain chain;
  std::string_view reason;
};
struct PingFrame {
  std::uint64_t nonce;
  std::uint64_t last_sequence;   // of the frames written before it on this connection; 0 if none
  std::uint64_t received_bytes;  // on this connection so far
  Chain chain;                   // from upstream; empty from a replica
};
struct PongFrame {
  std::uint64_t nonce;
  Offset applied;
};

std::string encode(const HelloFrame& frame);
std::string encode(const ContinueFrame& frame);
std::string encode(const FullFrame& frame);
std::string encode(const SnapshotPartFrame& frame);
std::string encode(const SnapshotEndFrame& frame);
std::string encode_log_entry(std::uint64_t sequence, Offset offset, Checksum checksum, std::string_view body);
std::string encode(const RefuseFrame& frame);
std::string encode(const PingFrame& frame);
std::string encode(const PongFrame& frame);

// The encoded effect, as the log, its checksum and the wire hold it. `more`: see LogEntryFrame.
std::string encode_body(const Effect& effect, bool more = false);

// One whole frame whose shape and checksum are right. Views borrow from the reader.
class FrameView {
 public:
  // `fields` are the elements between tag and checksum, as many as the layout says.
  FrameView(const FrameLayout& layout, std::span<const std::string_view> fields) : layout_(&layout), fields_(fields) {}

  FrameType type() const { return layout_->type; }
  const FrameLayout& layout() const { return *layout_; }

  // nullopt: a field does not parse; the frame is damaged although its checksum is right.
  // Of every frame but PING and PONG.
  std::optional<std::uint64_t> sequence() const;

  std::optional<HelloFrame> hello() const;
  std::optional<ContinueFrame> continuation() const;
  std::optional<FullFrame> full() const;
  std::optional<SnapshotPartFrame> snapshot_part() const;
  std::optional<SnapshotEndFrame> snapshot_end() const;
  std::optional<LogEntryFrame> log_entry() const;
  std::optional<RefuseFrame> refuse() const;
  std::optional<PingFrame> ping() const;
  std::optional<PongFrame> pong() const;

 private:
  const FrameLayout* layout_;
  std::span<const std::string_view> fields_;
};

// A hello that arrived as a command of the client port: its elements, tag and checksum included.
std::optional<HelloFrame> decode_hello(std::span<const std::string_view> elements);

// ---- How numbers, ids and deadlines are spelled inside frames. Every spelling has one meaning and every meaning one
// spelling.

// Decimal, no sign, no leading zero.
std::optional<std::uint64_t> parse_number(std::string_view text);

// 16 lower-case hexadecimal digits.
void append_hex(std::string& out, std::uint64_t value);
std::optional<std::uint64_t> parse_hex(std::string_view text);

// Milliseconds since the epoch, with a sign; "-" is "no TTL".
void append_deadline(std::string& out, const Deadline& deadline);
// The outer optional says whether it parsed.
std::optional<Deadline> parse_deadline(std::string_view text);

}  // namespace burrow
