// The table of client commands: as the server has them, and what shrinking and generation read out of it.
#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "sim/burrow/burrow_guest.hpp"
#include "sut/server/commands/command.hpp"

namespace groundhog::test {
namespace {

using Places = std::vector<std::size_t>;

CommandWords words(std::vector<std::string> arguments) { return words_of(burrow_commands(), arguments); }

TEST(BurrowCommands, are_those_of_the_server) {
  std::vector<std::string> ours;
  for (const CommandSpec& each : burrow_commands()) {
    std::string& name = ours.emplace_back(each.name);
    std::ranges::transform(name, name.begin(), [](char c) { return static_cast<char>(c + ('a' - 'A')); });
  }
  std::vector<std::string> theirs;
  for (const burrow::CommandSpec& each : burrow::command_table()) theirs.emplace_back(each.name);
  EXPECT_EQ(ours, theirs);
}

TEST(BurrowCommands, take_as_many_arguments_as_the_server_does) {
  for (const CommandSpec& each : burrow_commands()) {
    const burrow::CommandSpec* const theirs = burrow::find_command(each.name);
    ASSERT_NE(theirs, nullptr) << each.name;
    for (std::size_t count = 1; count < 8; ++count) {
      EXPECT_EQ(takes(each, count), theirs->accepts(count)) << each.name << " with " << count;
    }
  }
}

TEST(BurrowCommands, are_what_operations_are_made_of) {
  for (const OperationSpec& each : burrow_operations()) {
    if (each.form == "any") continue;
    const auto form = split_words(each.form);
    for (auto begin = form.begin(); begin < form.end();) {
      const auto end = std::find(begin, form.end(), ";");
      const CommandSpec* const command = find_command(burrow_commands(), *begin);
      ASSERT_NE(command, nullptr) << each.word;
      EXPECT_TRUE(takes(*command, static_cast<std::size_t>(end - begin))) << each.word;
      begin = end == form.end() ? end : end + 1;
    }
  }
}

TEST(BurrowCommands, say_which_words_are_keys_values_and_numbers) {
  EXPECT_EQ(words({"SET", "k", "v"}).keys, Places{1});
  EXPECT_EQ(words({"SET", "k", "v"}).values, Places{2});
  EXPECT_EQ(words({"SET", "k", "v", "NX", "PX", "5"}).numbers, Places{5});
  EXPECT_EQ(words({"set", "k", "v", "NX", "px", "5"}).numbers, Places{5});
  EXPECT_EQ(words({"PSETEX", "k", "5", "v"}).numbers, Places{2});
  EXPECT_EQ(words({"PSETEX", "k", "5", "v"}).values, Places{3});
  EXPECT_EQ(words({"PEXPIREAT", "k", "5", "GT"}).numbers, Places{2});
  EXPECT_EQ(words({"GETEX", "k", "EXAT", "5"}).numbers, Places{3});
  EXPECT_EQ(words({"DEL", "a", "b", "c"}).keys, (Places{1, 2, 3}));
  EXPECT_TRUE(words({"KEYS", "k"}).keys.empty());
  EXPECT_TRUE(words({"WAIT", "1", "100"}).numbers.empty());
}

TEST(BurrowCommands, say_what_may_go) {
  EXPECT_EQ(words({"SET", "k", "v", "NX"}).least_arguments, 3U);
  EXPECT_EQ(words({"MGET", "a", "b"}).least_arguments, 2U);
  EXPECT_EQ(words({"SETNX", "k", "v"}).plain, "SET");
  EXPECT_EQ(words({"GETEX", "k", "PERSIST"}).plain, "GET");
  EXPECT_EQ(words({"NONE", "k", "v"}).least_arguments, 3U);
  EXPECT_TRUE(words({"NONE", "k", "v"}).keys.empty());
}

}  // namespace
}  // namespace groundhog::test
