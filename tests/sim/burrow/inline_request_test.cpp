// Requests as lines of words: what is spelled is read back, by Burrow's parser and by the dissector.
#include "sim/burrow/inline_request.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/burrow/protocol.hpp"
#include "sut/resp/request_parser.hpp"

namespace groundhog::test {
namespace {

using namespace std::string_literals;
using burrow::resp::RequestParser;
using Words = std::vector<std::string>;

// ---- spellings

std::optional<std::string> spelled_by(const Words& words, std::uint64_t draw) {
  return BurrowClientProtocol().encode_inline(words, draw);
}

// Half of the bytes are such as mean something in a line.
rc::Gen<std::string> any_word() {
  const auto marked = rc::gen::elementOf("*\"'\\ \t\n\v\f\r\0\a\bnrtbax0fF"s);
  return rc::gen::container<std::string>(rc::gen::oneOf(marked, rc::gen::arbitrary<char>()));
}

rc::Gen<Words> any_request() { return rc::gen::nonEmpty(rc::gen::container<Words>(any_word())); }

// Requests that `parser` has whole.
void take_requests(RequestParser& parser, std::vector<Words>& requests) {
  auto result = parser.next();
  for (; result.status == RequestParser::Status::request; result = parser.next()) {
    requests.emplace_back(result.arguments.begin(), result.arguments.end());
  }
  RC_ASSERT(result.status == RequestParser::Status::need_more);
}

std::vector<Words> read_in_pieces(const std::string& bytes, std::size_t longest) {
  RandomStream lengths{RandomKey(*rc::gen::arbitrary<std::uint64_t>())};
  RequestParser parser;
  std::vector<Words> requests;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::string piece = bytes.substr(at, 1 + uniform_below(lengths.next(), longest));
    at += piece.size();
    parser.feed(piece);
    take_requests(parser, requests);
  }
  RC_ASSERT(parser.buffered_bytes() == 0U);
  return requests;
}

RC_GTEST_PROP(InlineLaws, WhatIsSpelledIsReadBack, (std::uint64_t draw)) {
  const Words words = *any_request();
  const auto line = spelled_by(words, draw);
  RC_ASSERT(line.has_value());
  RC_ASSERT(line->front() != '*');
  RC_ASSERT(line->find('\n') == line->size() - 1);
  RC_ASSERT(line->find('\0') == std::string::npos);
  RC_ASSERT(read_in_pieces(*line, line->size()) == std::vector<Words>{words});
}

RC_GTEST_PROP(InlineLaws, LinesAndArraysFollowOneAnotherInPiecesOfAnySize, (std::uint64_t draw)) {
  const auto requests = *rc::gen::resize(20, rc::gen::container<std::vector<Words>>(any_request()));
  RandomStream draws{RandomKey(draw)};
  std::string bytes;
  for (const Words& words : requests) {
    const bool is_line = chance(draws.next(), 0.5);
    bytes += is_line ? *spelled_by(words, draws.next()) : BurrowClientProtocol().encode(words);
  }
  RC_ASSERT(read_in_pieces(bytes, *rc::gen::element<std::size_t>(1, 7, 60, 1000)) == requests);
}

RC_GTEST_PROP(InlineLaws, OneDrawIsOneSpelling, (std::uint64_t draw)) {
  const Words words = *any_request();
  RC_ASSERT(spelled_by(words, draw) == spelled_by(words, draw));
}

std::set<std::string> spellings_of(const Words& words) {
  std::set<std::string> spellings;
  for (std::uint64_t draw = 0; draw < 5'000; ++draw) spellings.insert(spelled_by(words, draw).value());
  return spellings;
}

TEST(Inline, EveryWayToSpellAWordOccurs) {
  const std::set<std::string> words = spellings_of({"k"});
  for (const std::string line : {"k\r\n", "k\n", "\"k\"\r\n", "'k'\r\n", "k\"\"\r\n", "k''\r\n", "\"\\k\"\r\n",
                                 "\"\\x6b\"\r\n", "\"\\x6B\"\r\n", " k\r\n", "\vk\n", "k\t\r\n", "'k'\f\r\n"}) {
    EXPECT_TRUE(words.contains(line)) << line;
  }
  EXPECT_TRUE(spellings_of({"a'"}).contains("'a\\''\r\n"));
  EXPECT_TRUE(spellings_of({"a\\b"}).contains("'a\\b'\r\n")) << "no escape there";
  EXPECT_TRUE(spellings_of({"a\\b"}).contains("a\\b\r\n"));
  EXPECT_TRUE(spellings_of({"\n"}).contains("\"\\n\"\r\n"));
  EXPECT_TRUE(spellings_of({"\t"}).contains("\"\\t\"\r\n"));
  EXPECT_TRUE(spellings_of({"\t"}).contains("\"\t\"\r\n"));
  EXPECT_TRUE(spellings_of({"\xff"}).contains("\xff\r\n"));
}

TEST(Inline, EveryBlankSeparatesWordsButSomeOnlyBehindQuotes) {
  const std::set<std::string> lines = spellings_of({"a", "b"});
  for (const char blank : {' ', '\t', '\r'}) {
    EXPECT_TRUE(lines.contains(std::string("a") + blank + "b\r\n")) << static_cast<int>(blank);
  }
  for (const char blank : {'\v', '\f'}) {
    EXPECT_TRUE(lines.contains(std::string("'a'") + blank + "b\r\n")) << static_cast<int>(blank);
    EXPECT_TRUE(lines.contains(std::string("a ") + blank + "b\r\n")) << static_cast<int>(blank);
  }
  EXPECT_TRUE(lines.contains("a\r\tb\r\n"));
  EXPECT_TRUE(spellings_of({"a\vb\f"}).contains("a\vb\f\r\n"));
}

TEST(Inline, WhatDoesNotFitIsNoLine) {
  EXPECT_EQ(spelled_by({}, 1), std::nullopt);
  EXPECT_EQ(spelled_by({"SET", "k", std::string(longest_line_bytes, 'v')}, 1), std::nullopt);
  EXPECT_EQ(spelled_by(Words(longest_line_bytes / 2 + 1, "a"), 1), std::nullopt);
  // Of this length as they are, and too long with one byte escaped or one blank more.
  const Words words = {"ECHO", std::string(longest_line_bytes - 7, 'v')};
  std::size_t lines = 0;
  for (std::uint64_t draw = 0; draw < 200; ++draw) {
    const auto line = spelled_by(words, draw);
    if (!line) continue;
    ++lines;
    EXPECT_LE(line->size(), longest_line_bytes);
    RequestParser parser;
    parser.feed(*line);
    EXPECT_EQ(parser.next().status, RequestParser::Status::request);
  }
  EXPECT_GT(lines, 0U);
  EXPECT_LT(lines, 200U);
}

// ---- the dissector

std::optional<DissectedFrame> first_request(std::string_view bytes) {
  return BurrowDissector().first_frame(ConnectionKind::client, Direction::to_server, bytes);
}

RC_GTEST_PROP(InlineLaws, TheDissectorNamesTheWordsOfALineAsThoseOfAnArray, (std::uint64_t draw)) {
  const Words words = *any_request();
  const std::string line = spelled_by(words, draw).value();
  const std::string array = BurrowClientProtocol().encode(words);
  const std::string followed = line + array;
  const auto of_line = first_request(followed);
  const auto of_array = first_request(array);
  RC_ASSERT(of_line.has_value());
  RC_ASSERT(of_line->size_bytes == line.size());
  RC_ASSERT(of_line->type == of_array->type);
  RC_ASSERT(of_line->key == of_array->key);
  RC_ASSERT(std::ranges::equal(of_line->used_fields(), of_array->used_fields(),
                               [](const auto& a, const auto& b) { return a.name == b.name && a.value == b.value; }));
  const auto length = *rc::gen::inRange<std::size_t>(0, line.size());
  RC_ASSERT(!first_request(std::string_view(line).substr(0, length)).has_value());
}

TEST(InlineDissection, ALineWithoutWordsIsARequestWithoutFields) {
  const auto frame = first_request(" \r\nPING\r\n");
  ASSERT_TRUE(frame.has_value());
  EXPECT_EQ(frame->type, "request");
  EXPECT_EQ(frame->size_bytes, 3U);
  EXPECT_EQ(frame->field_count, 0U);
}

TEST(InlineDissection, WhatBurrowRefusesIsGarbageWithAllBehindIt) {
  const std::string unbalanced = "GET \"k\r\nPING\r\n";
  ASSERT_TRUE(first_request(unbalanced).has_value());
  EXPECT_EQ(first_request(unbalanced)->type, "garbage");
  EXPECT_EQ(first_request(unbalanced)->size_bytes, unbalanced.size());

  const std::string long_line(64 * 1024, 'a');
  EXPECT_FALSE(first_request(long_line).has_value());
  EXPECT_EQ(first_request(long_line + "\n")->type, "request");
  EXPECT_EQ(first_request(long_line + "a")->type, "garbage");
  EXPECT_EQ(first_request(long_line + "a\n")->type, "garbage");
}

}  // namespace
}  // namespace groundhog::test
