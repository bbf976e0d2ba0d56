// The scenarios and the schema of this repository, against the real tables of Burrow, the faults and the checkers.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "checkers/checker.hpp"
#include "sim/burrow/burrow_guest.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/loader.hpp"
#include "sim/scenario/plan_text.hpp"
#include "sim/scenario/reference.hpp"

namespace groundhog::test {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(GROUNDHOG_SOURCE_DIR) / "scenarios";

class RealLanguage : public testing::Test {
 protected:
  static LoaderContext context() {
    // Scenarios refer to it.
    static const std::unique_ptr<Guest> guest = make_burrow_guest();
    LoaderContext context{.guest = *guest, .faults = fault_table(), .checks = {}};
    for (const checkers::CheckerEntry& entry : checkers::checker_table())
      context.checks.push_back({entry.name, entry.needs_settle});
    return context;
  }

  static std::vector<fs::path> files() {
    std::vector<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == ".yaml") found.push_back(entry.path());
    }
    std::ranges::sort(found);
    return found;
  }

  // Of a scenario of three nodes, with these lines from the sixth on; empty: none.
  std::string first_problem(const std::string& rest) const {
    const auto scenario = load_scenario_text(
        "version: 1\nname: a\nrun: {chaos: 10s, settle: 12s}\ncluster:\n  nodes: {n1: {role: primary}, n2: {role: "
        "replica, of: n1}, n3: {role: replica, of: n1}}\n" +
            rest,
        "s.yaml", context());
    const Diagnostics& all = scenario ? scenario->warnings : scenario.error();
    return all.empty() ? std::string() : headline(all.front());
  }

  // Each file is read once.
  static const tl::expected<Scenario, Diagnostics>& loaded(const fs::path& file) {
    static std::map<fs::path, tl::expected<Scenario, Diagnostics>> all;
    const auto found = all.find(file);
    return found != all.end() ? found->second : all.emplace(file, load_scenario(file, context())).first->second;
  }
};

std::string text_of(const fs::path& file) {
  std::ifstream input(file, std::ios::binary);
  std::ostringstream text;
  text << input.rdbuf();
  return text.str();
}

TEST_F(RealLanguage, EveryScenarioLoadsWithoutAWarning) {
  ASSERT_GE(files().size(), 8U);
  for (const fs::path& file : files()) {
    const auto& scenario = loaded(file);
    ASSERT_TRUE(scenario.has_value()) << render(scenario.error(), false);
    EXPECT_EQ(scenario->name, file.stem().string());
    EXPECT_FALSE(scenario->description.empty()) << file;
    EXPECT_EQ(render(scenario->warnings, false), "");
  }
}

TEST_F(RealLanguage, ALinkFaultChangesAProperty) {
  const auto problems = [&](const std::string& fault) {
    return first_problem("faults: [{do: link, link: n1->n2, " + fault + "at: 1s, for: 1s}]\n");
  };
  EXPECT_EQ(problems(""),
            "s.yaml:6:10: error: the link keeps all its properties: one of delay, jitter, dist, loss, burst, rate and "
            "limit is needed");
  EXPECT_EQ(problems("loss: 1%, "), "");
}

TEST_F(RealLanguage, AnOpenerIsAnEndOfTheLink) {
  const auto problems = [&](const std::string& fault) {
    const auto scenario = load_scenario_text(
        "version: 1\nname: a\nrun: {chaos: 2s, settle: 12s}\ncluster:\n  nodes: {n1: {role: primary}, n2: {role: "
        "replica, of: n1}, n3: {role: replica, of: n1}}\nfaults: [{at: 1s, " +
            fault + "}]\n",
        "s.yaml", context());
    return scenario ? std::string() : headline(scenario.error().front());
  };
  for (const std::string verb : {"reset", "half_open"}) {
    EXPECT_EQ(problems("opened_by: n1, link: n1->n2, do: " + verb), "");
    EXPECT_EQ(problems("opened_by: n3, link: n1->*, do: " + verb), "");
    EXPECT_EQ(problems("opened_by: n3, link: n1->n2, do: " + verb),
              "s.yaml:6:30: error: 'n3' is no end of the link: it opens none of its connections");
  }
  EXPECT_EQ(problems("link: n1<->n2, do: half_open"),
            "s.yaml:6:25: error: expected one direction, such as n1->n2 or n1->*, found 'n1<->n2'");
}

TEST_F(RealLanguage, ACallbackOfASlowNodeEnds) {
  const auto problems = [&](const std::string& by) {
    const auto scenario = load_scenario_text(
        "version: 1\nname: a\nrun: {chaos: 2s, settle: 12s}\ncluster:\n  nodes: {n1: {role: primary}, n2: {role: "
        "replica, of: n1}}\nfaults: [{do: slow, node: n2, by: " +
            by + "}]\n",
        "s.yaml", context());
    return scenario ? std::string() : headline(scenario.error().front());
  };
  EXPECT_EQ(problems("100ms"), "");
  EXPECT_EQ(problems("1ms, jitter: 1ms"), "");
  EXPECT_EQ(problems("1ms, jitter: 2ms"), "s.yaml:6:48: error: more than `by`: no callback takes less than no time");
  EXPECT_EQ(problems("101ms"),
            "s.yaml:6:35: error: at most 100ms; a node that stands still for longer is paused: `do: pause`");
}

// It is what changes are measured with: that it changes is a decision of its own. Figures in the museum, the survey and
// the README are measured again then.
TEST_F(RealLanguage, TheSwarmIsTheOneThatFiguresAreAbout) {
  const auto& scenario = loaded(folder / "swarm.yaml");
  ASSERT_TRUE(scenario.has_value());
  EXPECT_EQ(scenario->text_hash, 2517577029235357609ULL);
}

TEST_F(RealLanguage, TheSwarmDrawsEveryVerbAndEveryProfile) {
  const auto& scenario = loaded(folder / "swarm.yaml");
  ASSERT_TRUE(scenario.has_value());
  std::set<std::string_view> verbs;
  for (const WrittenFault& fault : scenario->faults) verbs.insert(fault.verb);
  EXPECT_EQ(verbs.size(), fault_table().size());
  const std::string text = text_of(folder / "swarm.yaml");
  for (const ProfileSpec& profile : burrow_profiles()) {
    EXPECT_NE(text.find(profile.name), std::string::npos) << profile.name;
  }
}

// Written where a scenario has its own workload, a profile is a workload like any other.
TEST_F(RealLanguage, EveryProfileIsAWorkloadWithoutAProblem) {
  for (const ProfileSpec& profile : burrow_profiles()) {
    std::string workload(profile.workload);
    workload.insert(workload.find('{') + 1, "clients: 4, rate: 100/s, ");
    std::string cluster =
        "version: 1\nname: a\nrun: {chaos: 10s, settle: 60s}\ncluster:\n  nodes: {n1: {role: primary}, n2: {role: "
        "replica, of: n1}}\n";
    if (!profile.config.empty()) cluster += "  config: " + std::string(profile.config) + "\n";
    const auto scenario = load_scenario_text(
        cluster + "workload: " + workload + "\nfaults: [{do: promote, node: n2, at: 1s}]\n", "s.yaml", context());
    EXPECT_EQ(render(scenario ? scenario->warnings : scenario.error(), false), "") << profile.name;
  }
}

TEST_F(RealLanguage, EveryVerbOfAGateScenarioHasAFloor) {
  for (const fs::path& file : files()) {
    const auto& scenario = loaded(file);
    ASSERT_TRUE(scenario.has_value());
    if (std::ranges::find(scenario->tags, "gate") == scenario->tags.end() || scenario->expect) continue;
    EXPECT_TRUE(scenario->checks_all) << file;
    EXPECT_TRUE(scenario->cover.contains("ops.acknowledged")) << file;
    for (const WrittenFault& fault : scenario->faults) {
      EXPECT_TRUE(scenario->cover.contains("fault." + fault.verb + ".effective")) << file << " " << fault.verb;
    }
  }
}

// A scenario shows each verb at work, and says how often it has to be.
TEST_F(RealLanguage, EveryVerbHasAScenarioWithItsFloor) {
  std::set<std::string> shown;
  for (const fs::path& file : files()) {
    const auto& scenario = loaded(file);
    ASSERT_TRUE(scenario.has_value());
    if (scenario->expect) continue;
    for (const WrittenFault& fault : scenario->faults) {
      if (scenario->cover.contains("fault." + fault.verb + ".effective")) shown.insert(fault.verb);
    }
  }
  for (const FaultEntry& entry : fault_table()) EXPECT_TRUE(shown.contains(std::string(entry.verb))) << entry.verb;
}

TEST_F(RealLanguage, PlansOfEveryScenarioReadBack) {
  for (const fs::path& file : files()) {
    const auto& scenario = loaded(file);
    ASSERT_TRUE(scenario.has_value());
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
      const std::string printed = print_plan(expand(*scenario, seed));
      const auto again = load_scenario_text(printed, "printed", context());
      ASSERT_TRUE(again.has_value()) << render(again.error(), false);
      EXPECT_EQ(print_plan(expand(*again, seed)), printed) << file;
    }
  }
}

TEST_F(RealLanguage, GeneratedOperationsOfASeedAreUniqueWrites) {
  for (const fs::path& file : files()) {
    const auto& scenario = loaded(file);
    ASSERT_TRUE(scenario.has_value());
    std::map<std::string, int> values;
    for (const PlannedOperation& operation : expand(*scenario, 1).operations) {
      if (operation.arguments[0] == "SET" || operation.arguments[0] == "SETNX") ++values[operation.arguments[2]];
    }
    for (const auto& [value, count] : values) EXPECT_EQ(count, 1) << file << " " << value;
  }
}

TEST_F(RealLanguage, StarterLoads) {
  const auto scenario =
      load_scenario_text(starter_scenario("mine", "schema.json", context().guest), "mine.yaml", context());
  EXPECT_TRUE(scenario.has_value()) << render(scenario.error(), false);
}

// `groundhog schema > scenarios/schema/scenario.v1.schema.json` writes it again.
TEST_F(RealLanguage, SchemaFileIsUpToDate) {
  const bool up_to_date = text_of(folder / "schema" / "scenario.v1.schema.json") == json_schema(context());
  EXPECT_TRUE(up_to_date) << "groundhog schema > scenarios/schema/scenario.v1.schema.json";
}

TEST_F(RealLanguage, WordsOfALinkThatMeanNothingAloneAreMentioned) {
  constexpr std::string_view no_loss =
      "warning: 'burst' has no meaning without 'loss': nothing is lost on any link, so not in bursts either";
  constexpr std::string_view no_rate =
      "warning: 'limit' has no meaning without 'rate': no link has a rate for which anything would wait";
  EXPECT_EQ(first_problem("network: {default: {burst: 50ms}}\n"), "s.yaml:6:21: " + std::string(no_loss));
  EXPECT_EQ(first_problem("network: {links: [{link: n1->n2, limit: 4KiB}]}\n"), "s.yaml:6:34: " + std::string(no_rate));
  EXPECT_EQ(first_problem("faults: [{do: link, link: n1->n2, burst: 50ms}]\n"), "s.yaml:6:35: " + std::string(no_loss));
  EXPECT_EQ(first_problem("network: {default: {loss: 0, burst: 50ms}}\n"), "") << "it may be a param's";
  EXPECT_EQ(first_problem("network: {default: {burst: 50ms}, links: [{link: n1->n2, loss: 1%}]}\n"), "");
  EXPECT_EQ(first_problem("network: {default: {burst: 50ms}}\nfaults: [{do: link, link: n1->n2, loss: 1%}]\n"), "");
}

TEST_F(RealLanguage, AFaultOfAProcessThatIsDownIsRefused) {
  const auto with_crash = [&](const std::string& fault) {
    return first_problem("faults: [{do: crash, node: n2, at: 2s, restart_after: 3s}, " + fault + "]\n");
  };
  EXPECT_EQ(with_crash("{do: pause, node: n2, at: 3s, for: 1s}"),
            "s.yaml:6:86: error: 'n2' is down from 2s to 5s: 'pause' has no process to act on");
  EXPECT_NE(with_crash("{do: slow, node: n2, by: 1ms, at: 3s, for: 2s}"), "");
  EXPECT_NE(with_crash("{do: crash, node: n2, at: 4s, for: 1s}"), "");
  EXPECT_EQ(with_crash("{do: pause, node: n2, at: 3s, for: 1s, may_miss: true}"), "");
  EXPECT_EQ(with_crash("{do: pause, node: n3, at: 3s, for: 1s}"), "");
  EXPECT_EQ(with_crash("{do: pause, node: any, at: 3s, for: 1s}"), "");
  EXPECT_EQ(with_crash("{do: pause, node: n2, at: 3s, for: 3s}"), "") << "it outlasts the crash";
  EXPECT_EQ(with_crash("{do: pause, node: n2, at: 1s, for: 3s}"), "");
  EXPECT_EQ(with_crash("{do: pause, node: n2, at: 2s, for: 1s}"), "") << "which comes first is drawn";
  EXPECT_EQ(with_crash("{do: clock_jump, node: n2, at: 3s, by: 1s}"), "") << "a machine has its clocks all the same";
  EXPECT_NE(first_problem("faults: [{do: crash, node: n2, at: 2s}, {do: pause, node: n2, at: 3s, for: 1s}]\n"), "");
}

TEST_F(RealLanguage, GroupsThatCutNothingAreRefused) {
  const auto groups = [&](const std::string& text) {
    return first_problem("faults: [{do: partition, groups: " + text + "}]\n");
  };
  EXPECT_EQ(groups("[[n1, n2], [n2, n1]]"),
            "s.yaml:6:34: error: the groups overlap so that every host still reaches every other: nothing is cut");
  EXPECT_NE(groups("[[n1, n2], [n2]]"), "");
  EXPECT_EQ(groups("[[n1, n1], [n2]]"), "s.yaml:6:34: error: 'n1' is twice in one group");
  EXPECT_EQ(groups("[[n1, n2], [n2, n3]]"), "") << "n2 is a bridge";
}

TEST_F(RealLanguage, KnobsThatCannotChangeAreRefused) {
  const auto set = [&](const std::string& knobs) {
    return first_problem("faults: [{do: config, node: n1, set: " + knobs + "}]\n");
  };
  EXPECT_EQ(set("{max-clients: 4, capacity: 10}"), "");
  EXPECT_EQ(set("{heartbeat-interval: 50ms}"),
            "s.yaml:6:39: error: 'heartbeat-interval' cannot change while a node runs; those that can are capacity, "
            "client-output-bytes, client-output-timeout, max-clients, maxmemory");
  EXPECT_EQ(set("{max-client: 4}"), "s.yaml:6:39: error: unknown knob 'max-client' (did you mean 'max-clients'?)");
  EXPECT_EQ(set("{max-clients: 0}"), "s.yaml:6:52: error: must be at least 1");
  EXPECT_EQ(set("{}"), "s.yaml:6:38: error: no knob is named: the fault would change nothing");
  EXPECT_EQ(set("4"), "s.yaml:6:38: error: expected a mapping, found a single value");
}

TEST_F(RealLanguage, SettleShorterThanBurrowMayNeedIsRefused) {
  std::string text = text_of(folder / "dropped-pongs.yaml");
  const std::size_t settle = text.find("settle: 10s");
  ASSERT_NE(settle, std::string::npos);
  text.replace(settle, 11, "settle: 3s");
  const auto scenario = load_scenario_text(text, "s.yaml", context());
  ASSERT_FALSE(scenario.has_value());
  EXPECT_EQ(headline(scenario.error().front()).substr(0, 66),
            "s.yaml:7:39: error: settle of 3s is shorter than the 4.9s that thi");
}

}  // namespace
}  // namespace groundhog::test
