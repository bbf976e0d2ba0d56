// Mistakes in the syntax of a file: what is said, and where. Each with a file beside it that is like it and right.
#include "sim/scenario/yaml_syntax.hpp"

#include <gtest/gtest.h>

#include "tests/scenario/language_fixture.hpp"

namespace groundhog::test {
namespace {

// The head of a right scenario: its lines are the first eight.
Lines said_of(const std::string& lines) { return problems(lines); }

std::string error_at(const std::string& place, const std::string& message) {
  return "s.yaml:" + place + ": error: " + message;
}

struct Mistake {
  const char* lines;
  const char* place;
  const char* message;
};

const Mistake mistakes[] = {
    // tabs
    {"workload:\n\tclients: 1\n", "10:1", "a tab indents this line: indent it with blanks"},
    {"workload:\n  clients: 1\n\ttimeout: 1s\n", "11:1", "a tab indents this line: indent it with blanks"},
    {"faults:\n \t- {do: crash, node: n1}\n", "10:2", "a tab indents this line: indent it with blanks"},
    // colons
    {"description: It fails: n2 is behind\n", "9:22",
     "a colon and a blank within a text: put the text into quotes, or begin a new line for a new key"},
    {"workload: {clients: 1}\ndescription: a\nworkload: b: {clients: 1}\n", "11:12",
     "a colon and a blank within a text: put the text into quotes, or begin a new line for a new key"},
    {"workload:\n  clients:4\n  timeout: 1s\n", "10:10", "a blank is missing after the colon"},
    {"description:text\n", "9:1", "unknown key 'description:text' in the scenario: a blank is missing after the colon"},
    {"run: {chaos: 1s, note: a b: c}\n", "9:26",
     "a comma is missing before 'b', or a text with a colon is not in quotes"},
    // indentation
    {"workload:\n  clients: 1\n   timeout: 1s\n", "11:4",
     "this line is indented deeper than the one before it, which has a value already"},
    {"workload:\n    clients: 1\n  timeout: 1s\n", "11:3",
     "this line is indented by 2 blanks, as far as none before it: indent it as far as those that it belongs to"},
    {"faults:\n  - do: crash\n   node: n1\n", "11:4",
     "this line is indented by 3 blanks, as far as none before it: indent it as far as those that it belongs to"},
    // lists
    {"faults:\n  do: crash\n  - do: crash\n", "11:3",
     "an item of a list among the keys of a mapping: a list holds items alone"},
    {"faults:\n  - do: crash\n  node: n1\n", "11:3",
     "a key among the items of a list: indent it as far as the keys of its item"},
    {"check: - all\n", "9:8", "a list cannot begin behind a key: begin a new line, or write [a, b]"},
    {"check: [\"all\" \"progress\"]\n", "9:15", "a comma is missing before this"},
    {"faults:\n  - {do: partition, groups: [[n1] [n2]]}\n", "10:35", "a comma is missing before this"},
    // brackets
    {"check: [all\ncover: {sync.full: 1}\n", "9:8", "the bracket that is opened here is not closed"},
    {"faults:\n  - {do: crash, node: n1\n  - {do: crash, node: n2}\n", "10:5",
     "the bracket that is opened here is not closed"},
    {"check: [all\n", "9:8", "the bracket that is opened here is not closed"},
    {"check: [all}\n", "9:12", "the bracket '[' of line 9 must be closed before this, by ']'"},
    {"check: [all]]\n", "9:13", "']' closes no bracket"},
    // quotes
    {"description: \"text\ncheck: [all]\n", "9:14", "the quote that is opened here is not closed"},
    {"description: 'text\ncheck: [all]\n", "9:14", "the quote that is opened here is not closed"},
    {"description: \"text\nworkload: {ops: [{at: 1s, cmd: \"GET k\"}]}\n", "9:14",
     "the quote that is opened here is not closed"},
    {"description: 'it's late'\n", "9:18",
     "text follows the closing quote: a quote within quotes is doubled in '…', and \\\" in \"…\""},
    {"workload: {ops: [{at: 1s, cmd: 'SET k 'v''}]}\n", "9:40",
     "text follows the closing quote: a quote within quotes is doubled in '…', and \\\" in \"…\""},
    {"description: \"C:\\dir\"\n", "9:17",
     "'\\d' is no escape: within \"…\" a backslash is \\\\, within '…' it is itself"},
    // texts that begin with a character that means something else
    {"network: {links: [{link: *->n1, delay: 1ms}]}\n", "9:26", "a text that begins with '*' must be in quotes"},
    {"description: @n1\n", "9:14", "a text that begins with '@' must be in quotes"},
    {"description: `n1`\n", "9:14", "a text that begins with '`' must be in quotes"},
    {"description: %5\n", "9:14", "a text that begins with '%' must be in quotes"},
    {"description: >x\n  text\n", "9:15", "a text that begins with '|' or '>' must be in quotes"},
    {"params: {lag: {range: [1ms, 2ms]}}\nworkload: {timeout: ${lag}}\n", "10:21",
     "a placeholder between brackets must be in quotes: \"${…}\""},
    // what YAML takes for something else
    {"workload: {clients:1}\n", "9:12", "unknown key 'clients:1' in workload: a blank is missing after the colon"},
    {"workload:\n  clients:1\n", "10:3",
     "expected a mapping, found a single value: a blank is missing after the colon"},
    {"faults:\n  -do: crash\n", "10:3", "expected a list, found a mapping: each item begins with a dash and a blank"},
    {"faults:\n  do: crash\n  node: n1\n", "10:3",
     "expected a list, found a mapping: each item begins with a dash and a blank"},
    {"faults:\n", "9:1", "expected a list, found nothing: write it, or leave its key out"},
    {"tags: draft\n", "9:7", "expected a list, found a single value: write [draft]"},
    {"workload: [clients, 1]\n", "9:11", "expected a mapping, found a list: its keys begin without a dash or '['"},
};

TEST(YamlSyntax, AMistakeIsSaidInPlainWordsWhereItWasMade) {
  for (const Mistake& each : mistakes) {
    const Lines said = said_of(each.lines);
    EXPECT_EQ(said, Lines{error_at(each.place, each.message)}) << each.lines;
  }
}

TEST(YamlSyntax, WhatIsRightIsNotTakenForAMistake) {
  for (const char* const right : {
           "description: see http://host:80/path and 12:30, it's \"so\"\n",
           "description: \"two: words, [brackets} and # signs\"   # a comment: with a colon\n",
           "description: 'it''s late'\n",
           "description: >\n  folded: text\n   with [anything\nworkload: {clients: 1}\n",
           "description: two\n  lines of one text\n",
           "description: \"two\n  lines in quotes\"\n",
           "faults:\n- {do: crash, node: n1}\n- do: crash\n  node: n2\nworkload: {clients: 1}\n",
           "faults:\n  # none\n  - {do: partition,\n     groups: [[n1],\n       [n2, n3]]}\n",
           "workload: {\"clients\":1}\n",
           "\"workload\": {clients: 1}\n",
       }) {
    EXPECT_EQ(said_of(right), Lines{}) << right;
  }
  for (const char* const right :
       {"\xef\xbb\xbfversion: 1\r\nname: a\r\n", "%YAML 1.2\n---\na: 1\n...\n", "- a\n-\n  - b\n"}) {
    EXPECT_EQ(find_syntax_mistake(right), std::nullopt) << right;
  }
}

TEST(YamlSyntax, TheLineAndACaretAreShown) {
  const auto scenario = Language().load("version: 1\nname: a\nrun:\n\tchaos: 1s\n");
  ASSERT_FALSE(scenario.has_value());
  EXPECT_EQ(render(scenario.error(), false),
            "s.yaml:4:1: error: a tab indents this line: indent it with blanks\n  \tchaos: 1s\n  ^\n");
}

// No text makes it read past an end; each beginning of a file is a text that was saved too early.
TEST(YamlSyntax, EveryBeginningOfAFileIsRead) {
  const std::string text =
      with_cluster("faults:\n  - {do: drop, match: {type: [ping, \"po\\x6eg\"]}}\ndescription: 'a\n  b'\n");
  for (std::size_t size = 0; size <= text.size(); ++size) find_syntax_mistake(text.substr(0, size));
  EXPECT_EQ(find_syntax_mistake(text), std::nullopt);
}

}  // namespace
}  // namespace groundhog::test
