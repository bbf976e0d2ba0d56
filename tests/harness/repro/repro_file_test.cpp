// What is written is read back; what is damaged, cut off or foreign is refused with its place.
#include "harness/repro/repro_file.hpp"

#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/scenario/yaml.hpp"
#include "tests/support/binary.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

// Any bytes, ASCII and others.
rc::Gen<std::string> bytes() { return rc::gen::container<std::string>(rc::gen::arbitrary<char>()); }

rc::Gen<RecordedDecision> decision() {
  return rc::gen::map(
      rc::gen::tuple(rc::gen::element<std::string>("n1", "n2", "c\xff"), rc::gen::element<std::string>("ping", "syn"),
                     rc::gen::inRange<std::uint64_t>(0, 6), rc::gen::inRange<std::uint32_t>(0, 3),
                     rc::gen::maybe(rc::gen::nonNegative<std::int64_t>())),
      [](const auto& drawn) {
        const auto& [from, type, ordinal, attempt, delay] = drawn;
        return RecordedDecision{from, "n3", type, ordinal, attempt, delay ? Fate(Duration(*delay)) : Fate()};
      });
}

HashTrail trail_of(std::size_t events, std::uint64_t salt) {
  HashTrail trail;
  for (std::size_t i = 0; i < events; ++i) trail.events.push_back(static_cast<std::uint16_t>(salt * (i + 1)));
  for (std::size_t i = 0; i < events / HashTrail::events_per_checkpoint; ++i) trail.checkpoints.push_back(salt + i);
  trail.whole = salt;
  return trail;
}

PlanSize any_size() {
  return {*rc::gen::arbitrary<std::uint64_t>(), *rc::gen::arbitrary<std::uint64_t>(),
          *rc::gen::arbitrary<std::uint64_t>()};
}

ReproOutcome any_outcome() {
  ReproOutcome outcome;
  outcome.end = *rc::gen::element(SeedEnd::completed, SeedEnd::crashed, SeedEnd::internal_error);
  outcome.detail = *bytes();
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
    outcome.violations.push_back(
        {*bytes(), Duration(*rc::gen::arbitrary<std::int64_t>()), *bytes(), *bytes(), *bytes()});
  }
  outcome.events = *rc::gen::arbitrary<std::uint64_t>();
  outcome.size = any_size();
  outcome.trail = trail_of(*rc::gen::inRange<std::size_t>(0, 2100), *rc::gen::arbitrary<std::uint64_t>());
  outcome.decisions = *rc::gen::container<std::vector<RecordedDecision>>(decision());
  return outcome;
}

Repro any_repro() {
  Repro repro;
  repro.build = {{*bytes(), *bytes(), *bytes(), *bytes(), *bytes()}, *rc::gen::arbitrary<std::uint64_t>()};
  repro.scenario_name = *bytes();
  repro.scenario_file = *bytes();
  repro.plan = *bytes();
  repro.seed = *rc::gen::arbitrary<std::uint64_t>();
  repro.limits = {std::chrono::milliseconds(*rc::gen::arbitrary<std::int64_t>()), *rc::gen::arbitrary<std::size_t>()};
  repro.about = *bytes();
  if (*rc::gen::arbitrary<bool>()) repro.minimised_from = any_size();
  if (*rc::gen::arbitrary<bool>()) repro.outcome = any_outcome();
  return repro;
}

Repro small() {
  Repro repro;
  repro.build = {{"0.1.0", "a1b2c3d4e5f6", "GNU 12.2.0", "-O2", ""}, 0x1234};
  repro.scenario_name = "quiet";
  repro.scenario_file = "scenarios/quiet.yaml";
  repro.plan = "version: 1\nname: \"quiet \xe2\x86\x92\"\n";
  repro.seed = 0x5f1c9a;
  repro.limits.memory_bytes = std::size_t{2} << 30;
  repro.about = "ttl.safety";
  repro.minimised_from = PlanSize{3, 4012, 22871};
  ReproOutcome outcome;
  outcome.violations = {{"ttl.safety", std::chrono::seconds(3), "n1 showed it", "n1", "k\xff\x01"}};
  outcome.events = 5;
  outcome.size = {2, 5, 31};
  outcome.trail = trail_of(5, 77);
  outcome.decisions = {{"n1", "n2", "ping", 1, 0, Duration(1'204'000)},
                       {"n1", "n2", "ping", 2, 0, std::nullopt},
                       {"n2", "n1", "pong", 1, 0, Duration(7)},
                       {"n1", "n2", "ping", 2, 1, Duration(3)},
                       {"n1", "n2", "ping", 9, 0, Duration(3)}};
  repro.outcome = outcome;
  return repro;
}

Repro unfinished() {
  Repro repro;
  repro.scenario_name = "x";
  repro.plan = "version: 1\n";
  repro.seed = 7;
  return repro;
}

RC_GTEST_PROP(ReproFile, IsReadAsItWasWritten, ()) {
  const Repro repro = any_repro();
  const auto back = parse_repro(to_text(repro), "it.repro");
  if (!back) RC_FAIL(back.error());
  RC_ASSERT(*back == repro);
}

TEST(ReproFile, OfARunThatHasNotEndedIsTheHeaderAndThePlan) {
  const Repro repro = unfinished();
  const std::string text = to_text(repro);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  EXPECT_EQ(parse_repro(text, "x.repro").value(), repro);
}

TEST(ReproFile, WritesAHeaderOfTheSameSizeForEverySeed) {
  Repro repro = unfinished();
  const std::size_t size = to_text(repro).size();
  repro.seed = ~std::uint64_t{0};
  EXPECT_EQ(to_text(repro).size(), size);
}

TEST(ReproFile, EveryTruncationIsRefusedOrHarmless) {
  const Repro repro = small();
  const std::string text = to_text(repro);
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto back = parse_repro(std::string_view(text).substr(0, size), "cut.repro");
    if (back) {
      EXPECT_EQ(*back, repro) << "cut at " << size;
    } else {
      EXPECT_TRUE(back.error().starts_with("cut.repro:")) << back.error();
    }
  }
}

TEST(ReproFile, EveryDamagedByteIsRefusedOrHarmless) {
  const Repro repro = small();
  const std::string text = to_text(repro);
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const char flip : {'\x01', '\x20', '\x80'}) {
      std::string damaged = text;
      damaged[at] = static_cast<char>(damaged[at] ^ flip);
      const auto back = parse_repro(damaged, "damaged.repro");
      EXPECT_TRUE(!back || *back == repro) << "at " << at;
    }
  }
}

TEST(ReproFile, LinesThatAreMissingOrMovedAreNoticed) {
  Repro repro = small();
  repro.outcome->trail = trail_of(2500, 3);
  const std::string text = to_text(repro);
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    lines.push_back(text.substr(at, text.find('\n', at) + 1 - at));
  }
  const auto joined = [](const std::vector<std::string>& parts) {
    std::string all;
    for (const std::string& part : parts) all += part;
    return all;
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::vector<std::string> fewer = lines;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(parse_repro(joined(fewer), "x").has_value()) << "without line " << i + 1;
  }
  std::swap(lines[3], lines[4]);
  EXPECT_EQ(parse_repro(joined(lines), "x").error().substr(0, 4), "x:4:");
}

TEST(ReproFile, SaysWhatIsWrongAndWhere) {
  const auto error_of = [](const std::string& text) { return parse_repro(text, "a.repro").error(); };
  EXPECT_TRUE(contains(error_of(""), "a.repro:1: the file is empty"));
  EXPECT_TRUE(contains(error_of("version: 1\nname: x\n"), "a.repro:1: this is no .repro of groundhog"));

  const std::string text = to_text(small());
  const auto of_format = [&](const std::string& format) {
    std::string other = text;
    return error_of(other.replace(other.find(":2,"), 3, ":" + format + ","));
  };
  EXPECT_EQ(of_format("1"), "a.repro:1: it has format 1, and this groundhog knows 2; run the seed again with this one");
  EXPECT_EQ(of_format("3"), "a.repro:1: it has format 3, and this groundhog knows 2; take a newer groundhog");
  EXPECT_EQ(of_format("99999999999"),
            "a.repro:1: it has format 99999999999, and this groundhog knows 2; take a newer groundhog");

  std::string damaged = text;
  damaged[damaged.find("n1 showed")] = 'N';
  EXPECT_TRUE(contains(error_of(damaged), "a.repro:3: it is damaged or cut off"));
  EXPECT_TRUE(error_of(damaged).ends_with("groundhog run scenarios/quiet.yaml --seed 0x5f1c9a"));

  Repro of_a_mutant = small();
  of_a_mutant.build.mutant = "late";
  std::string damaged_there = to_text(of_a_mutant);
  damaged_there[damaged_there.find("n1 showed")] = 'N';
  EXPECT_TRUE(error_of(damaged_there).ends_with("--seed 0x5f1c9a --mutant late"));

  const std::string two_lines = text.substr(0, text.find('\n', text.find('\n') + 1) + 1);
  EXPECT_TRUE(contains(error_of(two_lines), "a.repro:2: it ends here, and its first line promises"));
}

TEST(ReproFile, ADecisionLosesOrDelays) {
  Repro repro = small();
  repro.outcome->decisions = {{"n1", "n2", "ping", 1, 0, Duration(0)}};
  EXPECT_EQ(parse_repro(to_text(repro), "a.repro").value(), repro);
  repro.outcome->decisions[0].fate = Duration(-1);
  EXPECT_TRUE(contains(parse_repro(to_text(repro), "a.repro").error(), "\"-1\" is no delay"));
}

TEST(ReproFile, AHeaderWithoutLimitsHasTheUsualOnes) {
  std::string text = to_text(unfinished());
  const std::string limits =
      R"(,"limits":{"seed_timeout_ms":60000,"memory_bytes":)" + std::to_string(usual_memory_bytes) + "}";
  ASSERT_TRUE(contains(text, limits)) << text;
  text.erase(text.find(limits), limits.size());
  const std::string header = text.substr(0, text.find(",\"xxh3\""));
  const auto back = parse_repro(sealed(header + "}") + text.substr(text.find('\n')), "old.repro");
  ASSERT_TRUE(back.has_value()) << back.error();
  EXPECT_EQ(*back, unfinished());
}

// What the reference shows is what is written.
TEST(ReproFile, TheDocumentedExampleIsRead) {
  const std::string page = content_of(std::string(GROUNDHOG_SOURCE_DIR) + "/docs/reference/repro.md");
  const std::size_t begin = page.find("```\n{") + 4;
  const std::string example = page.substr(begin, page.find("```", begin) - begin);
  EXPECT_TRUE(example == to_text(small())) << "docs/reference/repro.md is out of date; now it is\n" << to_text(small());
  const auto repro = parse_repro(example, "docs/reference/repro.md");
  ASSERT_TRUE(repro.has_value()) << repro.error();
  EXPECT_EQ(*repro, small());
}

TEST(ReproFile, EndsOfLinesMayHaveChangedOnTheWay) {
  const std::string text = to_text(small());
  std::string changed;
  for (const char c : text) changed += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const auto back = parse_repro(changed, "a.repro");
  ASSERT_TRUE(back.has_value()) << back.error();
  EXPECT_EQ(*back, small());
}

// A header that is rewritten in place keeps its size.
TEST(ReproFile, TheHeaderOfARunThatHasNotEndedIsAsWideForEverySeed) {
  Repro repro = unfinished();
  repro.seed = 1;
  const std::string narrow = to_text(repro);
  repro.seed = std::numeric_limits<std::uint64_t>::max();
  const std::string wide = to_text(repro);
  EXPECT_EQ(narrow.size(), wide.size());
  EXPECT_EQ(parse_repro(narrow, "a.repro")->seed, 1U);
  EXPECT_EQ(parse_repro(wide, "a.repro")->seed, repro.seed);
}

// A plan that a long run prints is longer than anything that is written by hand.
TEST(ReproFile, ItsPlanMayBeOfAnyLength) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "two million nodes take yaml-cpp long enough without";
#endif
  std::string text = "a: [0";
  for (int i = 0; i < 2'000'000; ++i) text += ",0";
  text += "]\n";
  DiagnosticSink by_hand("a.yaml", text);
  EXPECT_FALSE(parse_yaml(text, by_hand).has_value());
  DiagnosticSink recorded("a.yaml", text);
  EXPECT_TRUE(parse_yaml(text, recorded, YamlLength::any).has_value());
}

TEST(ReproFile, IsReplacedAsAWholeOrNotAtAll) {
  const TemporaryFolder folder;
  const std::string file = folder.path("full.repro");
  ASSERT_TRUE(write_repro(file, small()));
  EXPECT_EQ(read_repro(file).value(), small());
  EXPECT_FALSE(write_repro(folder.path("nowhere/full.repro"), small()));
  EXPECT_TRUE(contains(read_repro(folder.path("nowhere/full.repro")).error(), "No such file"));
  EXPECT_TRUE(contains(read_repro(folder.path("")).error(), "is a folder"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path("")), {}), 1) << "no .part is left";
}

}  // namespace
}  // namespace groundhog::test
