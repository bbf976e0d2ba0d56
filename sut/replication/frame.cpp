#include "sut/replication/frame.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <limits>
#include <type_traits>
#include <utility>

#include "sut/resp/wire.hpp"

namespace burrow {

namespace {

constexpr std::size_t bulk_overhead_bytes = 16;
constexpr std::string_view terminator = "\r\n";
constexpr std::string_view more_follows = "1";
constexpr std::string_view step_ends = "0";

constexpr FrameLayout layouts[] = {
    {FrameType::hello, hello_tag, {"seq", "process", "generation", "history", "offset", "checksum"}},
    {FrameType::continuation, "continue", {"seq", "chain", "history", "origin", "parent", "switch"}},
    {FrameType::full, "full", {"seq", "chain", "history", "origin", "parent", "switch", "offset", "checksum", "keys"}},
    {FrameType::snapshot_part, "snapshot_part", {"seq", "key", "value", "deadline"}, true},
    {FrameType::snapshot_end, "snapshot_end", {"seq", "digest"}},
    {FrameType::log_entry,
     "log_entry",
     {"seq", "offset", "checksum", "kind", "key", "value", "deadline", "cause", "more"}},
    {FrameType::refuse, "refuse", {"seq", "chain", "reason"}},
    {FrameType::ping, "ping", {"nonce", "last_seq", "received", "chain"}},
    {FrameType::pong, "pong", {"nonce", "applied"}},
};

// ---- One field: what its type says is how it is spelled.

void append_field(std::string& out, std::string_view text) { resp::append_bulk(out, text); }
void append_field(std::string& out, std::uint64_t number) {
  char digits[20];
  const auto result = std::to_chars(digits, digits + sizeof digits, number);
  resp::append_bulk(out, {digits, result.ptr});
}
void append_field(std::string& out, HistoryOrigin origin) { resp::append_bulk(out, to_string(origin)); }
template <typename Id>
requires std::is_enum_v<Id>
void append_field(std::string& out, Id id) {
  std::string hexadecimal;
  append_hex(hexadecimal, raw(id));
  resp::append_bulk(out, hexadecimal);
}
void append_field(std::string& out, const Deadline& deadline) {
  std::string text;
  append_deadline(text, deadline);
  resp::append_bulk(out, text);
}
void append_field(std::string& out, const Chain& processes) {
  std::string text;
  for (const ProcessId process : processes) append_hex(text, raw(process));
  resp::append_bulk(out, text);
}

// ---- One frame: the element count goes first, the checksum last.

std::string begin_frame(std::string_view tag, std::size_t field_count, std::size_t reserve_bytes = 160) {
  std::string frame;
  frame.reserve(reserve_bytes);
  resp::append_array_header(frame, field_count + 2);
  resp::append_bulk(frame, tag);
  return frame;
}

std::string end_frame(std::string frame) {
  append_field(frame, checksum_of(frame));
  return frame;
}

template <typename... Field>
std::string encode_fields(std::string_view tag, const Field&... fields) {
  std::string frame = begin_frame(tag, sizeof...(fields));
  (append_field(frame, fields), ...);
  return end_frame(std::move(frame));
}

// The checksum that a whole encoded frame carries in its last element.
Checksum encoded_checksum(std::string_view frame) {
  constexpr std::size_t last_element_bytes = std::string_view("$16\r\n0123456789abcdef\r\n").size();
  return checksum_of(frame.substr(0, frame.size() - last_element_bytes));
}

// ---- The other way: false is damage.

// No log comes so far: what is beyond is damage, and arithmetic on offsets does not overflow.
bool is_reachable(Offset offset) { return offset <= Offset{1} << 62; }

template <typename Parsed, typename Field>
bool take(const std::optional<Parsed>& parsed, Field& into) {
  if (parsed) into = static_cast<Field>(*parsed);
  return parsed.has_value();
}

bool parse_field(std::string_view text, std::string_view& into) {
  into = text;
  return true;
}
bool parse_field(std::string_view text, std::uint64_t& into) { return take(parse_number(text), into); }
bool parse_field(std::string_view text, std::uint32_t& into) {
  const auto number = parse_number(text);
  return number <= std::numeric_limits<std::uint32_t>::max() && take(number, into);
}
template <typename Id>
requires std::is_enum_v<Id>
bool parse_field(std::string_view text, Id& into) { return take(parse_hex(text), into); }
template <typename Word>
bool parse_word(std::string_view text, Word& into, std::initializer_list<Word> words) {
  const auto found = std::find_if(words.begin(), words.end(), [&](Word word) { return text == to_string(word); });
  if (found != words.end()) into = *found;
  return found != words.end();
}
bool parse_field(std::string_view text, HistoryOrigin& into) {
  return parse_word(text, into, {HistoryOrigin::process_start, HistoryOrigin::promotion});
}
bool parse_field(std::string_view text, EffectKind& into) {
  return parse_word(text, into, {EffectKind::set, EffectKind::deadline, EffectKind::del, EffectKind::flush});
}
bool parse_field(std::string_view text, std::optional<RemovalCause>& into) {
  return parse_word<std::optional<RemovalCause>>(
      text, into, {std::nullopt, RemovalCause::client, RemovalCause::expire, RemovalCause::evict});
}
bool parse_field(std::string_view text, Deadline& into) { return take(parse_deadline(text), into); }
bool parse_field(std::string_view text, Chain& into) {
  constexpr std::size_t digits = 16;
  // Each node hands its chain on in every PING: no cluster has one so long.
  constexpr std::size_t longest = 256;
  if (text.size() % digits != 0 || text.size() > longest * digits) return false;
  for (; !text.empty(); text.remove_prefix(digits)) {
    if (!parse_field(text.substr(0, digits), into.emplace_back())) return false;
  }
  return true;
}

template <typename... Field>
bool decode_fields(std::span<const std::string_view> texts, Field&... into) {
  std::size_t at = 0;
  return (parse_field(texts[at++], into) && ...);
}

// An effect that says more than its kind needs is damage.
bool is_spare(const Effect& effect) {
  const bool is_plain = effect.value.empty() && !effect.deadline;
  switch (effect.kind) {
    case EffectKind::set:
      return !effect.cause;
    case EffectKind::deadline:
      return !effect.cause && effect.value.empty();
    case EffectKind::del:
      return effect.cause && is_plain;
    case EffectKind::flush:
      return !effect.cause && is_plain && effect.key.empty();
  }
  return false;
}

}  // namespace

std::size_t FrameLayout::field_count() const {
  return static_cast<std::size_t>(std::find(fields.begin(), fields.end(), std::string_view()) - fields.begin());
}

std::string_view FrameLayout::name() const { return type == FrameType::hello ? "hello" : tag; }

const FrameLayout* find_frame_layout(std::string_view tag) {
  for (const FrameLayout& layout : layouts) {
    if (layout.tag == tag) return &layout;
  }
  return nullptr;
}

std::string encode(const HelloFrame& frame) {
  const auto& [history, offset, checksum] = frame.place;
  return encode_fields(hello_tag, frame.sequence, frame.process, frame.generation, history, offset, checksum);
}

std::string encode(const ContinueFrame& frame) {
  const auto& [id, origin, parent, switch_offset] = frame.history;
  return encode_fields("continue", frame.sequence, frame.chain, id, origin, parent, switch_offset);
}

std::string encode(const FullFrame& frame) {
  const auto& [id, origin, parent, switch_offset] = frame.history;
  return encode_fields("full", frame.sequence, frame.chain, id, origin, parent, switch_offset, frame.offset,
                       frame.checksum, frame.key_count);
}

std::string encode(const SnapshotPartFrame& frame) {
  std::string bytes = begin_frame("snapshot_part", 1 + snapshot_item_fields * frame.items.size());
  append_field(bytes, frame.sequence);
  for (const SnapshotItem& item : frame.items) {
    append_field(bytes, item.key);
    append_field(bytes, item.value);
    append_field(bytes, item.deadline);
  }
  return end_frame(std::move(bytes));
}

std::string encode(const SnapshotEndFrame& frame) {
  return encode_fields("snapshot_end", frame.sequence, frame.digest);
}

std::string encode_log_entry(std::uint64_t sequence, Offset offset, Checksum checksum, std::string_view body) {
  std::string frame = begin_frame("log_entry", 9, body.size() + 160);
  append_field(frame, sequence);
  append_field(frame, offset);
  append_field(frame, checksum);
  frame.append(body);
  return end_frame(std::move(frame));
}

std::string encode(const RefuseFrame& frame) {
  return encode_fields("refuse", frame.sequence, frame.chain, frame.reason);
}

std::string encode(const PingFrame& frame) {
  return encode_fields("ping", frame.nonce, frame.last_sequence, frame.received_bytes, frame.chain);
}

std::string encode(const PongFrame& frame) { return encode_fields("pong", frame.nonce, frame.applied); }

std::string encode_body(const Effect& effect, bool more) {
  std::string body;
  body.reserve(effect.key.size() + effect.value.size() + 6 * bulk_overhead_bytes);
  append_field(body, to_string(effect.kind));
  append_field(body, effect.key);
  append_field(body, effect.value);
  append_field(body, effect.deadline);
  append_field(body, to_string(effect.cause));
  append_field(body, more ? more_follows : step_ends);
  return body;
}

std::optional<std::uint64_t> FrameView::sequence() const { return parse_number(fields_[0]); }

std::optional<HelloFrame> FrameView::hello() const {
  HelloFrame frame{};
  auto& [history, offset, checksum] = frame.place;
  if (!decode_fields(fields_, frame.sequence, frame.process, frame.generation, history, offset, checksum) ||
      !is_reachable(offset)) {
    return std::nullopt;
  }
  return frame;
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
  ContinueFrame frame{};
  auto& [id, origin, parent, switch_offset] = frame.history;
  if (!decode_fields(fields_, frame.sequence, frame.chain, id, origin, parent, switch_offset) ||
      !is_reachable(switch_offset)) {
    return std::nullopt;
  }
  return frame;
}

std::optional<FullFrame> FrameView::full() const {
  FullFrame frame{};
  auto& [id, origin, parent, switch_offset] = frame.history;
  if (!decode_fields(fields_, frame.sequence, frame.chain, id, origin, parent, switch_offset, frame.offset,
                     frame.checksum, frame.key_count) ||
      !is_reachable(switch_offset) || !is_reachable(frame.offset)) {
    return std::nullopt;
  }
  return frame;
}

std::optional<SnapshotPartFrame> FrameView::snapshot_part() const {
  SnapshotPartFrame frame{};
  if (!decode_fields(fields_, frame.sequence)) return std::nullopt;
  frame.items.reserve(fields_.size() / snapshot_item_fields);
  for (std::size_t at = 1; at < fields_.size(); at += snapshot_item_fields) {
    SnapshotItem& item = frame.items.emplace_back();
    if (!decode_fields(fields_.subspan(at), item.key, item.value, item.deadline)) return std::nullopt;
  }
  return frame;
}

std::optional<SnapshotEndFrame> FrameView::snapshot_end() const {
  SnapshotEndFrame frame{};
  if (!decode_fields(fields_, frame.sequence, frame.digest)) return std::nullopt;
  return frame;
}

std::optional<LogEntryFrame> FrameView::log_entry() const {
  LogEntryFrame frame{};
  auto& [kind, key, value, deadline, cause] = frame.effect;
  std::string_view more;
  if (!decode_fields(fields_, frame.sequence, frame.offset, frame.checksum, kind, key, value, deadline, cause, more) ||
      !is_reachable(frame.offset) || !is_spare(frame.effect) || (more != more_follows && more != step_ends)) {
    return std::nullopt;
  }
  // The body is what lies between the end of the checksum field and the end of the last one, both with their
  // terminators.
  const char* const begin = fields_[2].data() + fields_[2].size() + terminator.size();
  const char* const end = more.data() + more.size() + terminator.size();
  frame.body = {begin, static_cast<std::size_t>(end - begin)};
  frame.more = more == more_follows;
  return frame;
}

std::optional<RefuseFrame> FrameView::refuse() const {
  RefuseFrame frame{};
  if (!decode_fields(fields_, frame.sequence, frame.chain, frame.reason)) return std::nullopt;
  return frame;
}

std::optional<PingFrame> FrameView::ping() const {
  PingFrame frame{};
  if (!decode_fields(fields_, frame.nonce, frame.last_sequence, frame.received_bytes, frame.chain)) {
    return std::nullopt;
  }
  return frame;
}

std::optional<PongFrame> FrameView::pong() const {
  PongFrame frame{};
  if (!decode_fields(fields_, frame.nonce, frame.applied) || !is_reachable(frame.applied)) return std::nullopt;
  return frame;
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

}  // namespace

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
  out.append(deadline ? std::to_string(deadline->time_since_epoch().count()) : std::string(no_deadline));
}

std::optional<Deadline> parse_deadline(std::string_view text) {
  if (text == no_deadline) return Deadline{};
  const auto milliseconds = parse_whole<std::int64_t>(text, 10);
  if (!milliseconds) return std::nullopt;
  return Deadline{ExpiryTime{seam::Milliseconds{*milliseconds}}};
}

}  // namespace burrow
