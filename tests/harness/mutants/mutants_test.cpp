// The files of planted bugs: what is read, and what is said of one that is wrong.
#include "harness/mutants/mutants.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace groundhog::test {

using namespace harness;
namespace {

namespace fs = std::filesystem;

constexpr std::string_view checks[] = {"ttl.safety", "ttl.fidelity", "progress"};

const std::string whole =
    "title: A remaining TTL of 0 becomes none\n"
    "class: B11\n"
    "seen_in: [seed, infinispan#3306]\n"
    "violates: ttl.fidelity\n"
    "scenario: scenarios/join-under-load.yaml\n"
    "seeds: 1..20\n";

std::vector<std::string> problems(const std::string& text) {
  const auto bug = parse_planted_bug(text, "mutants/lost/mutant.yaml", checks);
  std::vector<std::string> lines;
  if (bug) return lines;
  for (const Diagnostic& diagnostic : bug.error()) lines.push_back(headline(diagnostic));
  return lines;
}

using Lines = std::vector<std::string>;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(MutantFile, IsReadWhole) {
  const auto bug =
      parse_planted_bug(whole + "about: [ReplicationLog.*, Frame.*]\n", "mutants/lost/mutant.yaml", checks);
  ASSERT_TRUE(bug.has_value());
  EXPECT_EQ(bug->name, "lost");
  EXPECT_EQ(bug->title, "A remaining TTL of 0 becomes none");
  EXPECT_EQ(bug->bug_class, "B11");
  EXPECT_EQ(bug->seen_in, (std::vector<std::string>{"seed", "infinispan#3306"}));
  EXPECT_EQ(bug->violates, "ttl.fidelity");
  EXPECT_EQ(bug->scenario, "scenarios/join-under-load.yaml");
  EXPECT_EQ(bug->seeds.text(), "0x1..0x14");
  EXPECT_EQ(bug->about, (std::vector<std::string>{"ReplicationLog.*", "Frame.*"}));
}

TEST(MutantFile, AnUnknownKeyHasAPlaceAndASuggestion) {
  EXPECT_EQ(
      problems(replaced(whole, "violates", "violate")),
      (Lines{
          "mutants/lost/mutant.yaml:1:1: error: a mutant.yaml lacks the required key 'violates'",
          "mutants/lost/mutant.yaml:4:1: error: unknown key 'violate' in a mutant.yaml (did you mean 'violates'?)"}));
}

TEST(MutantFile, ATruncatedOneLacksKeys) {
  const std::string half = whole.substr(0, whole.find("scenario"));
  EXPECT_EQ(problems(half),
            (Lines{"mutants/lost/mutant.yaml:1:1: error: a mutant.yaml lacks the required key 'scenario'",
                   "mutants/lost/mutant.yaml:1:1: error: a mutant.yaml lacks the required key 'seeds'"}));
  EXPECT_EQ(problems(""), (Lines{"mutants/lost/mutant.yaml:1:1: error: the file is empty"}));
  EXPECT_EQ(problems(whole.substr(0, whole.find("infinispan"))).size(), 1U) << "a list that does not end";
}

TEST(MutantFile, AForeignFileIsRefused) {
  EXPECT_EQ(problems("[1, 2]\n").size(), 1U);
  EXPECT_FALSE(problems("version: 1\nname: plain\n").empty());
}

TEST(MutantFile, EveryValueIsJudged) {
  EXPECT_EQ(problems(replaced(whole, "B11", "P11")),
            (Lines{"mutants/lost/mutant.yaml:2:8: error: 'P11' is no class: it is B and two digits, such as B11"}));
  EXPECT_EQ(
      problems(replaced(whole, "ttl.fidelity", "ttl.fidelty")),
      (Lines{"mutants/lost/mutant.yaml:4:11: error: unknown check 'ttl.fidelty' (did you mean 'ttl.fidelity'?)"}));
  EXPECT_EQ(problems(replaced(whole, "1..20", "20..1")).size(), 1U);
  EXPECT_EQ(problems(replaced(whole, "[seed, infinispan#3306]", "seed")),
            (Lines{"mutants/lost/mutant.yaml:3:10: error: expected a list, found a single value: write [seed]"}));
  EXPECT_EQ(
      problems(whole + "seeds: 1..3\n"),
      (Lines{"mutants/lost/mutant.yaml:7:1: error: duplicate key 'seeds' in a mutant.yaml: the first is in line 6"}));
}

TEST(Museum, AnEmptyFolderSaysWhereToLook) {
  const Museum museum("no/such/folder");
  EXPECT_TRUE(museum.names().empty());
  EXPECT_EQ(museum.planted_bug("lost", false).error(),
            "groundhog: there are no mutants in no/such/folder: name their folder with --mutants DIR\n");
}

// ---- the planted bugs of this repository
// ---------------------------------------------------------------------------------

const fs::path folder = fs::path(GROUNDHOG_SOURCE_DIR) / "tests" / "mutants";

TEST(Museum, EveryPatchHasAFileAndEveryFileAPatch) {
  std::size_t patches = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const bool has_patch = fs::exists(entry.path() / "patch.diff");
    EXPECT_EQ(has_patch, fs::exists(entry.path() / "mutant.yaml")) << entry.path();
    patches += has_patch ? 1 : 0;
  }
  EXPECT_GE(patches, 13U);
}

TEST(Museum, EveryFileIsRight) {
  const fs::path before = fs::current_path();
  fs::current_path(GROUNDHOG_SOURCE_DIR);
  const auto bugs = Museum(folder).planted_bugs(false);
  fs::current_path(before);
  ASSERT_TRUE(bugs.has_value()) << bugs.error();
  for (const PlantedBug& bug : *bugs) EXPECT_LE(bug.seeds.size(), 200U) << bug.name;
}

}  // namespace
}  // namespace groundhog::test
