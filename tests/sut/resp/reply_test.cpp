#include <string>

#include <gtest/gtest.h>

#include "sut/resp/wire.hpp"
#include "tests/support/reply_parser.hpp"

namespace burrow::resp {
namespace {

using namespace std::string_literals;
using Kind = Reply::Kind;

TEST(ReplyWriter, WritesEveryKind) {
  std::string out;
  ReplyWriter reply(out);
  reply.array(5);
  reply.status("OK");
  reply.error("ERR no\r\nway");
  reply.integer(-42);
  reply.bulk("a\r\n\0"s);
  reply.nil();
  EXPECT_EQ(out, "*5\r\n+OK\r\n-ERR no  way\r\n:-42\r\n$4\r\na\r\n\0\r\n$-1\r\n"s);
}

TEST(ReplyParser, ReadsEveryKind) {
  const ParsedReply parsed = parse_reply("*6\r\n+OK\r\n-ERR no\r\n:-42\r\n$1\r\na\r\n$-1\r\n*0\r\nrest");
  ASSERT_EQ(parsed.status, ParsedReply::Status::complete);
  const auto& elements = parsed.reply.elements;
  ASSERT_EQ(elements.size(), 6U);
  EXPECT_EQ(elements[0], (Reply{Kind::status, "OK", 0, {}}));
  EXPECT_EQ(elements[1], (Reply{Kind::error, "ERR no", 0, {}}));
  EXPECT_EQ(elements[2], (Reply{Kind::integer, "", -42, {}}));
  EXPECT_EQ(elements[3], (Reply{Kind::text, "a", 0, {}}));
  EXPECT_EQ(elements[4], Reply{});
  EXPECT_EQ(elements[5], (Reply{Kind::array, "", 0, {}}));
  EXPECT_EQ(parsed.size, "*6\r\n+OK\r\n-ERR no\r\n:-42\r\n$1\r\na\r\n$-1\r\n*0\r\n"s.size());
}

TEST(ReplyParser, AnEmptyTextIsNotNil) {
  EXPECT_EQ(parse_reply("$0\r\n\r\n").reply.kind, Kind::text);
  EXPECT_EQ(parse_reply("$-1\r\n").reply.kind, Kind::nil);
  EXPECT_EQ(parse_reply("*-1\r\n").reply.kind, Kind::nil);
}

TEST(ReplyParser, RefusesWhatIsNoReply) {
  for (const char* bytes :
       {"?", ":\r\n", ":1a\r\n", "$x\r\n", "$1\r\nabc", "+OK\rx", "$-2\r\n", "*1\r\n!", "$99999999999\r\n"}) {
    EXPECT_EQ(parse_reply(bytes).status, ParsedReply::Status::malformed) << bytes;
  }
}

TEST(ReplyParser, RefusesBottomlessNesting) {
  std::string bytes;
  for (int depth = 0; depth < 100'000; ++depth) bytes += "*1\r\n";
  EXPECT_EQ(parse_reply(bytes).status, ParsedReply::Status::malformed);
}

TEST(ReplyParser, TakesALongLineByteByByte) {
  test::ReplyParser parser;
  const std::string reply = "+" + std::string(60'000, 'x') + "\r\n";
  for (std::size_t i = 0; i + 1 < reply.size(); ++i) {
    parser.feed(std::string_view(&reply[i], 1));
    ASSERT_EQ(parser.next().status, ParsedReply::Status::incomplete);
  }
  parser.feed("\n");
  EXPECT_EQ(parser.next().reply.text.size(), 60'000U);
}

TEST(Integer, IsStrict) {
  EXPECT_EQ(parse_integer("0"), 0);
  EXPECT_EQ(parse_integer("-9223372036854775808"), INT64_MIN);
  EXPECT_EQ(parse_integer("9223372036854775807"), INT64_MAX);
  for (const char* text : {"", "-", "+1", " 1", "1 ", "01", "-0", "00", "9223372036854775808", "1.0", "0x1"}) {
    EXPECT_FALSE(parse_integer(text)) << text;
  }
}

}  // namespace
}  // namespace burrow::resp
