#include "cli/shards/merge_shards.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "sim/core/text.hpp"

namespace groundhog::cli {
namespace {

// The first difference between two shards; empty: none.
std::string difference(const RunResults& first, const RunResults& other) {
  const std::string and_other = ", " + other.file + " is ";
  if (first.build != other.build) {
    const bool same_commit = first.build.commit == other.build.commit;
    return first.file + " is of commit " + first.build.commit + and_other + "of " +
           (same_commit ? "another build of it" : other.build.commit);
  }
  if (first.shard.count != other.shard.count) {
    return first.file + " is shard " + first.shard.text() + and_other + other.shard.text();
  }
  if (first.shard.number == other.shard.number) {
    return first.file + " and " + other.file + " are both shard " + first.shard.text();
  }
  // One that stopped early ran fewer scenarios.
  const std::size_t common = std::min(first.scenarios.size(), other.scenarios.size());
  for (std::size_t i = 0; i < common; ++i) {
    const ScenarioResults& a = first.scenarios[i];
    const ScenarioResults& b = other.scenarios[i];
    const std::string both = first.file + " and " + other.file;
    if (a.scenario.name != b.scenario.name) {
      return both + " ran other scenarios: " + a.scenario.name + " and " + b.scenario.name;
    }
    if (a.scenario.text_hash != b.scenario.text_hash) return both + " ran two texts of " + a.scenario.name;
    if (a.chosen != b.chosen) {
      return both + " were given other seeds of " + a.scenario.name + ": " + a.chosen.text() + " and " +
             b.chosen.text();
    }
  }
  return {};
}

// Numbers of shards that are not there: "2,5..7".
std::string missing_numbers(std::span<const RunResults> shards, std::uint64_t count) {
  const auto is_there = [&](std::uint64_t number) {
    return std::ranges::any_of(shards,
                               [&](const RunResults& each) { return each.is_whole && each.shard.number == number; });
  };
  std::vector<std::string> ranges;
  for (std::uint64_t number = 1; number <= count; ++number) {
    if (is_there(number)) continue;
    const std::uint64_t first = number;
    while (number < count && !is_there(number + 1)) ++number;
    ranges.push_back(std::to_string(first) + (number > first ? ".." + std::to_string(number) : ""));
  }
  return joined(ranges, ",");
}

bool was_interrupted(const RunResults& shard) {
  return std::ranges::any_of(shard.scenarios, &ScenarioResults::interrupted);
}

MergedScenario empty_like(const RunResults& shard, const ScenarioResults& results) {
  MergedScenario merged{harness::ScenarioReport(results.scenario), {}, {}};
  merged.report.commit = shard.build.commit;
  merged.report.chosen = results.chosen;
  merged.report.due = results.chosen.size();
  merged.report.limits = results.limits;
  merged.report.jobs = 0;
  return merged;
}

void add(MergedScenario& merged, const ScenarioResults& results) {
  harness::ScenarioReport& report = merged.report;
  report.jobs += results.jobs;
  report.cpu += results.cpu;
  report.wall = std::max(report.wall, results.wall);
  report.nondeterministic_seeds += results.nondeterministic_seeds;
  report.internal_error = report.internal_error || results.internal_error;
  std::ranges::copy(results.seeds, std::back_inserter(merged.seeds));
  std::ranges::copy(results.minimal, std::back_inserter(merged.minimal));
}

}  // namespace

std::vector<std::string> contradictions(std::span<const RunResults> shards) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < shards.size(); ++i) {
    if (!shards[i].build.mutant.empty()) {
      lines.push_back(shards[i].file + " has " + shards[i].build.mutant +
                      " planted: merge is for the tree without a bug");
    }
    for (std::size_t k = 0; k < i; ++k) {
      if (!shards[i].is_whole || !shards[k].is_whole) continue;
      const std::string line = difference(shards[k], shards[i]);
      if (line.empty()) continue;
      lines.push_back(line);
      break;
    }
  }
  return lines;
}

std::vector<std::string> gaps(std::span<const RunResults> shards) {
  std::vector<std::string> lines;
  for (const RunResults& shard : shards) {
    if (!shard.is_whole) lines.push_back(shard.file + " was cut: it does not end with a summary");
    if (was_interrupted(shard))
      lines.push_back("shard " + shard.shard.text() + " was interrupted (" + shard.file + ")");
  }
  const auto whole = std::ranges::find_if(shards, &RunResults::is_whole);
  if (whole == shards.end()) return lines;
  const std::uint64_t count = whole->shard.count;
  const std::string missing = missing_numbers(shards, count);
  if (missing.empty()) return lines;
  const bool is_one = missing.find_first_not_of("0123456789") == std::string::npos;
  lines.push_back(is_one ? "shard " + missing + "/" + std::to_string(count) + " is missing"
                         : "shards " + missing + " of " + std::to_string(count) + " are missing");
  return lines;
}

std::vector<MergedScenario> merge_shards(std::span<const RunResults> shards) {
  std::vector<MergedScenario> merged;
  for (const RunResults& shard : shards) {
    for (std::size_t i = 0; shard.is_whole && i < shard.scenarios.size(); ++i) {
      if (i == merged.size()) merged.push_back(empty_like(shard, shard.scenarios[i]));
      add(merged[i], shard.scenarios[i]);
    }
  }
  for (MergedScenario& each : merged) std::ranges::sort(each.seeds, {}, &harness::SeedResult::seed);
  return merged;
}

void add_minimal_forms(MergedScenario& merged) {
  for (const MinimalOfKind& found : merged.minimal) {
    harness::FailureGroup* group = merged.report.groups.find(found.of);
    if (group == nullptr) continue;
    if (group->minimal && group->minimal->size.elements() <= found.form.size.elements()) continue;
    group->minimal = found.form;
  }
}

}  // namespace groundhog::cli
