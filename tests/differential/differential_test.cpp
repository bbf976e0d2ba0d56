// Random sequences of commands get the same replies from burrow-server and redis-server.
#include <algorithm>
#include <iostream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sut/server/commands/command.hpp"
#include "tests/differential/any_command.hpp"
#include "tests/differential/command_forms.hpp"
#include "tests/differential/judge.hpp"
#include "tests/differential/server_pair.hpp"

namespace burrow::differential {
namespace {

// RC_PARAMS says which seed, never how few: the figure is part of what is promised.
constexpr int runs = 100;
constexpr std::size_t commands_in_a_run = 1'200;
constexpr std::size_t promised = 100'000;

struct Comparison {
  std::string failure;  // empty: none
  std::size_t commands = 0;
  Judge judge = {};
};

bool is_answered(const Exchange& exchange) { return !exchange.burrow.empty() && !exchange.redis.empty(); }

Comparison compare() {
  Comparison comparison;
  ServerPair servers;
  const auto property = [&] {
    const Sequence sequence = *any_sequence(commands_in_a_run);
    const Conversation conversation = servers.run(sequence);
    comparison.commands += static_cast<std::size_t>(std::ranges::count_if(conversation.exchanges, is_answered));
    const auto place = comparison.judge.first_difference(conversation);
    if (place) RC_FAIL(report(conversation, *place));
  };
  rc::detail::TestParams params = rc::detail::configuration().testParams;
  params.maxSuccess = runs;
  const auto result = rc::detail::checkTestable(property, rc::detail::TestMetadata{}, params);
  if (result.template is<rc::detail::SuccessResult>()) return comparison;
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  comparison.failure = text.str() + "\nRC_PARAMS=\"seed=" + std::to_string(params.seed) + "\" draws the same again\n";
  return comparison;
}

TEST(Differential, EachCommandHasAForm) {
  std::set<std::string_view> forms;
  for (const CommandForm& form : command_forms()) EXPECT_TRUE(forms.insert(form.name).second) << form.name << ": twice";
  for (const std::string_view form : forms) EXPECT_NE(find_command(form), nullptr) << form << ": there is none";
  for (const CommandSpec& command : command_table()) {
    EXPECT_TRUE(forms.contains(command.name)) << command.name << ": it is compared with nothing";
  }
}

TEST(Differential, RepliesAreThoseOfRedis) {
  const Comparison comparison = compare();
  ASSERT_EQ(comparison.failure, "");
  EXPECT_GE(comparison.commands, promised);
  std::cout << comparison.commands << " commands compared, " << exclusions().size() << " exclusions\n";
  for (const Exclusion& exclusion : exclusions()) {
    EXPECT_GT(comparison.judge.uses(exclusion), 0U) << exclusion.commands << ": it is never needed";
  }
}

}  // namespace
}  // namespace burrow::differential
