// Cards of planted bugs: what is read, and what is said of a card that is wrong.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "harness/mutants/mutants.hpp"

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
  const auto card = parse_card(text, "mutants/lost/card.yaml", checks);
  std::vector<std::string> lines;
  if (card) return lines;
  for (const Diagnostic& diagnostic : card.error()) lines.push_back(headline(diagnostic));
  return lines;
}

using Lines = std::vector<std::string>;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(Card, IsReadWhole) {
  const auto card = parse_card(whole + "about: [ReplicationLog.*, Frame.*]\n", "mutants/lost/card.yaml", checks);
  ASSERT_TRUE(card.has_value());
  EXPECT_EQ(card->name, "lost");
  EXPECT_EQ(card->title, "A remaining TTL of 0 becomes none");
  EXPECT_EQ(card->bug_class, "B11");
  EXPECT_EQ(card->seen_in, (std::vector<std::string>{"seed", "infinispan#3306"}));
  EXPECT_EQ(card->violates, "ttl.fidelity");
  EXPECT_EQ(card->scenario, "scenarios/join-under-load.yaml");
  EXPECT_EQ(card->seeds.text(), "1..20");
  EXPECT_EQ(card->about, (std::vector<std::string>{"ReplicationLog.*", "Frame.*"}));
}

TEST(Card, AnUnknownKeyHasAPlaceAndASuggestion) {
  EXPECT_EQ(problems(replaced(whole, "violates", "violate")),
            (Lines{"mutants/lost/card.yaml:1:1: error: a card lacks the required key 'violates'",
                   "mutants/lost/card.yaml:4:1: error: unknown key 'violate' in a card (did you mean 'violates'?)"}));
}

TEST(Card, ATruncatedOneLacksKeys) {
  const std::string half = whole.substr(0, whole.find("scenario"));
  EXPECT_EQ(problems(half), (Lines{"mutants/lost/card.yaml:1:1: error: a card lacks the required key 'scenario'",
                                   "mutants/lost/card.yaml:1:1: error: a card lacks the required key 'seeds'"}));
  EXPECT_EQ(problems(""), (Lines{"mutants/lost/card.yaml:1:1: error: the file is empty"}));
  EXPECT_EQ(problems(whole.substr(0, whole.find("infinispan"))).size(), 1U) << "a list that does not end";
}

TEST(Card, AForeignFileIsRefused) {
  EXPECT_EQ(problems("[1, 2]\n").size(), 1U);
  EXPECT_FALSE(problems("version: 1\nname: plain\n").empty());
}

TEST(Card, EveryValueIsJudged) {
  EXPECT_EQ(problems(replaced(whole, "B11", "P11")),
            (Lines{"mutants/lost/card.yaml:2:8: error: 'P11' is no class: it is B and two digits, such as B11"}));
  EXPECT_EQ(problems(replaced(whole, "ttl.fidelity", "ttl.fidelty")),
            (Lines{"mutants/lost/card.yaml:4:11: error: unknown check 'ttl.fidelty' (did you mean 'ttl.fidelity'?)"}));
  EXPECT_EQ(problems(replaced(whole, "1..20", "20..1")).size(), 1U);
  EXPECT_EQ(problems(replaced(whole, "[seed, infinispan#3306]", "seed")),
            (Lines{"mutants/lost/card.yaml:3:10: error: expected a list, found a single value"}));
  EXPECT_EQ(problems(whole + "seeds: 1..3\n"),
            (Lines{"mutants/lost/card.yaml:7:1: error: duplicate key 'seeds' in a card: the first is in line 6"}));
}

TEST(Museum, AnEmptyFolderSaysWhereToLook) {
  const Museum museum("no/such/folder");
  EXPECT_TRUE(museum.names().empty());
  EXPECT_EQ(museum.card("lost", false).error(),
            "groundhog: there are no mutants in no/such/folder: name their folder with --mutants DIR\n");
}

// ---- the cards of this repository ---------------------------------------------------------------------------------

const fs::path folder = fs::path(GROUNDHOG_SOURCE_DIR) / "tests" / "mutants";

TEST(Museum, EveryPatchHasACardAndEveryCardAPatch) {
  std::size_t patches = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const bool has_patch = fs::exists(entry.path() / "patch.diff");
    EXPECT_EQ(has_patch, fs::exists(entry.path() / "card.yaml")) << entry.path();
    patches += has_patch ? 1 : 0;
  }
  EXPECT_GE(patches, 13U);
}

TEST(Museum, EveryCardIsRight) {
  const fs::path before = fs::current_path();
  fs::current_path(GROUNDHOG_SOURCE_DIR);
  const auto cards = Museum(folder).cards(false);
  fs::current_path(before);
  ASSERT_TRUE(cards.has_value()) << cards.error();
  for (const MutantCard& card : *cards) EXPECT_LE(card.seeds.size(), 200U) << card.name;
}

}  // namespace
}  // namespace groundhog::test
