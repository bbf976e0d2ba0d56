#include "sut/replication/frame.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "sut/resp/wire.hpp"

namespace burrow {

namespace {

constexpr std::size_t bulk_overhead_bytes = 16;
constexpr std::string_view terminator = "\r\n";
constexpr std::string_view more_follows = "1";
constexpr std::string_view step_ends = "0";

constexpr FrameLayout layouts[] = {
    {FrameType::hello, hello_tag, "hello", {"seq", "process", "generation", "history", "offset", "checksum"}},
    {FrameType::continuation, "continue", "continue", {"seq", "chain", "history", "origin", "parent", "switch"}},
    {FrameType::full,
     "full",
     "full",
     {"seq", "chain", "history", "origin", "parent", "switch", "offset", "checksum", "keys"}},
    {FrameType::snapshot_part, "snapshot_part", "snapshot_part", {"seq", "key", "value", "deadline"}, true},
    {FrameType::snapshot_end, "snapshot_end", "snapshot_end", {"seq", "digest"}},
    {FrameType::log_entry,
     "log_entry",
     "log_entry",
     {"seq", "offset", "checksum", "kind", "key", "value", "deadline", "cause", "more"}},
    {FrameType::refuse, "refuse", "refuse", {"seq", "chain", "reason"}},
    {FrameType::ping, "ping", "ping", {"nonce", "last_seq", "received", "chain"}},
    {FrameType::pong, "pong", "pong", {"nonce", "applied"}},
};

// Builds one frame: the element count goes first, the checksum last.
class FrameBuilder {
 public:
  FrameBuilder(std::string_view tag, std::size_t field_count, std::size_t reserve_bytes = 160) {
    frame_.reserve(reserve_bytes);
    resp::append_array_header(frame_, field_count + 2);
    resp::append_bulk(frame_, tag);
  }

  FrameBuilder& text(std::string_view value) {
    resp::append_bulk(frame_, value);
    return *this;
  }
  FrameBuilder& number(std::uint64_t value) {
    scratch_.clear();
    append_number(scratch_, value);
    return text(scratch_);
  }
  FrameBuilder& hex(std::uint64_t value) {
    scratch_.clear();
    append_hex(scratch_, value);
    return text(scratch_);
  }
  FrameBuilder& deadline(const Deadline& value) {
    scratch_.clear();
    append_deadline(scratch_, value);
    return text(scratch_);
  }
  FrameBuilder& chain(const Chain& processes) {
    scratch_.clear();
    for (const ProcessId process : processes) append_hex(scratch_, raw(process));
    return text(scratch_);
  }
  FrameBuilder& history(const History& value) {
    return hex(raw(value.id)).text(to_string(value.origin)).hex(raw(value.parent)).number(value.switch_offset);
  }
  // Elements that are encoded already.
  FrameBuilder& encoded(std::string_view elements) {
    frame_.append(elements);
    return *this;
  }

  std::string finish() {
    hex(raw(checksum_of(frame_)));
    return std::move(frame_);
  }

 private:
  std::string frame_;
  std::string scratch_;
};

// The checksum that a whole encoded frame carries in its last element.
Checksum encoded_checksum(std::string_view frame) {
  constexpr std::size_t last_element_bytes = std::string_view("$16\r\n0123456789abcdef\r\n").size();
  return checksum_of(frame.substr(0, frame.size() - last_element_bytes));
}

std::optional<Chain> parse_chain(std::string_view text) {
  constexpr std::size_t digits = 16;
  // Each node hands its chain on in every PING: nobody builds one so long.
  constexpr std::size_t longest = 256;
  if (text.size() % digits != 0 || text.size() > longest * digits) return std::nullopt;
  Chain chain;
  for (std::size_t at = 0; at < text.size(); at += digits) {
    const auto process = parse_hex(text.substr(at, digits));
    if (!process) return std::nullopt;
    chain.push_back(ProcessId{*process});
  }
  return chain;
}

// No log comes so far: what is beyond is damage, and arithmetic on offsets does not overflow.
std::optional<Offset> parse_offset(std::string_view text) {
  constexpr Offset furthest = Offset{1} << 62;
  const auto offset = parse_number(text);
  return offset && *offset <= furthest ? offset : std::nullopt;
}

// `fields` are id, origin, parent, switch offset.
std::optional<History> parse_history(std::span<const std::string_view> fields) {
  const auto id = parse_hex(fields[0]);
  const auto parent = parse_hex(fields[2]);
  const auto switch_offset = parse_offset(fields[3]);
  if (!id || !parent || !switch_offset) return std::nullopt;
  for (const HistoryOrigin origin : {HistoryOrigin::process_start, HistoryOrigin::promotion}) {
    if (fields[1] == to_string(origin))
      return History{ReplicationId{*id}, origin, ReplicationId{*parent}, *switch_offset};
  }
  return std::nullopt;
}

// `fields` are kind, key, value, deadline, cause. An effect that says more than its kind needs is damaged.
std::optional<Effect> parse_effect(std::span<const std::string_view> fields) {
  const std::string_view kind = fields[0], key = fields[1], value = fields[2], cause = fields[4];
  const auto deadline = parse_deadline(fields[3]);
  if (!deadline) return std::nullopt;
  const bool plain = value.empty() && !*deadline;
  if (kind == to_string(EffectKind::set)) {
    if (cause != to_string(std::nullopt)) return std::nullopt;
    return Effect::set(key, value, *deadline);
  }
  if (kind == to_string(EffectKind::deadline)) {
    if (cause != to_string(std::nullopt) || !value.empty()) return std::nullopt;
    return Effect::set_deadline(key, *deadline);
  }
  if (kind == to_string(EffectKind::flush)) {
    if (cause != to_string(std::nullopt) || !plain || !key.empty()) return std::nullopt;
    return Effect::flush();
  }
  if (kind != to_string(EffectKind::del) || !plain) return std::nullopt;
  for (const RemovalCause each : {RemovalCause::client, RemovalCause::expire, RemovalCause::evict}) {
    if (cause == to_string(each)) return Effect::del(key, each);
  }
  return std::nullopt;
}

}  // namespace

std::size_t FrameLayout::field_count() const {
  return static_cast<std::size_t>(std::find(fields.begin(), fields.end(), std::string_view()) - fields.begin());
}

std::span<const FrameLayout> frame_layouts() { return layouts; }

const FrameLayout* find_frame_layout(std::string_view tag) {
  for (const FrameLayout& layout : layouts) {
    if (layout.tag == tag) return &layout;
  }
  return nullptr;
}

std::string encode(const HelloFrame& frame) {
  return FrameBuilder(hello_tag, 6)
      .number(frame.sequence)
      .hex(raw(frame.process))
      .number(frame.generation)
      .hex(raw(frame.place.history))
      .number(frame.place.offset)
      .hex(raw(frame.place.checksum))
      .finish();
}

std::string encode(const ContinueFrame& frame) {
  return FrameBuilder("continue", 6).number(frame.sequence).chain(frame.chain).history(frame.history).finish();
}

std::string encode(const FullFrame& frame) {
  return FrameBuilder("full", 9)
      .number(frame.sequence)
      .chain(frame.chain)
      .history(frame.history)
      .number(frame.offset)
      .hex(raw(frame.checksum))
      .number(frame.key_count)
      .finish();
}

std::string encode(const SnapshotPartFrame& frame) {
  FrameBuilder builder("snapshot_part", 1 + snapshot_item_fields * frame.items.size());
  builder.number(frame.sequence);
  for (const SnapshotItem& item : frame.items) builder.text(item.key).text(item.value).deadline(item.deadline);
  return builder.finish();
}

std::string encode(const SnapshotEndFrame& frame) {
  return FrameBuilder("snapshot_end", 2).number(frame.sequence).hex(raw(frame.digest)).finish();
}

std::string encode_log_entry(std::uint64_t sequence, Offset offset, Checksum checksum, std::string_view body) {
  return FrameBuilder("log_entry", 9, body.size() + 160)
      .number(sequence)
      .number(offset)
      .hex(raw(checksum))
      .encoded(body)
      .finish();
}

std::string encode(const RefuseFrame& frame) {
  return FrameBuilder("refuse", 3).number(frame.sequence).chain(frame.chain).text(frame.reason).finish();
}

std::string encode(const PingFrame& frame) {
  return FrameBuilder("ping", 4)
      .number(frame.nonce)
      .number(frame.last_sequence)
      .number(frame.received_bytes)
      .chain(frame.chain)
      .finish();
}

std::string encode(const PongFrame& frame) {
  return FrameBuilder("pong", 2).number(frame.nonce).number(frame.applied).finish();
}

std::string encode_body(const Effect& effect, bool more) {
  std::string body;
  body.reserve(effect.key.size() + effect.value.size() + 6 * bulk_overhead_bytes);
  std::string deadline;
  append_deadline(deadline, effect.deadline);
  resp::append_bulk(body, to_string(effect.kind));
  resp::append_bulk(body, effect.key);
  resp::append_bulk(body, effect.value);
  resp::append_bulk(body, deadline);
  resp::append_bulk(body, to_string(effect.cause));
  resp::append_bulk(body, more ? more_follows : step_ends);
  return body;
}

std::optional<std::uint64_t> FrameView::sequence() const { return parse_number(fields_[0]); }

std::optional<HelloFrame> FrameView::hello() const {
  const auto process = parse_hex(fields_[1]);
  const auto generation = parse_number(fields_[2]);
  const auto history = parse_hex(fields_[3]);
  const auto offset = parse_offset(fields_[4]);
  const auto checksum = parse_hex(fields_[5]);
  if (!sequence() || !process || !generation || !history || !offset || !checksum) return std::nullopt;
  if (*generation > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return HelloFrame{*sequence(), ProcessId{*process}, static_cast<std::uint32_t>(*generation),
                    Place{ReplicationId{*history}, *offset, Checksum{*checksum}}};
}

std::optional<HelloFrame> decode_hello(std::span<const std::string_view> elements) {
  const FrameLayout& layout = layouts[0];
  if (elements.size() != layout.field_count() + 2) return std::nullopt;
  const auto hello = FrameView(layout, elements.subspan(1, layout.field_count())).hello();
  if (!hello) return std::nullopt;
  // Every meaning has one spelling: encoding it again gives the checksum that it must have carried.
  std::string checksum;
  append_hex(checksum, raw(encoded_checksum(encode(*hello))));
  return checksum == elements.back() ? hello : std::nullopt;
}

std::optional<ContinueFrame> FrameView::continuation() const {
  auto chain = parse_chain(fields_[1]);
  const auto history = parse_history(fields_.subspan(2));
  if (!sequence() || !chain || !history) return std::nullopt;
  return ContinueFrame{*sequence(), std::move(*chain), *history};
}

std::optional<FullFrame> FrameView::full() const {
  auto chain = parse_chain(fields_[1]);
  const auto history = parse_history(fields_.subspan(2));
  const auto offset = parse_offset(fields_[6]);
  const auto checksum = parse_hex(fields_[7]);
  const auto keys = parse_number(fields_[8]);
  if (!sequence() || !chain || !history || !offset || !checksum || !keys) return std::nullopt;
  return FullFrame{*sequence(), std::move(*chain), *history, *offset, Checksum{*checksum}, *keys};
}

std::optional<SnapshotPartFrame> FrameView::snapshot_part() const {
  if (!sequence()) return std::nullopt;
  SnapshotPartFrame part{*sequence(), {}};
  const auto items = fields_.subspan(1);
  part.items.reserve(items.size() / snapshot_item_fields);
  for (std::size_t at = 0; at < items.size(); at += snapshot_item_fields) {
    const auto deadline = parse_deadline(items[at + 2]);
    if (!deadline) return std::nullopt;
    part.items.push_back({items[at], items[at + 1], *deadline});
  }
  return part;
}

std::optional<SnapshotEndFrame> FrameView::snapshot_end() const {
  const auto digest = parse_hex(fields_[1]);
  if (!sequence() || !digest) return std::nullopt;
  return SnapshotEndFrame{*sequence(), Checksum{*digest}};
}

std::optional<LogEntryFrame> FrameView::log_entry() const {
  const auto offset = parse_offset(fields_[1]);
  const auto checksum = parse_hex(fields_[2]);
  const auto effect = parse_effect(fields_.subspan(3));
  const std::string_view more = fields_[8];
  if (!sequence() || !offset || !checksum || !effect || (more != more_follows && more != step_ends))
    return std::nullopt;
  // The body is what lies between the end of the checksum field and the end of the last one, both with their
  // terminators.
  const char* const begin = fields_[2].data() + fields_[2].size() + terminator.size();
  const char* const end = more.data() + more.size() + terminator.size();
  return LogEntryFrame{*sequence(),
                       *offset,
                       Checksum{*checksum},
                       std::string_view(begin, static_cast<std::size_t>(end - begin)),
                       *effect,
                       more == more_follows};
}

std::optional<RefuseFrame> FrameView::refuse() const {
  auto chain = parse_chain(fields_[1]);
  if (!sequence() || !chain) return std::nullopt;
  return RefuseFrame{*sequence(), std::move(*chain), fields_[2]};
}

std::optional<PingFrame> FrameView::ping() const {
  const auto nonce = parse_number(fields_[0]);
  const auto last_sequence = parse_number(fields_[1]);
  const auto received = parse_number(fields_[2]);
  auto chain = parse_chain(fields_[3]);
  if (!nonce || !last_sequence || !received || !chain) return std::nullopt;
  return PingFrame{*nonce, *last_sequence, *received, std::move(*chain)};
}

std::optional<PongFrame> FrameView::pong() const {
  const auto nonce = parse_number(fields_[0]);
  const auto applied = parse_offset(fields_[1]);
  if (!nonce || !applied) return std::nullopt;
  return PongFrame{*nonce, *applied};
}

namespace {

constexpr std::string_view no_deadline = "-";
constexpr std::size_t hex_digits = 16;

template <typename Integer>
std::optional<Integer> parse_whole(std::string_view text, int base) {
  Integer value{};
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value, base);
  if (result.ec != std::errc{} || result.ptr != end) return std::nullopt;
  return value;
}

template <typename Integer>
void append_decimal(std::string& out, Integer value) {
  char digits[24];
  const auto result = std::to_chars(digits, digits + sizeof digits, value);
  out.append(digits, result.ptr);
}

}  // namespace

void append_number(std::string& out, std::uint64_t value) { append_decimal(out, value); }

std::optional<std::uint64_t> parse_number(std::string_view text) {
  const bool leading_zero = text.size() > 1 && text.front() == '0';
  if (leading_zero) return std::nullopt;
  return parse_whole<std::uint64_t>(text, 10);
}

void append_hex(std::string& out, std::uint64_t value) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (int shift = 60; shift >= 0; shift -= 4) out.push_back(digits[(value >> shift) & 0xF]);
}

std::optional<std::uint64_t> parse_hex(std::string_view text) {
  if (text.size() != hex_digits) return std::nullopt;
  for (const char c : text) {
    if (c >= 'A' && c <= 'F') return std::nullopt;
  }
  return parse_whole<std::uint64_t>(text, 16);
}

void append_deadline(std::string& out, const Deadline& deadline) {
  if (!deadline) {
    out.append(no_deadline);
    return;
  }
  append_decimal(out, deadline->time_since_epoch().count());
}

std::optional<Deadline> parse_deadline(std::string_view text) {
  if (text == no_deadline) return Deadline{};
  const auto milliseconds = parse_whole<std::int64_t>(text, 10);
  if (!milliseconds) return std::nullopt;
  return Deadline{ExpiryTime{seam::Milliseconds{*milliseconds}}};
}

}  // namespace burrow
