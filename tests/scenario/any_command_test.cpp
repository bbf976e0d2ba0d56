// Commands that a workload draws out of Burrow's table.
#include "sim/scenario/any_command.hpp"

#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "sim/burrow/burrow_guest.hpp"

namespace groundhog::test {
namespace {

constexpr std::uint64_t draws = 20'000;

std::vector<std::string> texts(const FormCommand& form) {
  std::vector<std::string> all;
  for (const FormWord& word : form.words) all.push_back(word.text);
  return all;
}

TEST(AnyCommand, DrawsEachOptionOfEachCommandAboutKeysAndNothingElse) {
  const AnyCommand any(burrow_commands());
  std::set<std::string> seen;
  for (std::uint64_t i = 0; i < draws; ++i) {
    const std::vector<std::string> words = texts(any.form(RandomKey(1).sub(i)));
    const CommandSpec* const command = find_command(burrow_commands(), words.front());
    ASSERT_NE(command, nullptr);
    EXPECT_TRUE(takes(*command, words.size())) << words.front();
    seen.insert(words.front());
    for (const CommandGrammar::Option& option : grammar_of(*command).options) {
      if (std::ranges::find(words, option.word) != words.end())
        seen.insert(words.front() + " " + std::string(option.word));
    }
  }
  for (const std::string_view name : {"SET", "GETEX", "EXPIRE", "COPY", "SCAN", "WAIT", "MGET", "RANDOMKEY"}) {
    EXPECT_TRUE(seen.contains(std::string(name))) << name;
    for (const CommandGrammar::Option& option : grammar_of(*find_command(burrow_commands(), name)).options) {
      EXPECT_TRUE(seen.contains(std::string(name) + " " + std::string(option.word))) << name << " " << option.word;
    }
  }
  for (const std::string_view name : {"REPLICAOF", "FLUSHALL", "QUIT", "MULTI", "EXEC", "CONFIG", "AUTH", "DEBUG"}) {
    EXPECT_FALSE(seen.contains(std::string(name))) << name;
  }
}

TEST(AnyCommand, IsAFunctionOfTheKey) {
  const AnyCommand any(burrow_commands());
  std::set<std::vector<std::string>> different;
  for (std::uint64_t i = 0; i < 100; ++i) {
    EXPECT_EQ(texts(any.form(RandomKey(i))), texts(any.form(RandomKey(i))));
    different.insert(texts(any.form(RandomKey(i))));
  }
  EXPECT_GT(different.size(), 50U);
}

TEST(AnyCommand, SaysWhichWordIsTheKeyAndWhichTheDeadline) {
  const AnyCommand any(burrow_commands());
  std::size_t deadlines = 0;
  for (std::uint64_t i = 0; i < draws; ++i) {
    const FormCommand form = any.form(RandomKey(2).sub(i));
    EXPECT_TRUE(!form.only_key || form.words[*form.only_key].kind == FormWord::Kind::key);
    deadlines += form.deadline ? 1U : 0U;
  }
  EXPECT_GT(deadlines, draws / 5);
}

}  // namespace
}  // namespace groundhog::test
