// Words and quantities as users type them: what is listed and explained, and what is said of one that is none.
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/binary.hpp"

namespace groundhog::test {
namespace {

using Words = std::vector<std::string>;

// ---- list and explain ---------------------------------------------------------------------------------------------

TEST(ListCommand, ListsEverySetOfWords) {
  const std::pair<const char*, const char*> some[] = {{"events", "log.append "},
                                                      {"frames", "ping "},
                                                      {"cover", "fault.drop.effective "},
                                                      {"cover", "ops.unsent "},
                                                      {"cover", "sync.partial "},
                                                      {"units", "KiB "},
                                                      {"units", "min "},
                                                      {"links", "n1<->n2 "},
                                                      {"operations", "setex "},
                                                      {"commands", "PEXPIRE "},
                                                      {"knobs", "heartbeat-interval "},
                                                      {"keys", "run.warmup "},
                                                      {"keys", "faults.random.gap "}};
  for (const auto& [set, word] : some) {
    const Finished listed = run_binary({"list", set});
    EXPECT_EQ(listed.code, 0) << listed.err;
    EXPECT_TRUE(contains("\n" + listed.out, std::string("\n") + word)) << set << "\n" << listed.out;
    const Finished json = run_binary({"list", set, "--json"});
    const std::string begin = std::string("{\"type\":\"") + set + "\",\"format\":1,\"word\":\"";
    EXPECT_TRUE(json.out.starts_with(begin)) << json.out;
  }
}

// A word without a summary would be a name that explains itself by itself.
TEST(ListCommand, EachEventAndFrameTypeHasASummary) {
  for (const std::string set : {"events", "frames", "cover", "units", "links", "knobs", "keys"}) {
    EXPECT_FALSE(contains(run_binary({"list", set, "--json"}).out, "\"summary\":\"\"")) << set;
  }
}

TEST(ListCommand, WhatItCannotListItNames) {
  const Finished wrong = run_binary({"list", "event"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_TRUE(
      wrong.err.starts_with("groundhog: WHAT: \"event\" is none of scenarios, tags, checks, faults, mutants, events, "
                            "frames, cover, links, units, "
                            "operations, profiles, commands, knobs, keys (did you mean events?)\n"))
      << wrong.err;
}

TEST(ExplainCommand, ExplainsEveryWordThatIsListed) {
  const std::pair<const char*, const char*> words[] = {
      {"log.append", "log.append (event): "},
      {"heartbeat-interval", "heartbeat-interval (knob): time between pings, both ways; default 1s"},
      {"ping", "ping (frame type): "},
      {"ms", "ms (unit): 1000us"},
      {"n1->n2", "n1->n2 (link): "},
      {"fault.drop.effective", "fault.drop.effective (name for cover): "},
      {"setex", "setex (operation): SET key value PX ttl"},
      {"run.warmup", "run.warmup (key): "},
      {"warmup", "run.warmup (key): "},
      {"P1", "ttl.safety (P1): "},
      // These are commands of groundhog, too.
      {"promote", "promote: "},
      {"hashes", ""},
  };
  for (const auto& [word, begin] : words) {
    const Finished explained = run_binary({"explain", word});
    EXPECT_EQ(explained.code, *begin == '\0' ? 2 : 0) << word << explained.err;
    EXPECT_TRUE(explained.out.starts_with(begin)) << explained.out;
  }
}

TEST(ExplainCommand, AWordOfTwoKindsIsExplainedAsBoth) {
  const Finished both = run_binary({"explain", "sync.full"});
  EXPECT_TRUE(contains(both.out, "sync.full (event): ")) << both.out;
  EXPECT_TRUE(contains(both.out, "\nsync.full (name for cover): ")) << both.out;
}

TEST(ExplainCommand, AnUnknownWordIsAnsweredWithTheLikelyOneOrWithWhereToLook) {
  EXPECT_EQ(run_binary({"explain", "log.apend"}).err,
            "groundhog: there is no check, fault, mutant or other word called \"log.apend\" (did you mean "
            "log.append?)\n");
  const Finished unknown = run_binary({"explain", "zebra-crossing"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_EQ(unknown.err,
            "groundhog: there is no check, fault, mutant or other word called \"zebra-crossing\": groundhog list names "
            "them, as in groundhog list events\n");
}

// ---- quantities on the command line -------------------------------------------------------------------------------

TEST(OptionValues, AQuantityIsSuggestedOnlyWhereItIsMeant) {
  const std::string units = ": units are ns us ms s min h\n";
  const std::string duration = "expected a duration such as 250ms, found ";
  const std::string size = "expected a size such as 16KiB, found ";
  const std::pair<Words, std::string> cases[] = {
      {{"--for", "5m"}, "--for: " + duration + "'5m'" + units},
      {{"--for", "10sec"}, "--for: " + duration + "'10sec' (did you mean 10s?)\n"},
      {{"--seed-timeout", "5"}, "--seed-timeout: " + duration + "'5'" + units},
      {{"--seed-timeout", "5 s"}, "--seed-timeout: " + duration + "'5 s' (did you mean 5s?)\n"},
      {{"--memory", "4k"}, "--memory: " + size + "'4k' (did you mean 4KiB?)\n"},
      {{"--memory", "4MB"}, "--memory: " + size + "'4MB': sizes are in powers of 1024 (did you mean 4MiB?)\n"},
      {{"--memory", "4"}, "--memory: " + size + "'4': units are B KiB MiB GiB\n"},
  };
  for (const auto& [words, message] : cases) {
    Words arguments{"run", "nothing.yaml"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    const Finished finished = run_binary(arguments);
    EXPECT_EQ(finished.code, 2);
    EXPECT_TRUE(finished.err.starts_with("groundhog: " + message)) << finished.err;
  }
}

// ---- init ---------------------------------------------------------------------------------------------------------

class InitCommand : public ::testing::Test {
 protected:
  // The file that the schema line of this scenario leads to.
  static std::string schema_of(const std::filesystem::path& scenario) {
    const std::string text = content_of(scenario.string());
    const std::string head = "# yaml-language-server: $schema=";
    EXPECT_TRUE(text.starts_with(head)) << text;
    const std::string reference = text.substr(head.size(), text.find('\n') - head.size());
    const std::string url = "file://";
    return reference.starts_with(url) ? reference.substr(url.size()) : (scenario.parent_path() / reference).string();
  }
  static std::string in_folder(const std::string& folder, const std::string& file) {
    return "cd '" + folder + "' && '" + GROUNDHOG_BINARY + "' init '" + file + "' 2>/dev/null";
  }

  TemporaryFolder folder_;
  const std::string schema_ = run_binary({"schema"}).out;
};

TEST_F(InitCommand, TheSchemaLineLeadsToTheSchemaFromWhereTheFileLies) {
  // A checkout, as far as it matters.
  std::filesystem::create_directories(folder_.path("tree/scenarios/schema"));
  std::filesystem::create_directories(folder_.path("tree/scenarios/regressions"));
  std::filesystem::create_directories(folder_.path("outside"));
  folder_.write("tree/scenarios/schema/scenario.v1.schema.json", schema_);
  for (const char* const file : {"mine.yaml", "scenarios/mine.yaml", "scenarios/regressions/mine.yaml"}) {
    ASSERT_EQ(std::system(in_folder(folder_.path("tree"), file).c_str()), 0);
    EXPECT_EQ(content_of(schema_of(folder_.path("tree/") + file)), schema_) << file;
  }
  ASSERT_EQ(std::system(in_folder(folder_.path("tree/scenarios"), "other.yaml").c_str()), 0);
  EXPECT_EQ(content_of(schema_of(folder_.path("tree/scenarios/other.yaml"))), schema_);
  ASSERT_EQ(std::system(in_folder(folder_.path("tree"), "../outside/mine.yaml").c_str()), 0);
  EXPECT_EQ(content_of(schema_of(folder_.path("outside/mine.yaml"))), schema_) << "by a URL";
  EXPECT_FALSE(std::filesystem::exists(folder_.path("outside/scenario.v1.schema.json")));
}

TEST_F(InitCommand, WithoutACheckoutTheSchemaIsWrittenBesideTheFile) {
  ASSERT_EQ(std::system(in_folder(folder_.path(""), "mine.yaml").c_str()), 0);
  EXPECT_EQ(content_of(schema_of(folder_.path("mine.yaml"))), schema_);
  EXPECT_TRUE(std::filesystem::exists(folder_.path("scenario.v1.schema.json")));
}

}  // namespace
}  // namespace groundhog::test
