// The timeline of a small run, word for word, and what its filters leave of it.
#include "sim/trace/timeline.hpp"

#include <array>

#include <gtest/gtest.h>

#include "sim/events/event_hash.hpp"
#include "sim/trace/text.hpp"
#include "tests/sim/register_system/register_plans.hpp"

namespace groundhog::test {
namespace {

// A write whose way to n2 is delayed, a dropped one, and a read.
Plan small_plan() {
  Plan plan = three_nodes();
  plan.chaos = 80ms;
  plan.settle = 20ms;
  plan.operations = {operation(10ms, 0, "n1", {"SET", "k", "v1"}), operation(20ms, 1, "n2", {"GET", "k"})};
  plan.faults = {
      fault("delay", 5ms, 30ms, {{"match", FrameMatch{.types = {"set"}, .to = "n2"}}, {"by", Duration{7ms}}})};
  plan.faults[0].id = "slow-set";
  return plan;
}

std::string timeline(const Plan& plan, TimelineFilter filter, RegisterOptions options = {}) {
  std::string text;
  Timeline observer(plan, std::move(filter), [&](std::string_view line) {
    text += line;
    text += '\n';
  });
  const std::array<Observer*, 1> observers{&observer};
  const auto guest = make_register_system(options);
  run_simulation(plan, *guest, observers);
  return text;
}

TEST(Timeline, golden) {
  TimelineFilter filter;
  filter.from = 0ms;
  EXPECT_EQ("\n" + timeline(small_plan(), filter), R"(
   0.000000000      phase    chaos
   0.000000000  n2  sent     → n1  ping           #10
   0.000000000  n3  sent     → n1  ping           #10
   0.001000000  n1  got      ← n2  ping           #10
   0.001000000  n1  sent     → n2  pong           #10
   0.001000000  n1  got      ← n3  ping           #10
   0.001000000  n1  sent     → n3  pong           #10
   0.002000000  n3  got      ← n1  pong           #10
   0.002000000  n2  got      ← n1  pong           #10
   0.005000000      fault    delay set *->n2 (slow-set) starts
   0.010000000  c1  asks     n1 op=0  SET k v1
   0.011000000  n1  info     register.set history=47c01f092131fa60 version=1 key=k value=v1 connection=3 command=1
   0.011000000  n1  sent     → n2  set            #1 version=1 key=k value=v1
   0.011000000  n1  sent     → n3  set            #1 version=1 key=k value=v1
   0.012000000  n3  got      ← n1  set            #1 version=1 key=k value=v1
   0.012000000  c1  ok       n1 op=0  OK after 2ms
   0.019000000  n2  got      ← n1  set            #1 version=1 key=k value=v1
   0.020000000  c2  asks     n2 op=1  GET k
   0.022000000  c2  ok       n2 op=1  v1 after 2ms
   0.035000000      fault    delay set *->n2 (slow-set) stops
   0.080000000      phase    settle
   0.100000000      phase    ended
   0.100000000      end
)");
}

TEST(Timeline, a_fault_has_its_id_only_if_a_person_gave_it_one) {
  Plan plan = small_plan();
  for (const auto& [id, shown] : {std::pair("delay-1", "delay set *->n2 starts\n"),
                                  std::pair("delay-early", "delay set *->n2 (delay-early) starts\n")}) {
    plan.faults[0].id = id;
    const std::string text = timeline(plan, {});
    EXPECT_NE(text.find(shown), std::string::npos) << text;
  }
}

TEST(Timeline, a_change_of_knobs_names_them) {
  Plan plan = three_nodes();
  plan.faults = {fault("config", 100ms, 1s, {{"node", std::string("n2")}, {"set", Knobs{{"label", "7"}}}})};
  const std::string text = timeline(plan, {});
  EXPECT_NE(text.find("fault    config n2 label=7 "), std::string::npos) << text;
}

TEST(Timeline, warmup_is_shown_before_zero) {
  TimelineFilter filter;
  filter.types = {"load"};
  EXPECT_EQ("\n" + timeline(small_plan(), filter), R"(
  -0.997000000  n1  sent     → n2  load           #1
  -0.997000000  n1  sent     → n3  load           #1
  -0.996000000  n2  got      ← n1  load           #1
  -0.996000000  n3  got      ← n1  load           #1
)");
}

TEST(Timeline, a_run_that_never_gets_ready_is_shown_from_its_start) {
  TimelineFilter filter;
  filter.types = {"hello"};
  filter.nodes = {"n2"};
  filter.to = 10ms;
  EXPECT_EQ("\n" + timeline(small_plan(), filter, {.answers_hello = false}), R"(
   0.002000000  n2  sent     → n1  hello          #1
   0.003000000  n1  got      ← n2  hello          #1
)");
}

TEST(Timeline, filters_by_either_side_key_and_time) {
  TimelineFilter filter;
  filter.nodes = {"n3"};
  filter.keys = {"k"};
  filter.from = 0ms;
  EXPECT_EQ("\n" + timeline(small_plan(), filter), R"(
   0.011000000  n1  sent     → n3  set            #1 version=1 key=k value=v1
   0.012000000  n3  got      ← n1  set            #1 version=1 key=k value=v1
)");
  filter.keys = {"other"};
  EXPECT_EQ(timeline(small_plan(), filter), "");
}

TEST(Timeline, an_answer_is_about_the_keys_of_its_request) {
  Plan plan = small_plan();
  plan.operations = {operation(10ms, 0, "n1", {"GET", "other"}), operation(20ms, 1, "n2", {"GET", "k"}),
                     operation(30ms, 0, "n1", {"mget", "a", "k"}), operation(40ms, 1, "n1", {"SET", "a", "k"})};
  TimelineFilter filter;
  filter.keys = {"k"};
  filter.nodes = {"c1", "c2"};
  const std::string text = timeline(plan, filter);
  for (const char* op : {"op=1 ", "op=2 "}) {
    const std::size_t asked = text.find(op);
    ASSERT_NE(asked, std::string::npos) << text;
    EXPECT_NE(text.find(op, asked + 1), std::string::npos) << text;
  }
  for (const char* op : {"op=0 ", "op=3 "}) EXPECT_EQ(text.find(op), std::string::npos) << text;
  filter.verbose = true;
  const std::string verbose = timeline(plan, filter);
  EXPECT_EQ(verbose.find("op=0"), std::string::npos) << verbose;
  filter.nodes = {"n2"};
  const std::string at_node = timeline(plan, filter);
  EXPECT_NE(at_node.find("n2  inv      op=1"), std::string::npos) << at_node;
  EXPECT_NE(at_node.find("n2  ret      op=1"), std::string::npos) << at_node;
}

TEST(Timeline, frames_of_clients_are_shown_when_asked_for) {
  TimelineFilter filter;
  filter.nodes = {"c2"};
  filter.types = {"request", "reply"};
  EXPECT_EQ("\n" + timeline(small_plan(), filter), R"(
   0.020000000  c2  sent     → n2  request        #1
   0.021000000  n2  got      ← c2  request        #1
   0.021000000  n2  sent     → c2  reply          #1
   0.022000000  c2  got      ← n2  reply          #1
)");
}

TEST(Timeline, details_are_for_the_verbose) {
  TimelineFilter filter;
  const std::string plain = timeline(small_plan(), filter);
  filter.verbose = true;
  const std::string verbose = timeline(small_plan(), filter);
  EXPECT_EQ(plain.find("timer"), std::string::npos);
  EXPECT_NE(verbose.find("timer"), std::string::npos);
  EXPECT_NE(verbose.find("append   offset=1 kind=set key=k value=v1"), std::string::npos);
}

// An event without a line of its own: its word, and what it says.
TEST(Timeline, a_short_write_is_its_writers) {
  Plan plan = small_plan();
  plan.network.socket_buffer_bytes = 64;
  plan.operations = {operation(10ms, 0, "n1", {"SET", "k", std::string(100, 'v')})};
  TimelineFilter filter;
  filter.nodes = {"c1"};
  filter.from = 0ms;
  EXPECT_NE(
      timeline(plan, filter).find("   0.010000000  c1  full     connection=3 offered_bytes=114 accepted_bytes=64\n"),
      std::string::npos)
      << timeline(plan, filter);
  plan.network.socket_buffer_bytes.reset();
  EXPECT_EQ(timeline(plan, filter).find(" full "), std::string::npos);
}

TEST(Recorder, keeps_every_event_by_the_index_of_its_hash) {
  const Plan plan = small_plan();
  Recorder all(plan);
  std::vector<std::uint64_t> trail;
  EventHash hash(trail);
  const std::array<Observer*, 2> observers{&all, &hash};
  const auto guest = make_register_system();
  run_simulation(plan, *guest, observers);
  EXPECT_EQ(all.lines().size(), trail.size());
  EXPECT_TRUE(all.lines().front().ends_with("phase    warmup")) << all.lines().front();
  EXPECT_TRUE(all.lines().back().ends_with("end     ")) << all.lines().back();
}

std::string value(std::string_view bytes) {
  std::string text;
  trace::append_value(text, bytes);
  return text;
}

TEST(Text, values_are_escaped_quoted_and_shortened) {
  EXPECT_EQ(value("v1"), "v1");
  EXPECT_EQ(value(""), "\"\"");
  EXPECT_EQ(value("a b"), "\"a b\"");
  EXPECT_EQ(value(std::string_view("\r\n\0\xff\"", 5)), "\"\\x0d\\x0a\\x00\\xff\\\"\"");
  EXPECT_EQ(value(std::string(50, 'x')), std::string(48, 'x') + "…+2");
}

TEST(Text, identities_are_spelt_as_on_the_wire_and_counts_without_zeros) {
  std::string out;
  trace::append_id(out, "history", 0x0cd44ea3a9a3eb48U);
  trace::append_id(out, "connection", 13);
  EXPECT_EQ(out, " history=0cd44ea3a9a3eb48 connection=d");
}

TEST(Text, times) {
  const auto seconds = [](Duration time) {
    std::string text;
    trace::append_seconds(text, time);
    return text;
  };
  EXPECT_EQ(seconds(0ns), "0.000000000");
  EXPECT_EQ(seconds(-1ns), "-0.000000001");
  EXPECT_EQ(seconds(12s + 3'124us), "12.003124000");
  const auto duration = [](Duration time) {
    std::string text;
    trace::append_duration(text, time);
    return text;
  };
  EXPECT_EQ(duration(0ns), "0ns");
  EXPECT_EQ(duration(4'100us), "4.1ms");
  EXPECT_EQ(duration(12s), "12s");
  EXPECT_EQ(duration(-1'500us), "-1.5ms");
}

}  // namespace
}  // namespace groundhog::test
