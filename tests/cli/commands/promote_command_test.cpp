// `groundhog promote` as its users meet it: files, names, refusals.
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "harness/repro/record.hpp"
#include "harness/repro/repro_file.hpp"
#include "sim/scenario/expand.hpp"
#include "tests/support/binary.hpp"
#include "tests/support/burrow_catalogue.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

// A run that fails on every build: it runs into its own limit of events.
constexpr std::string_view too_long = R"(version: 1
name: too_long
run: {chaos: 2s, settle: 12s, max_events: 3000}
cluster:
  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}
  config: {heartbeat-interval: 10ms}
workload: {ops: [{at: 10ms, node: n1, cmd: SET k v}, {at: 20ms, client: c2, node: n2, cmd: GET k}]}
)";

constexpr std::string_view green = R"(version: 1
name: good
run: {chaos: 1s, settle: 1s}
cluster:
  nodes: {n1: {role: primary}}
workload: {ops: [{at: 10ms, cmd: SET k v}]}
check: [ttl.safety]
)";

class Promote : public testing::Test {
 protected:
  std::string repro_of(std::string_view scenario_text, const std::string& name) const {
    const test::BurrowCatalogue catalogue;
    const auto scenario = load_scenario_text(scenario_text, "test.yaml", catalogue.loader());
    Repro repro = record_repro(expand(*scenario, 5), catalogue.guest());
    EXPECT_TRUE(write_repro(folder_.path(name), repro));
    return folder_.path(name);
  }
  std::string failing() const { return repro_of(too_long, "failing.repro"); }
  std::string out() const { return folder_.path("regressions"); }

  Finished promote(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"promote", "--mutants", folder_.path("no-mutants")});
    return run_binary(arguments);
  }

  TemporaryFolder folder_;
};

TEST_F(Promote, WritesAScenarioThatLintsAndFailsAgain) {
  const Finished promoted = promote({failing(), "--out", out()});
  ASSERT_EQ(promoted.code, 0) << promoted.err;
  EXPECT_EQ(promoted.out, "");
  const std::string file = out() + "/event-limit-too-long.yaml";
  EXPECT_TRUE(contains(promoted.err, "wrote " + file + ": 2 operations, 0 faults")) << promoted.err;
  EXPECT_TRUE(contains(promoted.err, "20 of 20 other seeds")) << promoted.err;

  const std::string text = content_of(file);
  EXPECT_TRUE(contains(text, "tags: [regression]\nseeds: {list: [0x5]}\n")) << text;
  EXPECT_TRUE(contains(text, "- {at: 10ms, client: c1, node: n1, cmd: SET k v}  # n1 appends it as entry 1\n")) << text;
  const Finished linted = run_binary({"lint", file});
  EXPECT_EQ(linted.code, 0) << linted.err;
  EXPECT_EQ(linted.err, "1 scenario, nothing wrong\n");
  EXPECT_EQ(run_binary({"run", file, "--keep", "0"}).code, 1);
}

TEST_F(Promote, OverwritesOnlyByForce) {
  const std::string repro = failing();
  ASSERT_EQ(promote({repro, "--out", out(), "--name", "mine"}).code, 0);
  const std::string file = out() + "/mine.yaml";
  std::ofstream(file) << "precious";
  const Finished refused = promote({repro, "--out", out(), "--name", "mine"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_TRUE(contains(refused.err, file + " exists already; --force overwrites it")) << refused.err;
  EXPECT_EQ(content_of(file), "precious");
  EXPECT_EQ(promote({repro, "--out", out(), "--name", "mine", "--force"}).code, 0);
  EXPECT_TRUE(contains(content_of(file), "name: mine\n"));
}

TEST_F(Promote, ANameIsTakenOnce) {
  const std::string repro = failing();
  ASSERT_EQ(promote({repro, "--out", out(), "--name", "mine"}).code, 0);
  std::filesystem::rename(out() + "/mine.yaml", out() + "/other.yaml");
  const Finished refused = promote({repro, "--out", out(), "--name", "mine"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_TRUE(contains(refused.err, "other.yaml has the name mine already")) << refused.err;
}

TEST_F(Promote, PrintsWithoutWriting) {
  const Finished printed = promote({failing(), "--out", out(), "--stdout", "--description", "A long run.", "--gate"});
  EXPECT_EQ(printed.code, 0) << printed.err;
  EXPECT_TRUE(contains(printed.out, "description: A long run.\ntags: [gate, regression]\n")) << printed.out;
  EXPECT_FALSE(std::filesystem::exists(out()));
}

TEST_F(Promote, ARunThatIsGreenIsRefused) {
  const Finished promoted = promote({repro_of(green, "good.repro"), "--out", out()});
  EXPECT_EQ(promoted.code, 2);  // it shows no failure at all
  EXPECT_TRUE(contains(promoted.err, "shows no failure: there is nothing to keep")) << promoted.err;
}

TEST_F(Promote, AnUnknownMutantIsAnsweredWithThoseThatThereAre) {
  const Finished refused = run_binary({"promote", failing(), "--out", out(), "--mutant", "relative-ttl-on-replika",
                                       "--mutants", std::string(GROUNDHOG_SOURCE_DIR) + "/tests/mutants"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_TRUE(contains(refused.err, "did you mean relative-ttl-on-replica?")) << refused.err;
}

TEST_F(Promote, BadFilesAreExitTwoAndNameThePlace) {
  const std::string repro = failing();
  const std::string whole = content_of(repro);
  EXPECT_EQ(promote({folder_.path("missing.repro")}).code, 2);

  const Finished truncated = promote({folder_.write("cut.repro", whole.substr(0, whole.size() / 2)), "--out", out()});
  EXPECT_EQ(truncated.code, 2);
  EXPECT_TRUE(contains(truncated.err, "cut.repro")) << truncated.err;

  const Finished foreign = promote({folder_.write("foreign.repro", "{\"some\": \"thing\"}\n"), "--out", out()});
  EXPECT_EQ(foreign.code, 2);
  EXPECT_TRUE(contains(foreign.err, "foreign.repro")) << foreign.err;

  const std::string version = "\"groundhog_repro\":2";
  ASSERT_TRUE(contains(whole, version));
  std::string newer = whole;
  newer.replace(newer.find(version), version.size(), "\"groundhog_repro\":99");
  EXPECT_EQ(promote({folder_.write("newer.repro", newer), "--out", out()}).code, 2);
  EXPECT_FALSE(std::filesystem::exists(out()));
}

TEST_F(Promote, ASeedHasItsLimits) {
  const Finished late = promote({failing(), "--out", out(), "--seed-timeout", "1ms"});
  EXPECT_EQ(late.code, 1) << late.err;
  EXPECT_TRUE(contains(late.err, "does not show event-limit on this build")) << late.err;
  EXPECT_FALSE(std::filesystem::exists(out()));
}

TEST_F(Promote, WrongUseIsExitTwo) {
  EXPECT_EQ(promote({failing(), "--seed-timeout", "0s"}).code, 2);
  EXPECT_EQ(promote({failing(), "--memory", "plenty"}).code, 2);
  EXPECT_EQ(promote({}).code, 2);
  EXPECT_EQ(promote({failing(), "--name", "../up"}).code, 2);
  EXPECT_EQ(promote({failing(), "--stdout", "--force"}).code, 2);
}

}  // namespace
}  // namespace groundhog::test
