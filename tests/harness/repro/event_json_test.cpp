// What an event says, as data.
#include "harness/repro/event_json.hpp"

#include <gtest/gtest.h>

#include "tests/harness/shrink/plan/failing_plans.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

using std::chrono::milliseconds;

std::string fields_of(const auto& event) {
  static const Plan plan = busy_plan();
  EventJson json(plan);
  json.on(event);
  return std::string(json.name()) + " " + json.fields().text();
}

ClockReading clocks() {
  return {WallTime(std::chrono::nanoseconds(1'700'000'000'123'456'789)), MonotonicTime(milliseconds(5))};
}

TEST(EventJson, HasTheFieldsByTheirNames) {
  EXPECT_EQ(fields_of(PhaseStarted{{}, Phase::chaos}), R"(PhaseStarted {"phase":"chaos"})");
  EXPECT_EQ(fields_of(NodeStopped{{}, HostId{0}, true}), R"(NodeStopped {"node":"n1","host_failed":true})");
  EXPECT_EQ(fields_of(ClockRead{{}, HostId{1}, clocks()}),
            R"(ClockRead {"node":"n2","clocks":{"wall_ns":"1700000000123456789","monotonic_ns":"5000000"}})");
  EXPECT_EQ(
      fields_of(ConnectionClosed{{}, ConnectionId{26}, HostId{0}, CloseReason::reset, MonotonicTime(milliseconds(1))}),
      R"(ConnectionClosed {"connection":"1a","side":"n1","reason":"reset","monotonic_ns":"1000000"})");
}

TEST(EventJson, BytesAreTextAsKeysAreTyped) {
  const std::vector<std::string> words{"SET", "a b", std::string("\0", 1)};
  EXPECT_EQ(fields_of(OperationInvoked{{}, OperationId{7}, HostId{4}, HostId{0}, ConnectionId::none, 0, words}),
            R"(OperationInvoked {"operation":7,"client":"c1","node":"n1","command":0,)"
            R"("arguments":["SET","\"a b\"","\"\\x00\""]})");
}

TEST(EventJson, WhatIsNotSaidIsLeftOut) {
  const Effect set{EffectKind::set, "k", "v", std::nullopt};
  const Effect expired{EffectKind::del, "k", "", std::nullopt, DelCause::expire};
  const auto appended = [](const Effect& effect) {
    return fields_of(LogAppended{{}, HostId{0}, HistoryId{0xab}, 5, ConnectionId::none, 0, effect, clocks()});
  };
  EXPECT_NE(appended(set).find(R"("effect":{"kind":"set","key":"k","value":"v"})"), std::string::npos) << appended(set);
  EXPECT_NE(appended(expired).find(R"("effect":{"kind":"del","key":"k","cause":"expire"})"), std::string::npos)
      << appended(expired);
}

TEST(EventJson, TheEndHasTheClocksOfAllNodes) {
  const std::vector<ClockReading> all{clocks(), clocks()};
  const std::string one = R"({"wall_ns":"1700000000123456789","monotonic_ns":"5000000"})";
  EXPECT_EQ(fields_of(RunEnded{{}, all}), R"(RunEnded {"clocks":[)" + one + "," + one + "]}");
}

TEST(EventJson, OfAFrameItSaysAllButItsBytes) {
  const FrameField fields[] = {{"seq", "4"}, {"key", "a b"}};
  const Frame frame{ConnectionId{2}, HostId{0}, HostId{1}, "log_entry", 3, "a b", "raw", fields};
  EXPECT_EQ(fields_of(FrameDropped{{}, frame, 1}),
            R"(FrameDropped {"frame":{"connection":"2","from":"n1","to":"n2","type":"log_entry","ordinal":3,)"
            R"("key":"\"a b\"","fields":{"seq":"4","key":"\"a b\""}},"fault":1})");
  EXPECT_TRUE(
      fields_of(FrameChanged{{}, frame, 1, FrameChanged::Change::cut}).ends_with(R"("fault":1,"change":"cut"})"));
}

}  // namespace
}  // namespace groundhog::test
