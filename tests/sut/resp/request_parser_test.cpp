#include "sut/resp/request_parser.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sut/resp/wire.hpp"

namespace burrow::resp {
namespace {

using namespace std::string_literals;
using Words = std::vector<std::string>;

Words to_words(std::span<const std::string_view> arguments) { return {arguments.begin(), arguments.end()}; }

// The first request in `bytes`, fed at once.
Words first_request(const std::string& bytes) {
  RequestParser parser;
  parser.feed(bytes);
  const auto result = parser.next();
  EXPECT_EQ(result.status, RequestParser::Status::request) << result.error;
  return to_words(result.arguments);
}

std::string protocol_error(const std::string& bytes, const RequestLimits& limits = {}) {
  RequestParser parser(limits);
  parser.feed(bytes);
  const auto result = parser.next();
  EXPECT_EQ(result.status, RequestParser::Status::protocol_error);
  return std::string(result.error);
}

TEST(RequestParser, ReadsAnArrayOfBulkStrings) {
  EXPECT_EQ(first_request("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\na\r\n\0b\r\n"s), (Words{"SET", "k", "a\r\n\0b"s}));
}

TEST(RequestParser, ReadsPipelinedRequestsOneByOne) {
  RequestParser parser;
  parser.feed("*1\r\n$4\r\nPING\r\nGET k\r\n*1\r\n$4\r\nQU");
  EXPECT_EQ(to_words(parser.next().arguments), Words{"PING"});
  EXPECT_EQ(to_words(parser.next().arguments), (Words{"GET", "k"}));
  EXPECT_EQ(parser.next().status, RequestParser::Status::need_more);
  parser.feed("IT\r\n");
  EXPECT_EQ(to_words(parser.next().arguments), Words{"QUIT"});
  EXPECT_EQ(parser.buffered_bytes(), 0U);
}

TEST(RequestParser, SkipsRequestsWithoutAWord) {
  EXPECT_EQ(first_request("\r\n\n*0\r\n*-1\r\n*-2\r\n*-99999\r\n  \r\nPING\r\n"), Words{"PING"});
}

TEST(RequestParser, SplitsInlineWordsWithTheQuotesOfRedis) {
  EXPECT_EQ(first_request("SET  k\tv\n"), (Words{"SET", "k", "v"}));
  EXPECT_EQ(first_request(R"(SET "a b" 'c d')"
                          "\r\n"),
            (Words{"SET", "a b", "c d"}));
  EXPECT_EQ(first_request(R"(X "\x41\n\r\t\b\a\\\"\q" 'it\'s\n')"
                          "\r\n"),
            (Words{"X", "A\n\r\t\b\a\\\"q", "it's\\n"}));
  EXPECT_EQ(first_request("X \"\" ''\r\n"), (Words{"X", "", ""}));
  EXPECT_EQ(first_request("X \"\\xg1\"\r\n"), (Words{"X", "xg1"}));
}

TEST(RequestParser, AVerticalTabOrAFormFeedEndsNoBareWord) {
  EXPECT_EQ(first_request("\vX \fa\vb\f \v\"c\"\v'd'\fe\r\n"), (Words{"X", "a\vb\f", "c", "d", "e"}));
}

TEST(RequestParser, RefusesUnbalancedQuotes) {
  const std::string expected = "ERR Protocol error: unbalanced quotes in request";
  EXPECT_EQ(protocol_error("SET \"k\r\n"), expected);
  EXPECT_EQ(protocol_error("SET 'k\r\n"), expected);
  EXPECT_EQ(protocol_error("SET \"k\"v\r\n"), expected);
}

TEST(RequestParser, RefusesMalformedArrays) {
  EXPECT_EQ(protocol_error("*x\r\n"), "ERR Protocol error: invalid multibulk length");
  EXPECT_EQ(protocol_error("*01\r\n"), "ERR Protocol error: invalid multibulk length");
  EXPECT_EQ(protocol_error("*1048577\r\n"), "ERR Protocol error: invalid multibulk length");
  EXPECT_EQ(protocol_error("*9223372036854775808\r\n"), "ERR Protocol error: invalid multibulk length");
  EXPECT_EQ(protocol_error("*1\r\n+OK\r\n"), "ERR Protocol error: expected '$', got '+'");
  EXPECT_EQ(protocol_error("*1\r\n$-1\r\n"), "ERR Protocol error: invalid bulk length");
  EXPECT_EQ(protocol_error("*1\r\n$536870913\r\n"), "ERR Protocol error: invalid bulk length");
  EXPECT_EQ(protocol_error("*1\r\n$1\r\nabc"), "ERR Protocol error: invalid bulk terminator");
}

TEST(RequestParser, KeepsItsLimits) {
  const RequestLimits limits{.max_arguments = 2, .max_bulk_bytes = 4, .max_inline_bytes = 8, .max_request_bytes = 6};
  EXPECT_EQ(protocol_error("*3\r\n", limits), "ERR Protocol error: invalid multibulk length");
  EXPECT_EQ(protocol_error("*1\r\n$5\r\n", limits), "ERR Protocol error: invalid bulk length");
  EXPECT_EQ(protocol_error("*2\r\n$4\r\nabcd\r\n$3\r\n", limits), "ERR Protocol error: too big request");
  EXPECT_EQ(protocol_error("123456789", limits), "ERR Protocol error: too big inline request");
  EXPECT_EQ(protocol_error("123456789\n", limits), "ERR Protocol error: too big inline request");
}

TEST(RequestParser, StaysBrokenAfterAProtocolError) {
  RequestParser parser;
  parser.feed("*x\r\n");
  EXPECT_EQ(parser.next().status, RequestParser::Status::protocol_error);
  parser.feed("PING\r\n");
  EXPECT_EQ(parser.next().status, RequestParser::Status::protocol_error);
}

// A parser that searched or copied from the start again for each byte would take 10^12 steps here.
TEST(RequestParser, TakesALargeValueByteByByteInLinearTime) {
  const std::string value(1'000'000, 'v');
  std::string request;
  append_request(request, std::vector<std::string_view>{"SET", "k", value});
  RequestParser parser;
  for (std::size_t i = 0; i + 1 < request.size(); ++i) {
    parser.feed(std::string_view(&request[i], 1));
    ASSERT_EQ(parser.next().status, RequestParser::Status::need_more);
  }
  parser.feed(std::string_view(&request.back(), 1));
  const auto result = parser.next();
  ASSERT_EQ(result.status, RequestParser::Status::request);
  EXPECT_EQ(result.arguments[2], value);
}

TEST(RequestParser, ManyPipelinedRequestsDoNotGrowItsBuffer) {
  RequestParser parser;
  for (int i = 0; i < 10'000; ++i) {
    parser.feed("*1\r\n$4\r\nPING\r\n*1\r\n");
    ASSERT_EQ(parser.next().status, RequestParser::Status::request);
    ASSERT_EQ(parser.next().status, RequestParser::Status::need_more);
    parser.feed("$4\r\nPONG\r\n");
    ASSERT_EQ(to_words(parser.next().arguments), Words{"PONG"});
    ASSERT_EQ(parser.buffered_bytes(), 0U);
  }
}

}  // namespace
}  // namespace burrow::resp
