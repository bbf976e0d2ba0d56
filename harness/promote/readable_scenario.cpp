#include "harness/promote/readable_scenario.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "sim/core/characters.hpp"
#include "sim/core/text.hpp"
#include "sim/scenario/plan_text.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog::harness {
namespace {

constexpr std::size_t line_width = 120;  // columns
constexpr std::string_view gap = "  # ";

// One line of text that a YAML parser skips whatever it is.
std::string clean(std::string_view text) {
  std::string out = valid_utf8(text);
  std::ranges::replace_if(out, is_control, ' ');
  return out;
}

bool have_same_fields(std::span<const FlowMapping> rows) {
  return std::ranges::all_of(rows, [&](const FlowMapping& row) {
    return std::ranges::equal(row.fields(), rows.front().fields(), {}, &FlowField::key, &FlowField::key);
  });
}

// The widest text of each column but the last, its comma included.
std::vector<std::size_t> widths_of(std::span<const FlowMapping> rows) {
  std::vector<std::size_t> widths(rows.front().fields().size(), 0);
  for (const FlowMapping& row : rows) {
    for (std::size_t i = 0; i + 1 < widths.size(); ++i) {
      widths[i] = std::max(widths[i], row.fields()[i].text().size() + 1);
    }
  }
  return widths;
}

std::string aligned(const FlowMapping& row, std::span<const std::size_t> widths) {
  std::string out = "{";
  for (std::size_t i = 0; i < row.fields().size(); ++i) {
    const bool last = i + 1 == row.fields().size();
    out += last ? row.fields()[i].text() : padded_right(row.fields()[i].text() + ",", widths[i]) + " ";
  }
  return out + "}";
}

std::vector<std::string> aligned_lines(std::span<const FlowMapping> rows, std::size_t margin) {
  const std::string start = std::string(margin, ' ') + "- ";
  const bool align = !rows.empty() && have_same_fields(rows);
  const std::vector<std::size_t> widths = align ? widths_of(rows) : std::vector<std::size_t>();
  std::vector<std::string> lines;
  for (const FlowMapping& row : rows) lines.push_back(start + (align ? aligned(row, widths) : row.text()));
  return lines;
}

// "- {…}" per row. Fields are aligned where all rows have the same ones. A comment stands behind its row, or, if one of
// the list does not fit there, each above its row. Missing comments are none.
std::string commented_rows(std::span<const FlowMapping> rows, std::span<const std::string> comments,
                           std::size_t margin) {
  const std::vector<std::string> lines = aligned_lines(rows, margin);
  std::size_t widest = 0;
  for (const std::string& line : lines) widest = std::max(widest, line.size());
  std::size_t longest = 0;
  for (const std::string& comment : comments) longest = std::max(longest, clean(comment).size());
  const bool behind = widest + gap.size() + longest <= line_width;

  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string comment = i < comments.size() ? clean(comments[i]) : std::string();
    if (!comment.empty() && !behind) out += comment_lines(comment, margin);
    out += comment.empty() || !behind ? lines[i] : padded_right(lines[i], widest) + std::string(gap) + comment;
    out += '\n';
  }
  return out;
}

std::string one_per_line(const std::vector<FlowMapping>& mappings, std::string_view margin) {
  std::string out;
  for (const FlowMapping& mapping : mappings) out += std::string(margin) + "- " + mapping.text() + "\n";
  return out;
}

// A sentence, as it is where YAML takes it for nothing else.
std::string prose(const std::string& text) {
  const std::string clean = valid_utf8(text);
  const bool has_meaning = clean.find(": ") != std::string::npos || clean.find(" #") != std::string::npos ||
                           clean.ends_with(':') || clean.ends_with(' ') || clean.find(' ') == std::string::npos ||
                           std::ranges::any_of(clean, is_control);
  return !clean.empty() && is_letter(clean[0]) && !has_meaning ? clean : yaml_scalar(clean);
}

std::string heading_text(const ScenarioHeading& heading, std::uint64_t seed) {
  std::string out;
  if (!heading.schema.empty()) out += "# yaml-language-server: $schema=" + heading.schema + "\n";
  out += "version: 1\n";
  out += "name: " + yaml_scalar(heading.name) + "\n";
  if (!heading.description.empty()) out += "description: " + prose(heading.description) + "\n";
  if (!heading.tags.empty()) out += "tags: " + yaml_list(heading.tags) + "\n";
  if (heading.seeds == 1) return out + "seeds: {list: [" + seed_text(seed) + "]}\n";
  out +=
      "# The failure rests on what a seed draws, mostly the order of what falls on one instant: any of these may show "
      "it.\n";
  return out + "seeds: {base: " + seed_text(seed) + ", count: " + std::to_string(heading.seeds) + "}\n";
}

// In one line where that fits.
std::string table_text(const std::string& key, const FlowMapping& rows) {
  std::string line = "  " + key + ": " + rows.text() + "\n";
  if (line.size() <= line_width) return line;
  std::string out = "  " + key + ":\n";
  for (const FlowField& row : rows.fields()) out += "    " + row.text() + "\n";
  return out;
}

std::string nodes_text(const Plan& plan) {
  FlowMapping all;
  for (const NodeSpec& node : plan.nodes) all.add(node.name, node_text(node, plan.roles).text());
  return table_text("nodes", all);
}

std::string cluster_text(const Plan& plan) {
  std::string out = "cluster:\n" + nodes_text(plan);
  if (!plan.config.empty()) out += "  config: " + scalars_text(plan.config).text() + "\n";
  return out;
}

std::string network_text(const NetworkSpec& network) {
  FlowMapping words;
  const FlowMapping fallback = fallback_link_text(network.fallback, Wording::brief);
  if (!fallback.empty()) words.add("default", fallback.text());
  if (network.socket_buffer_bytes) words.add("socket_buffer", format_size(*network.socket_buffer_bytes));
  if (network.links.empty()) return words.empty() ? std::string() : "network: " + words.text() + "\n";

  std::string out = "network:\n";
  for (const FlowField& word : words.fields()) out += "  " + word.text() + "\n";
  std::vector<FlowMapping> links;
  for (const LinkOverride& change : network.links) links.push_back(link_text(change));
  return out + "  links:\n" + one_per_line(links, "    ");
}

std::uint32_t clients_named(const Plan& plan) {
  std::uint32_t clients = 0;
  for (const PlannedOperation& operation : plan.operations) clients = std::max(clients, operation.client + 1);
  return clients;
}

std::string workload_text(const Plan& plan, const std::vector<std::string>& notes) {
  std::string out;
  if (plan.clients != clients_named(plan)) out += "  clients: " + std::to_string(plan.clients) + "\n";
  if (plan.operation_timeout != Plan{}.operation_timeout) {
    out += "  timeout: " + format_time(plan.operation_timeout) + "\n";
  }
  if (!plan.client_specs.empty()) out += table_text("client", client_texts(plan));
  if (!plan.operations.empty()) {
    std::vector<FlowMapping> rows;
    for (const PlannedOperation& operation : plan.operations) rows.push_back(operation_text(operation));
    out += "  ops:\n" + commented_rows(rows, notes, 4);
  }
  return out.empty() ? out : "workload:\n" + out;
}

std::string faults_text(const Plan& plan, const std::vector<std::string>& notes) {
  if (plan.faults.empty()) return {};
  return "faults:\n" + commented_rows(fault_texts(plan, Wording::brief), notes, 2);
}

std::string judgement_text(const Plan& plan, const ScenarioHeading& heading, const std::string& violation) {
  std::string out;
  if (!violation.empty()) out += comment_lines(violation, 0);
  if (!plan.checks.empty()) out += "check: " + yaml_scalars(plan.checks) + "\n";
  if (!heading.expect) return out;
  FlowMapping expect;
  expect.add("violates", yaml_scalar(heading.expect->violates));
  expect.add("mutant", yaml_scalar(heading.expect->mutant));
  if (heading.expect->within_seeds) expect.add("within_seeds", std::to_string(*heading.expect->within_seeds));
  return out + "expect: " + expect.text() + "\n";
}

std::string body_text(const Plan& plan, const PlanNotes& notes) {
  return "run: " + run_text(plan, Wording::brief).text() + "\n" + cluster_text(plan) + network_text(plan.network) +
         workload_text(plan, notes.operations) + faults_text(plan, notes.faults);
}

}  // namespace

std::string comment_lines(std::string_view text, std::size_t margin) {
  const std::string start = std::string(margin, ' ') + "#";
  const std::string words = clean(text);
  std::string out;
  std::string line = start;
  for (std::size_t at = words.find_first_not_of(' '); at != std::string::npos; at = words.find_first_not_of(' ', at)) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    const bool fits = line.size() + 1 + (end - at) <= line_width;
    if (!fits && line != start) out += std::exchange(line, start) + "\n";
    line += " " + words.substr(at, end - at);
    at = end;
  }
  return line == start ? out : out + line + "\n";
}

std::string readable_scenario(const Plan& plan, const ScenarioHeading& heading, const PlanNotes& notes) {
  return heading_text(heading, plan.seed) + body_text(plan, notes) + judgement_text(plan, heading, notes.violation);
}

std::string readable_plan(const Plan& plan, const PlanNotes& notes) {
  return body_text(plan, notes) + judgement_text(plan, {}, notes.violation);
}

}  // namespace groundhog::harness
