// How far clocks, durations and counts of a scenario may go: one unit inside, one unit outside, with place and words.
#include "sim/plan/limits.hpp"

#include <gtest/gtest.h>

#include "sim/scenario/units.hpp"
#include "tests/scenario/language_fixture.hpp"

namespace groundhog::test {
namespace {

const Lines none;

// A cluster whose nodes are written by the test; chaos lasts 10 s.
Lines problems_of(const std::string& n1, const std::string& rest) {
  return Language().problems("version: 1\nname: a\nrun: {chaos: 10s, settle: 5s}\ncluster:\n  nodes:\n    n1: " + n1 +
                             "\n    n2: {role: replica, of: n1}\n" + rest);
}

// The problem of one fault, without its place.
std::string problem_of(const std::string& fault) {
  const Lines lines = problems("faults:\n  - {" + fault + "}\n");
  if (lines.empty()) return "";
  EXPECT_EQ(lines.size(), 1U) << lines[1];
  return lines[0].substr(lines[0].find(": error: ") + 9);
}

// ---- single values ------------------------------------------------------------------------------------------------

TEST(Limits, TheirWordsAreTheirNumbers) {
  using namespace std::chrono_literals;
  EXPECT_EQ(longest_duration_text, "at most " + format_duration(longest_duration) + " (115 days)");
  EXPECT_EQ(longest_duration / 24h, 115);
  EXPECT_EQ(longest_ttl_text, "at most " + format_duration(longest_ttl) + " (63 years)");
  EXPECT_EQ(longest_ttl / (365 * 24h + 6h), 63);
  EXPECT_EQ(farthest_wall_text, "within " + format_duration(farthest_wall) + " (158 years) of true time");
  EXPECT_EQ(farthest_wall / (365 * 24h + 6h), 158);
  EXPECT_EQ(drift_text, "from " + std::to_string(slowest_drift_ppm) + " (half the rate) to " +
                            std::to_string(fastest_drift_ppm) + " (twice the rate)");
  EXPECT_EQ(socket_buffer_text, "from 1B to " + format_size(largest_socket_buffer));
}

TEST(Limits, ADuration) {
  EXPECT_EQ(problems("workload: {timeout: 10000000s}\n"), none);
  EXPECT_EQ(problems("workload: {timeout: 10000000.000000001s}\n"),
            Lines{"s.yaml:9:21: error: a duration is at most 10000000s (115 days), found '10000000.000000001s'"});
  EXPECT_EQ(problems("workload: {timeout: 99999999999999999999999999h}\n"),
            Lines{"s.yaml:9:21: error: a duration is at most 10000000s (115 days), found "
                  "'99999999999999999999999999h'"});
  EXPECT_EQ(problems("workload: {timeout: 0.5ns}\n"),
            Lines{"s.yaml:9:21: error: expected a whole number of ns, found '0.5ns'"});
}

TEST(Limits, ADurationAnywhere) {
  const std::string found = "a duration is at most 10000000s (115 days), found '10000001s'";
  for (const std::string rest :
       {"network: {default: {delay: X}}\n", "network: {default: {delay: 1ms, jitter: X}}\n",
        "network: {default: {delay: {mean: X}}}\n", "network: {links: [{link: n1->n2, delay: X}]}\n",
        "workload: {ops: [{at: X, cmd: GET k}]}\n", "faults: [{do: hold, link: n1->n2, at: X}]\n",
        "faults: [{do: hold, link: n1->n2, every: X}]\n", "faults: [{do: hold, link: n1->n2, every: 1s, until: X}]\n",
        "faults: [{do: hold, link: n1->n2, for: X}]\n",
        "faults: [{do: hold, link: n1->n2, when: {event: sync.full}, for: X}]\n",
        "faults: [{do: hold, link: n1->n2, random: {count: 1, within: [1s, 9s], for: X}}]\n",
        "faults: [{do: hold, link: n1->n2, random: {count: 1, within: [1s, 9s], for: 1s, gap: X}}]\n",
        "faults: [{do: crash, node: n2, restart_after: X}]\n", "faults: [{do: delay, match: {type: ping}, by: X}]\n"}) {
    std::string text = rest;
    text.replace(text.find('X'), 1, "10000001s");
    const Lines lines = problems(text);
    ASSERT_EQ(lines.size(), 1U) << text << (lines.empty() ? "" : lines.back());
    EXPECT_TRUE(lines[0].ends_with(found)) << lines[0];
  }
  for (const std::string phase : {"warmup", "chaos", "settle"}) {
    const std::string text = "version: 1\nname: a\nrun: {" + phase + ": 10000001s}\n" +
                             "cluster: {nodes: {n1: {role: primary}}, config: {heartbeat-interval: 10000001s}}\n";
    const Lines lines = Language().problems(text);
    ASSERT_EQ(lines.size(), 2U) << phase;
    EXPECT_TRUE(lines[0].ends_with(found) && lines[1].ends_with(found)) << lines[0] << '\n' << lines[1];
  }
}

TEST(Limits, ATtl) {
  EXPECT_EQ(problems("workload: {ttl: {min: 1ms, max: 2000000000s, mean: 2000000000s, step: 2000000000s}}\n"), none);
  for (const std::string key : {"max", "mean", "step"}) {
    const std::string max = key == "max" ? "" : "max: 1s, ";
    const Lines lines = problems("workload: {ttl: {min: 1ms, " + max + key + ": 2000000000001ms}}\n");
    ASSERT_EQ(lines.size(), 1U) << key;
    EXPECT_TRUE(lines[0].ends_with("error: a TTL is at most 2000000000s (63 years), found '2000000000001ms'"))
        << lines[0];
  }
  EXPECT_EQ(problems("workload: {ttl: {min: 0ms, max: 1s}}\n"), Lines{"s.yaml:9:23: error: must be longer than 0"});
}

TEST(Limits, AnOffset) {
  EXPECT_EQ(problems_of("{role: primary, clock: {offset: 5000000000s}}", ""), none);
  EXPECT_EQ(problems_of("{role: primary, clock: {offset: -5000000000s}}", ""), none);
  EXPECT_EQ(problems_of("{role: primary, clock: {offset: 5000000000.000000001s}}", ""),
            Lines{"s.yaml:6:41: error: a wall clock is within 5000000000s (158 years) of true time, found "
                  "'5000000000.000000001s'"});
  EXPECT_EQ(problems_of("{role: primary, clock: {offset: -5000000000.000000001s}}", ""),
            Lines{"s.yaml:6:41: error: a wall clock is within 5000000000s (158 years) of true time, found "
                  "'-5000000000.000000001s'"});
  EXPECT_EQ(problems_of("{role: primary, clock: {offset: -99999999999h}}", "").size(), 1U);
}

TEST(Limits, ADriftInBothPlaces) {
  for (const std::string ppm : {"-500000", "1000000"}) {
    EXPECT_EQ(problems_of("{role: primary, clock: {drift_ppm: " + ppm + "}}", ""), none);
    EXPECT_EQ(problem_of("do: clock_drift, node: n1, ppm: " + ppm), "");
  }
  for (const std::string ppm : {"-500001", "1000001", "-1000000", "999999999999"}) {
    const std::string words =
        "a drift in ppm is from -500000 (half the rate) to 1000000 (twice the rate), found '" + ppm + "'";
    EXPECT_EQ(problems_of("{role: primary, clock: {drift_ppm: " + ppm + "}}", ""),
              Lines{"s.yaml:6:44: error: " + words});
    EXPECT_EQ(problem_of("do: clock_drift, node: n1, ppm: " + ppm), words);
  }
  EXPECT_EQ(problem_of("do: clock_drift, node: n1, ppm: fast"), "expected a whole number, found 'fast'");
}

TEST(Limits, ABufferOfASocket) {
  EXPECT_EQ(problems("network: {socket_buffer: 1B}\n"), none);
  EXPECT_EQ(problems("network: {socket_buffer: 1GiB}\n"), none);
  EXPECT_EQ(problems("network: {socket_buffer: 0B}\n"),
            Lines{"s.yaml:9:26: error: the buffer of a socket is from 1B to 1GiB, found '0B'"});
  EXPECT_EQ(problems("network: {socket_buffer: 1073741825B}\n"),
            Lines{"s.yaml:9:26: error: the buffer of a socket is from 1B to 1GiB, found '1073741825B'"});
}

TEST(Limits, AKnob) {
  const std::string head = "version: 1\nname: a\ncluster:\n  nodes: {n1: {role: primary}}\n";
  const auto of_knob = [&](const std::string& knob) {
    return Language().problems(head + "  config: {" + knob + "}\n");
  };
  EXPECT_EQ(of_knob("heartbeat-misses: 4294967295"), none);
  EXPECT_EQ(of_knob("heartbeat-misses: 4294967296"),
            Lines{"s.yaml:5:30: error: '4294967296' is too much: at most 4294967295"});
  EXPECT_EQ(of_knob("heartbeat-misses: 0"), Lines{"s.yaml:5:30: error: must be at least 1"});
  EXPECT_EQ(of_knob("backlog-bytes: 1024GiB"), none);
  EXPECT_EQ(of_knob("backlog-bytes: 1025GiB"), Lines{"s.yaml:5:27: error: a size is at most 1024GiB, found '1025GiB'"});
}

TEST(Limits, ANumber) {
  EXPECT_EQ(problems("workload: {clients: 1, rate: 1/s, mix: {get: 1000000000}}\n"), none);
  EXPECT_EQ(problems("workload: {clients: 1, rate: 1/s, mix: {get: 1000000001}}\n"),
            Lines{"s.yaml:9:46: error: a number is at most 1000000000, found '1000000001'"});
  EXPECT_EQ(problems("workload: {clients: 1, keys: {dist: zipf, theta: 10}}\n"), none);
  EXPECT_EQ(problems("workload: {clients: 1, keys: {dist: zipf, theta: 10.01}}\n"),
            Lines{"s.yaml:9:50: error: an exponent of zipf is at most 10"});
}

TEST(Limits, AllValuesTogether) {
  const std::string ten = "workload: {clients: 1, rate: 1/s, mix: {set: 1}, values: {min: 0B, max: ";
  EXPECT_EQ(problems(ten + "107374182B}}\n"), none);
  EXPECT_EQ(
      problems(ten + "107374183B}}\n"),
      Lines{"s.yaml:9:73: error: the values of all operations may come to more than 1GiB: shorter values, or fewer "
            "operations"});
}

// ---- the end of chaos ---------------------------------------------------------------------------------------------

TEST(EndOfChaos, ARestartComesBeforeIt) {
  const std::string past = ", past the end of chaos at 10s: without 'restart_after' it lasts until then";
  EXPECT_EQ(problem_of("do: crash, node: n2, at: 4s, restart_after: 6s"), "");
  EXPECT_EQ(problem_of("do: crash, node: n2, at: 4s, restart_after: 6000000001ns"),
            "the fault ends at 10.000000001s" + past);
  EXPECT_EQ(problem_of("do: crash, node: n2, restart_after: 10s"), "");
  EXPECT_EQ(problem_of("do: crash, node: n2, restart_after: 10001ms"), "the fault ends at 10.001s" + past);
  EXPECT_EQ(problem_of("do: crash, node: n2, restart_after: 8s, random: {count: 2, within: [1s, 2s]}"), "");
  EXPECT_EQ(problem_of("do: crash, node: n2, restart_after: 8001ms, random: {count: 2, within: [1s, 2s]}"),
            "the fault ends at 10.001s" + past);
  EXPECT_EQ(Language().problems(with_cluster("faults:\n  - {do: crash, node: n2, at: 500ms, restart_after: 5h}\n")),
            Lines{"s.yaml:10:53: error: the fault ends at 5h 500ms, past the end of chaos at 10s: without "
                  "'restart_after' it lasts until then"});
}

TEST(EndOfChaos, TheLastOfSeveralWindowsEndsBeforeIt) {
  const std::string past = ", past the end of chaos at 10s: let 'until' be earlier";
  EXPECT_EQ(problem_of("do: crash, node: n2, every: 4s, restart_after: 2s"), "");
  EXPECT_EQ(problem_of("do: crash, node: n2, every: 4s, restart_after: 2001ms"), "the fault ends at 10.001s" + past);
  EXPECT_EQ(problem_of("do: crash, node: n2, every: 4s, until: 8s, restart_after: 2001ms"), "");
  EXPECT_EQ(problem_of("do: crash, node: n2, every: 4s, until: 8001ms, restart_after: 2001ms"),
            "the fault ends at 10.001s" + past);
  EXPECT_EQ(problem_of("do: hold, link: n1->n2, every: 4s, for: 2s"), "");
  EXPECT_EQ(problem_of("do: hold, link: n1->n2, every: 4s, for: 3s"), "the fault ends at 11s" + past);
  EXPECT_EQ(problem_of("do: hold, link: n1->n2, every: 5s, for: 5s"), "");
}

// When it starts is not known: it ends with chaos at the latest.
TEST(EndOfChaos, WhatStartsAtAnEventIsCutThere) {
  EXPECT_EQ(problem_of("do: hold, link: n1->n2, when: {event: sync.full}, for: 10000000s"), "");
  EXPECT_EQ(problem_of("do: crash, node: n2, when: {event: sync.full}, restart_after: 10000000s"), "");
}

TEST(EndOfChaos, OnlyOneWordSaysHowLong) {
  const std::string both = "'for' and 'restart_after' exclude each other: each says how long the fault lasts";
  EXPECT_EQ(problem_of("do: crash, node: n2, at: 1s, for: 1s, restart_after: 1s"), both);
  EXPECT_EQ(problem_of("do: crash, node: n2, restart_after: 1s, random: {count: 1, within: [1s, 4s], for: 1s}"), both);
}

TEST(EndOfChaos, OfWhatIsLeftOutNothingIsAsked) {
  EXPECT_EQ(problem_of("if: false, do: crash, node: n2, at: 1s, restart_after: 5h"), "");
}

TEST(EndOfChaos, WindowsAreCountedAsTheyAreMade) {
  EXPECT_EQ(problem_of("do: clock_jump, node: n1, by: 1ms, every: 999901ns"), "");  // 10,000 windows
  EXPECT_EQ(problem_of("do: clock_jump, node: n1, by: 1ms, every: 999900ns"), "more than 10000 windows");
}

TEST(EndOfChaos, AnOperationWhoseTimeIsDrawn) {
  EXPECT_EQ(problems("params: {t: {range: [1s, 9s]}}\nworkload: {ops: [{at: \"${t}\", cmd: GET k}]}\n"), none);
  EXPECT_EQ(problems("params: {t: {range: [1s, 10s]}}\nworkload: {ops: [{at: \"${t}\", cmd: GET k}]}\n"),
            Lines{"s.yaml:10:23: error: the operation is past the end of chaos at 10s"});
}

// ---- jumps of a wall clock ----------------------------------------------------------------------------------------

std::string too_far(const std::string& node) {
  return "with its offset and all its jumps the wall clock of '" + node +
         "' must stay within 5000000000s (158 years) of true time: jump less far or less often";
}

TEST(Jumps, OneIsAsFarAsAnOffset) {
  EXPECT_EQ(problem_of("do: clock_jump, node: n1, at: 1s, by: 5000000000s"), "");
  EXPECT_EQ(problem_of("do: clock_jump, node: n1, at: 1s, by: -5000000000000000001ns"),
            "a wall clock is within 5000000000s (158 years) of true time, found '-5000000000000000001ns'");
}

TEST(Jumps, CountWithTheOffset) {
  const std::string ahead = "{role: primary, clock: {offset: 4999999999s}}";
  EXPECT_EQ(problems_of(ahead, "faults: [{do: clock_jump, node: n1, at: 1s, by: 1s}]\n"), none);
  EXPECT_EQ(problems_of(ahead, "faults: [{do: clock_jump, node: n1, at: 1s, by: 1000000001ns}]\n"),
            Lines{"s.yaml:8:49: error: " + too_far("n1")});
  EXPECT_EQ(problems_of(ahead, "faults: [{do: clock_jump, node: n2, at: 1s, by: 2s}]\n"), none) << "another's";
  EXPECT_EQ(problems_of(ahead, "faults: [{do: clock_jump, node: n1, at: 1s, by: -5000000000s}]\n"), none);
  const std::string behind = "{role: primary, clock: {offset: -4999999999s}}";
  EXPECT_EQ(problems_of(behind, "faults: [{do: clock_jump, node: n1, at: 1s, by: -1s}]\n"), none);
  EXPECT_EQ(problems_of(behind, "faults: [{do: clock_jump, node: n1, at: 1s, by: -1000000001ns}]\n"),
            Lines{"s.yaml:8:49: error: " + too_far("n1")});
}

// The first jump forward may come before the jump back.
TEST(Jumps, OneBackMakesNoRoom) {
  EXPECT_EQ(problems("faults:\n  - {do: clock_jump, node: n1, at: 1s, by: -3000000000s}\n"
                     "  - {do: clock_jump, node: n1, at: 2s, by: 3000000000s}\n"
                     "  - {do: clock_jump, node: n1, at: 3s, by: 2000000000s}\n"),
            none);
  EXPECT_EQ(problems("faults:\n  - {do: clock_jump, node: n1, at: 1s, by: -3000000000s}\n"
                     "  - {do: clock_jump, node: n1, at: 2s, by: 3000000000s}\n"
                     "  - {do: clock_jump, node: n1, at: 3s, by: 2000000001s}\n"),
            Lines{"s.yaml:12:44: error: " + too_far("n1")});
}

TEST(Jumps, CountAsOftenAsTheyMayHappen) {
  EXPECT_EQ(problem_of("do: clock_jump, node: n1, every: 1s, by: 555555555s"), "");  // nine times
  EXPECT_EQ(problem_of("do: clock_jump, node: n1, every: 1s, by: 555555556s"), too_far("n1"));
  EXPECT_EQ(problem_of("do: clock_jump, node: n1, every: 1s, until: 9s, by: 625000000s"), "");  // eight times
  EXPECT_EQ(problem_of("do: clock_jump, node: n1, every: 1s, until: 9s, by: 625000001s"), too_far("n1"));
  EXPECT_EQ(problem_of("do: clock_jump, node: n1, random: {count: 5, within: [1s, 9s]}, by: -1000000000s"), "");
  EXPECT_EQ(problem_of("do: clock_jump, node: n1, random: {count: 5, within: [1s, 9s]}, by: -1000000001s"),
            too_far("n1"));
  EXPECT_EQ(problem_of("do: clock_jump, node: n1, random: {count: 10000, within: [1s, 9s]}, by: 5000000000s"),
            too_far("n1"))
      << "a product of 1600 times what fits into 64 bits";
  EXPECT_EQ(problem_of("do: clock_jump, node: n1, when: {event: sync.full}, by: 5000000000s"), "");
}

TEST(Jumps, CountForEveryNodeThatMayBeDrawn) {
  const std::string ahead = "{role: primary, clock: {offset: 1s}}";
  const auto of_node = [&](const std::string& node) {
    return problems_of(ahead, "faults: [{do: clock_jump, node: " + node + ", at: 1s, by: 5000000000s}]\n");
  };
  EXPECT_EQ(of_node("any").size(), 1U);
  EXPECT_EQ(of_node("primary").size(), 1U);
  EXPECT_EQ(of_node("replica"), none);
  EXPECT_EQ(of_node("n2"), none);
}

// ---- what params draw ---------------------------------------------------------------------------------------------

TEST(DrawnLimits, AreThoseOfThePlace) {
  EXPECT_EQ(problems("params: {d: {range: [1s, 10000001s]}}\nworkload: {timeout: \"${d}\"}\n"),
            Lines{"s.yaml:10:21: error: a duration is at most 10000000s (115 days), found '10000001s'"});
  EXPECT_EQ(problems("params: {p: {range: [-500001, 0]}}\nfaults: [{do: clock_drift, node: n1, ppm: \"${p}\"}]\n"),
            Lines{"s.yaml:10:43: error: a drift in ppm is from -500000 (half the rate) to 1000000 (twice the rate), "
                  "found '-500001'"});
  EXPECT_EQ(problems("params: {b: {choice: [1s, 5000000001s]}}\n"
                     "faults: [{do: clock_jump, node: n1, at: 1s, by: \"${b}\"}]\n"),
            Lines{"s.yaml:10:49: error: a wall clock is within 5000000000s (158 years) of true time, found "
                  "'5000000001s'"});
  EXPECT_EQ(problems("params: {b: {range: [0s, 99999999999h]}}\n"
                     "faults: [{do: clock_jump, node: n1, at: 1s, by: \"${b}\"}]\n")
                .size(),
            1U);
}

TEST(DrawnLimits, HoldForEveryCombination) {
  const std::string when = "params: {a: {choice: [1s, 6s]}, b: {choice: [9s, 4s]}}\n";
  EXPECT_EQ(
      problems(when + "faults: [{do: crash, node: n2, at: \"${a}\", restart_after: \"${b}\"}]\n"),
      Lines{"s.yaml:10:59: error: the fault ends at 15s, past the end of chaos at 10s: without 'restart_after' it "
            "lasts until then"});
  EXPECT_EQ(
      problems("params: {n: {range: [1, 5]}, b: {range: [-1000000001s, 1s]}}\n"
               "faults: [{do: clock_jump, node: n1, random: {count: \"${n}\", within: [1s, 9s]}, by: \"${b}\"}]\n"),
      Lines{"s.yaml:10:84: error: " + too_far("n1")});
}

TEST(DrawnLimits, AreReportedOnceForEachPlace) {
  EXPECT_EQ(problems("params: {a: {choice: [1s, 2s, 9s]}, b: {choice: [1s, 9s, 8s]}}\n"
                     "faults: [{do: hold, link: n1->n2, at: \"${a}\", for: \"${b}\"},\n"
                     "  {do: hold, link: n1->n2, at: \"${b}\", for: \"${a}\"}]\n"),
            (Lines{"s.yaml:10:52: error: the fault ends at 11s, past the end of chaos at 10s: without 'for' it lasts "
                   "until then",
                   "s.yaml:11:45: error: the fault ends at 11s, past the end of chaos at 10s: without 'for' it lasts "
                   "until then"}));
}

// 4^5 are more than a thousand: then each two are tried.
TEST(DrawnLimits, HoldForEveryTwoOfMany) {
  std::string text = "params:\n";
  for (const std::string name : {"a", "b", "c", "d", "e"}) text += "  " + name + ": {choice: [6s, 2s, 1s, 4s]}\n";
  text += "workload: {timeout: \"${c}\"}\nnetwork: {default: {delay: \"${d}\", jitter: \"${e}\"}}\n";
  EXPECT_EQ(
      problems(text + "faults: [{do: crash, node: n2, at: \"${a}\", restart_after: \"${b}\"}]\n"),
      Lines{"s.yaml:17:59: error: the fault ends at 12s, past the end of chaos at 10s: without 'restart_after' it "
            "lasts until then"});
  EXPECT_EQ(problems(text + "faults: [{do: hold, link: n1->n2, at: 2s, for: \"${a}\"}, "
                            "{do: hold, link: n1->n2, at: 4s, for: \"${b}\"}]\n"),
            none);
}

TEST(DrawnLimits, ARangeIsComparedExactly) {
  EXPECT_EQ(problems("params: {n: {range: [9007199254740993, 9007199254740992]}}\n"
                     "faults: [{do: drop, match: {type: ping, nth: \"${n}\"}}]\n"),
            Lines{"s.yaml:9:21: error: empty range: 9007199254740993 is more than 9007199254740992"});
  EXPECT_EQ(problems("params: {n: {log_range: [0.0000000009, 1]}}\nnetwork: {default: {loss: \"${n}\"}}\n"),
            Lines{"s.yaml:9:26: error: a log_range begins above 0, at 0.000000001 at least"});
  EXPECT_EQ(problems("params: {n: {log_range: [0.000000001, 1]}}\nnetwork: {default: {loss: \"${n}\"}}\n"), none);
}

// ---- plans at the limits ------------------------------------------------------------------------------------------

TEST(PlansAtTheLimits, AreMadeWithoutOverflow) {
  const Language language;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const Plan plan = language.expand(
        "version: 1\nname: a\nparams:\n  n: {log_range: [1, 9223372036854775807]}\n"
        "run: {warmup: 10000000s, chaos: 10000000s, settle: 10000000s}\n"
        "cluster:\n  nodes:\n    n1: {role: primary, clock: {offset: -5000000000s, drift_ppm: -500000}}\n"
        "    n2: {role: replica, of: n1}\n  config: {heartbeat-interval: 10000000s}\n"
        "workload: {clients: 2, rate: 0.00001/s, mix: {setex: 1}, keys: {dist: zipf, theta: 10, count: 1000000},\n"
        "  ttl: {dist: exponential, min: 2000000000s, max: 2000000000s, mean: 2000000000s}, timeout: 10000000s}\n"
        "faults:\n"
        "  - {do: hold, link: n1->n2, every: 1000000s, for: 1000000s}\n"
        "  - {do: drop, match: {type: ping, nth: \"${n}\"}}\n"
        "  - {do: crash, node: n2, random: {count: 3, within: [0s, 5000000s], gap: 1000000s}, restart_after: "
        "5000000s}\n",
        seed);
    EXPECT_FALSE(plan.operations.empty());
    for (const PlannedOperation& operation : plan.operations) {
      EXPECT_LT(operation.at, longest_duration);
      EXPECT_EQ(operation.arguments.back(), "2000000000000");
    }
    for (const PlannedFault& fault : plan.faults) EXPECT_LE(fault.at, longest_duration);
  }
}

TEST(PlansAtTheLimits, ARateMayBeAsSmallAsItLikes) {
  const std::string digits(300, '0');
  for (const std::string arrivals : {"exponential", "jittered", "even"}) {
    const Plan plan = Language().expand(with_cluster("workload: {clients: 999, rate: 0." + digits +
                                                     "1/min, mix: {get: 1}, arrivals: " + arrivals + "}\n"),
                                        1);
    EXPECT_TRUE(plan.operations.empty()) << arrivals;
  }
}

}  // namespace
}  // namespace groundhog::test
