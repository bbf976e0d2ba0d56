#include <algorithm>
#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include "checkers/checker.hpp"

namespace groundhog::test {

using namespace checkers;
namespace {

// Of every checker file: what the folder holds beside checkers.
const std::set<std::string> helpers = {"checker", "checker_set", "checker_table", "message"};

TEST(CheckerTable, EveryCheckerFileIsInIt) {
  std::size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator(GROUNDHOG_CHECKERS_DIR)) {
    if (file.path().extension() == ".cpp" && !helpers.contains(file.path().stem().string())) ++files;
  }
  EXPECT_EQ(files, checker_table().size());
}

TEST(CheckerTable, NamesAreUniqueAndIdsAreInOrder) {
  std::set<std::string_view> names;
  int last = 0;
  for (const CheckerEntry& entry : checker_table()) {
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    const int number = std::stoi(std::string(entry.id.substr(1)));
    EXPECT_GT(number, last);
    last = number;
    EXPECT_FALSE(entry.title.empty());
    EXPECT_FALSE(entry.statement.empty());
  }
}

TEST(CheckerTable, EachHasAnExampleOfSixLines) {
  for (const CheckerEntry& entry : checker_table()) {
    EXPECT_NE(entry.example.find("VIOLATED: "), std::string_view::npos) << entry.name;
    EXPECT_LE(std::ranges::count(entry.example, '\n'), 5) << entry.name;
    EXPECT_FALSE(entry.example.ends_with('\n')) << entry.name;
  }
}

TEST(CheckerTable, ImplicationsNameCheckers) {
  for (const CheckerEntry& entry : checker_table()) {
    std::string_view rest = entry.implies;
    while (!rest.empty()) {
      const std::string_view name = rest.substr(0, rest.find(','));
      const auto table = checker_table();
      EXPECT_TRUE(std::any_of(table.begin(), table.end(), [&](const auto& other) { return other.name == name; }))
          << entry.name << " implies " << name;
      rest.remove_prefix(std::min(rest.size(), name.size() + 1));
    }
  }
}

TEST(Verdicts, KeepTheFirstOfEachPropertyAndCountTheRest) {
  Verdicts verdicts;
  verdicts.violated({"ttl.safety", VirtualTime{}, "first", std::nullopt, "k"});
  verdicts.violated({"progress", VirtualTime{}, "other", std::nullopt, ""});
  verdicts.violated({"ttl.safety", VirtualTime{}, "second", std::nullopt, "k"});
  ASSERT_EQ(verdicts.first_of_each().size(), 2U);
  EXPECT_EQ(verdicts.first_of_each()[0].message, "first");
  EXPECT_EQ(verdicts.total(), 3U);
}

TEST(Verdicts, KeepTheFirstReasonOfEachCheckerThatGaveUp) {
  Verdicts verdicts;
  EXPECT_TRUE(verdicts.abstentions().empty());
  verdicts.gave_up("progress", "first");
  verdicts.gave_up("progress", "second");
  verdicts.gave_up("ttl.safety", "other");
  ASSERT_EQ(verdicts.abstentions().size(), 2U);
  EXPECT_EQ(verdicts.abstentions()[0].reason, "first");
  EXPECT_EQ(verdicts.total(), 0U);
}

TEST(CheckerSet, ListensOnlyWithTheChosenCheckers) {
  RunInfo run;
  run.hosts = {"n1", "c1"};
  run.node_count = 1;
  run.knobs.resize(1);
  run.upstreams.resize(1);
  const std::vector<std::string> chosen = {"ttl.safety"};
  CheckerSet only_safety(chosen, run);
  CheckerSet all({}, run);
  const NodePosition nowhere{VirtualTime{}, HostId{0}, 1, 0, Role::primary, true, false, false, HistoryId{9}, 5,
                             HostId{0},     1,         0};
  only_safety.on(nowhere);
  all.on(nowhere);
  EXPECT_EQ(only_safety.verdicts().total(), 0U);
  EXPECT_EQ(all.verdicts().total(), 1U);
}

}  // namespace
}  // namespace groundhog::test
