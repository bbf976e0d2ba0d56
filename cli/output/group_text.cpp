#include "cli/output/group_text.hpp"

#include <algorithm>
#include <map>

#include "cli/output/report_text.hpp"
#include "harness/repro/filing.hpp"
#include "harness/repro/seed_report.hpp"
#include "sim/core/text.hpp"

namespace groundhog::cli {
namespace {

using harness::FailureGroup;
using harness::ScenarioReport;

constexpr std::size_t ranges_shown = 8;
constexpr std::size_t kinds_shown = 20;

std::string first_line(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

std::string range_text(const SeedSet::Range& range) {
  return seed_text(range.first) + (range.last > range.first ? ".." + seed_text(range.last) : "");
}

std::string kinds(std::uint64_t count) { return with_separators(count) + (count == 1 ? " kind" : " kinds"); }

std::string heading(std::uint64_t kinds_of_failure, std::uint64_t seeds) {
  return kinds(kinds_of_failure) + " of failure in " + count_of(seeds, "seed") + ":\n";
}

std::string counted(std::uint64_t seeds, const FailureGroup& group, const Console& console) {
  return padded_left(with_separators(seeds), 6) + " × " + console.bold(sentence_of(group)) + "\n";
}

std::string rest(std::size_t all) {
  return all > kinds_shown ? "  … and " + kinds(all - kinds_shown) + " more\n" : std::string();
}

// A run that died counts no messages.
std::string size_text(const harness::PlanSize& size) {
  return count_of(size.faults, "fault") + ", " + count_of(size.operations, "operation") +
         (size.messages > 0 ? ", " + count_of(size.messages, "message") : "");
}

// A kind of failure in several scenarios.
struct Kind {
  std::uint64_t seeds = 0;
  std::vector<std::string> scenarios;
  const ScenarioReport* report = nullptr;  // that shows it best: in a minimal form, if there is one
  const FailureGroup* group = nullptr;

  void add(const ScenarioReport& in, const FailureGroup& of) {
    seeds += of.seeds.size();
    scenarios.push_back(in.name);
    if (group != nullptr && (group->minimal || !of.minimal)) return;
    report = &in;
    group = &of;
  }
};

}  // namespace

std::string sentence_of(const FailureGroup& group) {
  return group.signature.about + (group.message.empty() ? "" : ": " + first_line(group.message));
}

std::string seeds_of(const FailureGroup& group) {
  const SeedSet seeds = SeedSet::of(group.seeds);
  std::vector<std::string> texts;
  std::uint64_t shown = 0;
  for (const SeedSet::Range& range : seeds.ranges().first(std::min(ranges_shown, seeds.ranges().size()))) {
    texts.push_back(range_text(range));
    shown += range.last - range.first + 1;
  }
  const std::uint64_t more = seeds.size() - shown;
  return joined(texts) + (more > 0 ? " … and " + with_separators(more) + " more" : "");
}

std::string minimal_text(const harness::MinimalForm& minimal) {
  std::string out = "minimal form: " + size_text(minimal.size) + " (from " + size_text(minimal.from) + ")" +
                    (minimal.verified ? ", nothing can be taken out" : ", not verified minimal") + "\n";
  if (!minimal.message.empty()) out += indented(minimal.message, 2) + "\n";
  return out + minimal_run_text({.scenario = minimal.scenario, .key = {}, .events = minimal.events});
}

std::string repro_command(const ScenarioReport& report, const FailureGroup& group) {
  if (group.minimal && !group.minimal->repro_file.empty()) {
    return harness::replay_command_line(group.minimal->repro_file);
  }
  if (!group.filed_in.empty()) return harness::replay_command_line(harness::full_repro_in(group.filed_in));
  return seed_command(report, group);
}

std::string seed_command(const ScenarioReport& report, const FailureGroup& group) {
  return harness::same_seed_command(report.file, group.first_seed(), report.limits);
}

std::string group_text(const ScenarioReport& report, const FailureGroup& group) {
  const std::string repro = repro_command(report, group);
  const std::string same_seed = seed_command(report, group);
  std::string out =
      group.signature.about + " in " + count_of(group.seeds.size(), "seed") + ": " + seeds_of(group) + "\n";
  if (!group.message.empty()) out += indented(group.message, 2) + "\n";
  if (repro != same_seed) out += "repro:     " + repro + "   # on later commits too\n";
  out += "same seed: " + same_seed + "   # exact at " + report.commit + "\n";
  return group.minimal ? out + minimal_text(*group.minimal) : out;
}

std::string groups_text(const ScenarioReport& report, const Console& console) {
  if (report.seeds_failed < 2) return {};
  std::string out = heading(report.groups.size(), report.seeds_failed);
  std::size_t shown = 0;
  for (const FailureGroup& group : report.groups) {
    if (shown++ == kinds_shown) break;
    out += counted(group.seeds.size(), group, console);
    out += "         seeds " + seeds_of(group) + "\n         " + repro_command(report, group) + "\n";
  }
  return out + rest(report.groups.size()) + "\n";
}

std::string groups_text(std::span<const ScenarioReport> reports, const Console& console) {
  const auto failed = [](const ScenarioReport& report) { return report.seeds_failed > 0 && !report.expected; };
  if (std::ranges::count_if(reports, failed) < 2) return {};
  std::map<harness::FailureSignature, Kind> by_kind;
  std::uint64_t seeds = 0;
  for (const ScenarioReport& report : reports) {
    if (!failed(report)) continue;
    seeds += report.seeds_failed;
    for (const FailureGroup& group : report.groups) by_kind[group.signature].add(report, group);
  }
  std::string out = heading(by_kind.size(), seeds);
  std::size_t shown = 0;
  for (const auto& [signature, kind] : by_kind) {
    if (shown++ == kinds_shown) break;
    out += counted(kind.seeds, *kind.group, console) + "         in " + joined(kind.scenarios) + "\n         " +
           repro_command(*kind.report, *kind.group) + "\n";
  }
  return out + rest(by_kind.size());
}

}  // namespace groundhog::cli
