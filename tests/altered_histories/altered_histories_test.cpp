// A history of Burrow that is good violates nothing. Altered in one place, it violates the check that the alteration is
// about, and beside it only what the table of checks says may be violated, too.
#include <algorithm>
#include <cctype>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/altered_histories/altered_run.hpp"

namespace groundhog::test {
namespace {

const std::vector<Alteration>& table() {
  static const std::vector<Alteration> all = all_alterations();
  return all;
}

// Of names with commas between them.
std::set<std::string, std::less<>> names_in(std::string_view list) {
  std::set<std::string, std::less<>> names;
  while (!list.empty()) {
    const std::string_view name = list.substr(0, list.find(','));
    names.emplace(name);
    list.remove_prefix(std::min(list.size(), name.size() + 1));
  }
  return names;
}

std::set<std::string, std::less<>> may_be_violated(const Alteration& alteration) {
  auto names = names_in(alteration.also);
  names.emplace(alteration.check);
  for (const checkers::CheckerEntry& entry : checkers::checker_table()) {
    if (entry.name == alteration.check) names.merge(names_in(entry.implies));
  }
  return names;
}

std::string lines(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += "\n  " + text;
  return all;
}

constexpr std::uint64_t seeds = 30;

void expect_noticed(const Alteration& alteration, const Judgement& judged) {
  const auto allowed = may_be_violated(alteration);
  bool is_noticed = false;
  for (const std::string& check : judged.violated) {
    if (check == alteration.check) {
      is_noticed = true;
    } else {
      RC_TAG(check);
    }
    if (!allowed.contains(check)) RC_FAIL(check + " is not implied:" + lines(judged.messages));
  }
  if (!is_noticed) RC_FAIL("not noticed; violated:" + lines(judged.messages));
}

class AlteredHistories : public testing::TestWithParam<std::size_t> {};

TEST_P(AlteredHistories, AreNoticed) {
  const Alteration& alteration = table()[GetParam()];
  const bool holds = rc::check(std::string(alteration.check) + ": " + std::string(alteration.name), [&] {
    const auto seed = *rc::gen::inRange<std::uint64_t>(1, seeds + 1);
    const std::uint64_t places = true_run(alteration.history, seed).places[GetParam()];
    RC_PRE(places > 0U);
    const auto place = *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::uint64_t>(0, places));
    const Judgement judged = altered_run(alteration, seed, place);
    RC_ASSERT(judged.is_whole);
    expect_noticed(alteration, judged);
  });
  EXPECT_TRUE(holds);
}

std::string test_name(const testing::TestParamInfo<std::size_t>& info) {
  std::string name;
  for (const char c : table()[info.param].name) name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Each, AlteredHistories, testing::Range<std::size_t>(0, table().size()), test_name);

TEST(TrueHistories, ViolateNothing) {
  for (const HistoryOf history : {HistoryOf::calm, HistoryOf::cuts, HistoryOf::one_client}) {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const Judgement& judged = true_run(history, seed).judgement;
      EXPECT_TRUE(judged.is_whole);
      EXPECT_EQ(judged.violated, std::vector<std::string>()) << "seed " << seed << lines(judged.messages);
    }
  }
}

TEST(TrueHistories, CanBeAlteredInMostSeeds) {
  for (std::size_t i = 0; i < table().size(); ++i) {
    std::uint64_t with_places = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      if (true_run(table()[i].history, seed).places[i] > 0) ++with_places;
    }
    EXPECT_GT(2 * with_places, seeds) << table()[i].name;
  }
}

TEST(Alterations, AreThereForEachCheck) {
  for (const checkers::CheckerEntry& entry : checkers::checker_table()) {
    EXPECT_NE(std::ranges::find(table(), entry.name, &Alteration::check), table().end()) << entry.name;
  }
}

TEST(Alterations, NameChecks) {
  std::set<std::string, std::less<>> known;
  for (const checkers::CheckerEntry& entry : checkers::checker_table()) known.emplace(entry.name);
  for (const Alteration& alteration : table()) {
    for (const std::string& check : may_be_violated(alteration)) EXPECT_TRUE(known.contains(check)) << check;
  }
}

}  // namespace
}  // namespace groundhog::test
