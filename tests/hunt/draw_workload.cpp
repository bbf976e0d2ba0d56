// `workload`: every word of `mix`, keys and TTLs of every shape, values up to the size of sockets and backlogs, and
// operations written by hand.
#include <algorithm>
#include <chrono>
#include <vector>

#include "sim/burrow/burrow_guest.hpp"
#include "sim/scenario/scenario_body.hpp"
#include "sim/scenario/units.hpp"
#include "tests/hunt/command_forms.hpp"
#include "tests/hunt/parts.hpp"
#include "tests/hunt/ranges.hpp"

namespace groundhog::hunt {
namespace {

constexpr std::string_view theta_words[] = {"0.5", "0.99", "1.3"};

std::string draw_keys(Draw draw, Sketch& sketch) {
  sketch.keys = static_cast<std::uint64_t>(draw.log_between(1, 200));
  const std::string_view choice = draw.one_of(key_words);
  FlowMapping keys;
  keys.add("count", std::to_string(sketch.keys));
  keys.add("dist", std::string(choice));
  if (choice == "zipf") keys.add("theta", std::string(draw.one_of(theta_words)));
  if (draw.chance(0.3)) {
    sketch.has_binary_keys = draw.chance(0.8);
    keys.add("names", sketch.has_binary_keys ? "binary" : "plain");
  }
  return keys.text();
}

std::string draw_mix(Draw draw) {
  constexpr double always = 0.4;  // of reads and plain writes, without which little happens
  constexpr double others = 0.3;
  FlowMapping mix;
  for (const OperationSpec& spec : burrow_operations()) {
    Draw own = draw.sub(spec.word);
    const bool usual = spec.word == "get" || spec.word == "set" || spec.word == "setex" || spec.word == "pttl";
    if (!own.chance(usual ? always + others : others)) continue;
    const bool heavy = spec.word == "flush" || spec.word == "keys";
    mix.add(spec.word, std::to_string(1 + own.below(heavy ? 3 : 30)));
  }
  if (mix.empty()) mix.add(draw.one_of(burrow_operations()).word, "1");
  return mix.text();
}

std::string draw_ttl(Draw draw) {
  const std::string_view shape = draw.one_of(ttl_words);
  const Duration first = draw.log_between(least_ttl, most_ttl, 1ms);
  const Duration second = draw.log_between(least_ttl, draw.chance(0.7) ? Duration(3s) : most_ttl, 1ms);
  const auto [least, most] = std::minmax(first, second);
  FlowMapping ttl;
  ttl.add("dist", std::string(shape));
  ttl.add("min", format_duration(least));
  ttl.add("max", format_duration(most));
  if (shape == "exponential" && draw.chance(0.5)) ttl.add("mean", format_duration(draw.between(least, most)));
  if (draw.chance(0.2)) ttl.add("step", format_duration(draw.log_between(1ms, 500ms, 1ms)));
  return ttl.text();
}

std::string draw_values(Draw draw) {
  const auto most =
      static_cast<std::uint64_t>(draw.log_between(16, draw.chance(0.3) ? static_cast<double>(most_value_bytes) : 2048));
  FlowMapping values;
  if (draw.chance(0.4)) values.add("dist", std::string(draw.one_of(size_words)));
  values.add("min", format_size(draw.below(most + 1)));
  values.add("max", format_size(most));
  return values.text();
}

std::string draw_operation(Draw draw, std::uint64_t number, const Sketch& sketch) {
  constexpr double repeated = 0.1;
  OperationWords words{sketch.keys, sketch.nodes, "hand-" + std::to_string(number)};
  if (draw.chance(repeated)) words.value = "same";
  if (draw.chance(0.2)) words.value.resize(words.value.size() + draw.below(5000), '.');
  FlowMapping fields;
  const Duration at = draw.chance(0.2) ? sketch.chaos - draw.log_between(1ns, 50ms, 1ns)
                                       : Duration(std::chrono::milliseconds(draw.between(0, sketch.chaos / 1ms - 1)));
  fields.add("at", format_duration(at));
  if (draw.chance(0.7)) fields.add("client", "c" + std::to_string(1 + draw.below(sketch.clients)));
  if (draw.chance(0.6)) fields.add("node", draw.chance(0.2) ? "primary" : draw.one_of(sketch.nodes));
  fields.add("cmd", yaml_scalar(join_command(draw_command(draw.sub("command"), words))));
  return fields.text();
}

// The rate, or a param that stands for it; at most as many operations as a plan may hold with the longest values.
std::string draw_rate(Draw draw, Sketch& sketch) {
  const double seconds = std::chrono::duration<double>(sketch.chaos).count();
  const double most = std::min<double>(most_rate, most_bytes_of_all_values / longest_value_bytes / seconds);
  const auto rate = [&] { return static_cast<std::uint64_t>(draw.log_between(least_rate, most)); };
  if (draw.chance(0.8)) return std::to_string(rate()) + "/s";
  sketch.params.push_back("rate: {choice: [" + std::to_string(rate()) + "/s, " + std::to_string(rate()) +
                          "/s], weights: [1, " + std::to_string(1 + draw.below(5)) + "]}");
  return "\"${rate}\"";
}

// One, or a param that stands for one of two.
std::string draw_profile(Draw draw, Sketch& sketch) {
  const auto profiles = sketch.language.guest.profiles();
  const auto one = [&] { return std::string(profiles[draw.below(profiles.size())].name); };
  if (draw.chance(0.7)) return one();
  const std::string first = one();
  sketch.params.push_back("profile: {choice: [" + first + ", " + one() + "]}");
  return "\"${profile}\"";
}

// Some are longer than what is left of the run.
std::string draw_learn(Draw draw, const Sketch& sketch) {
  const auto delay = [&] { return draw.chance(0.1) ? Duration{0} : draw.log_between(1ms, 2 * sketch.chaos, 1ms); };
  if (draw.chance(0.3)) return format_duration(delay());
  if (draw.chance(0.5)) {
    std::vector<std::string> each_change(1 + draw.below(4));
    for (std::string& text : each_change) text = format_duration(delay());
    return yaml_list(each_change);
  }
  const Duration first = delay();
  const Duration second = delay();
  const auto [least, most] = std::minmax(first, second);
  FlowMapping range;
  range.add("min", format_duration(least));
  range.add("max", format_duration(most));
  return range.text();
}

std::string draw_pipeline(Draw draw) {
  return std::to_string(static_cast<std::uint64_t>(draw.log_between(1, draw.chance(0.8) ? 20 : 300)));
}

std::string draw_lines(Draw draw) {
  if (draw.chance(0.2)) return "1";
  return std::to_string(1 + draw.below(99)) + "%";
}

std::string draw_client(Draw draw, const Sketch& sketch) {
  FlowMapping fields;
  if (draw.chance(0.6)) fields.add("learn", draw_learn(draw.sub("learn"), sketch));
  if (draw.chance(0.4)) {
    std::vector<std::string> nodes = {draw.one_of(sketch.nodes)};
    const std::string& another = draw.one_of(sketch.nodes);
    if (another != nodes.front()) nodes.push_back(another);
    fields.add("nodes", draw.chance(0.3) ? "any" : yaml_list(nodes));
  }
  if (draw.chance(0.4)) fields.add("on_error", draw.chance(0.8) ? "reconnect" : "keep");
  if (draw.chance(0.4)) fields.add("pipeline", draw_pipeline(draw.sub("pipeline")));
  if (Draw own = draw.sub("lines"); own.chance(0.2)) fields.add("inline", draw_lines(own.sub("share")));
  return fields.text();
}

std::string draw_clients(Draw draw, const Sketch& sketch) {
  FlowMapping clients;
  for (std::uint64_t client = 1; client <= sketch.clients; ++client) {
    const std::string name = "c" + std::to_string(client);
    if (draw.chance(0.4)) clients.add(name, draw_client(draw.sub(name), sketch));
  }
  return clients.text();
}

std::string draw_timeout(Draw draw, Sketch& sketch) {
  if (draw.chance(0.8)) return format_duration(draw.log_between(5ms, 2s, 1ms));
  const std::string low = format_duration(draw.log_between(5ms, 400ms, 1ms));
  sketch.params.push_back(std::string("timeout: {") + (draw.chance(0.5) ? "range" : "log_range") + ": [" + low +
                          ", 2s]}");
  return "\"${timeout}\"";
}

}  // namespace

std::string draw_workload(Draw draw, Sketch& sketch) {
  if (sketch.clients == 0) return {};
  const auto line = [](std::string_view key, const std::string& value) {
    return "  " + std::string(key) + ": " + value + "\n";
  };
  std::string text = "workload:\n" + line("clients", std::to_string(sketch.clients));
  if (draw.chance(0.4)) text += line("timeout", draw_timeout(draw.sub("timeout"), sketch));
  if (draw.chance(0.3)) text += line("connect", draw.chance(0.6) ? "primary" : "any");
  if (Draw own = draw.sub("learns"); own.chance(0.3)) text += line("learn", draw_learn(own.sub("learn"), sketch));
  if (Draw own = draw.sub("pipelines"); own.chance(0.3)) text += line("pipeline", draw_pipeline(own.sub("pipeline")));
  if (Draw own = draw.sub("lines"); own.chance(0.2)) text += line("inline", draw_lines(own.sub("share")));
  if (Draw own = draw.sub("clients"); own.chance(0.3)) text += line("client", draw_clients(own.sub("client"), sketch));
  const bool has_keys = draw.chance(0.6);
  if (has_keys) text += line("keys", draw_keys(draw.sub("keys"), sketch));
  const bool has_fixed = draw.chance(0.5);
  if (!has_fixed || draw.chance(0.9)) {
    text += line("rate", draw_rate(draw.sub("rate"), sketch));
    const bool has_profile = draw.chance(0.15);
    if (has_profile) text += line("profile", draw_profile(draw.sub("profile"), sketch));
    if (has_profile && !has_keys) sketch.keys = 1;  // of those of every profile
    if (!has_profile || draw.chance(0.2)) text += line("mix", draw_mix(draw.sub("mix")));
    if (draw.chance(0.3)) text += line("arrivals", std::string(draw.one_of(arrival_words)));
    if (draw.chance(0.7)) text += line("ttl", draw_ttl(draw.sub("ttl")));
    if (draw.chance(0.4)) text += line("values", draw_values(draw.sub("values")));
  }
  if (!has_fixed) return text;
  text += "  ops:\n";
  const std::uint64_t count = 1 + draw.below(most_fixed_operations);
  for (std::uint64_t i = 0; i < count; ++i) {
    text += "    - " + draw_operation(draw.sub("operation").sub(i), i, sketch) + "\n";
  }
  return text;
}

}  // namespace groundhog::hunt
