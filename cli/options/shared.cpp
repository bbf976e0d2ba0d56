#include "cli/options/shared.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <utility>

#include "cli/mutant_build.hpp"
#include "harness/mutants/planted.hpp"
#include "harness/runner/run_jobs.hpp"
#include "sim/core/text.hpp"
#include "sim/plan/host_names.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace groundhog::cli {
namespace {

constexpr std::uint64_t most_jobs = 1024;

std::string content_of(const std::string& file) {
  if (file == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream in(file);
  if (!in) throw ValueError("cannot read " + file);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string usual_memory_text() {
  return harness::usual_memory_bytes == 0 ? "no limit" : format_size(harness::usual_memory_bytes);
}

// 0 needs no unit.
Parsed<std::uint64_t> memory_value(std::string_view text) { return text == "0" ? 0 : parse_size(text); }

template <class Time, class Memory>
void add_limits(Options& options, Time& time, Memory& memory, const std::string& usual_time,
                const std::string& usual_memory) {
  options.value("--seed-timeout", time, real_time_limit_value,
                "real time that one seed may take (default: " + usual_time + ")", {.type = "TIME"});
  options.value("--memory", memory, memory_value,
                "memory that one seed may take, such as 4GiB (default: " + usual_memory + "); 0: no limit",
                {.type = "SIZE"});
}

std::vector<std::string_view> types_of(const Guest& guest) {
  std::vector<std::string_view> types = {"request", "reply", "garbage"};
  const auto add = [&](std::span<const std::string_view> more) { types.insert(types.end(), more.begin(), more.end()); };
  add(guest.dissector().replication_types());
  add(guest.announced_events());
  return types;
}

// A line for each name that is none of the candidates; `otherwise` ends that of one that is near none of them.
template <class Candidates>
std::string unknown_among(const std::string& what, std::span<const std::string> names, const Candidates& candidates,
                          const std::string& otherwise) {
  std::string problems;
  for (const std::string& name : names) {
    if (std::ranges::find(candidates, name) != candidates.end()) continue;
    const std::string near = did_you_mean(name, candidates);
    problems += "groundhog: unknown " + what + " \"" + name + "\"" + (near.empty() ? otherwise : near) + "\n";
  }
  return problems;
}

// 12.5s, #812, violation, or the name of an announcement.
harness::ReplayPoint replay_point(const std::string& text) {
  if (text == "violation") return harness::FirstViolation{};
  if (text.starts_with('#')) {
    try {
      return harness::EventNumber{positive_value(text.substr(1))};
    } catch (const ValueError&) {
      throw ValueError("\"" + text + "\" is no number of an event, such as #812");
    }
  }
  const bool is_time = !text.empty() && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
  if (is_time) return value_of(parse_signed_duration(text));
  return harness::FirstAnnouncement{text};
}

}  // namespace

SeedSet seeds_value(const std::string& text) {
  return value_of(parse_seeds(text.starts_with('@') ? content_of(text.substr(1)) : text));
}

std::uint64_t positive_value(const std::string& text) {
  const std::uint64_t count = value_of(parse_count(text));
  if (count == 0) throw ValueError("must be at least 1");
  return count;
}

unsigned jobs_value(const std::string& text) {
  return static_cast<unsigned>(std::min<std::uint64_t>(positive_value(text), most_jobs));
}

std::chrono::milliseconds real_time_value(const std::string& text) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(value_of(parse_duration(text)));
}

std::chrono::milliseconds real_time_limit_value(const std::string& text) {
  const std::chrono::milliseconds limit = real_time_value(text);
  if (limit < std::chrono::milliseconds(1)) throw ValueError("must be at least 1ms");
  return limit;
}

std::string one_of(const std::string& text, const std::vector<std::string_view>& words) {
  if (std::ranges::find(words, text) != words.end()) return text;
  throw ValueError("\"" + text + "\" is none of " + joined(words) + did_you_mean(text, words));
}

Values some_file() { return {.paths = Values::Paths::files}; }

Values some_folder() { return {.paths = Values::Paths::folders}; }

Values scenario_values() { return {.lists = {"scenarios"}, .paths = Values::Paths::files}; }

Values mutant_values(const std::vector<std::string>& also) { return {.words = also, .lists = {"mutants"}}; }

std::vector<std::string> explained_lists() {
  std::vector<std::string> lists = {"checks", "faults", "mutants"};
  for (const WordSet& set : vocabulary()) lists.emplace_back(set.name);
  return lists;
}

void add_mutants_folder(Options& options, std::string& into) {
  options.text("--mutants", into, "where planted bugs are", {.type = "DIR", .shows = into, .values = some_folder()});
}

void add_mutant_of_repro(Options& options, const std::string& purpose, std::optional<std::string>& into) {
  options.text("--mutant", into,
               "planted bug " + purpose + "; \"\": none (default: the one that the repro was recorded with)",
               {.type = "NAME", .values = mutant_values()});
}

bool is_elsewhere(const std::string& mutant) { return !mutant.empty() && mutant != harness::planted_mutant(); }

ExitCode continue_in_mutant(const std::string& mutant, std::vector<std::string> arguments,
                            const harness::Museum& museum, const Console& console) {
  if (!harness::planted_mutant().empty()) {
    return complain("this binary has " + std::string(harness::planted_mutant()) +
                    " planted: start another mutant with the binary of the true tree");
  }
  const auto bug = museum.planted_bug(mutant, console.color);
  if (!bug) return refuse(bug.error());
  const auto binary = build_planted_bug(mutant, museum, console);
  if (!binary) return complain(binary.error());
  return complain(harness::continue_in(*binary, std::move(arguments)), ExitCode::internal_error);
}

void add_jobs(Options& options, unsigned& into) {
  into = harness::available_processors();
  options.value("--jobs,-j", into, jobs_value, "worker processes (default: one per processor)", {.type = "N"});
}

void add_limits(Options& options, harness::WorkerLimits& limits) {
  add_limits(options, limits.seed_timeout, limits.memory_bytes, "60s", usual_memory_text());
}

void RecordedLimits::add_to(Options& options) {
  add_limits(options, seed_timeout, memory_bytes, "that of the recorded run", "that of the recorded run");
}

void TraceFilter::add_to(Options& options) {
  options.texts("--node", filter.nodes, "trace only what concerns this node or client", {.type = "NAME"});
  options.texts("--type", filter.types, "trace only messages of this type",
                {.type = "TYPE", .values = {.words = {"request", "reply", "garbage"}, .lists = {"frames", "events"}}});
  options.texts("--key", filter.keys, "trace only what is about this key", {.type = "KEY"});
  options.value("--from", filter.from, parse_signed_duration, "trace from this scenario time on", {.type = "TIME"});
  options.value("--to", filter.to, parse_signed_duration, "trace up to this scenario time", {.type = "TIME"});
  options.flag("--verbose", filter.verbose, "trace timers, clock readings, positions and client frames too");
}

void TraceFilter::check(const Options& options, bool trace_wanted) const {
  for (const char* name : {"--node", "--type", "--key", "--from", "--to", "--verbose"}) {
    if (options.has(name) && !trace_wanted) throw OptionError(name, "is for a trace: add --trace");
  }
  if (filter.from && filter.to && *filter.to < *filter.from) {
    throw OptionError("--to", "is before --from: nothing would be shown");
  }
}

std::string TraceFilter::unknown_names(const Plan& plan, const Guest& guest) const {
  const std::vector<std::string> hosts = host_names(plan);
  const std::vector<std::string_view> words(hosts.begin(), hosts.end());
  return unknown_among("node or client", filter.nodes, hosts, all_of_them(words)) +
         unknown_among("message type", filter.types, types_of(guest),
                       ": expected request, reply, or one of groundhog list frames and groundhog list events");
}

std::string unknown_announcement(const std::string& event, const Guest& guest) {
  const auto events = guest.announced_events();
  return unknown_among("event", std::span(&event, 1), events, all_of_them(events, "events"));
}

void add_until(Options& options, harness::ReplayPoint& into) {
  options.value("--until", into, replay_point,
                "print the timeline up to a scenario time, an event (#812), the first announcement of a name\n"
                "(key.expired), or the first violation (violation)",
                {.type = "POINT", .values = {.words = {"violation"}, .lists = {"events"}}});
}

std::string unknown_point(const harness::ReplayPoint& until, const Guest& guest) {
  const auto* point = std::get_if<harness::FirstAnnouncement>(&until);
  return point == nullptr ? std::string() : unknown_announcement(point->event, guest);
}

std::string missed_in_timeline(const harness::ReplayPoint& until, const harness::ReplayFindings& findings) {
  std::string lines;
  const bool ends_by_time =
      std::holds_alternative<std::monostate>(until) || std::holds_alternative<std::chrono::nanoseconds>(until);
  if (!ends_by_time && !findings.reached) lines += "groundhog: the run ended without what --until names\n";
  if (!findings.shown) lines += "groundhog: no line of this trace passes the filters\n";
  return lines;
}

}  // namespace groundhog::cli
