#include "sim/scenario/loader.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <limits>
#include <sstream>
#include <utility>

#include "sim/scenario/corners.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/names.hpp"
#include "sim/scenario/template.hpp"
#include "sim/scenario/units.hpp"
#include "sim/scenario/validate.hpp"

namespace groundhog {
namespace {

std::string text_of(const YamlValue& mapping, std::string_view key) {
  const YamlValue* value = mapping.find(key);
  return value != nullptr ? value->text : std::string();
}

std::uint64_t count_of(const YamlValue& mapping, std::string_view key, std::uint64_t fallback) {
  const YamlValue* value = mapping.find(key);
  return value != nullptr ? parse_count(value->text).value_or(fallback) : fallback;
}

SeedSet read_seeds(const YamlValue& seeds, DiagnosticSink& sink) {
  const std::uint64_t base = count_of(seeds, "base", 1);
  const std::uint64_t count = count_of(seeds, "count", 100);
  if (count > 0 && base > std::numeric_limits<std::uint64_t>::max() - (count - 1)) {
    sink.error(seeds.mark, "the last seed does not fit in 64 bits");
  }
  const YamlValue* list = seeds.find("list");
  if (list == nullptr) return SeedSet::counted(base, count);
  std::vector<std::uint64_t> listed;
  for (const YamlValue& item : list->items) {
    const auto seed = parse_count(item.text);
    if (!seed) continue;  // reported already
    if (std::ranges::find(listed, *seed) != listed.end()) sink.error(item.mark, "the seed is in the list already");
    listed.push_back(*seed);
  }
  if (seeds.entries.size() > 1) sink.error(seeds.mark, "seeds are a list, or a base and a count");
  return listed.empty() ? SeedSet::counted(base, count) : SeedSet::of(listed);
}

// To try a scenario with, which may have none of its own.
std::uint64_t seed_at(const SeedSet& seeds, std::uint64_t position) {
  return position < seeds.size() ? seeds.at(position) : 1 + position;
}

void read_checks(const YamlValue& root, const LoaderContext& context, Scenario& scenario) {
  const YamlValue* check = root.find("check");
  const auto names = [&](std::string_view name) {
    return check == nullptr || std::ranges::any_of(check->items, [&](const YamlValue& item) {
             return item.text == "all" || item.text == name;
           });
  };
  scenario.checks_all = names("all");
  for (const CheckName& each : context.checks) {
    if (names(each.name)) scenario.checks.emplace_back(each.name);
  }
}

std::optional<Expectation> read_expectation(const YamlValue& root) {
  const YamlValue* expect = root.find("expect");
  if (expect == nullptr) return std::nullopt;
  Expectation expectation{
      .violates = text_of(*expect, "violates"), .mutant = text_of(*expect, "mutant"), .within_seeds = {}};
  if (expect->find("within_seeds") != nullptr) expectation.within_seeds = count_of(*expect, "within_seeds", 1);
  return expectation;
}

void read_verbs(const YamlValue& root, Scenario& scenario) {
  const YamlValue* faults = root.find("faults");
  if (faults == nullptr) return;
  for (const YamlValue& fault : faults->items) {
    std::string verb = text_of(fault, "do");
    if (std::ranges::find(scenario.verbs, verb) == scenario.verbs.end()) scenario.verbs.push_back(std::move(verb));
  }
}

Scenario read_header(const YamlValue& root, const std::string& file, const LoaderContext& context,
                     DiagnosticSink& sink) {
  Scenario scenario;
  scenario.file = file;
  scenario.name = text_of(root, "name");
  scenario.description = text_of(root, "description");
  if (const YamlValue* tags = root.find("tags")) {
    for (const YamlValue& tag : tags->items) scenario.tags.push_back(tag.text);
  }
  if (const YamlValue* seeds = root.find("seeds")) scenario.seeds = read_seeds(*seeds, sink);
  if (const YamlEntry* cover = root.find_entry("cover")) {
    scenario.cover_line = cover->mark.line;
    for (const YamlEntry& floor : cover->value.entries)
      scenario.cover[floor.key] = parse_count(floor.value.text).value_or(0);
  }
  read_checks(root, context, scenario);
  scenario.expect = read_expectation(root);
  read_verbs(root, scenario);
  return scenario;
}

bool judges_settle(const Scenario& scenario, const LoaderContext& context) {
  return std::ranges::any_of(context.checks, [&](const CheckName& each) {
    return each.needs_settle && std::ranges::find(scenario.checks, each.name) != scenario.checks.end();
  });
}

// A scenario's instances at some seeds: seeds differ in the nodes that faults draw. Generated operations take by far
// the longest to expand, and matter only for what has to be sent: they are left out.
class SamplePlans {
 public:
  SamplePlans(const Scenario& scenario, const std::vector<ParamValues>& corners)
      : scenario_(scenario), corners_(corners) {}

  void for_each(const std::function<void(const Plan&, std::size_t corner)>& judge) const {
    constexpr std::uint64_t plans_made = 2'000;
    std::uint64_t faults_left = 200'000;  // of all plans that are made: it should not take a second
    const std::uint64_t seeds =
        std::clamp<std::uint64_t>(plans_made / corners_.size(), 1, std::max<std::uint64_t>(scenario_.seeds.size(), 1));
    for (std::size_t corner = 0; corner < corners_.size(); ++corner) {
      ScenarioBody body = scenario_.body->instance(corners_[corner]);
      body.workload.rate = 0;
      for (std::uint64_t i = 0; i < seeds && faults_left > 0; ++i) {
        const Plan plan = make_plan(scenario_, body, seed_at(scenario_.seeds, i));
        faults_left -= std::min<std::uint64_t>(faults_left, plan.faults.size());
        judge(plan, corner);
      }
    }
  }

 private:
  const Scenario& scenario_;
  const std::vector<ParamValues>& corners_;
};

// That whose settle lacks most, with its operations.
Plan slowest_plan(const Scenario& scenario, const std::vector<ParamValues>& corners, const LoaderContext& context) {
  std::size_t slowest = 0;
  std::uint64_t seed = seed_at(scenario.seeds, 0);
  Duration lacks = Duration::min();
  SamplePlans(scenario, corners).for_each([&](const Plan& plan, std::size_t corner) {
    const Duration missing = context.guest.timing(plan).convergence_bound - plan.settle;
    if (missing <= lacks) return;
    lacks = missing;
    slowest = corner;
    seed = plan.seed;
  });
  return make_plan(scenario, scenario.body->instance(corners[slowest]), seed);
}

void check_settle(const Scenario& scenario, const std::vector<ParamValues>& corners, const LoaderContext& context,
                  DiagnosticSink& sink) {
  const Plan plan = slowest_plan(scenario, corners, context);
  const Duration bound = context.guest.timing(plan).convergence_bound;
  if (bound <= plan.settle) return;
  const YamlValue& root = scenario.body->document();
  const YamlValue* run = root.find("run");
  sink.error(run != nullptr ? run->mark_of("settle") : root.mark,
             "settle of " + format_duration(plan.settle) + " is shorter than the " + format_duration(bound) +
                 " that this cluster may take to converge: let it be longer");
}

// Where one of these knobs is written: at the node, else for all nodes; else the node itself.
Mark mark_of(const YamlValue& root, const KnobProblem& problem) {
  const YamlValue* cluster = root.find("cluster");
  const YamlValue* nodes = cluster->find("nodes");
  for (const YamlValue* place : {nodes->find(problem.node), cluster}) {
    const YamlValue* config = place->find("config");
    for (const std::string_view knob : problem.knobs) {
      if (config != nullptr && config->find(knob) != nullptr) return config->mark_of(knob);
    }
  }
  return nodes->key_mark_of(problem.node);
}

// The first instance with a problem is enough.
void check_knobs(const Scenario& scenario, const std::vector<ParamValues>& corners, const LoaderContext& context,
                 DiagnosticSink& sink) {
  std::vector<KnobProblem> problems;
  SamplePlans(scenario, corners).for_each([&](const Plan& plan, std::size_t) {
    if (problems.empty()) problems = context.guest.knob_problems(plan);
  });
  for (const KnobProblem& problem : problems) sink.error(mark_of(scenario.body->document(), problem), problem.text);
}

tl::expected<Scenario, Diagnostics> load(std::string_view text, const std::string& file, const LoaderContext& context,
                                         DiagnosticSink& sink) {
  std::optional<YamlValue> root = parse_yaml(text, sink);
  if (!root) return tl::unexpected(sink.take());
  std::vector<Param> params = read_params(*root, sink);
  resolve_placeholders(*root, params, sink);
  const ScenarioNames names = collect_names(*root, params);
  validate(*root, params, names, context, sink);
  check_structure(*root, names, sink);

  Scenario scenario = read_header(*root, file, context, sink);
  const std::vector<ParamValues> corners = corner_values(params);
  auto body =
      std::make_shared<const ScenarioTemplate>(std::move(*root), std::move(params), context.faults, context.guest);
  scenario.body = body;
  for (const ParamValues& values : corners) {
    sink.next_instance();
    check_instance(body->document(), values, body->instance(values), context.guest, sink);
  }
  // Only a file without any other error has plans that can be judged.
  if (!sink.has_errors() && judges_settle(scenario, context)) {
    check_settle(scenario, corners, context, sink);
    check_knobs(scenario, corners, context, sink);
  }

  if (sink.has_errors()) return tl::unexpected(sink.take());
  scenario.warnings = sink.take();
  return scenario;
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
  return load(text, file, context, sink);
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
