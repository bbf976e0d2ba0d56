#include "sim/burrow/protocol.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/burrow/inline_request.hpp"
#include "sut/replication/frame.hpp"
#include "sut/resp/array_frame.hpp"
#include "sut/resp/reply_parser.hpp"
#include "sut/resp/request_parser.hpp"
#include "sut/resp/wire.hpp"

namespace groundhog {

namespace {

namespace resp = burrow::resp;

using resp::terminator;

// The extent of one reply. Of those that are one whole line or text it shows without a parser, which would copy them.
resp::FrameScan reply_size(std::string_view bytes) {
  const std::size_t line_end = bytes.find('\r');
  const bool is_line = line_end != std::string_view::npos && line_end + 1 < bytes.size() && bytes[line_end + 1] == '\n';
  const bool is_short = is_line && line_end <= resp::ReplyLimits{}.max_line_bytes;
  if (is_short && (bytes[0] == '+' || bytes[0] == '-')) return {resp::ParseStatus::complete, line_end + 2};
  if (is_line && bytes[0] == '$') {
    const resp::Header header = resp::read_header(bytes, '$');
    const std::size_t end = header.size + static_cast<std::size_t>(std::max<std::int64_t>(header.value, 0)) + 2;
    const bool is_whole = header.status == resp::ParseStatus::complete && header.value >= 0 && end <= bytes.size() &&
                          bytes.substr(end - 2, 2) == terminator;
    if (is_whole && header.value <= resp::ReplyLimits{}.max_bulk_bytes) return {resp::ParseStatus::complete, end};
  }
  const resp::ParsedReply parsed = resp::parse_reply(bytes);
  return {parsed.status, parsed.size};
}

Reply owned_reply(resp::Reply& parsed, ReplyStorage& storage) {
  const auto with_text = [&](ReplyKind kind) {
    return Reply{.kind = kind, .text = storage.texts.emplace_back(std::move(parsed.text))};
  };
  switch (parsed.kind) {
    case resp::Reply::Kind::nil:
      return {.kind = ReplyKind::nil};
    case resp::Reply::Kind::integer:
      return {.kind = ReplyKind::integer, .integer = parsed.integer};
    case resp::Reply::Kind::status:
      return with_text(ReplyKind::status);
    case resp::Reply::Kind::error:
      return with_text(ReplyKind::error);
    case resp::Reply::Kind::text:
      return with_text(ReplyKind::text);
    case resp::Reply::Kind::array:
      break;
  }
  std::vector<Reply> elements;
  elements.reserve(parsed.elements.size());
  for (resp::Reply& element : parsed.elements) elements.push_back(owned_reply(element, storage));
  return {.kind = ReplyKind::array, .elements = storage.arrays.emplace_back(std::move(elements))};
}

Reply array_reply(std::string_view bytes, ReplyStorage& storage) {
  storage.clear();
  resp::ParsedReply parsed = resp::parse_reply(bytes);
  return owned_reply(parsed.reply, storage);
}

Reply decode(std::string_view bytes, ReplyStorage& storage) {
  const std::size_t line_end = bytes.find(terminator);
  const std::string_view line = bytes.substr(1, line_end - 1);
  switch (bytes.front()) {
    case '+':
      return {.kind = ReplyKind::status, .text = line};
    case '-':
      return {.kind = ReplyKind::error, .text = line};
    case ':':
      return {.kind = ReplyKind::integer, .text = {}, .integer = resp::parse_integer(line).value_or(0)};
    case '$': {
      const std::size_t begin = line_end + terminator.size();
      if (begin == bytes.size()) return {.kind = ReplyKind::nil};
      return {.kind = ReplyKind::text, .text = bytes.substr(begin, bytes.size() - begin - terminator.size())};
    }
    default:
      return array_reply(bytes, storage);
  }
}

}  // namespace

std::string BurrowClientProtocol::encode(std::span<const std::string> arguments) const {
  std::string request;
  resp::append_array_header(request, arguments.size());
  for (const std::string& argument : arguments) resp::append_bulk(request, argument);
  return request;
}

std::optional<std::string> BurrowClientProtocol::encode_inline(std::span<const std::string> arguments,
                                                               std::uint64_t draw) const {
  return spell_inline(arguments, RandomStream(RandomKey(draw)));
}

std::optional<ClientProtocol::Parsed> BurrowClientProtocol::first_reply(std::string_view bytes,
                                                                        ReplyStorage& storage) const {
  const resp::FrameScan scan = reply_size(bytes);
  if (scan.status == resp::ParseStatus::incomplete) return std::nullopt;
  if (scan.status == resp::ParseStatus::malformed) {
    return Parsed{bytes.size(), Reply{.kind = ReplyKind::error, .text = "malformed reply"}};
  }
  return Parsed{scan.size, decode(bytes.substr(0, scan.size), storage)};
}

bool BurrowClientProtocol::denies_leading(const Reply& reply) const {
  return reply.kind == ReplyKind::error && reply.text.starts_with("READONLY ");
}

namespace {

struct FrameWord {
  std::string_view type;
  std::string_view summary;
};

constexpr FrameWord replication_frames[] = {
    {"hello", "a replica says what it has, and asks its upstream for the rest"},
    {"continue", "the answer to a hello: the log continues where the replica stopped"},
    {"full", "the answer to a hello: a snapshot follows"},
    {"snapshot_part", "some keys of a snapshot, with values and deadlines"},
    {"snapshot_end", "the end of a snapshot"},
    {"log_entry", "one effect of the log"},
    {"refuse", "the answer to a hello: the replica is turned away"},
    {"ping", "asks the other end for a pong; either end sends it"},
    {"pong", "answers a ping, with the offset that the node has applied"},
};

constexpr auto replication_frame_types = [] {
  std::array<std::string_view, std::size(replication_frames)> types;
  std::ranges::transform(replication_frames, types.begin(), &FrameWord::type);
  return types;
}();

constexpr std::string_view argument_names[] = {"command", "key", "arg2", "arg3", "arg4", "arg5", "arg6", "arg7"};

// Of all bytes, without fields.
DissectedFrame frame_of(std::string_view type, std::string_view bytes) {
  DissectedFrame frame;
  frame.size_bytes = bytes.size();
  frame.type = type;
  return frame;
}

// [tag, …fields, checksum]. A snapshot part names key, value and deadline of each of its items.
DissectedFrame replication_frame(std::string_view bytes) {
  resp::BulkCursor cursor(bytes);
  std::string_view element;
  const burrow::FrameLayout* layout = cursor.next(element) ? burrow::find_frame_layout(element) : nullptr;
  if (layout == nullptr) return frame_of("garbage", bytes);

  DissectedFrame frame = frame_of(layout->name(), bytes);
  const std::size_t count = layout->field_count();
  const std::size_t repeated = layout->repeats ? burrow::snapshot_item_fields : 0;
  for (std::size_t field = 0; cursor.remaining() > 1; ++field) {
    if (field == count) field -= repeated;
    if (field == count) break;
    const std::string_view name = layout->fields[field];
    cursor.next(element);
    if (name == "key" && layout->type == burrow::FrameType::log_entry) frame.key = element;
    frame.add_field(name, element);
  }
  return frame;
}

void add_argument(DissectedFrame& frame, std::string_view name, std::string_view word) {
  if (name == "key") frame.key = word;
  frame.add_field(name, word);
}

DissectedFrame request(std::string_view bytes) {
  DissectedFrame frame = frame_of("request", bytes);
  resp::BulkCursor cursor(bytes);
  std::string_view element;
  for (const std::string_view name : argument_names) {
    if (!cursor.next(element)) break;
    add_argument(frame, name, element);
  }
  return frame;
}

// The request that is a line of words, at the head of `bytes`. The words are not in them where they are quoted, so the
// frame owns them.
std::optional<DissectedFrame> first_line(std::string_view bytes) {
  constexpr std::size_t longest = resp::RequestLimits{}.max_inline_bytes;
  const std::size_t line_end = bytes.substr(0, longest + 1).find('\n');
  if (line_end == std::string_view::npos && bytes.size() <= longest) return std::nullopt;
  std::string_view line = bytes.substr(0, line_end);
  if (line.ends_with('\r')) line.remove_suffix(1);
  auto text = std::make_unique<std::string>();
  std::vector<resp::Word> words;
  const bool is_whole = line_end != std::string_view::npos && resp::split_inline(line, *text, words);
  if (!is_whole) return frame_of("garbage", bytes);

  DissectedFrame frame = frame_of("request", bytes.substr(0, line_end + 1));
  for (std::size_t i = 0; i < std::min(words.size(), std::size(argument_names)); ++i) {
    add_argument(frame, argument_names[i], std::string_view(*text).substr(words[i].offset, words[i].size));
  }
  frame.own_text = std::move(text);
  return frame;
}

// The element's own bytes, without type, length and terminator.
std::string_view reply_text(std::string_view bytes) {
  const std::size_t line_end = bytes.find(terminator);
  const bool is_bulk = bytes.front() == '$' && line_end + terminator.size() < bytes.size();
  if (!is_bulk) return bytes.substr(0, line_end);
  const std::size_t begin = line_end + terminator.size();
  return bytes.substr(begin, bytes.size() - begin - terminator.size());
}

DissectedFrame reply(std::string_view bytes) {
  DissectedFrame frame = frame_of("reply", bytes);
  frame.add_field("value", reply_text(bytes));
  return frame;
}

std::optional<DissectedFrame> cut(std::string_view bytes, const resp::FrameScan& scan,
                                  DissectedFrame (*dissect)(std::string_view)) {
  switch (scan.status) {
    case resp::ParseStatus::incomplete:
      return std::nullopt;
    case resp::ParseStatus::malformed:
      return frame_of("garbage", bytes);
    case resp::ParseStatus::complete:
      return dissect(bytes.substr(0, scan.size));
  }
  return std::nullopt;
}

}  // namespace

std::optional<DissectedFrame> BurrowDissector::first_frame(ConnectionKind kind, Direction direction,
                                                           std::string_view bytes) const {
  if (bytes.empty()) return std::nullopt;
  if (kind == ConnectionKind::replication) return cut(bytes, resp::array_frame_size(bytes), replication_frame);
  if (direction == Direction::to_server) {
    return bytes.front() == '*' ? cut(bytes, resp::array_frame_size(bytes), request) : first_line(bytes);
  }
  return cut(bytes, reply_size(bytes), reply);
}

std::span<const std::string_view> BurrowDissector::replication_types() const { return replication_frame_types; }

std::string_view BurrowDissector::summary_of_type(std::string_view type) const {
  const auto* const found = std::ranges::find(replication_frames, type, &FrameWord::type);
  return found != std::end(replication_frames) ? found->summary : std::string_view();
}

}  // namespace groundhog
