#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "sim/faults/fault.hpp"

namespace groundhog::test {
namespace {

TEST(FaultTable, has_every_entry_of_the_folder) {
  const std::regex entry_pattern("FaultEntry (\\w+)_entry\\{");
  std::set<std::string> written;
  for (const auto& file : std::filesystem::directory_iterator(GROUNDHOG_SOURCE_DIR "/sim/faults/verbs")) {
    std::ifstream in(file.path());
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    for (std::sregex_iterator it(text.begin(), text.end(), entry_pattern), end; it != end; ++it)
      written.insert((*it)[1]);
  }
  std::set<std::string> verbs;
  for (const FaultEntry& entry : fault_table()) verbs.emplace(entry.verb);
  EXPECT_EQ(written, verbs);
  EXPECT_EQ(verbs.size(), fault_table().size());
}

TEST(FaultTable, finds_by_verb) {
  for (const FaultEntry& entry : fault_table()) EXPECT_EQ(find_fault(entry.verb), &entry);
  EXPECT_EQ(find_fault("partitions"), nullptr);
  EXPECT_EQ(find_fault(""), nullptr);
  EXPECT_EQ(find_fault("zzz"), nullptr);
}

TEST(FaultTable, explains_itself) {
  for (const FaultEntry& entry : fault_table()) {
    EXPECT_TRUE(entry.summary.ends_with('.')) << entry.verb;
    EXPECT_GT(entry.description.size(), entry.summary.size()) << entry.verb;
    EXPECT_FALSE(entry.parameters.empty()) << entry.verb;
    for (const KeySpec& parameter : entry.parameters) {
      EXPECT_FALSE(parameter.summary.empty()) << entry.verb << ' ' << parameter.name;
      EXPECT_EQ(parameter.kind == KeySpec::Kind::word, !parameter.words.empty()) << entry.verb << ' ' << parameter.name;
    }
  }
}

// One cause, one verb: who writes a scenario finds the verb by what happened.
TEST(FaultTable, every_verb_has_causes_of_its_own) {
  std::set<std::string_view> causes;
  for (const FaultEntry& entry : fault_table()) {
    EXPECT_FALSE(entry.causes.empty()) << entry.verb;
    for (const std::string_view cause : entry.causes) EXPECT_TRUE(causes.insert(cause).second) << cause;
  }
}

}  // namespace
}  // namespace groundhog::test
