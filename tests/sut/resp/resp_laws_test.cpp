// Laws of the codec: what was written is read again, however the bytes are cut, and no bytes at all make it misbehave.
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sut/resp/array_frame.hpp"
#include "sut/resp/request_parser.hpp"
#include "sut/resp/wire.hpp"
#include "tests/support/reply_parser.hpp"

namespace burrow::resp {
namespace {

using Words = std::vector<std::string>;

rc::Gen<std::string> any_bytes() { return rc::gen::container<std::string>(rc::gen::arbitrary<char>()); }

// Bytes that look like the protocol often enough to reach deep into the parsers.
rc::Gen<std::string> almost_resp() {
  const auto piece =
      rc::gen::oneOf(rc::gen::element<std::string>("*", "$", "+", "-", ":", "\r\n", "\n", "0", "1", "2", "3", "-1",
                                                   "*1\r\n$1\r\na\r\n", "\"", "'", "\\", "\\x", "18446744073709551616",
                                                   "*2\r\n", "$3\r\n", "+OK\r\n"),
                     any_bytes());
  return rc::gen::map(rc::gen::container<Words>(piece), [](const Words& pieces) {
    std::string bytes;
    for (const std::string& part : pieces) bytes += part;
    return bytes;
  });
}

// Cuts `bytes` into pieces of 1 to 24 bytes. Each is a heap block of its own, so that AddressSanitizer sees a read past
// its end. One draw: a draw for each piece would take RapidCheck seconds.
std::vector<std::unique_ptr<std::string>> cut(const std::string& bytes) {
  auto state = *rc::gen::arbitrary<std::uint64_t>();
  std::vector<std::unique_ptr<std::string>> pieces;
  for (std::size_t at = 0; at < bytes.size(); at += pieces.back()->size()) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    pieces.push_back(std::make_unique<std::string>(bytes.substr(at, 1 + (state >> 33) % 24)));
  }
  return pieces;
}

std::string encode(const Words& words) {
  std::string out;
  append_request(out, std::vector<std::string_view>(words.begin(), words.end()));
  return out;
}

rc::Gen<Words> any_request() { return rc::gen::nonEmpty(rc::gen::container<Words>(any_bytes())); }

rc::Gen<Reply> any_reply(int depth) {
  const auto line = rc::gen::container<std::string>(
      rc::gen::suchThat(rc::gen::arbitrary<char>(), [](char byte) { return byte != '\r' && byte != '\n'; }));
  const auto of_kind = [](Reply::Kind kind) {
    return [kind](const std::string& text) { return Reply{kind, text, 0, {}}; };
  };
  const auto scalar = rc::gen::oneOf(rc::gen::just(Reply{}), rc::gen::map(line, of_kind(Reply::Kind::status)),
                                     rc::gen::map(line, of_kind(Reply::Kind::error)),
                                     rc::gen::map(any_bytes(), of_kind(Reply::Kind::text)),
                                     rc::gen::map(rc::gen::arbitrary<std::int64_t>(), [](std::int64_t value) {
                                       return Reply{Reply::Kind::integer, "", value, {}};
                                     }));
  if (depth == 0) return scalar;
  const auto array =
      rc::gen::map(rc::gen::resize(8, rc::gen::container<std::vector<Reply>>(any_reply(depth - 1))), [](auto elements) {
        return Reply{Reply::Kind::array, "", 0, std::move(elements)};
      });
  return rc::gen::oneOf(scalar, array);
}

void write(ReplyWriter& writer, const Reply& reply) {
  switch (reply.kind) {
    case Reply::Kind::nil:
      return writer.nil();
    case Reply::Kind::status:
      return writer.status(reply.text);
    case Reply::Kind::error:
      return writer.error(reply.text);
    case Reply::Kind::integer:
      return writer.integer(reply.integer);
    case Reply::Kind::text:
      return writer.bulk(reply.text);
    case Reply::Kind::array:
      break;
  }
  writer.array(reply.elements.size());
  for (const Reply& element : reply.elements) write(writer, element);
}

RC_GTEST_PROP(RespLaws, RequestsSurviveAnySplit, ()) {
  const auto requests = *rc::gen::resize(30, rc::gen::container<std::vector<Words>>(any_request()));
  std::string bytes;
  for (const Words& request : requests) bytes += encode(request);
  RequestParser parser;
  std::vector<Words> received;
  for (const auto& piece : cut(bytes)) {
    parser.feed(*piece);
    auto result = parser.next();
    for (; result.status == RequestParser::Status::request; result = parser.next()) {
      received.emplace_back(result.arguments.begin(), result.arguments.end());
    }
    RC_ASSERT(result.status == RequestParser::Status::need_more);
  }
  RC_ASSERT(received == requests);
  RC_ASSERT(parser.buffered_bytes() == 0U);
}

RC_GTEST_PROP(RespLaws, FramesAreMeasuredAndWalkedWithoutCopies, ()) {
  const auto words = *any_request();
  const std::string frame = encode(words);
  const std::string followed = frame + *any_bytes();
  const FrameScan scan = array_frame_size(followed);
  RC_ASSERT(scan.status == ParseStatus::complete);
  RC_ASSERT(scan.size == frame.size());
  const auto length = *rc::gen::inRange<std::size_t>(0, frame.size());
  RC_ASSERT(array_frame_size(std::string_view(frame).substr(0, length)).status == ParseStatus::incomplete);
  BulkCursor cursor(frame);
  Words walked;
  std::string_view element;
  while (cursor.next(element)) walked.emplace_back(element);
  RC_ASSERT(walked == words);
}

RC_GTEST_PROP(RespLaws, RepliesSurviveAnySplit, ()) {
  const auto replies = *rc::gen::resize(20, rc::gen::container<std::vector<Reply>>(any_reply(2)));
  std::string bytes;
  ReplyWriter writer(bytes);
  for (const Reply& reply : replies) write(writer, reply);
  test::ReplyParser parser;
  std::vector<Reply> received;
  for (const auto& piece : cut(bytes)) {
    parser.feed(*piece);
    auto parsed = parser.next();
    for (; parsed.status == ParsedReply::Status::complete; parsed = parser.next()) received.push_back(parsed.reply);
    RC_ASSERT(parsed.status == ParsedReply::Status::incomplete);
  }
  RC_ASSERT(received == replies);
  RC_ASSERT(parser.buffered_bytes() == 0U);
}

// The verdict on arbitrary bytes must not depend on how they were cut.
RC_GTEST_PROP(RespLaws, ArbitraryBytesAreJudgedTheSameInAnySplit, ()) {
  const std::string bytes = *almost_resp();
  const auto outcome = [](RequestParser& parser, std::vector<Words>& received) {
    auto result = parser.next();
    for (; result.status == RequestParser::Status::request; result = parser.next()) {
      received.emplace_back(result.arguments.begin(), result.arguments.end());
    }
    return std::pair(result.status, std::string(result.error));
  };
  RequestParser whole;
  std::vector<Words> whole_received;
  whole.feed(bytes);
  const auto whole_outcome = outcome(whole, whole_received);
  RequestParser split;
  std::vector<Words> split_received;
  auto split_outcome = outcome(split, split_received);
  for (const auto& piece : cut(bytes)) {
    split.feed(*piece);
    split_outcome = outcome(split, split_received);
  }
  RC_ASSERT(split_received == whole_received);
  RC_ASSERT(split_outcome == whole_outcome);
}

RC_GTEST_PROP(RespLaws, ArbitraryRepliesAreJudgedTheSameInAnySplit, ()) {
  const std::string bytes = *almost_resp();
  const auto whole = std::make_unique<std::string>(bytes);
  test::ReplyParser parser;
  std::size_t used = 0;
  for (const auto& piece : cut(bytes)) parser.feed(*piece);
  for (auto parsed = parser.next(); parsed.status == ParsedReply::Status::complete; parsed = parser.next()) {
    const ParsedReply again = parse_reply(std::string_view(*whole).substr(used));
    RC_ASSERT(again.status == ParsedReply::Status::complete);
    RC_ASSERT(again.reply == parsed.reply);
    used += parsed.size;
  }
  RC_ASSERT(parse_reply(std::string_view(*whole).substr(used)).status == parser.next().status);
  (void)array_frame_size(*whole);
}

}  // namespace
}  // namespace burrow::resp
