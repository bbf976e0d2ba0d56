// docs/museum.md and docs/checks-and-bugs.md are written by hours of runs (ci/mutants); what they copy from the planted
// bugs must not wait for them.
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
std::string row_of(const PlantedBug& bug) {
  const std::string scenario = std::filesystem::path(bug.scenario).stem().string();
  return "| `" + bug.name + "` | " + bug.bug_class + " | " + bug.title + " | " + joined(bug.seen_in) + " | `" +
         scenario + "` | `" + bug.violates + "` |";
}

// The rows of the page and those of the files, each where the other has none.
Lines differences(std::istream& page, const std::vector<PlantedBug>& bugs) {
  Lines expected;
  for (const PlantedBug& bug : bugs) expected.push_back(row_of(bug));
  Lines lines;
  std::string line;
  while (std::getline(page, line)) {
    if (!line.starts_with("| `")) continue;
    const auto row = std::ranges::find_if(expected, [&](const std::string& each) { return line.starts_with(each); });
    if (row == expected.end()) {
      lines.push_back("no mutant.yaml says: " + line);
    } else {
      expected.erase(row);
    }
  }
  for (const std::string& row : expected) lines.push_back("the page lacks: " + row);
  return lines;
}

PlantedBug bug_named(const std::string& name) {
  PlantedBug bug;
  bug.name = name;
  bug.bug_class = "B07";
  bug.title = "Read late";
  bug.seen_in = {"seed", "dragonfly#3112"};
  bug.scenario = "scenarios/join-under-load.yaml";
  bug.violates = "snapshot.atomic";
  return bug;
}

constexpr const char* row =
    "| `late` | B07 | Read late | seed, dragonfly#3112 | `join-under-load` | `snapshot.atomic` | 3 | 2 |\n";

TEST(MuseumPage, ARowThatSaysWhatTheFileSaysIsRight) {
  std::istringstream page(std::string("# The museum\n| name | class |\n| --- | --- |\n") + row);
  EXPECT_EQ(differences(page, {bug_named("late")}), Lines{});
}

TEST(MuseumPage, AnotherPropertyIsADifference) {
  std::string changed = row;
  changed.replace(changed.find("snapshot.atomic"), 15, "replica.prefix");
  std::istringstream page(changed);
  EXPECT_EQ(differences(page, {bug_named("late")}).size(), 2U);
}

TEST(MuseumPage, AMutantWithoutARowAndARowWithoutAMutantAreDifferences) {
  std::istringstream page(row);
  EXPECT_EQ(differences(page, {bug_named("late"), bug_named("later")}).size(), 1U);
  std::istringstream same(row);
  EXPECT_EQ(differences(same, {}).size(), 1U);
}

TEST(MuseumPage, AgreesWithTheFiles) {
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(source_folder);  // scenarios of planted bugs are relative to it
  const auto bugs = Museum("tests/mutants").planted_bugs(false);
  std::filesystem::current_path(before);
  ASSERT_TRUE(bugs.has_value()) << bugs.error();
  ASSERT_FALSE(bugs->empty());
  std::ifstream page(source_folder / "docs/museum.md");
  EXPECT_EQ(differences(page, *bugs), Lines{}) << "write it again: ci/mutants museum";
}

TEST(ChecksAndBugsPage, HasARowForEachPlantedBug) {
  std::ifstream page(source_folder / "docs/checks-and-bugs.md");
  Lines rows;
  std::string line;
  while (std::getline(page, line)) {
    if (line.starts_with("| `")) rows.push_back(line.substr(3, line.find('`', 3) - 3));
  }
  EXPECT_EQ(rows, Museum((source_folder / "tests/mutants").string()).names()) << "write it again: ci/mutants table";
}

}  // namespace
}  // namespace groundhog::test
