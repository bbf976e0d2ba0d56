#include "cli/shards/run_results.hpp"

#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>

#include "harness/text/json.hpp"
#include "sim/core/text.hpp"

namespace groundhog::cli {
namespace {

using Json = nlohmann::json;

struct Refused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

Duration duration_from(const Json& seconds) {
  return std::chrono::round<Duration>(std::chrono::duration<double>(seconds.get<double>()));
}

template <class Value>
Value value_from(const tl::expected<Value, std::string>& value) {
  if (!value) throw Refused(value.error());
  return *value;
}

std::uint64_t seed_from(const Json& text) { return value_from(parse_seed(text.get_ref<const std::string&>())); }

// No text at all: no seeds.
SeedSet seeds_from(const Json& text) {
  const std::string& ranges = text.get_ref<const std::string&>();
  return ranges.empty() ? SeedSet() : value_from(parse_seeds(ranges));
}

// Bytes that are no text are compared, not read.
std::string identity_text(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

std::string text_or_nothing(const Json& object, const char* name) { return object.value(name, std::string()); }

harness::SeedResult seed_result_from(const Json& line) {
  harness::SeedResult result;
  const auto end = harness::seed_end_of(line.at("end").get_ref<const std::string&>());
  if (!end) throw Refused("a seed cannot end as " + line["end"].dump());
  result.seed = seed_from(line.at("seed"));
  result.end = *end;
  result.detail = line.at("detail");
  for (const Json& each : line.at("violations")) {
    result.violations.push_back({each.at("check"), duration_from(each.at("at_s")), each.at("message"),
                                 text_or_nothing(each, "node"), text_or_nothing(each, "key")});
  }
  result.violations_total = line.at("violations_total");
  for (const Json& each : line.at("gave_up")) result.gave_up.push_back({each.at("check"), each.at("reason")});
  result.hash = seed_from(line.at("hash"));
  result.events = line.at("events");
  result.simulated = duration_from(line.at("simulated_s"));
  result.wall = duration_from(line.at("wall_s"));
  for (const auto& [name, count] : line.at("coverage").items()) result.coverage[name] = count;
  for (const auto& [id, times] : line.at("faults").items()) result.faults[id] = times;
  for (const Json& state : line.at("new_states")) result.states.push_back(seed_from(state));
  return result;
}

harness::PlanSize size_from(const Json& size) {
  return {size.at("faults"), size.at("operations"), size.at("messages")};
}

MinimalOfKind minimal_from(const Json& group) {
  const Json& minimal = group.at("minimal");
  return {{group.at("about"), group.at("shape")},
          {.repro_file = minimal.at("repro"),
           .size = size_from(minimal.at("size")),
           .from = size_from(minimal.at("from")),
           .message = minimal.at("message"),
           .verified = minimal.at("verified"),
           .scenario = minimal.at("scenario_text").get<std::string>(),
           .events = minimal.at("events").get<std::vector<std::string>>()}};
}

// All but its seeds.
ScenarioResults scenario_from(const Json& line) {
  ScenarioResults results;
  results.scenario.name = line.at("scenario");
  results.scenario.file = line.at("file");
  results.scenario.text_hash = seed_from(line.at("text_hash"));
  results.scenario.seeds = seeds_from(line.at("full_set"));
  for (const Json& each : line.at("cover")) results.scenario.cover[each.at("name")] = each.at("floor");
  results.scenario.cover_line = line.at("cover_line");
  for (const Json& each : line.at("faults")) {
    results.scenario.faults.push_back({each.at("id"), each.at("do"), each.at("line"), each.at("may_miss")});
  }
  // The groups themselves are made of the seeds of all shards.
  for (const Json& group : line.at("groups")) {
    if (group.contains("minimal")) results.minimal.push_back(minimal_from(group));
  }
  results.chosen = seeds_from(line.at("chosen"));
  results.jobs = line.at("jobs");
  const Json& limits = line.at("limits");
  results.limits = {std::chrono::milliseconds(limits.at("seed_timeout_ms").get<std::int64_t>()),
                    limits.at("memory_bytes")};
  results.wall = duration_from(line.at("wall_s"));
  results.cpu = duration_from(line.at("cpu_s"));
  results.nondeterministic_seeds = line.at("nondeterministic");
  results.internal_error = line.at("exit_code") == 70;
  results.interrupted = line.at("interrupted");
  return results;
}

class Parser {
 public:
  explicit Parser(RunResults& into) : into_(into) {}

  void read(std::string_view text) {
    const Json line = Json::parse(text);
    const std::string type = line.at("type");
    if (line.value("format", 0) != harness::json_format) {
      throw Refused("this line has format " + std::to_string(line.value("format", 0)) +
                    ", and this build reads format " + std::to_string(harness::json_format));
    }
    if (into_.is_whole) throw Refused("there is more behind the summary: one file holds the results of one run");
    if (type == "seed") seeds_.push_back(seed_result_from(line));
    if (type == "scenario") end_scenario(line);
    if (type == "summary") end_run(line);
  }

 private:
  void end_scenario(const Json& line) {
    ScenarioResults results = scenario_from(line);
    results.seeds = std::exchange(seeds_, {});
    const std::uint64_t ran = line.at("seeds");
    if (ran != results.seeds.size()) {
      throw Refused(results.scenario.name + " ran " + count_of(ran, "seed") + ", and there are " +
                    std::to_string(results.seeds.size()) + " lines of them");
    }
    into_.scenarios.push_back(std::move(results));
  }

  void end_run(const Json& line) {
    const Json& build = line.at("build");
    into_.build = {identity_text(build.at("version")), identity_text(build.at("commit")),
                   identity_text(build.at("compiler")), identity_text(build.at("flags")),
                   text_or_nothing(build, "mutant")};
    into_.shard = value_from(parse_shard(line.at("shard").get_ref<const std::string&>()));
    into_.is_whole = true;
  }

  RunResults& into_;
  std::vector<harness::SeedResult> seeds_;  // of the scenario at work
};

}  // namespace

tl::expected<RunResults, std::string> parse_results(std::string_view text, const std::string& file) {
  RunResults results;
  results.file = file;
  Parser parser(results);
  std::size_t number = 0;
  // What stands behind the last end of a line was cut.
  for (const std::string_view line : lines_of(text.substr(0, text.rfind('\n') + 1))) {
    ++number;
    const auto refused = [&](const std::string& why) {
      return tl::unexpected(file + ":" + std::to_string(number) + ": not what groundhog run --json writes: " + why);
    };
    try {
      parser.read(line);
    } catch (const Json::parse_error&) {
      return refused("the line is no JSON");
    } catch (const Json::exception&) {
      return refused("a member is missing or of the wrong kind");
    } catch (const Refused& error) {
      return refused(error.what());
    }
  }
  return results;
}

tl::expected<RunResults, std::string> read_results(const std::string& file) {
  std::ifstream input(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(input), {}};
  if (!input.is_open() || input.bad()) return tl::unexpected("cannot read " + file);
  return parse_results(text, file);
}

}  // namespace groundhog::cli
