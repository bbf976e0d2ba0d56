// The generator of the hunt: the same seed gives the same bytes, the loader accepts every file, and every word of the
// language occurs.
#include <gtest/gtest.h>

#include "sim/scenario/expand.hpp"
#include "sim/scenario/plan_text.hpp"
#include "tests/hunt/scenario_writer.hpp"
#include "tests/hunt/words.hpp"
#include "tests/support/burrow_catalogue.hpp"

namespace groundhog::hunt {
namespace {

class Generator : public testing::Test {
 protected:
  std::string text(std::uint64_t seed, std::uint64_t number) const {
    const auto written = write_scenario(seed, number, catalogue_.loader());
    EXPECT_TRUE(written.has_value()) << written.error();
    return written.value_or("");
  }

  const test::BurrowCatalogue catalogue_;
};

TEST_F(Generator, SameSeedSameBytes) {
  for (std::uint64_t number = 0; number < 10; ++number) EXPECT_EQ(text(7, number), text(7, number));
  EXPECT_NE(text(7, 0), text(7, 1));
  EXPECT_NE(text(7, 0), text(8, 0));
}

// What a failing run leaves behind is its plan: it must be a scenario too.
TEST_F(Generator, PlansReadBack) {
  for (std::uint64_t number = 0; number < 20; ++number) {
    const auto scenario = load_scenario_text(text(1, number), "hunt.yaml", catalogue_.loader());
    ASSERT_TRUE(scenario.has_value());
    const Plan plan = expand(*scenario, first_seed);
    const auto again = load_scenario_text(print_plan(plan), "plan.yaml", catalogue_.loader());
    ASSERT_TRUE(again.has_value()) << number << "\n" << render(again.error(), false);
    EXPECT_EQ(expand(*again, first_seed), plan) << number;
  }
}

// Words that no scenario of the hunt needs: what people read, and what says how a run is judged.
bool is_left_out(const std::string& word) {
  for (const std::string_view key :
       {"the scenario.description", "the scenario.tags", "the scenario.check", "the scenario.cover",
        "the scenario.expect", "check.", "expect.", "seeds.list", "cmd: AUTH"}) {
    if (word.starts_with(key)) return true;
  }
  return false;
}

TEST_F(Generator, EveryFileLoadsAndEveryWordOccurs) {
  Words missing = words_of_language(catalogue_.loader());
  std::erase_if(missing, is_left_out);
  constexpr std::uint64_t least = 300;  // files; more where a rare word has not come by then
  for (std::uint64_t number = 0; number < least || (number < 10 * least && !missing.empty()); ++number) {
    for (const std::string& word : words_of_scenario(text(1, number), catalogue_.loader())) missing.erase(word);
  }
  for (const std::string& word : missing) ADD_FAILURE() << "no scenario has this word of the language: " << word;
}

}  // namespace
}  // namespace groundhog::hunt
