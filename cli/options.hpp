// What the command line asks for, as plain data. cli/arguments/ fills it in; nothing else knows how it was written.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "harness/replay/replay_point.hpp"
#include "harness/runner/job.hpp"
#include "sim/scenario/seed_set.hpp"
#include "sim/trace/timeline.hpp"

namespace groundhog::cli {

// Below the current folder.
inline constexpr const char* default_mutants_folder = "tests/mutants";

// Limits for a seed that was recorded under limits of its own; nullopt: under those.
struct LimitsChoice {
  std::optional<std::chrono::milliseconds> seed_timeout;
  std::optional<std::size_t> memory_bytes;

  harness::WorkerLimits over(const harness::WorkerLimits& recorded) const {
    return {seed_timeout.value_or(recorded.seed_timeout), memory_bytes.value_or(recorded.memory_bytes)};
  }
};

enum class ColorChoice : std::uint8_t { automatic, always, never };

struct TraceChoice {
  bool wanted = false;
  TimelineFilter filter;
};

// What a process started for --check-determinism prints instead of a report.
enum class Confession : std::uint8_t {
  none,
  hashes,  // one line per seed
  events,  // one line per event of the one seed
};

struct RunOptions {
  std::vector<std::string> scenarios;  // files, or folders of them; empty only with a mutant: its own
  std::string mutant;                  // a planted bug; empty: the true tree
  std::string mutants_folder = default_mutants_folder;
  std::vector<std::string> arguments;  // all of them as typed, for the mutant's binary
  std::vector<std::string> tags;       // only scenarios that have all of these
  std::optional<SeedSet> seeds;        // nullopt: the scenario's own
  Shard shard;
  unsigned jobs = 1;
  std::optional<std::chrono::milliseconds> time_limit;
  std::optional<std::uint64_t> fail_fast;
  std::chrono::milliseconds seed_timeout = std::chrono::seconds(60);
  std::size_t memory_bytes = 0;
  bool json = false;
  std::string junit_file;  // empty: none
  std::string out_folder = "groundhog-out";
  std::uint64_t keep = 10;  // failures filed per scenario
  bool shrink = true;       // failures, by themselves
  bool rerun_failed = false;
  bool check_determinism = false;
  TraceChoice trace;
  Confession confession = Confession::none;
  std::size_t heap_padding_bytes = 0;  // of a process started for --check-determinism
};

struct ReplayOptions {
  std::string file;
  std::string mutant;  // a planted bug; empty: this binary as it is
  std::string mutants_folder = default_mutants_folder;
  std::vector<std::string> arguments;  // all of them as typed, for the mutant's binary
  bool guided = false;                 // impose the decisions, compare nothing, even on the same build
  std::optional<harness::ReplayPoint> until;
  std::optional<std::chrono::nanoseconds> state;  // scenario time
  bool gdb = false;
  bool trap = false;  // of the process under gdb: SIGTRAP when a violation is noticed
  bool json = false;
  LimitsChoice limits;
  TraceChoice trace;
};

struct ShrinkOptions {
  std::string file;                   // a .repro
  std::string check;                  // the property to keep; empty: the one that the file is about
  std::string out_file;               // empty: min.repro beside the file
  std::optional<std::string> mutant;  // nullopt: what the repro was recorded with
  std::string mutants_folder = default_mutants_folder;
  std::vector<std::string> arguments;  // all of them as typed, for the mutant's binary
  bool force = false;
  bool json = false;
  unsigned jobs = 1;
  std::chrono::milliseconds budget = std::chrono::seconds(60);
  LimitsChoice limits;
};

struct ExpandOptions {
  std::string scenario;
  std::uint64_t seed = 0;
};

struct LintOptions {
  std::vector<std::string> scenarios;  // files, or folders of them
  std::string mutants_folder = default_mutants_folder;
};

struct ListOptions {
  enum class What : std::uint8_t { scenarios, checks, faults, mutants };
  What what = What::scenarios;
  std::vector<std::string> folders = {"scenarios"};
  std::string mutants_folder = default_mutants_folder;
  bool json = false;
};

struct ExplainOptions {
  std::string name;  // of a check, a fault or a mutant
  std::string mutants_folder = default_mutants_folder;
  bool all = false;
  bool markdown = false;
  std::string topic;  // with `all` and `markdown`: checks, faults or scenario; empty: all three
};

struct InitOptions {
  std::string file = "scenario.yaml";
  bool force = false;
};

struct PromoteOptions {
  std::string file;  // a .repro
  std::string name;  // of the scenario; empty: made from property and scenario
  std::string out_folder = "scenarios/regressions";
  std::optional<std::string> mutant;  // nullopt: what the repro was recorded with
  std::string mutants_folder = default_mutants_folder;
  std::vector<std::string> arguments;  // all of them as typed, for the mutant's binary
  std::string description;             // empty: one is made
  bool gate = false;
  bool force = false;
  bool to_stdout = false;
  LimitsChoice limits;
};

struct SchemaOptions {};

struct CompletionsOptions {
  std::string shell = "bash";
};

struct VersionOptions {};

using Request =
    std::variant<RunOptions, ReplayOptions, ShrinkOptions, PromoteOptions, ExpandOptions, LintOptions, ListOptions,
                 ExplainOptions, InitOptions, SchemaOptions, CompletionsOptions, VersionOptions>;

struct Invocation {
  ColorChoice color = ColorChoice::automatic;
  Request request;
};

}  // namespace groundhog::cli
