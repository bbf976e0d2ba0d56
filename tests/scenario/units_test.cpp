#include "sim/scenario/units.hpp"

#include <gtest/gtest.h>

#include "sim/scenario/diagnostics.hpp"

namespace groundhog::test {
namespace {

using std::chrono::milliseconds;

TEST(Durations, AreExactAndNeedAUnit) {
  EXPECT_EQ(parse_duration("250ms"), milliseconds(250));
  EXPECT_EQ(parse_duration("1.5s"), milliseconds(1500));
  EXPECT_EQ(parse_duration("10min"), std::chrono::minutes(10));
  EXPECT_EQ(parse_duration("0s"), Duration{0});
  EXPECT_EQ(parse_duration("0.000000001s"), Duration{1});
  for (const auto* text :
       {"", "250", "ms", "-1s", "1.s", ".5s", "1.2.3s", "1 s", "0.5ns", "99999999999h", "1e3s", "010"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
  EXPECT_EQ(parse_signed_duration("-2s"), milliseconds(-2000));
  EXPECT_FALSE(parse_signed_duration("--2s"));
}

TEST(Durations, AreWrittenInTheLargestUnitThatFits) {
  EXPECT_EQ(format_duration(milliseconds(1500)), "1500ms");
  EXPECT_EQ(format_duration(std::chrono::seconds(20)), "20s");
  EXPECT_EQ(format_duration(std::chrono::seconds(120)), "2min");
  EXPECT_EQ(format_duration(milliseconds(-2000)), "-2s");
  EXPECT_EQ(format_duration(Duration{0}), "0s");
  EXPECT_EQ(format_duration(Duration{1'000'001}), "1000001ns");
}

TEST(Sizes, AreBinary) {
  EXPECT_EQ(parse_size("16KiB"), 16384U);
  EXPECT_EQ(parse_size("1.5KiB"), 1536U);
  EXPECT_FALSE(parse_size("16KB"));
  EXPECT_FALSE(parse_size("16"));
  EXPECT_EQ(format_size(16384), "16KiB");
  EXPECT_EQ(format_size(1000), "1000B");
}

TEST(Numbers, AreWhatTheyLookLike) {
  EXPECT_EQ(parse_count("010"), 10U);  // YAML 1.1 would say 8
  EXPECT_EQ(parse_count("0x5f1c9a"), 0x5f1c9aU);
  EXPECT_FALSE(parse_count("-1"));
  EXPECT_FALSE(parse_count("1.0"));
  EXPECT_EQ(parse_probability("5%"), 0.05);
  EXPECT_EQ(parse_probability("0.2"), 0.2);
  EXPECT_FALSE(parse_probability("1.01"));
  EXPECT_FALSE(parse_probability("101%"));
  EXPECT_EQ(parse_rate("200/s"), 200.0);
  EXPECT_EQ(parse_rate("30/min"), 0.5);
  EXPECT_FALSE(parse_rate("0/s"));
  EXPECT_FALSE(parse_number("nan"));
  EXPECT_FALSE(parse_number("1e5"));
}

TEST(Links, HaveADirectionOrBoth) {
  EXPECT_EQ(parse_link("n1->n2"), (LinkSelector{"n1", "n2", false}));
  EXPECT_EQ(parse_link("n1<->n2"), (LinkSelector{"n1", "n2", true}));
  EXPECT_EQ(parse_link("*->n1"), (LinkSelector{"*", "n1", false}));
  for (const auto* text : {"n1", "->n2", "n1->", "<->n2", "n1 -> n2"}) EXPECT_FALSE(parse_link(text)) << text;
}

TEST(Suggestions, FindTheNearestWord) {
  constexpr std::string_view words[] = {"partition", "pause", "promote"};
  EXPECT_EQ(closest("partitoin", words), "partition");  // one swap
  EXPECT_EQ(closest("puase", words), "pause");
  EXPECT_EQ(closest("Promote", words), "promote");
  EXPECT_EQ(closest("crash", words), "");
  EXPECT_EQ(closest("part", words), "partition") << "the beginning of a word";
  EXPECT_EQ(closest("p", words), "");
  constexpr std::string_view names[] = {"a", "n1"};
  EXPECT_EQ(closest("x", names), "") << "has nothing in common with a";
  EXPECT_EQ(closest("n2", names), "n1");
  EXPECT_EQ(edit_distance("abcd", "acbd"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
}

TEST(Commands, AreQuotedAsForAShell) {
  using Words = std::vector<std::string>;
  EXPECT_EQ(split_command("SET k v PX 100"), (Words{"SET", "k", "v", "PX", "100"}));
  EXPECT_EQ(split_command(R"(SET "a b" 'c "d' "")"), (Words{"SET", "a b", "c \"d", ""}));
  EXPECT_EQ(split_command(R"(SET "\x00\r\n\"\\" v)"), (Words{"SET", std::string("\0\r\n\"\\", 5), "v"}));
  EXPECT_EQ(split_command(R"(SET k "v1x\*5y")"), (Words{"SET", "k", "v1xxxxxy"}));
  EXPECT_EQ(split_command(R"(SET k "\x00\*3")"), (Words{"SET", "k", std::string(3, '\0')}));
  EXPECT_EQ(split_command(R"(SET k x*5 'x\*5')"), (Words{"SET", "k", "x*5", "x\\*5"}));  // as ever
  EXPECT_FALSE(split_command(R"(SET k "\*5")"));
  EXPECT_FALSE(split_command(R"(SET k "x\*")"));
  EXPECT_FALSE(split_command(R"(SET k "x\*0")"));
  EXPECT_FALSE(split_command(R"(SET k "x\*1048577")"));
  EXPECT_FALSE(split_command("SET \"k"));
  EXPECT_FALSE(split_command(R"(SET "\q")"));
  EXPECT_FALSE(split_command(R"(SET "\x0")"));
  EXPECT_FALSE(split_command("  "));
}

}  // namespace
}  // namespace groundhog::test
