#define XXH_INLINE_ALL
#include "sim/scenario/loader.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <limits>
#include <sstream>
#include <utility>

#include <xxhash.h>

#include "sim/plan/limits.hpp"
#include "sim/scenario/decode.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/rules.hpp"
#include "sim/scenario/scenario_body.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog {
namespace {

// With all of its 64 bits: a decoded count ends at 2^63 - 1.
std::uint64_t seed_number(const Section& in, std::string_view key, std::uint64_t fallback) {
  std::uint64_t judged = 0;
  return in.read(key, judged) ? *parse_count(in.find(key)->text) : fallback;
}

SeedSet read_seeds(const YamlValue& seeds, const Section& in) {
  const std::uint64_t base = seed_number(in, "base", 1);
  const std::uint64_t count = seed_number(in, "count", 100);
  if (count > 0 && base > std::numeric_limits<std::uint64_t>::max() - (count - 1)) {
    in.decoder().error(seeds.mark, "the last seed does not fit in 64 bits");
  }
  in.read_values<std::uint64_t>("list");
  const YamlValue* list = in.find("list");
  if (list == nullptr) return SeedSet::counted(base, count);
  std::vector<std::uint64_t> listed;
  for (const YamlValue& item : list->items) {
    const auto seed = parse_count(item.text);
    if (!seed) continue;  // reported already
    if (std::ranges::find(listed, *seed) != listed.end()) {
      in.decoder().error(item.mark, "the seed is in the list already");
    }
    listed.push_back(*seed);
  }
  if (seeds.entries.size() > 1) in.decoder().error(seeds.mark, "seeds are a list, or a base and a count");
  return listed.empty() ? SeedSet::counted(base, count) : SeedSet::of(listed);
}

// To try a scenario with, which may have none of its own.
std::uint64_t seed_at(const SeedSet& seeds, std::uint64_t position) {
  return position < seeds.size() ? seeds.at(position) : 1 + position;
}

// {all_except: [progress]}
void read_exceptions(const Section& in, const LoaderContext& context, Scenario& scenario) {
  std::vector<std::string_view> exceptions;
  for (const YamlValue& item : in.items("all_except")) {
    if (!in.decoder().expect(item, YamlValue::Kind::scalar)) continue;
    in.decoder().judge_name(item.mark, &KnownNames::check_problem, item.text);
    exceptions.push_back(item.text);
  }
  for (const CheckName& each : context.checks) {
    if (std::ranges::find(exceptions, each.name) == exceptions.end()) scenario.checks.emplace_back(each.name);
  }
  if (scenario.checks.empty()) in.decoder().error(in.find("all_except")->mark, "nothing would be checked");
}

void read_checks(const Section& root, const LoaderContext& context, Scenario& scenario) {
  const YamlValue* check = root.find("check");
  if (check != nullptr && check->kind == YamlValue::Kind::mapping) {
    return read_exceptions(root.part("check"), context, scenario);
  }
  const auto items = root.items("check");
  if (check != nullptr && check->kind == YamlValue::Kind::sequence && items.empty()) {
    root.decoder().error(check->mark, "the list is empty: nothing would be checked");
  }
  for (const YamlValue& item : items) {
    if (!root.decoder().expect(item, YamlValue::Kind::scalar)) continue;
    if (item.text != "all") root.decoder().judge_name(item.mark, &KnownNames::check_problem, item.text);
    if (item.text == "all" && items.size() > 1) root.decoder().error(item.mark, "'all' stands alone");
  }
  const auto names = [&](std::string_view name) {
    return check == nullptr ||
           std::ranges::any_of(items, [&](const YamlValue& item) { return item.text == "all" || item.text == name; });
  };
  scenario.checks_all = names("all");
  for (const CheckName& each : context.checks) {
    if (names(each.name)) scenario.checks.emplace_back(each.name);
  }
}

void read_cover(const Section& root, Scenario& scenario) {
  for (const YamlEntry& floor : root.entries("cover")) {
    root.decoder().judge_name(floor.mark, &KnownNames::cover_problem, floor.key);
    const auto least = root.decoder().decode(floor.value, {.kind = KeySpec::Kind::positive_count});
    if (least) assign(*least, {}, scenario.cover[floor.key]);
  }
}

std::optional<Expectation> read_expectation(const Section& root) {
  Expectation expectation;
  const Section in = root.part("expect");
  in.read("violates", expectation.violates);
  in.read("mutant", expectation.mutant);
  in.read("within_seeds", expectation.within_seeds);
  return root.find("expect") != nullptr ? std::optional(expectation) : std::nullopt;
}

Scenario read_header(const Section& root, const LoaderContext& context) {
  Scenario scenario;
  std::uint64_t version = 1;
  if (root.read("version", version) && version != 1) {
    const YamlValue& written = *root.find("version");
    root.decoder().error(written.mark, "version " + written.text + " of the language is unknown", "1");
  }
  if (root.read("name", scenario.name) && scenario.name.size() > longest_name) {
    root.decoder().error(root.find("name")->mark, "the name has " + std::to_string(scenario.name.size()) +
                                                      " bytes, and may have " + std::string(longest_name_text) +
                                                      ": files are named by it");
  }
  root.read("description", scenario.description);
  scenario.tags = root.read_values<std::string>("tags");
  if (const YamlValue* seeds = root.find("seeds")) scenario.seeds = read_seeds(*seeds, root.part("seeds"));
  read_checks(root, context, scenario);
  read_cover(root, scenario);
  scenario.expect = read_expectation(root);
  return scenario;
}

std::vector<WrittenFault> written_faults(const Section& root, const ScenarioBody& body) {
  std::vector<WrittenFault> faults;
  const auto items = root.items("faults");
  for (std::size_t i = 0; i < body.faults.size(); ++i) {
    const FaultSpec& fault = body.faults[i];
    if (fault.entry == nullptr) continue;
    faults.push_back({fault.id, std::string(fault.entry->verb), items[i].mark.line, fault.may_miss});
  }
  return faults;
}

// Floors under what no run can count.
void check_floors(const YamlValue& root, const Scenario& scenario, std::span<const FaultEntry> verbs,
                  DiagnosticSink& sink) {
  const YamlValue* cover = root.find("cover");
  if (cover == nullptr) return;
  const YamlValue* workload = root.find("workload");
  const bool has_operations =
      workload != nullptr && (workload->find("rate") != nullptr || workload->find("ops") != nullptr);
  for (const YamlEntry& floor : cover->entries) {
    if (floor.key.starts_with("ops.") && !has_operations) {
      sink.error(floor.mark, "the floor cannot be met: the workload has neither 'rate' nor 'ops'");
    }
    const auto is_of = [&](std::string_view verb) { return floor.key == "fault." + std::string(verb) + ".effective"; };
    const bool is_known = std::ranges::any_of(verbs, is_of, &FaultEntry::verb);
    if (is_known && std::ranges::none_of(scenario.faults, is_of, &WrittenFault::verb)) {
      sink.error(floor.mark, "the floor cannot be met: no fault of this scenario does that");
    }
  }
}

bool judges_settle(const Scenario& scenario, const LoaderContext& context) {
  return std::ranges::any_of(context.checks, [&](const CheckName& each) {
    return each.needs_settle && std::ranges::find(scenario.checks, each.name) != scenario.checks.end();
  });
}

// Calls `judge` with a scenario's instances at some seeds: seeds differ in the nodes that faults draw. Generated
// operations take by far the longest to expand, and matter only for what has to be sent: they are left out.
void for_each_sample(const Scenario& scenario, const std::vector<ParamValues>& corners,
                     const std::function<void(const Plan&, std::size_t corner)>& judge) {
  constexpr std::uint64_t plans_made = 2'000;
  std::uint64_t faults_left = 200'000;  // of all plans that are made: it should not take a second
  const std::uint64_t seeds =
      std::clamp<std::uint64_t>(plans_made / corners.size(), 1, std::max<std::uint64_t>(scenario.seeds.size(), 1));
  for (std::size_t corner = 0; corner < corners.size(); ++corner) {
    ScenarioBody body = scenario.body->instance(corners[corner]);
    body.workload.rate = 0;
    for (std::uint64_t i = 0; i < seeds && faults_left > 0; ++i) {
      const Plan plan = make_plan(scenario, body, seed_at(scenario.seeds, i));
      faults_left -= std::min<std::uint64_t>(faults_left, plan.faults.size());
      judge(plan, corner);
    }
  }
}

// What the samples show.
struct Judged {
  Plan slowest;                       // that whose settle lacks most, with its operations
  std::vector<KnobProblem> problems;  // of the first that has any
};

Judged judge_samples(const Scenario& scenario, const std::vector<ParamValues>& corners, const Guest& guest) {
  Judged judged;
  std::size_t slowest = 0;
  std::uint64_t seed = seed_at(scenario.seeds, 0);
  Duration lacks = Duration::min();
  for_each_sample(scenario, corners, [&](const Plan& plan, std::size_t corner) {
    if (judged.problems.empty()) judged.problems = guest.knob_problems(plan);
    const Duration missing = guest.timing(plan).convergence_bound - plan.settle;
    if (missing <= lacks) return;
    lacks = missing;
    slowest = corner;
    seed = plan.seed;
  });
  judged.slowest = make_plan(scenario, scenario.body->instance(corners[slowest]), seed);
  return judged;
}

void check_settle(const YamlValue& root, const Plan& plan, const Guest& guest, DiagnosticSink& sink) {
  const Duration bound = guest.timing(plan).convergence_bound;
  if (bound <= plan.settle) return;
  const YamlValue* run = root.find("run");
  sink.error(run != nullptr ? run->mark_of("settle") : root.mark,
             "settle of " + readable_duration(plan.settle) + " is shorter than the " + readable_duration(bound) +
                 " that this cluster may take to converge: let it be longer");
}

// Where one of these knobs is written: at the node, else for all nodes; else the node itself.
Mark mark_of(const YamlValue& root, const KnobProblem& problem) {
  const YamlValue& nodes = *root.find("cluster", "nodes");
  for (const YamlValue* config : {nodes.find(problem.node, "config"), root.find("cluster", "config")}) {
    for (const std::string_view knob : problem.knobs) {
      if (config != nullptr && config->find(knob) != nullptr) return config->mark_of(knob);
    }
  }
  return nodes.key_mark_of(problem.node);
}

}  // namespace

std::vector<std::string_view> LoaderContext::check_names() const {
  std::vector<std::string_view> names;
  for (const CheckName& check : checks) names.push_back(check.name);
  return names;
}

tl::expected<Scenario, Diagnostics> load_scenario_text(std::string_view text, const std::string& file,
                                                       const LoaderContext& context) {
  DiagnosticSink sink(file, text);
  std::optional<YamlValue> root =
      parse_yaml(text, sink, context.is_recorded ? YamlLength::any : YamlLength::hand_written);
  if (!root) return tl::unexpected(sink.take());
  std::vector<Param> params = read_params(*root, sink);
  resolve_placeholders(*root, params, sink);
  const ScenarioNames names = collect_names(*root, params);
  const KnownNames known(context, names);
  const std::vector<ParamValues> corners = corner_values(params);
  const Decoder decoder(corners.front(), params, &known, sink);
  const Section in(&*root, scenario_mapping().keys, scenario_mapping().name, decoder);
  Scenario scenario = read_header(in, context);
  scenario.file = file;
  scenario.text_hash = XXH3_64bits(text.data(), text.size());
  if (const YamlEntry* cover = root->find_entry("cover")) scenario.cover_line = cover->mark.line;
  Profiles profiles = root->find("workload", "profile") != nullptr ? Profiles(context.guest) : Profiles();
  scenario.faults = written_faults(in, read_body(in, context.faults, context.guest, profiles));
  check_structure(*root, params, names, context.guest.roles(), sink);
  check_floors(*root, scenario, context.faults, sink);

  auto body = std::make_shared<const ScenarioTemplate>(std::move(*root), std::move(params), context.faults,
                                                       context.guest, std::move(profiles));
  scenario.body = body;
  for (const ParamValues& values : corners) {
    sink.next_instance();
    check_instance(body->document(), values, body->instance(values), context.guest, sink);
  }
  // Only a file without any other error has plans that can be judged.
  if (!sink.has_errors() && judges_settle(scenario, context)) {
    const Judged judged = judge_samples(scenario, corners, context.guest);
    check_settle(body->document(), judged.slowest, context.guest, sink);
    for (const KnobProblem& problem : judged.problems) sink.error(mark_of(body->document(), problem), problem.text);
  }

  if (sink.has_errors()) return tl::unexpected(sink.take());
  scenario.warnings = sink.take();
  return scenario;
}

tl::expected<Scenario, Diagnostics> load_scenario(const std::filesystem::path& file, const LoaderContext& context) {
  std::ifstream input(file, std::ios::binary);
  std::ostringstream text;
  const bool has_bytes = input && input.peek() != std::ifstream::traits_type::eof();  // `<<` fails if it copies none
  if (has_bytes) text << input.rdbuf();
  if (!input.is_open() || input.bad() || text.fail()) {
    DiagnosticSink sink(file.string(), {});
    sink.error({}, "the file cannot be read");
    return tl::unexpected(sink.take());
  }
  return load_scenario_text(text.str(), file.string(), context);
}

}  // namespace groundhog
