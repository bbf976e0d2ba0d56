// The table of kinds: complete for all verbs; and what printing, simplifying and removing a host make of values.
#include <gtest/gtest.h>

#include "sim/faults/fault.hpp"
#include "sim/faults/frame_filter.hpp"
#include "sim/scenario/decode.hpp"
#include "sim/scenario/fault_values.hpp"
#include "sim/scenario/keys.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;
using Kind = KeySpec::Kind;

std::optional<FaultValue> read(Kind kind, std::string_view yaml) {
  DiagnosticSink sink("s.yaml", yaml);
  const auto value = parse_yaml(yaml, sink);
  const ParamValues no_params;
  const KeySpec key{.name = "p", .kind = kind, .mapping = kind == Kind::match ? &match_mapping : nullptr};
  return value ? Decoder(no_params).decode(*value, key) : std::nullopt;
}

TEST(Kinds, there_is_one_for_each_parameter_of_each_verb) {
  for (const FaultEntry& entry : fault_table()) {
    for (const KeySpec& key : entry.parameters) {
      ASSERT_NE(find_kind(key.kind), nullptr) << entry.verb << ' ' << key.name;
    }
  }
  EXPECT_EQ(find_kind(Kind::mix), nullptr) << "no parameter, and no single value";
}

TEST(Kinds, what_is_read_is_printed_and_read_again) {
  const std::pair<Kind, std::string_view> texts[] = {
      {Kind::flag, "true"},
      {Kind::count, "17"},
      {Kind::ppm, "-200"},
      {Kind::probability, "5%"},
      {Kind::duration, "1500us"},
      {Kind::length, "2s"},
      {Kind::offset, "-2.5s"},
      {Kind::fault_node, "any"},
      {Kind::link, "n1<->n2"},
      {Kind::one_way_link, "n1->*"},
      {Kind::groups, "[[n1], [n2, c1]]"},
      {Kind::match, "{type: [ping, pong], from: n1, nth: 3}"},
      {Kind::word, "ring"},
  };
  for (const auto& [kind, text] : texts) {
    const auto value = read(kind, text);
    ASSERT_TRUE(value) << text;
    EXPECT_EQ(read(kind, value_text(*value)), value) << text;
  }
}

TEST(Kinds, what_is_malformed_reads_as_absent) {
  EXPECT_EQ(read(Kind::flag, "yes"), std::nullopt);
  EXPECT_EQ(read(Kind::duration, "250"), std::nullopt);
  EXPECT_EQ(read(Kind::duration, "[1s]"), std::nullopt);
  EXPECT_EQ(read(Kind::positive_duration, "0s"), std::nullopt);
  EXPECT_EQ(read(Kind::link, "n1"), std::nullopt);
  EXPECT_EQ(read(Kind::one_way_link, "n1<->n2"), std::nullopt);
  EXPECT_EQ(read(Kind::one_way_link, "*->*"), std::nullopt) << "each host would be on both sides";
  EXPECT_EQ(read(Kind::groups, "n1"), std::nullopt);
}

TEST(Kinds, simplifying_ends) {
  const FaultValue values[] = {true,
                               std::int64_t{312},
                               0.37,
                               Duration{1234567ns},
                               std::string("n1"),
                               LinkSelector{"n1", "n2", true},
                               Groups{{"n1", "n2"}, {"n3"}, {"c1"}},
                               FrameMatch{.types = {"ping", "pong"}, .after_event = "sync.full"}};
  for (const FaultValue& value : values) {
    FaultValue each = value;
    for (int steps = 0;; ++steps) {
      ASSERT_LT(steps, 100) << value_text(value);
      const auto simpler = simpler_values(each);
      if (simpler.empty()) break;
      each = simpler.back();
    }
  }
}

TEST(Kinds, a_value_forgets_a_host_or_goes_with_it) {
  FaultValue groups = Groups{{"n1"}, {"n2", "n3"}, {"n4"}};
  EXPECT_TRUE(forget_host(groups, "n1"));
  EXPECT_EQ(groups, FaultValue(Groups{{"n2", "n3"}, {"n4"}}));
  EXPECT_FALSE(forget_host(groups, "n4")) << "one group is left";
  FaultValue link = LinkSelector{"n1", "*", false};
  EXPECT_TRUE(forget_host(link, "n2"));
  EXPECT_FALSE(forget_host(link, "n1"));
  FaultValue match = FrameMatch{.to = "n3"};
  EXPECT_FALSE(forget_host(match, "n3"));
}

TEST(Kinds, a_value_renames_a_host_unless_that_joins_it_with_itself) {
  FaultValue link = LinkSelector{"n1", "n2", false};
  EXPECT_TRUE(rename_host(link, "n2", "n3"));
  EXPECT_EQ(link, FaultValue(LinkSelector{"n1", "n3", false}));
  EXPECT_FALSE(rename_host(link, "n1", "n3"));
  FaultValue groups = Groups{{"n1", "n2"}, {"n3"}};
  EXPECT_TRUE(rename_host(groups, "n2", "n1"));
  EXPECT_EQ(groups, FaultValue(Groups{{"n1"}, {"n3"}}));
}

}  // namespace
}  // namespace groundhog::test
