// What is said of a quantity that is written as people also write it: never a suggestion that is off by orders of
// magnitude.
#include <gtest/gtest.h>

#include "sim/scenario/units.hpp"

namespace groundhog::test {
namespace {

struct Spelling {
  const char* text;
  const char* suggestion;  // empty: none is right, or the text is
  const char* hint = "";   // how the message ends, behind what was found
};

constexpr const char* time_units = ": units are ns us ms s min h";
constexpr const char* size_units = ": units are B KiB MiB GiB";
constexpr const char* binary = ": sizes are in powers of 1024";

template <typename Parse>
void expect_refused(Parse parse, const std::string& expected, std::initializer_list<Spelling> spellings) {
  for (const Spelling& each : spellings) {
    const auto parsed = parse(each.text);
    ASSERT_FALSE(parsed) << each.text;
    EXPECT_EQ(parsed.error().message, "expected " + expected + ", found '" + each.text + "'" + each.hint);
    EXPECT_EQ(parsed.error().suggestion, each.suggestion) << each.text;
    if (*each.suggestion == '\0') continue;
    EXPECT_TRUE(parse(each.suggestion)) << each.text;
  }
}

TEST(Quantities, Durations) {
  expect_refused(parse_duration, "a duration such as 250ms",
                 {{"5", "", time_units},
                  {"1.5", "", time_units},
                  {"5m", "", time_units},
                  {"5 m", "", time_units},
                  {"5M", "", time_units},
                  {"5d", "", time_units},
                  {"2x", "", time_units},
                  {"1e3ms", "", time_units},
                  {"1_000ms", "", time_units},
                  {"1h30min", "", time_units},
                  {"", "", time_units},
                  {"ms", "", time_units},
                  {"4KiB", "", time_units},
                  {"5 s", "5s"},
                  {"100 ms", "100ms"},
                  {"10sec", "10s"},
                  {"2 Seconds", "2s"},
                  {"20msec", "20ms"},
                  {"3minutes", "3min"},
                  {"3mins", "3min"},
                  {"7 Hours", "7h"},
                  {"7hrs", "7h"},
                  {"5millis", "5ms"},
                  {"5milliseconds", "5ms"},
                  {"5microseconds", "5us"},
                  {"5\u00b5s", "5us"},
                  {"5MS", "5ms"},
                  {"1.5 s", "1.5s"},
                  {"-5s", "", ": it cannot be negative"}});
  expect_refused(parse_duration, "a whole number of ns", {{"0.5ns", ""}});
  EXPECT_EQ(parse_duration("01s"), std::chrono::seconds(1));
  EXPECT_EQ(parse_duration("5min"), std::chrono::minutes(5));
  EXPECT_EQ(parse_duration("5h"), std::chrono::hours(5));
}

TEST(Quantities, Sizes) {
  expect_refused(parse_size, "a size such as 16KiB", {{"4", "", size_units},
                                                      {"4TB", "", size_units},
                                                      {"4TiB", "", size_units},
                                                      {"1e3B", "", size_units},
                                                      {"1_000B", "", size_units},
                                                      {"5s", "", size_units},
                                                      {"4KB", "4KiB", binary},
                                                      {"4kB", "4KiB", binary},
                                                      {"4MB", "4MiB", binary},
                                                      {"4GB", "4GiB", binary},
                                                      {"64kb", "64KiB"},
                                                      {"4k", "4KiB"},
                                                      {"16K", "16KiB"},
                                                      {"4m", "4MiB"},
                                                      {"4g", "4GiB"},
                                                      {"4kib", "4KiB"},
                                                      {"1 GiB", "1GiB"},
                                                      {"64bytes", "64B"},
                                                      {"64b", "64B"},
                                                      {"-1B", "", ": it cannot be negative"}});
}

TEST(Quantities, RatesAndProbabilities) {
  constexpr const char* per = ": write it per second or per minute, /s or /min";
  expect_refused(parse_rate, "a rate such as 200/s",
                 {{"200", "", per},
                  {"200/m", "", per},
                  {"200/h", "", per},
                  {"200/sec", "200/s"},
                  {"200 /s", "200/s"},
                  {"200/ s", "200/s"},
                  {"30/minute", "30/min"},
                  {"1e3/s", "", per},
                  {"0/s", "", ": it is more than 0"}});
  expect_refused(parse_probability, "a probability such as 0.01 or 5%",
                 {{"5", "5%"}, {"5 %", "5%"}, {"50%%", ""}, {"101%", ""}, {"200", ""}, {"1e-3", ""}, {"often", ""}});
}

TEST(Quantities, WholeNumbers) {
  expect_refused(parse_count, "a whole number",
                 {{"1e3", ""}, {"10k", ""}, {"1_000", ""}, {"1,000", ""}, {"2x", ""}, {"1.5", ""}, {"-1", ""}});
  EXPECT_EQ(parse_count("99999999999999999999").error().message,
            "a whole number is at most 18446744073709551615, found '99999999999999999999'");
}

// For a reader: the largest units first, and no number that must be counted.
TEST(Quantities, AreReadableInMessages) {
  using namespace std::chrono_literals;
  const std::pair<Duration, const char*> texts[] = {{0s, "0s"},
                                                    {250ms, "250ms"},
                                                    {1500ms, "1.5s"},
                                                    {10001ms, "10.001s"},
                                                    {90s, "1min 30s"},
                                                    {90500ms, "1min 30.5s"},
                                                    {2min, "2min"},
                                                    {18000500ms, "5h 500ms"},
                                                    {5h + 2min, "5h 2min"},
                                                    {-90s, "-1min 30s"},
                                                    {Duration{1'000'001}, "1.000001ms"}};
  for (const auto& [duration, text] : texts) EXPECT_EQ(readable_duration(duration), text);
}

}  // namespace
}  // namespace groundhog::test
