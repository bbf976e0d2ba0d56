// docs/museum.md is written by hours of runs (ci/mutants); what it copies from the cards must not wait for them.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "harness/mutants/mutants.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

const std::filesystem::path source_folder = GROUNDHOG_SOURCE_DIR;

using Lines = std::vector<std::string>;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// A row up to where figures begin.
std::string row_of(const MutantCard& card) {
  const std::string scenario = std::filesystem::path(card.scenario).stem().string();
  return "| `" + card.name + "` | " + card.bug_class + " | " + card.title + " | " + joined(card.seen_in) + " | `" +
         scenario + "` | `" + card.violates + "` |";
}

// The rows of the page and those of the cards, each where the other has none.
Lines differences(std::istream& page, const std::vector<MutantCard>& cards) {
  Lines expected;
  for (const MutantCard& card : cards) expected.push_back(row_of(card));
  Lines lines;
  std::string line;
  while (std::getline(page, line)) {
    if (!line.starts_with("| `")) continue;
    const auto row = std::ranges::find_if(expected, [&](const std::string& each) { return line.starts_with(each); });
    if (row == expected.end()) {
      lines.push_back("no card says: " + line);
    } else {
      expected.erase(row);
    }
  }
  for (const std::string& row : expected) lines.push_back("the page lacks: " + row);
  return lines;
}

MutantCard card_named(const std::string& name) {
  MutantCard card;
  card.name = name;
  card.bug_class = "B07";
  card.title = "Read late";
  card.seen_in = {"seed", "dragonfly#3112"};
  card.scenario = "scenarios/join-under-load.yaml";
  card.violates = "snapshot.atomic";
  return card;
}

constexpr const char* row =
    "| `late` | B07 | Read late | seed, dragonfly#3112 | `join-under-load` | `snapshot.atomic` | 3 | 2 |\n";

TEST(MuseumPage, ARowThatSaysWhatTheCardSaysIsRight) {
  std::istringstream page(std::string("# The museum\n| name | class |\n| --- | --- |\n") + row);
  EXPECT_EQ(differences(page, {card_named("late")}), Lines{});
}

TEST(MuseumPage, AnotherPropertyIsADifference) {
  std::string changed = row;
  changed.replace(changed.find("snapshot.atomic"), 15, "replica.prefix");
  std::istringstream page(changed);
  EXPECT_EQ(differences(page, {card_named("late")}).size(), 2U);
}

TEST(MuseumPage, AMutantWithoutARowAndARowWithoutAMutantAreDifferences) {
  std::istringstream page(row);
  EXPECT_EQ(differences(page, {card_named("late"), card_named("later")}).size(), 1U);
  std::istringstream same(row);
  EXPECT_EQ(differences(same, {}).size(), 1U);
}

TEST(MuseumPage, AgreesWithTheCards) {
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(source_folder);  // scenarios of cards are relative to it
  const auto cards = Museum("tests/mutants").cards(false);
  std::filesystem::current_path(before);
  ASSERT_TRUE(cards.has_value()) << cards.error();
  ASSERT_FALSE(cards->empty());
  std::ifstream page(source_folder / "docs/museum.md");
  EXPECT_EQ(differences(page, *cards), Lines{}) << "write it anew: ci/mutants museum";
}

}  // namespace
}  // namespace groundhog::test
