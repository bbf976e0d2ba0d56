// `faults`: every verb of the table, with parameters by their kinds, at every kind of timing, up to the end of chaos.
#include <algorithm>
#include <vector>

#include "sim/scenario/keys.hpp"
#include "sim/scenario/units.hpp"
#include "sut/runtime/assert.hpp"
#include "tests/hunt/hosts.hpp"
#include "tests/hunt/knob_choices.hpp"
#include "tests/hunt/parts.hpp"
#include "tests/hunt/ranges.hpp"

namespace groundhog::hunt {
namespace {

std::size_t parameters_of(const FaultEntry& entry, KeySpec::Kind kind) {
  return static_cast<std::size_t>(std::ranges::count(entry.parameters, kind, &KeySpec::kind));
}

// A verb about two nodes, or about groups of them, needs two.
bool fits(const FaultEntry& entry, const Sketch& sketch) {
  const bool needs_two =
      parameters_of(entry, KeySpec::Kind::fault_node) > 1 || parameters_of(entry, KeySpec::Kind::groups) > 0;
  return !needs_two || sketch.nodes.size() > 1;
}

// ---- timing ---------------------------------------------------------------------------------------------------------

struct Timing {
  FlowMapping fields;
  Duration room{0};  // what the fault itself may last without lasting past the end of chaos
  bool once = true;
  bool has_length = false;    // `for` says how long
  bool needs_length = false;  // a parameter of the verb must say it
};

class TimingDraw {
 public:
  TimingDraw(Draw draw, const FaultEntry& entry, const Sketch& sketch)
      : draw_(draw),
        is_window_(entry.shape == FaultEntry::Shape::window),
        has_own_length_(parameters_of(entry, KeySpec::Kind::length) > 0),
        sketch_(sketch),
        chaos_(sketch.chaos) {}

  Timing any() {
    switch (draw_.below(8)) {
      case 0:
        return all_of_chaos();
      case 1:
        return repeated();
      case 2:
        return random_windows();
      case 3:
      case 4:
        return at_event();
      default:
        return at_time();
    }
  }

 private:
  Timing all_of_chaos() {
    Timing timing;
    timing.room = chaos_;
    if (is_window_ && draw_.chance(0.5)) lasts(timing, draw_length(chaos_));
    return timing;
  }

  Timing at_time() {
    Timing timing;
    const Duration at = draw_place();
    timing.fields.add("at", format_duration(at));
    timing.room = chaos_ - at;
    if (is_window_ && draw_.chance(0.7)) lasts(timing, draw_.chance(0.3) ? timing.room : draw_length(timing.room));
    return timing;
  }

  Timing repeated() {
    Timing timing;
    timing.once = false;
    const Duration every = draw_.log_between(chaos_ / 30, chaos_ / 2, 1ms);
    timing.fields.add("every", format_duration(every));
    Duration until = chaos_;
    if (draw_.chance(0.5)) {
      until = draw_.between(every + 1ms, chaos_);
      timing.fields.add("until", format_duration(until));
    }
    const Duration last_start = (until - 1ns) / every * every;
    timing.room = std::min(every, chaos_ - last_start);
    if (is_window_ && draw_.chance(0.7)) lasts(timing, draw_.chance(0.2) ? timing.room : draw_length(timing.room));
    return timing;
  }

  Timing random_windows() {
    Timing timing;
    const std::uint64_t count = 1 + draw_.below(6);
    timing.once = count == 1;
    timing.needs_length = has_own_length_ && draw_.chance(0.5);
    const Duration from = draw_.between(Duration{0}, chaos_ / 2);
    const Duration to = !timing.needs_length && draw_.chance(0.5) ? chaos_ : draw_.between(from + 10ms, chaos_ - 10ms);
    const Duration each = (to - from) / static_cast<std::int64_t>(count);
    const Duration gap = draw_.chance(0.5) ? each / 3 : Duration{0};
    FlowMapping random;
    random.add("count", std::to_string(count));
    random.add("within", "[" + format_duration(from) + ", " + format_duration(to) + "]");
    timing.room = chaos_ - to;  // of a length that is the verb's own: windows are placed without it
    if (is_window_ && !timing.needs_length) {
      const Duration longest = draw_length(each - gap);
      const std::string least = format_duration(draw_.between(Duration{1}, longest));
      const std::string most = format_duration(longest);
      random.add("for", draw_.chance(0.7) ? "[" + least + ", " + most + "]" : most);
      timing.room = longest;
      timing.has_length = true;
    }
    if (gap > Duration{0}) random.add("gap", format_duration(gap));
    timing.fields.add("random", random.text());
    return timing;
  }

  Timing at_event() {
    Timing timing;
    FlowMapping when;
    when.add("event", std::string(draw_.one_of(sketch_.language.guest.announced_events())));
    if (draw_.chance(0.4)) when.add("node", draw_.one_of(sketch_.nodes));
    if (draw_.chance(0.5)) when.add("count", std::to_string(1 + draw_.below(4)));
    if (draw_.chance(0.2)) when.add("where", "{key: " + std::string(draw_.chance(0.5) ? "k1" : "none") + "}");
    if (draw_.chance(0.4)) when.add("after", format_duration(draw_.log_between(1ms, chaos_ / 4, 1ms)));
    if (draw_.chance(0.4)) when.add("times", std::to_string(1 + draw_.below(5)));
    timing.fields.add("when", when.text());
    timing.room = chaos_;
    if (is_window_ && draw_.chance(0.8)) lasts(timing, draw_length(chaos_));
    return timing;
  }

  void lasts(Timing& timing, Duration length) {
    timing.fields.add("for", format_duration(length));
    timing.room = length;
    timing.has_length = true;
  }

  // The last moments of chaos more often than others.
  Duration draw_place() {
    const double place = draw_.unit();
    if (place < 0.3) return chaos_ - draw_.log_between(1ns, 50ms, 1ns);
    if (place < 0.35) return Duration{0};
    return 1ms * draw_.between(0, chaos_ / 1ms - 1);
  }

  // 1 ns to `most`.
  Duration draw_length(Duration most) {
    if (most <= 1ms || draw_.chance(0.05)) return draw_.between(Duration{1}, most);
    return draw_.log_between(1ms, most, 1ms);
  }

  Draw draw_;
  bool is_window_;
  bool has_own_length_;
  const Sketch& sketch_;
  Duration chaos_;
};

// ---- parameters -----------------------------------------------------------------------------------------------------

class ParameterDraw {
 public:
  ParameterDraw(Draw draw, const FaultEntry& entry, const Timing& timing, const Sketch& sketch,
                const std::string& favourite)
      : draw_(draw), entry_(entry), timing_(timing), sketch_(sketch), favourite_(favourite) {}

  void add(const KeySpec& spec, FlowMapping& fields) {
    switch (spec.kind) {
      case KeySpec::Kind::flag:
        is_unknown_ = is_unknown_ || spec.name == "unknown";
        return fields.add(spec.name, draw_.chance(0.5) ? "true" : "false");
      case KeySpec::Kind::count:
        return fields.add(spec.name, std::to_string(1 + draw_.below(5)));
      case KeySpec::Kind::size:
        return fields.add(spec.name, format_size(draw_.chance(0.5) ? draw_.below(8) : draw_.below(4096)));
      case KeySpec::Kind::byte_rate:
        return fields.add(spec.name, format_byte_rate(1 + draw_.below(std::uint64_t{1} << (8 + draw_.below(14)))));
      case KeySpec::Kind::node:
        return fields.add(spec.name, draw_.one_of(sketch_.nodes));
      case KeySpec::Kind::ppm:
        return fields.add(spec.name, std::to_string(draw_ppm()));
      case KeySpec::Kind::probability:
        return fields.add(spec.name, std::to_string(draw_.below(101)) + "%");
      case KeySpec::Kind::positive_duration:
        work_ = draw_.log_between(1us, 50ms, 1us);
        return fields.add(spec.name, format_duration(work_));
      case KeySpec::Kind::duration:
        if (work_ > Duration{0}) return fields.add(spec.name, format_duration(draw_.between(Duration{0}, work_)));
        [[fallthrough]];
      case KeySpec::Kind::length:
        return fields.add(spec.name, format_duration(draw_duration()));
      case KeySpec::Kind::offset:
        return fields.add(spec.name, format_duration(draw_offset()));
      case KeySpec::Kind::fault_node:
        return fields.add(spec.name, draw_node());
      case KeySpec::Kind::host:
        return fields.add(spec.name, draw_end());
      case KeySpec::Kind::link:
      case KeySpec::Kind::one_way_link:
        link_ = draw_link(spec.kind);
        return fields.add(spec.name, yaml_scalar(link_));
      case KeySpec::Kind::groups:
        return add_groups(spec, fields);
      case KeySpec::Kind::match:
        return fields.add(spec.name, draw_match());
      case KeySpec::Kind::new_knobs:
        return fields.add(spec.name, draw_new_knobs());
      case KeySpec::Kind::word:
        return fields.add(spec.name, std::string(draw_.one_of(spec.words)));
      default:
        SEAM_ASSERT(false && "the hunt draws no value of this kind");
    }
  }

  // `symmetry` and `one_way` say the same of a shape.
  bool has_shape() const { return has_shape_; }
  // A name that is unknown is no other's.
  bool is_unknown() const { return is_unknown_; }

 private:
  std::int64_t draw_ppm() {
    constexpr std::int64_t usual = 300;
    return draw_.chance(0.5) ? draw_.between(-usual, usual) : draw_.between(least_drift_ppm, most_drift_ppm);
  }

  Duration draw_duration() {
    const Duration most = std::min(timing_.room, Duration(2s));
    if (most <= 1ms) return draw_.between(Duration{0}, most);
    return draw_.log_between(1ms, most, 1ms);
  }

  Duration draw_offset() {
    const bool far = timing_.once && draw_.chance(0.3);
    const bool some = timing_.once && draw_.chance(0.5);
    const Duration most = far ? most_far_jump : some ? Duration(10s) : most_jump;
    const Duration by = draw_.log_between(1ms, most, 1ms);
    return draw_.chance(0.5) ? by : -by;
  }

  std::string draw_link(KeySpec::Kind kind) {
    const auto fits = [&](const std::string& name) {
      const auto link = parse_link(name);
      return kind == KeySpec::Kind::link || (!link->both_ways && (link->from != "*" || link->to != "*"));
    };
    std::string name = draw_link_name(draw_, sketch_);
    while (!fits(name)) name = draw_link_name(draw_, sketch_);
    return name;
  }

  // Of the link, which comes before; a host where that names all.
  std::string draw_end() {
    const auto link = parse_link(link_);
    const std::string name = draw_.chance(0.5) ? link->from : link->to;
    return name == "*" ? draw_host(draw_, sketch_) : name;
  }

  // No node twice, whatever it is called.
  std::string draw_node() {
    constexpr std::string_view open[] = {"any", "primary", "replica"};
    std::string name;
    do {
      const std::uint64_t way = draw_.below(4);
      name = way == 0 ? std::string(draw_.one_of(open)) : way == 1 ? favourite_ : draw_.one_of(sketch_.nodes);
    } while (std::ranges::find(taken_, present_name(name)) != taken_.end());
    if (name != "any") taken_.push_back(present_name(name));
    return name;
  }

  std::string present_name(const std::string& name) const { return name == "primary" ? sketch_.nodes.front() : name; }

  void add_groups(const KeySpec& spec, FlowMapping& fields) {
    if (draw_.chance(0.4)) return fields.add(spec.name, draw_groups());
    for (const KeySpec& key : entry_.parameters) {
      if (key.name == "shape") fields.add(key.name, draw_shape(key));
      if (key.name == "symmetry" && draw_.chance(0.6)) fields.add(key.name, std::string(draw_.one_of(key.words)));
    }
    has_shape_ = true;
  }

  std::string draw_shape(const KeySpec& spec) {
    std::vector<std::string> shapes;
    for (const std::string_view shape : spec.words) {
      const std::size_t needed = shape == "ring" ? 4 : shape == "bridge" ? 3 : 2;
      if (sketch_.nodes.size() >= needed) shapes.emplace_back(shape);
    }
    return draw_.one_of(shapes);
  }

  // Every node in one group or in two, some clients in one.
  std::string draw_groups() {
    std::vector<std::string> hosts = sketch_.nodes;
    for (std::uint64_t client = 1; client <= sketch_.clients; ++client) {
      if (draw_.chance(0.3)) hosts.push_back("c" + std::to_string(client));
    }
    const std::size_t count = hosts.size() > 2 && draw_.chance(0.3) ? 3 : 2;
    std::vector<std::vector<std::string>> groups(count);
    for (std::size_t i = 0; i < hosts.size(); ++i) {
      const std::size_t group = i < count ? i : draw_.below(count);  // none is empty
      groups[group].push_back(hosts[i]);
    }
    // A bridge; in one of two that is all of it, nothing would be cut.
    if (draw_.chance(0.3)) {
      const std::size_t from = draw_.below(count);
      auto& to = groups[(from + 1) % count];
      const std::string host = draw_.one_of(groups[from]);
      if (count > 2 || groups[from].size() > 1) to.push_back(host);
    }
    std::vector<std::string> texts;
    for (const auto& group : groups) texts.push_back(yaml_list(group));
    return yaml_list(texts);
  }

  std::string draw_new_knobs() {
    std::vector<std::string_view> names;
    for (const KnobSpec& knob : sketch_.language.guest.knobs()) {
      if (knob.can_change && choices_of(knob.name)) names.push_back(knob.name);
    }
    FlowMapping knobs;
    const std::string_view first = draw_.one_of(names);
    const std::string_view second = draw_.one_of(names);
    knobs.add(first, std::string(draw_.one_of(choices_of(first)->values)));
    if (second != first) knobs.add(second, std::string(draw_.one_of(choices_of(second)->values)));
    return knobs.text();
  }

  std::string draw_match() {
    FlowMapping match;
    const auto types = sketch_.language.guest.dissector().replication_types();
    const std::string type(draw_.one_of(types));
    if (draw_.chance(0.5)) {
      match.add("type", type);
    } else if (draw_.chance(0.5)) {
      match.add("type", "[" + type + ", " + std::string(draw_.one_of(types)) + "]");
    }
    if (draw_.chance(0.15)) match.add("from", draw_.one_of(sketch_.nodes));
    if (draw_.chance(0.15)) match.add("to", draw_.one_of(sketch_.nodes));
    if (draw_.chance(0.1) && !sketch_.has_binary_keys)
      match.add("key", "k" + std::to_string(draw_.below(sketch_.keys)));
    constexpr std::string_view ordinals[] = {"first", "nth", "every_nth"};
    if (draw_.chance(0.4)) match.add(draw_.one_of(ordinals), std::to_string(1 + draw_.below(5)));
    if (draw_.chance(0.15)) {
      match.add("after_event", std::string(draw_.one_of(sketch_.language.guest.announced_events())));
    }
    return match.text();
  }

  Draw draw_;
  const FaultEntry& entry_;
  const Timing& timing_;
  const Sketch& sketch_;
  const std::string& favourite_;
  std::vector<std::string> taken_;
  std::string link_;  // that the fault names
  bool has_shape_ = false;
  bool is_unknown_ = false;
  Duration work_{0};  // of a slow callback; its jitter is not more
};

// ---- all of it ------------------------------------------------------------------------------------------------------

// Every scenario has verbs of its own: so few of them meet often.
std::vector<const FaultEntry*> draw_verbs(Draw draw, const Sketch& sketch) {
  constexpr double share = 0.35;
  std::vector<const FaultEntry*> fitting;
  std::vector<const FaultEntry*> chosen;
  for (const FaultEntry& entry : sketch.language.faults) {
    if (!fits(entry, sketch)) continue;
    fitting.push_back(&entry);
    if (draw.sub(entry.verb).chance(share)) chosen.push_back(&entry);
  }
  return chosen.empty() ? fitting : chosen;
}

std::string draw_fault(Draw draw, const FaultEntry& entry, std::uint64_t number, const std::string& favourite,
                       Sketch& sketch) {
  FlowMapping fields;
  if (draw.chance(0.2)) fields.add("id", "f" + std::to_string(number));
  fields.add("do", std::string(entry.verb));
  if (draw.chance(0.1)) {
    const std::string param = "with-" + std::to_string(number);
    sketch.params.push_back(param + ": {flag: " + (draw.chance(0.5) ? "0.5" : "80%") + "}");
    fields.add("if", "\"${" + param + "}\"");
  }
  // Another one may keep its process down.
  const bool may_find_none = entry.on_process != FaultEntry::OnProcess::nothing;
  if (draw.chance(0.2) || may_find_none) fields.add("may_miss", "true");
  const Timing timing = TimingDraw(draw.sub("timing"), entry, sketch).any();
  for (const FlowField& field : timing.fields.fields()) fields.add(field.key, field.value);
  ParameterDraw parameters(draw.sub("parameters"), entry, timing, sketch, favourite);
  for (const KeySpec& spec : entry.parameters) {
    const bool ends_windows = timing.needs_length && spec.kind == KeySpec::Kind::length;
    if (spec.in_plan == KeySpec::InPlan::never) continue;  // comes with what it stands for
    // These change one property at least.
    const bool is_first_change = (entry.verb == "link" || entry.verb == "resolve") && &spec == &entry.parameters[1];
    const bool needed = spec.required || spec.in_plan == KeySpec::InPlan::always || ends_windows || is_first_change;
    const bool wanted = needed || draw.chance(0.5);
    const bool contradicts = (parameters.has_shape() && spec.name == "one_way") ||
                             (parameters.is_unknown() && spec.name == "as") ||
                             (timing.has_length && spec.kind == KeySpec::Kind::length);
    if (wanted && !contradicts) parameters.add(spec, fields);
  }
  return fields.text();
}

}  // namespace

std::string draw_faults(Draw draw, Sketch& sketch) {
  if (draw.chance(0.05)) return {};
  const std::vector<const FaultEntry*> verbs = draw_verbs(draw.sub("verbs"), sketch);
  const std::string favourite = draw.one_of(sketch.nodes);
  const std::uint64_t count = 1 + draw.below(most_faults);
  std::string text = "faults:\n";
  for (std::uint64_t i = 0; i < count; ++i) {
    const FaultEntry& entry = *draw.one_of(verbs);
    text += "  - " + draw_fault(draw.sub("fault").sub(i), entry, i, favourite, sketch) + "\n";
  }
  return text;
}

}  // namespace groundhog::hunt
