#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <variant>

#include "sim/plan/host_names.hpp"
#include "sim/plan/limits.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/rules.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog {
namespace {

// More than these and a slip of the pen is likelier than a wish; a seed would not end in time.
constexpr std::uint64_t max_windows = 10'000;

// They start at `every`, twice `every` … before the end.
std::uint64_t windows_of(const Repeated& timing, Duration chaos) {
  const Duration until = timing.until.value_or(chaos);
  if (until <= Duration{0}) return 0;
  return static_cast<std::uint64_t>((until - Duration{1}) / timing.every);
}

class FaultRules final : private FaultProblems {
 public:
  FaultRules(const YamlValue& yaml, const FaultSpec& fault, const ScenarioBody& body, DiagnosticSink& sink)
      : yaml_(yaml), fault_(fault), body_(body), sink_(sink) {}

  void check() {
    if (fault_.entry == nullptr || !fault_.enabled) return;
    std::visit([this](const auto& timing) { check_timing(timing); }, fault_.timing);
    if (fault_.entry->shape == FaultEntry::Shape::instant && yaml_.find("for") != nullptr) {
      sink_.error(yaml_.key_mark_of("for"), instant_message());
    }
    check_lengths();
    check_match();
    check_left_out();
    if (fault_.entry->check != nullptr) fault_.entry->check(fault_.parameters, body_.plan.nodes, *this);
  }

 private:
  std::string instant_message() const {
    return "'" + std::string(fault_.entry->verb) + "' happens at one instant: 'for' has no meaning";
  }
  std::string end_of_chaos() const { return "the end of chaos at " + readable_duration(body_.plan.chaos); }

  // A frame carries a key that some operation is about. Of a plan nothing is known: its operations are those of one
  // seed.
  void check_match() {
    const KeySpec* const spec = find_parameter_of(*fault_.entry, KeySpec::Kind::match);
    const auto found = spec != nullptr ? fault_.parameters.find(std::string(spec->name)) : fault_.parameters.end();
    if (found == fault_.parameters.end()) return;
    const auto& key = std::get<FrameMatch>(found->second).key;
    if (!key || body_.workload.rate <= 0 || may_be_key(body_.workload, *key)) return;
    sink_.error(yaml_.find(spec->name)->mark_of("key"), "no operation is about this key: the match is never met");
  }

  void at_left_out(Mark mark, std::string_view node) {
    if (!body_.is_left_out(node)) return;
    sink_.error(mark, "'" + std::string(node) +
                          "' is left out for some value of a param: then the fault must be, too, by its own 'if'");
  }

  // Wherever it names a node.
  void check_left_out() {
    if (const auto* trigger = std::get_if<EventTrigger>(&fault_.timing); trigger != nullptr && trigger->node) {
      at_left_out(yaml_.find("when")->mark_of("node"), *trigger->node);
    }
    for (const auto& [name, value] : fault_.parameters) {
      const Mark mark = yaml_.mark_of(name);
      if (const auto* node = std::get_if<std::string>(&value)) at_left_out(mark, *node);
      if (const auto* link = std::get_if<LinkSelector>(&value)) {
        for (const std::string& end : {link->from, link->to}) at_left_out(mark, end);
      }
      if (const auto* groups = std::get_if<Groups>(&value)) {
        for (const auto& group : *groups) {
          for (const std::string& host : group) at_left_out(mark, host);
        }
      }
      if (const auto* match = std::get_if<FrameMatch>(&value)) {
        for (const auto& end : {match->from, match->to}) at_left_out(mark, end.value_or(""));
      }
    }
  }

  // How long a window lasts, and the key that says so.
  struct Length {
    std::string_view key;
    Duration lasts;
  };

  std::optional<Length> length() const {
    if (fault_.entry->shape == FaultEntry::Shape::instant) return std::nullopt;
    if (fault_.lasts) return Length{"for", *fault_.lasts};
    const Duration* const own = duration_of(*fault_.entry, KeySpec::Kind::length, fault_.parameters);
    if (own == nullptr) return std::nullopt;
    return Length{find_parameter_of(*fault_.entry, KeySpec::Kind::length)->name, *own};
  }

  void check_lengths() {
    const KeySpec* const own = find_parameter_of(*fault_.entry, KeySpec::Kind::length);
    if (own == nullptr || yaml_.find(own->name) == nullptr) return;
    const YamlValue* const random = yaml_.find("random");
    if (yaml_.find("for") == nullptr && (random == nullptr || random->find("for") == nullptr)) return;
    const std::string name(own->name);
    sink_.error(yaml_.key_mark_of(name),
                "'for' and '" + name + "' exclude each other: each says how long the fault lasts");
  }

  // Of the window that starts at `start`, the latest that there may be.
  void check_end(Duration start) {
    const auto window = length();
    if (!window || start + window->lasts <= body_.plan.chaos) return;
    const std::string key(window->key);
    const bool repeats = std::holds_alternative<Repeated>(fault_.timing);
    sink_.error(yaml_.mark_of(key),
                "the fault ends at " + readable_duration(start + window->lasts) + ", past " + end_of_chaos() + ": " +
                    (repeats ? "let 'until' be earlier" : "without '" + key + "' it lasts until then"));
  }

  void check_timing(const AtTime& timing) {
    if (timing.at < body_.plan.chaos) return check_end(timing.at);
    sink_.error(yaml_.mark_of("at"),
                "the fault starts at " + readable_duration(timing.at) + ", past " + end_of_chaos());
  }

  void check_timing(const Repeated& timing) {
    const Duration until = timing.until.value_or(body_.plan.chaos);
    const std::uint64_t windows = windows_of(timing, body_.plan.chaos);
    if (windows > max_windows) {
      return sink_.error(yaml_.mark_of("every"), "more than " + std::to_string(max_windows) + " windows");
    }
    if (windows == 0) {
      return sink_.error(yaml_.mark_of("every"), "the fault never starts: the first time is past the last");
    }
    if (until > body_.plan.chaos) return sink_.error(yaml_.mark_of("until"), "the fault lasts past " + end_of_chaos());
    if (fault_.lasts && *fault_.lasts > timing.every) {
      return sink_.error(yaml_.mark_of("for"), "windows of " + readable_duration(*fault_.lasts) + " every " +
                                                   readable_duration(timing.every) + " overlap");
    }
    check_end(static_cast<std::int64_t>(windows) * timing.every);
  }

  void check_timing(const RandomWindows& windows) {
    const YamlValue& random = *yaml_.find("random");
    const Mark within = random.mark_of("within");
    if (fault_.entry->shape == FaultEntry::Shape::instant && random.find("for") != nullptr) {
      sink_.error(random.key_mark_of("for"), instant_message());
    }
    if (fault_.entry->shape == FaultEntry::Shape::window && random.find("for") == nullptr && !length()) {
      sink_.error(random.mark, "random windows need a length: 'for'");
    }
    if (windows.count > max_windows) {
      return sink_.error(random.mark_of("count"), "more than " + std::to_string(max_windows) + " windows");
    }
    if (windows.shortest > windows.longest)
      return sink_.error(random.mark_of("for"), empty_range(windows.shortest, windows.longest));
    if (windows.from >= windows.to) return sink_.error(within, empty_range(windows.from, windows.to));
    if (windows.to > body_.plan.chaos) return sink_.error(within, "the fault may last past " + end_of_chaos());
    check_end(windows.to);
    const Duration each = windows.longest + windows.gap;
    if (each == Duration{0}) return;
    const auto fitting = (windows.to - windows.from + windows.gap) / each;  // the last one needs no gap
    if (windows.count <= static_cast<std::uint64_t>(fitting)) return;
    sink_.error(within, std::to_string(windows.count) + " windows of up to " + readable_duration(windows.longest) +
                            " with gaps of " + readable_duration(windows.gap) + " do not fit into " +
                            readable_duration(windows.to - windows.from));
  }

  // When it starts is not known: it ends with chaos at the latest.
  void check_timing(const EventTrigger&) {}

  static std::string empty_range(Duration low, Duration high) {
    return "empty range: from " + readable_duration(low) + " to " + readable_duration(high);
  }

  // -- FaultProblems, for the rules of the verb
  bool is_written(std::string_view key) const override { return yaml_.find(key) != nullptr; }
  void at_fault(std::string message) override { sink_.error(yaml_.mark, std::move(message)); }
  void at_key(std::string_view key, std::string message) override {
    sink_.error(yaml_.key_mark_of(key), std::move(message));
  }
  void at_value(std::string_view key, std::string message) override {
    sink_.error(yaml_.mark_of(key), std::move(message));
  }

  const YamlValue& yaml_;
  const FaultSpec& fault_;
  const ScenarioBody& body_;
  DiagnosticSink& sink_;
};

// Ids that were made up for faults without one count too.
void check_fault_ids(const YamlValue& yaml, std::span<const FaultSpec> faults, DiagnosticSink& sink) {
  std::set<std::string_view> ids;
  for (std::size_t i = 0; i < faults.size(); ++i) {
    if (faults[i].id.empty() || ids.insert(faults[i].id).second) continue;
    sink.error(yaml.items[i].mark_of("id"), "another fault is called '" + faults[i].id + "' already");
  }
}

// ---- a process that is down ---------------------------------------------------------------------------------------

// One that changes a process is no fault while none runs. `may_miss` says that this is known.
void check_processes(const YamlValue& yaml, const ScenarioBody& body, DiagnosticSink& sink) {
  std::vector<PlannedFault> known;  // at a time that is written
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < body.faults.size(); ++i) {
    const FaultSpec& fault = body.faults[i];
    const auto* const at = std::get_if<AtTime>(&fault.timing);
    if (fault.entry == nullptr || !fault.enabled || at == nullptr) continue;
    known.push_back({.id = fault.id,
                     .verb = std::string(fault.entry->verb),
                     .at = at->at,
                     .when = {},
                     .lasts = fault.lasts,
                     .parameters = fault.parameters});
    places.push_back(i);
  }
  for (std::size_t i = 0; i < known.size(); ++i) {
    const FaultSpec& fault = body.faults[places[i]];
    const PlannedFault* const crash = crash_around(known[i], known, body.plan.chaos);
    if (crash == nullptr || fault.may_miss) continue;
    const auto& node = parameter<std::string>(*crash, "node");
    if (std::ranges::find(body.plan.nodes, node, &NodeSpec::name) == body.plan.nodes.end()) continue;
    sink.error(yaml.items[places[i]].mark_of("at"), "'" + node + "' is down from " + readable_duration(crash->at) +
                                                        " to " + readable_duration(end_of(*crash, body.plan.chaos)) +
                                                        ": '" + known[i].verb + "' has no process to act on");
  }
}

// ---- wall clocks --------------------------------------------------------------------------------------------------

// Whether a draw may choose it, where the fault leaves its node open.
bool may_act_on(const FaultSpec& fault, const NodeSpec& node, const ScenarioBody& body) {
  const KeySpec* const spec = find_parameter_of(*fault.entry, KeySpec::Kind::fault_node);
  const auto found = spec != nullptr ? fault.parameters.find(std::string(spec->name)) : fault.parameters.end();
  if (found == fault.parameters.end()) return false;
  const auto& name = std::get<std::string>(found->second);
  if (name == "any") return true;
  return name == body.plan.roles.following ? node.upstream.has_value() : name == node.name;
}

std::uint64_t times_of(const FaultTiming& timing, Duration chaos) {
  if (const auto* repeated = std::get_if<Repeated>(&timing)) return windows_of(*repeated, chaos);
  if (const auto* random = std::get_if<RandomWindows>(&timing)) return random->count;
  return 1;
}

// Reported where the first jump that may be too much is written.
void check_wall_clock(const NodeSpec& node, const YamlValue& yaml, const ScenarioBody& body, DiagnosticSink& sink) {
  WallReach reach(node.clock.offset);
  for (std::size_t i = 0; i < body.faults.size(); ++i) {
    const FaultSpec& fault = body.faults[i];
    if (fault.entry == nullptr || !fault.enabled) continue;
    const Duration* const by = duration_of(*fault.entry, KeySpec::Kind::offset, fault.parameters);
    if (by == nullptr || !may_act_on(fault, node, body)) continue;
    reach.jump(*by, times_of(fault.timing, body.plan.chaos));
    if (reach.is_within_limits()) continue;
    const std::string_view key = find_parameter_of(*fault.entry, KeySpec::Kind::offset)->name;
    return sink.error(yaml.items[i].mark_of(key), "with its offset and all its jumps the wall clock of '" + node.name +
                                                      "' must stay " + std::string(farthest_wall_text) +
                                                      ": jump less far or less often");
  }
}

}  // namespace

void check_faults(const YamlValue& yaml, const ScenarioBody& body, DiagnosticSink& sink) {
  check_fault_ids(yaml, body.faults, sink);
  for (std::size_t i = 0; i < body.faults.size(); ++i) FaultRules(yaml.items[i], body.faults[i], body, sink).check();
  check_processes(yaml, body, sink);
  for (const NodeSpec& node : body.plan.nodes) check_wall_clock(node, yaml, body, sink);
}

}  // namespace groundhog
