#include "sut/resp/reply_parser.hpp"

#include <optional>
#include <utility>

#include "sut/runtime/assert.hpp"

namespace burrow::resp {

namespace {

using Status = ParsedReply::Status;

Reply of_text(Reply::Kind kind, std::string_view text) {
  Reply reply;
  reply.kind = kind;
  reply.text = text;
  return reply;
}

std::optional<Reply> decode_simple(char type, std::string_view text) {
  if (type == '+') return of_text(Reply::Kind::status, text);
  if (type == '-') return of_text(Reply::Kind::error, text);
  const std::optional<std::int64_t> value = parse_integer(text);
  if (!value) return std::nullopt;
  Reply reply;
  reply.kind = Reply::Kind::integer;
  reply.integer = *value;
  return reply;
}

}  // namespace

Status ReplyDecoder::decode(std::string_view bytes) {
  while (!complete_) {
    const Status status = decode_element(bytes.substr(at_));
    if (status != Status::complete) return status;
  }
  return Status::complete;
}

ParsedReply ReplyDecoder::take() {
  SEAM_ASSERT(complete_);
  complete_ = false;
  return {Status::complete, std::exchange(reply_, {}), std::exchange(at_, 0)};
}

Status ReplyDecoder::decode_element(std::string_view bytes) {
  if (bytes.empty()) return Status::incomplete;
  switch (bytes[0]) {
    case '+':
    case '-':
    case ':':
      return decode_line(bytes);
    case '$':
      return decode_bulk(bytes);
    case '*':
      return decode_array(bytes);
    default:
      return Status::malformed;
  }
}

Status ReplyDecoder::decode_line(std::string_view bytes) {
  const std::size_t end = bytes.find('\r', line_held_);
  const std::size_t held = end == std::string_view::npos ? bytes.size() : end;
  if (held > limits_.max_line_bytes) return Status::malformed;
  line_held_ = held;
  const std::string_view tail = bytes.substr(held, terminator.size());
  if (!may_be_terminator(tail)) return Status::malformed;
  if (tail.size() < terminator.size()) return Status::incomplete;
  std::optional<Reply> reply = decode_simple(bytes[0], bytes.substr(1, end - 1));
  if (!reply) return Status::malformed;
  line_held_ = 0;
  at_ += end + terminator.size();
  close(*std::move(reply));
  return Status::complete;
}

Status ReplyDecoder::decode_bulk(std::string_view bytes) {
  const Header header = read_header(bytes, '$');
  if (header.status != Header::Status::complete) return header.status;
  if (header.value > limits_.max_bulk_bytes) return Status::malformed;
  if (header.value < 0) {
    at_ += header.size;
    close({});
    return Status::complete;
  }
  const auto length = static_cast<std::size_t>(header.value);
  if (bytes.size() < header.size + length) return Status::incomplete;
  const std::string_view tail = bytes.substr(header.size + length, terminator.size());
  if (!may_be_terminator(tail)) return Status::malformed;
  if (tail.size() < terminator.size()) return Status::incomplete;
  at_ += header.size + length + terminator.size();
  close(of_text(Reply::Kind::text, bytes.substr(header.size, length)));
  return Status::complete;
}

Status ReplyDecoder::decode_array(std::string_view bytes) {
  const Header header = read_header(bytes, '*');
  if (header.status != Header::Status::complete) return header.status;
  if (header.value > limits_.max_elements || open_.size() == limits_.max_depth) return Status::malformed;
  at_ += header.size;
  Reply reply;
  if (header.value >= 0) reply.kind = Reply::Kind::array;
  if (header.value > 0) {
    open_.push_back({std::move(reply), header.value});
  } else {
    close(std::move(reply));
  }
  return Status::complete;
}

// Puts a finished element into the array around it, which may finish that one too.
void ReplyDecoder::close(Reply reply) {
  while (!open_.empty()) {
    OpenArray& around = open_.back();
    around.reply.elements.push_back(std::move(reply));
    if (--around.missing > 0) return;
    reply = std::move(around.reply);
    open_.pop_back();
  }
  reply_ = std::move(reply);
  complete_ = true;
}

ParsedReply parse_reply(std::string_view bytes, const ReplyLimits& limits) {
  ReplyDecoder decoder(limits);
  const Status status = decoder.decode(bytes);
  if (status != Status::complete) return {status};
  return decoder.take();
}

}  // namespace burrow::resp
