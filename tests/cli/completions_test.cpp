// What the shells themselves offer with the scripts of `groundhog completions`.

#include <algorithm>
#include <cstdlib>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/process/terminal.hpp"
#include "tests/support/binary.hpp"

namespace groundhog::test {
namespace {

using Words = std::vector<std::string>;
using Offers = std::set<std::string>;

bool is_installed(const std::string& shell) {
  return std::system(("command -v " + shell + " >/dev/null").c_str()) == 0;
}

// The first word of each line.
Offers first_words(const std::string& text) {
  Offers words;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) words.insert(line.substr(0, line.find('\t')));
  }
  return words;
}

bool has(const Offers& offers, const Words& words) {
  return std::ranges::all_of(words, [&](const std::string& word) { return offers.contains(word); });
}

class Completions : public ::testing::Test {
 protected:
  std::string script(const std::string& shell) { return folder_.write(shell, run_binary({"completions", shell}).out); }

  // In a checkout, with `groundhog` on the PATH, the last word being typed.
  Offers bash(const Words& typed) {
    Words arguments = {"-c",
                       "cd '" GROUNDHOG_SOURCE_DIR
                       "'; source \"$0\"; COMP_WORDS=(\"$@\") COMP_CWORD=$(($# - 1)); "
                       "_groundhog; printf '%s\\n' \"${COMPREPLY[@]}\"",
                       script("bash")};
    arguments.push_back(GROUNDHOG_BINARY);
    arguments.insert(arguments.end(), typed.begin(), typed.end());
    const Finished finished = run_program("bash", arguments);
    EXPECT_EQ(finished.err, "");
    return first_words(finished.out);
  }

  Offers fish(const std::string& typed) {
    const Finished finished =
        run_program("fish", {"--no-config", "-c",
                             "cd '" GROUNDHOG_SOURCE_DIR "'; set PATH (dirname " GROUNDHOG_BINARY ") $PATH; source " +
                                 script("fish") + "; complete -C 'groundhog " + typed + "'"});
    EXPECT_EQ(finished.err, "");
    return first_words(finished.out);
  }

  TemporaryFolder folder_;
};

TEST_F(Completions, AnUnknownShellIsAnsweredWithThoseThatAreKnown) {
  const Finished refused = run_binary({"completions", "tcsh"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_TRUE(contains(refused.err, "\"tcsh\" is none of bash, fish, zsh")) << refused.err;
  EXPECT_EQ(run_binary({"completions"}).out, run_binary({"completions", "bash"}).out);
}

TEST_F(Completions, BashOffersCommandsAndOptions) {
  EXPECT_TRUE(has(bash({""}), {"run", "replay", "completions"}));
  EXPECT_EQ(bash({"comp"}), Offers{"completions"});
  EXPECT_EQ(bash({"run", "--see"}), (Offers{"--seed", "--seed-timeout", "--seeds"}));
  EXPECT_EQ(bash({"--color", "never", "comp"}), Offers{"completions"}) << "a value is no command";
  EXPECT_EQ(bash({"schema", "--js"}), Offers{}) << "an option of another command";
}

TEST_F(Completions, BashOffersValues) {
  EXPECT_EQ(bash({"run", "--mutant", "relative"}), Offers{"relative-ttl-on-replica"});
  EXPECT_EQ(bash({"run", "--mutant", "all"}), Offers{"all"});
  EXPECT_EQ(bash({"replay", "x.repro", "--mutant", "all"}), Offers{}) << "is of run alone";
  EXPECT_EQ(bash({"run", "--mutant", "=", "relative"}), Offers{"relative-ttl-on-replica"}) << "as bash splits words";
  EXPECT_EQ(bash({"run", "--mutant=relative"}), Offers{"--mutant=relative-ttl-on-replica"});
  EXPECT_TRUE(has(bash({"run", "--tag", ""}), {"gate"}));
  EXPECT_EQ(bash({"run", "--report", "j"}), (Offers{"json", "junit"}));
  EXPECT_TRUE(has(bash({"shrink", "x.repro", "--check", ""}), {"ttl.safety", "replica.prefix"}));
  EXPECT_EQ(bash({"run", "--color", ""}), (Offers{"always", "auto", "never"}));
  EXPECT_EQ(bash({"explain", "--all", "--markdown", "--topic", ""}), (Offers{"checks", "faults", "scenario"}));
  EXPECT_EQ(bash({"completions", ""}), (Offers{"bash", "fish", "zsh"}));
  EXPECT_TRUE(has(bash({"replay", "x.repro", "--until", ""}), {"violation", "key.expired"}));
  EXPECT_EQ(bash({"run", "--seeds", ""}), Offers{}) << "anything";
}

TEST_F(Completions, BashOffersPositionalArguments) {
  EXPECT_EQ(bash({"run", "scenarios/dropped"}), Offers{"scenarios/dropped-pongs.yaml"});
  EXPECT_EQ(bash({"run", "--jobs", "2", "plain", "dropped"}), Offers{"dropped-pongs"}) << "by name, and several";
  EXPECT_EQ(bash({"lint", "dropped"}), Offers{"dropped-pongs"});
  EXPECT_EQ(bash({"expand", "plain", "dropped"}), Offers{}) << "takes one";
  EXPECT_TRUE(has(bash({"list", ""}), {"scenarios", "tags", "checks", "mutants", "events"}));
  EXPECT_EQ(bash({"list", "scenarios", "scen"}), Offers{"scenarios"}) << "a folder";
  EXPECT_EQ(bash({"explain", "ttl.saf"}), Offers{"ttl.safety"});
  EXPECT_EQ(bash({"explain", "relative"}), Offers{"relative-ttl-on-replica"});
  EXPECT_EQ(bash({"explain", "clock_j"}), Offers{"clock_jump"});
}

TEST_F(Completions, FishOffersTheSame) {
  if (!is_installed("fish")) GTEST_SKIP() << "fish is not installed (ci/packages.txt)";
  EXPECT_TRUE(has(fish(""), {"run", "replay", "completions"}));
  EXPECT_EQ(fish("comp"), Offers{"completions"});
  EXPECT_EQ(fish("run --see"), (Offers{"--seed", "--seed-timeout", "--seeds"}));
  EXPECT_TRUE(has(fish("run --mutant "), {"all", "relative-ttl-on-replica"}));
  EXPECT_EQ(fish("run --mutant=relative"), Offers{"--mutant=relative-ttl-on-replica"});
  EXPECT_EQ(fish("--color never run dropped"), Offers{"dropped-pongs"});
  EXPECT_EQ(fish("run --jobs 2 plain scenarios/dropped"), Offers{"scenarios/dropped-pongs.yaml"});
  EXPECT_EQ(fish("completions "), (Offers{"bash", "fish", "zsh"}));
  EXPECT_EQ(fish("expand plain dropped"), Offers{});
  EXPECT_TRUE(has(fish("shrink x.repro --check "), {"ttl.safety", "replica.prefix"}));
  EXPECT_EQ(fish("run --color "), (Offers{"always", "auto", "never"}));
  EXPECT_TRUE(has(fish("list "), {"scenarios", "tags", "events"}));
}

// Completes what is typed before the tabulator.
TEST_F(Completions, ZshOffersTheSame) {
  if (!is_installed("zsh")) GTEST_SKIP() << "zsh is not installed (ci/packages.txt)";
  EXPECT_EQ(std::system(("zsh -n " + script("zsh")).c_str()), 0);
  burrow::test::Terminal zsh({"zsh", "-f", "-i"});
  zsh.type("cd '" GROUNDHOG_SOURCE_DIR "'; path=($(dirname " GROUNDHOG_BINARY
           ") $path); autoload -Uz compinit; compinit -u -D; source " +
           script("zsh") + "; PROMPT='> '; echo rea''dy\n");
  ASSERT_TRUE(zsh.shows("ready")) << zsh.screen();
  const auto completes = [&](const std::string& typed, const std::string& completed) {
    zsh.type("\x15groundhog " + typed + "\t");
    EXPECT_TRUE(zsh.shows(completed)) << typed << ":\n" << zsh.screen();
  };
  completes("compl", "completions");
  completes("run --mutant relat", "relative-ttl-on-replica");
  completes("run --mutant=relat", "relative-ttl-on-replica");
  completes("run droppe", "dropped-pongs");
  completes("run plain scenarios/droppe", "scenarios/dropped-pongs.yaml");
  completes("run --seed-t", "--seed-timeout");
  completes("shrink x.repro --check ttl.sa", "ttl.safety");
  completes("--color nev", "never");
  completes("completions fi", "fish");
  completes("list mut", "mutants");
}

TEST_F(Completions, NamesAreListedOneALine) {
  EXPECT_TRUE(has(first_words(run_binary({"list", "checks", "--names"}).out), {"ttl.safety"}));
  const Finished both = run_binary({"list", "checks", "--names", "--json"});
  EXPECT_EQ(both.code, 2) << both.out;
  const std::string scenarios = GROUNDHOG_SOURCE_DIR "/scenarios";
  EXPECT_TRUE(contains(run_binary({"list", "tags", scenarios, "--json"}).out,
                       "{\"type\":\"tags\",\"format\":1,\"tag\":\"gate\",\"scenarios\":13}\n"));
}

}  // namespace
}  // namespace groundhog::test
