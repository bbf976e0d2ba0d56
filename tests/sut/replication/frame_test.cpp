// Frames: round trips under arbitrary splits, and every kind of damage is noticed.
#include "sut/replication/frame.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sut/cache/deadline.hpp"
#include "sut/replication/frame_reader.hpp"
#include "sut/replication/outbox.hpp"
#include "sut/resp/request_parser.hpp"
#include "tests/support/scripted_stream.hpp"

namespace burrow::test {
namespace {

using Status = FrameReader::Status;

constexpr std::size_t frame_limit = 1 << 20;

std::string log_entry(std::uint64_t sequence, const Effect& effect) {
  return encode_log_entry(sequence, 7, Checksum{0xFEED}, encode_body(effect));
}

FrameReader reader_of(std::string_view bytes) {
  FrameReader reader(frame_limit);
  reader.append(bytes);
  return reader;
}

bool reader_says_chain(std::size_t processes) {
  FrameReader reader = reader_of(encode(PingFrame{1, 1, 1, Chain(processes, ProcessId{1})}));
  return reader.next() == Status::frame && reader.frame().ping().has_value();
}

TEST(Frame, PingCarriesItsFields) {
  FrameReader reader = reader_of(encode(PingFrame{9, 4, 512, {ProcessId{1}, ProcessId{2}}}));
  ASSERT_EQ(reader.next(), Status::frame);
  const auto ping = reader.frame().ping();
  ASSERT_TRUE(ping);
  EXPECT_EQ(ping->nonce, 9U);
  EXPECT_EQ(ping->last_sequence, 4U);
  EXPECT_EQ(ping->received_bytes, 512U);
  EXPECT_EQ(ping->chain, (Chain{ProcessId{1}, ProcessId{2}}));
  EXPECT_EQ(reader.next(), Status::incomplete);
}

TEST(Frame, FullCarriesTheHistory) {
  const History history{ReplicationId{5}, HistoryOrigin::promotion, ReplicationId{4}, 99};
  FrameReader reader = reader_of(encode(FullFrame{1, {ProcessId{3}}, history, 120, Checksum{77}, 6}));
  ASSERT_EQ(reader.next(), Status::frame);
  const auto full = reader.frame().full();
  ASSERT_TRUE(full);
  EXPECT_EQ(full->history, history);
  EXPECT_EQ(full->offset, 120U);
  EXPECT_EQ(full->checksum, Checksum{77});
  EXPECT_EQ(full->key_count, 6U);
}

TEST(Frame, HelloIsACommandOfTheClientPort) {
  const Place place{ReplicationId{8}, 42, Checksum{11}};
  resp::RequestParser parser;
  parser.feed(encode(HelloFrame{1, ProcessId{6}, 3, place}));
  const auto request = parser.next();
  ASSERT_EQ(request.status, resp::RequestParser::Status::request);
  const auto hello = decode_hello(request.arguments);
  ASSERT_TRUE(hello);
  EXPECT_EQ(hello->place, place);
  EXPECT_EQ(hello->process, ProcessId{6});
  EXPECT_EQ(hello->generation, 3U);
}

TEST(Frame, ADamagedHelloIsRefused) {
  std::string bytes = encode(HelloFrame{1, ProcessId{6}, 3, Place{ReplicationId{8}, 42, Checksum{11}}});
  bytes[bytes.find("42")] = '5';
  resp::RequestParser parser;
  parser.feed(bytes);
  EXPECT_FALSE(decode_hello(parser.next().arguments));
}

TEST(Frame, ATornFrameIsNeverSeen) {
  const std::string bytes = log_entry(1, Effect::set("k", "v", std::nullopt));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_EQ(reader_of(std::string_view(bytes).substr(0, length)).next(), Status::incomplete) << length;
  }
}

TEST(Frame, BegunNamesTheFrameOnItsWay) {
  const std::string bytes = log_entry(1, Effect::set("k", std::string(100, 'v'), std::nullopt));
  EXPECT_EQ(reader_of(std::string_view(bytes).substr(0, 8)).begun(), std::nullopt);
  EXPECT_EQ(reader_of(std::string_view(bytes).substr(0, 60)).begun(), FrameType::log_entry);
}

TEST(Frame, UnknownTypesAndWrongFieldCountsAreDamage) {
  EXPECT_EQ(reader_of("*3\r\n$5\r\nsnarl\r\n$1\r\n1\r\n$16\r\n0000000000000000\r\n").next(), Status::damaged);
  EXPECT_EQ(reader_of("*3\r\n$4\r\npong\r\n$1\r\n1\r\n$16\r\n0000000000000000\r\n").next(), Status::damaged);
  EXPECT_EQ(reader_of("PING\r\n").next(), Status::damaged);
}

TEST(Frame, WhatBeginsLikeNoFrameIsDamagedBeforeItIsComplete) {
  EXPECT_EQ(reader_of("*3\r\n$17\r\n").next(), Status::damaged) << "no tag is so long";
  EXPECT_EQ(reader_of("*3\r\n$5\r\nsnarl").next(), Status::damaged);
  EXPECT_EQ(reader_of("*3\r\n$0\r\n").next(), Status::damaged);
  EXPECT_EQ(reader_of("*3\r\n$4\r\npon").next(), Status::incomplete);
}

TEST(Frame, WhatWillBeTooLargeIsTurnedDownAtOnce) {
  const std::string head = "*3\r\n$4\r\npong\r\n";
  EXPECT_EQ(reader_of(head + "$1048577\r\n").next(), Status::oversized);
  EXPECT_EQ(reader_of(head + "$1000\r\n").next(), Status::incomplete);
  EXPECT_EQ(reader_of(encode(SnapshotPartFrame{1, {{"key", std::string(frame_limit, 'v'), {}}}})).next(),
            Status::oversized);
}

TEST(Frame, WhatALargeOneTookIsGivenBack) {
  FrameReader reader(frame_limit);
  const std::string value(frame_limit / 2, 'v');
  std::vector<SnapshotItem> items(10'000, SnapshotItem{"", "", {}});
  items.front().value = value;
  reader.append(encode(SnapshotPartFrame{1, std::move(items)}));
  ASSERT_EQ(reader.next(), Status::frame);
  reader.append(encode(PongFrame{1, 1}));
  ASSERT_EQ(reader.next(), Status::frame);
  EXPECT_LT(reader.reserved_bytes(), frame_limit / 4);
}

TEST(Frame, NoChainIsEndless) {
  EXPECT_TRUE(reader_says_chain(256));
  EXPECT_FALSE(reader_says_chain(257));
}

RC_GTEST_PROP(FrameLaws, AnyEffectSurvivesAnySplit, ()) {
  const auto key = *rc::gen::arbitrary<std::string>();
  const auto value = *rc::gen::arbitrary<std::string>();
  const auto deadline_ms = *rc::gen::arbitrary<std::int64_t>();
  const bool has_deadline = *rc::gen::arbitrary<bool>();
  const Deadline deadline = has_deadline ? Deadline{ExpiryTime{seam::Milliseconds{deadline_ms}}} : std::nullopt;
  const bool more = *rc::gen::arbitrary<bool>();
  const std::string body = encode_body(Effect::set(key, value, deadline), more);
  const std::string bytes = encode_log_entry(3, 12, Checksum{5}, body);
  const auto split = *rc::gen::inRange<std::size_t>(0, bytes.size() + 1);

  FrameReader reader(frame_limit);
  reader.append(std::string_view(bytes).substr(0, split));
  if (split < bytes.size()) RC_ASSERT(reader.next() == Status::incomplete);
  reader.append(std::string_view(bytes).substr(split));
  RC_ASSERT(reader.next() == Status::frame);
  const auto entry = reader.frame().log_entry();
  RC_ASSERT(entry.has_value());
  RC_ASSERT(entry->effect.key == key);
  RC_ASSERT(entry->effect.value == value);
  RC_ASSERT(entry->effect.deadline == deadline);
  RC_ASSERT(entry->body == body);
  RC_ASSERT(entry->offset == 12U);
  RC_ASSERT(entry->more == more);
}

RC_GTEST_PROP(FrameLaws, NoDamagedByteGoesUnnoticed, ()) {
  std::string bytes =
      encode(PongFrame{77, 5}) + log_entry(1, Effect::set("key", "value", ExpiryTime{seam::Milliseconds{9}}));
  const auto position = *rc::gen::inRange<std::size_t>(0, bytes.size());
  const auto flip = *rc::gen::inRange(1, 256);
  bytes[position] = static_cast<char>(bytes[position] ^ flip);

  // Both frames may not come out whole; a damaged length may also wait for bytes that never come.
  FrameReader reader = reader_of(bytes);
  RC_ASSERT(!(reader.next() == Status::frame && reader.next() == Status::frame));
}

TEST(Outbox, HeartbeatsGoAheadOfFramesThatHaveNotBegun) {
  Outbox outbox;
  ScriptedStream::Script script{.room = 2};
  ScriptedStream stream(script);
  outbox.push("AAAA");
  outbox.push("BBBB");
  EXPECT_FALSE(outbox.flush(stream));
  EXPECT_EQ(outbox.frames_begun(), 1U);
  outbox.push_heartbeat("ping");
  script.room = 100;
  EXPECT_TRUE(outbox.flush(stream));
  EXPECT_EQ(script.written, "AAAApingBBBB") << "no frame is interrupted";
  EXPECT_EQ(outbox.frames_begun(), 2U);
  EXPECT_EQ(outbox.unsent_bytes(), 0U);
  EXPECT_EQ(outbox.unsent_heartbeat_bytes(), 0U);
}

}  // namespace
}  // namespace burrow::test
