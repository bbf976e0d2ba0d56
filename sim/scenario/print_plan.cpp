#include "sim/scenario/print_plan.hpp"

#include <algorithm>
#include <string_view>
#include <variant>

#include "sim/scenario/client_command.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog {
namespace {

// Plain where YAML cannot take it for anything else, in double quotes otherwise.
std::string scalar(std::string_view text) {
  const auto is_letter_or_digit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  const bool plain = !text.empty() && is_letter_or_digit(text.front()) && std::ranges::all_of(text, [&](char c) {
    return is_letter_or_digit(c) || std::string_view("._-<>%/").find(c) != std::string_view::npos;
  });
  if (plain && text != "null" && text != "Null" && text != "NULL") return std::string(text);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      quoted += "\\x";
      quoted += digits[byte >> 4U];
      quoted += digits[byte & 0xfU];
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

// Entries of a flow mapping or list, separated by commas.
class Flow {
 public:
  void add(std::string_view key, std::string_view value) {
    separate();
    text_.append(key).append(": ").append(value);
  }
  void add(std::string_view item) {
    separate();
    text_.append(item);
  }
  bool empty() const { return text_.empty(); }
  std::string mapping() const { return "{" + text_ + "}"; }
  std::string list() const { return "[" + text_ + "]"; }

 private:
  void separate() {
    if (!text_.empty()) text_ += ", ";
  }
  std::string text_;
};

std::string list_of(const std::vector<std::string>& texts) {
  Flow list;
  for (const std::string& text : texts) list.add(scalar(text));
  return list.list();
}

std::string knobs(const std::map<std::string, std::string>& config) {
  Flow flow;
  for (const auto& [name, value] : config) flow.add(name, scalar(value));
  return flow.mapping();
}

std::string node(const NodeSpec& spec) {
  Flow flow;
  flow.add("role", spec.upstream ? "replica" : "primary");
  if (spec.upstream) flow.add("of", scalar(*spec.upstream));
  if (!spec.zone.empty()) flow.add("zone", scalar(spec.zone));
  Flow clock;
  if (spec.clock.offset != Duration{0}) clock.add("offset", format_duration(spec.clock.offset));
  if (spec.clock.drift_ppm != 0) clock.add("drift_ppm", std::to_string(spec.clock.drift_ppm));
  if (!clock.empty()) flow.add("clock", clock.mapping());
  if (!spec.config.empty()) flow.add("config", knobs(spec.config));
  return flow.mapping();
}

std::string cluster(const Plan& plan) {
  std::string out = "cluster:\n  nodes:\n";
  for (const NodeSpec& spec : plan.nodes) out += "    " + spec.name + ": " + node(spec) + "\n";
  if (!plan.config.empty()) out += "  config: " + knobs(plan.config) + "\n";
  return out;
}

std::string link(const LinkOverride& change) {
  Flow flow;
  flow.add("link", scalar(format_link({change.from, change.to, change.both_ways})));
  if (change.mean) flow.add("delay", format_duration(*change.mean));
  if (change.jitter) flow.add("jitter", format_duration(*change.jitter));
  if (change.shape) flow.add("dist", to_string(*change.shape));
  if (change.loss) flow.add("loss", format_number(*change.loss));
  return flow.mapping();
}

std::string network(const NetworkSpec& spec) {
  Flow fallback;
  fallback.add("delay", format_duration(spec.fallback.delay.mean));
  fallback.add("jitter", format_duration(spec.fallback.delay.jitter));
  fallback.add("dist", to_string(spec.fallback.delay.shape));
  fallback.add("loss", format_number(spec.fallback.loss));
  std::string out = "network:\n  default: " + fallback.mapping() + "\n";
  if (spec.socket_buffer_bytes) out += "  socket_buffer: " + format_size(*spec.socket_buffer_bytes) + "\n";
  if (spec.links.empty()) return out;
  out += "  links:\n";
  for (const LinkOverride& change : spec.links) out += "    - " + link(change) + "\n";
  return out;
}

std::string workload(const Plan& plan) {
  std::string out = "workload:\n";
  if (plan.clients > 0) out += "  clients: " + std::to_string(plan.clients) + "\n";
  out += "  timeout: " + format_duration(plan.operation_timeout) + "\n";
  if (plan.operations.empty()) return out;
  out += "  ops:\n";
  for (const PlannedOperation& operation : plan.operations) {
    Flow flow;
    flow.add("at", format_duration(operation.at));
    flow.add("client", "c" + std::to_string(operation.client + 1));
    flow.add("node", scalar(operation.node));
    flow.add("cmd", "'" + join_command(operation.arguments) + "'");
    out += "    - " + flow.mapping() + "\n";
  }
  return out;
}

std::string match(const FrameMatch& conditions) {
  Flow flow;
  if (!conditions.types.empty()) flow.add("type", list_of(conditions.types));
  const auto add_text = [&](std::string_view key, const std::optional<std::string>& value) {
    if (value) flow.add(key, scalar(*value));
  };
  const auto add_count = [&](std::string_view key, const std::optional<std::uint64_t>& value) {
    if (value) flow.add(key, std::to_string(*value));
  };
  add_text("from", conditions.from);
  add_text("to", conditions.to);
  add_text("key", conditions.key);
  add_count("first", conditions.first);
  add_count("nth", conditions.nth);
  add_count("every_nth", conditions.every_nth);
  add_text("after_event", conditions.after_event);
  return flow.mapping();
}

// Writes a parameter by its type; the fault table reads it back by its kind.
struct ParameterText {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const { return format_number(value); }
  std::string operator()(Duration value) const { return format_duration(value); }
  std::string operator()(const std::string& value) const { return scalar(value); }
  std::string operator()(const LinkSelector& value) const { return scalar(format_link(value)); }
  std::string operator()(const FrameMatch& value) const { return match(value); }
  std::string operator()(const Groups& value) const {
    Flow groups;
    for (const auto& group : value) groups.add(list_of(group));
    return groups.list();
  }
};

std::string fault(const PlannedFault& planned) {
  Flow flow;
  flow.add("id", scalar(planned.id));
  flow.add("do", scalar(planned.verb));
  if (planned.when) {
    Flow when;
    when.add("event", scalar(planned.when->event));
    if (planned.when->node) when.add("node", scalar(*planned.when->node));
    when.add("count", std::to_string(planned.when->count));
    flow.add("when", when.mapping());
  } else {
    flow.add("at", format_duration(planned.at));
  }
  if (planned.lasts) flow.add("for", format_duration(*planned.lasts));
  for (const auto& [name, value] : planned.parameters) flow.add(name, std::visit(ParameterText{}, value));
  return flow.mapping();
}

std::string run(const Plan& plan) {
  Flow flow;
  flow.add("warmup", format_duration(plan.warmup));
  flow.add("chaos", format_duration(plan.chaos));
  flow.add("settle", format_duration(plan.settle));
  flow.add("max_events", std::to_string(plan.max_events));
  return "run: " + flow.mapping() + "\n";
}

}  // namespace

std::string print_plan(const Plan& plan) {
  std::string out = "version: 1\n";
  out += "name: " + scalar(plan.name) + "\n";
  out += "seeds: {list: [" + std::to_string(plan.seed) + "]}\n";
  out += run(plan);
  out += cluster(plan);
  out += network(plan.network);
  out += workload(plan);
  if (!plan.faults.empty()) {
    out += "faults:\n";
    for (const PlannedFault& planned : plan.faults) out += "  - " + fault(planned) + "\n";
  }
  if (!plan.checks.empty()) out += "check: " + list_of(plan.checks) + "\n";
  return out;
}

}  // namespace groundhog
