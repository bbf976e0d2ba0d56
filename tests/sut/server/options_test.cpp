// The table of options, and quantities as people write them.
#include "sut/server/options.hpp"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

namespace burrow::test {
namespace {

TEST(OptionTable, FallbacksAreTheDefaults) {
  const NodeOptions defaults;
  for (const OptionSpec& option : option_table()) {
    NodeOptions written;
    option.set(written, option.get(written) + 1);
    ASSERT_TRUE(set_option(written, option.name, option.fallback)) << option.name;
    EXPECT_EQ(option.get(written), option.get(defaults)) << option.name;
  }
}

TEST(OptionTable, TextIsWhatSetTakes) {
  for (const OptionSpec& option : option_table()) {
    NodeOptions options;
    option.set(options, 90'000);
    const std::string text = option_text(options, option);
    option.set(options, 1);
    ASSERT_TRUE(set_option(options, option.name, text)) << option.name << " " << text;
    EXPECT_EQ(option.get(options), 90'000u) << option.name << " " << text;
  }
}

TEST(OptionTable, IsSorted) {
  const auto table = option_table();
  EXPECT_TRUE(std::is_sorted(table.begin(), table.end(),
                             [](const OptionSpec& a, const OptionSpec& b) { return a.name < b.name; }));
}

TEST(OptionTable, ByDefaultWhatMayBeWrittenMayBeRead) {
  const NodeOptions defaults;
  EXPECT_GT(defaults.client_output_limit_bytes, defaults.max_argument_bytes);
  EXPECT_GT(defaults.client_query_bytes, defaults.max_argument_bytes);
}

std::string error_of(std::string_view name, std::string_view text) {
  NodeOptions options;
  const auto set = set_option(options, name, text);
  return set ? "" : set.error();
}

TEST(SetOption, NamesTheOptionAndTheRemedy) {
  EXPECT_EQ(error_of("max-clients", "many"), "max-clients: 'many' is not a whole number");
  EXPECT_EQ(error_of("heartbeat-interval", "5"),
            "heartbeat-interval: '5' is not a duration with a unit, such as 100ms");
  EXPECT_EQ(error_of("maxmemory", "5MB"),
            "maxmemory: '5MB' is not a size with a unit, such as 64KiB (did you mean 5MiB?)");
  EXPECT_EQ(error_of("nonsense", "5"), "there is no option 'nonsense'");
}

TEST(SetOption, SuggestsNothingThatIsOffByOrdersOfMagnitude) {
  const auto suggested = [](std::string_view name, std::string_view text) {
    const std::string error = error_of(name, text);
    const std::size_t at = error.find("did you mean ");
    return at == std::string::npos ? std::string() : error.substr(at + 13, error.size() - at - 15);
  };
  for (const char* const unclear : {"5", "5m", "5 m", "5d", "1e3ms", "1_000ms", "4KiB", "1h30min", "-5s"}) {
    EXPECT_NE(error_of("heartbeat-interval", unclear), "") << unclear;
    EXPECT_EQ(suggested("heartbeat-interval", unclear), "") << unclear;
  }
  EXPECT_EQ(suggested("heartbeat-interval", "5 s"), "5s");
  EXPECT_EQ(suggested("heartbeat-interval", "10sec"), "10s");
  EXPECT_EQ(suggested("heartbeat-interval", "3 minutes"), "3min");
  for (const char* const unclear : {"4", "4TB", "5s", "1e3B"}) {
    EXPECT_NE(error_of("maxmemory", unclear), "") << unclear;
    EXPECT_EQ(suggested("maxmemory", unclear), "") << unclear;
  }
  EXPECT_EQ(suggested("maxmemory", "4k"), "4KiB");
  EXPECT_EQ(suggested("maxmemory", "64kb"), "64KiB");
  EXPECT_EQ(suggested("maxmemory", "4MB"), "4MiB");
  EXPECT_EQ(suggested("max-clients", "4k"), "") << "a number has no unit";
}

TEST(SetOption, RefusesAZeroThatWouldSpin) {
  EXPECT_EQ(error_of("heartbeat-interval", "0"), "heartbeat-interval: must be more than 0");
  EXPECT_EQ(error_of("janitor-interval", "0"), "") << "where 0 means never";
}

TEST(SetOption, RefusesWhatItsTypeCannotHold) {
  EXPECT_EQ(error_of("heartbeat-misses", "4294967295"), "");
  EXPECT_EQ(error_of("heartbeat-misses", "4294967296"),
            "heartbeat-misses: '4294967296' is too much: at most 4294967295");
  EXPECT_EQ(error_of("max-argument-bytes", "1024GiB"), "");
  EXPECT_EQ(error_of("max-argument-bytes", "1025GiB"), "max-argument-bytes: '1025GiB' is too much: at most 1024GiB")
      << "frames are twice as large, and more";
}

TEST(SetOption, RefusesWhatWouldOverflowWhereItIsAdded) {
  for (const OptionSpec& option : option_table()) {
    if (option.kind != OptionSpec::Kind::duration) continue;
    const std::string name(option.name);
    EXPECT_EQ(error_of(name, "87600h"), "");
    EXPECT_EQ(error_of(name, "315360000000000001us"), name + ": '315360000000000001us' is too much: at most 87600h");
    EXPECT_EQ(error_of(name, "99999999999999999999h"), name + ": '99999999999999999999h' is too much: at most 87600h");
  }
  EXPECT_EQ(error_of("capacity", "9223372036854775807"), "");
  EXPECT_EQ(error_of("capacity", "9223372036854775808"),
            "capacity: '9223372036854775808' is too much: at most 9223372036854775807");
  EXPECT_EQ(error_of("maxmemory", "9223372036854775808B"),
            "maxmemory: '9223372036854775808B' is too much: at most 9223372036854775807B");
}

// For a host that has run for two centuries.
TEST(ReplicationOptions, TheLongestWindowsAndBackoffsDoNotWrap) {
  constexpr seam::MonotonicTime start{std::chrono::hours(200 * 8760)};
  FailureDetector silent({.window = longest_option, .misses = 2}, start);
  EXPECT_EQ(silent.window_end(), start + longest_option);
  EXPECT_EQ(silent.tick(start + longest_option), FailureDetector::Verdict::missed);
  EXPECT_EQ(silent.tick(start + 3 * longest_option), FailureDetector::Verdict::down);
  EXPECT_EQ(silent.tick(start + 5 * longest_option + seam::Duration(1)), FailureDetector::Verdict::paused);
  Backoff backoff({.initial = longest_option, .maximum = longest_option});
  EXPECT_EQ(backoff.next(), longest_option);
  EXPECT_EQ(backoff.next(), longest_option);
}

// What it allows for a step must not wrap around to a handful of bytes.
TEST(ReplicationOptions, AStepMayBeAsLongAsTheLargestBuffersAllow) {
  ReplicationOptions options;
  options.backlog.sync_buffer_bytes = std::size_t{1} << 62;
  EXPECT_EQ(options.max_step_bytes(), std::numeric_limits<std::size_t>::max());
  options.backlog.sync_buffer_bytes = (std::size_t{1} << 62) - options.max_frame_bytes;
  EXPECT_EQ(options.max_step_bytes(), std::numeric_limits<std::size_t>::max() - 3 * options.max_frame_bytes + 1);
}

TEST(Quantity, BeyondSixtyFourBitsIsTheirLargestNumber) {
  constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(parse_count("18446744073709551615"), largest);
  EXPECT_EQ(parse_count("18446744073709551616"), largest);
  EXPECT_EQ(parse_count("99999999999999999999x"), std::nullopt);
  EXPECT_EQ(parse_duration_ns("18446744073.709551615s"), largest);
  EXPECT_EQ(parse_duration_ns("1.0000000005s"), std::nullopt) << "half a nanosecond";
  EXPECT_EQ(parse_duration_ns("18446744073709551615ns"), largest);
  EXPECT_EQ(parse_duration_ns("18446744073709551.615us"), largest);
  EXPECT_EQ(parse_duration_ns("18446744073709551.616us"), largest);
  EXPECT_EQ(parse_duration_ns("18446744073709551.614us"), largest - 1);
  EXPECT_EQ(parse_bytes("17179869184GiB"), largest);
}

TEST(Quantity, IsWrittenInTheLargestUnitThatFits) {
  EXPECT_EQ(format_duration(0), "0s");
  EXPECT_EQ(format_duration(1), "1ns");
  EXPECT_EQ(format_duration(1'500'000'000), "1500ms");
  EXPECT_EQ(format_duration(120'000'000'000), "2min");
  EXPECT_EQ(format_bytes(0), "0B");
  EXPECT_EQ(format_bytes(1536), "1536B");
  EXPECT_EQ(format_bytes(1 << 20), "1MiB");
}

}  // namespace
}  // namespace burrow::test
