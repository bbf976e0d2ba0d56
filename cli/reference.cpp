#include "cli/reference.hpp"

#include <algorithm>

#include "checkers/checker.hpp"
#include "harness/catalogue.hpp"
#include "harness/text/text.hpp"
#include "sim/faults/fault.hpp"
#include "sim/scenario/json_schema.hpp"
#include "sim/scenario/keys.hpp"

namespace groundhog::cli {
namespace {

constexpr std::string_view generated = "<!-- Written by `groundhog explain --all --markdown`. -->\n\n";

// How a value of this kind is written in a scenario. Only kinds that a fault's parameter can have are told apart.
std::string_view written_as(KeySpec::Kind kind) {
  using Kind = KeySpec::Kind;
  switch (kind) {
    case Kind::flag:
      return "true or false";
    case Kind::count:
      return "a number";
    case Kind::ppm:
      return "a whole number, with a sign";
    case Kind::probability:
      return "0..1 or N%";
    case Kind::duration:
      return "a duration, such as 250ms";
    case Kind::offset:
      return "a duration with a sign, such as -2s";
    case Kind::fault_node:
      return "a node, or one that is drawn: any, primary, replica";
    case Kind::link:
      return "a link, such as n1->n2 or n1<->n2";
    case Kind::groups:
      return "groups of hosts, such as [[n1], [n2, n3]]";
    case Kind::mapping:
      return "a mapping with";
    case Kind::word:
      return "one of";
    default:
      return "text";
  }
}

std::string value_text(const KeySpec& key) {
  std::string text(written_as(key.kind));
  std::string_view separator = " ";
  const auto add = [&](std::string_view word) {
    text += std::string(separator) + std::string(word);
    separator = ", ";
  };
  for (const std::string_view word : key.words) add(word);
  if (key.mapping == nullptr) return text;
  for (const KeySpec& inner : key.mapping->keys) add(inner.name);
  return text;
}

std::string_view shape_text(FaultEntry::Shape shape) {
  return shape == FaultEntry::Shape::window ? "lasts for its `for`, else until the end of chaos"
                                            : "happens at one instant";
}

std::string explain_check(const checkers::CheckerEntry& entry, const Console& console) {
  std::string out = console.bold(entry.name) + " (" + std::string(entry.id) + "): " + std::string(entry.title) + "\n\n";
  out += "It is violated by: " + std::string(entry.statement) + "\n";
  if (!entry.implies.empty()) out += "The same fault may also violate: " + std::string(entry.implies) + "\n";
  return out;
}

std::string explain_fault(const FaultEntry& entry, const Console& console) {
  std::string out = console.bold(entry.verb) + ": " + std::string(entry.summary) + "\n\n" +
                    std::string(entry.description) + "\nIt " + std::string(shape_text(entry.shape)) + ".\n";
  const std::vector<KeySpec> parameters = parameter_keys(entry);
  if (!parameters.empty()) out += "\nParameters:\n";
  std::size_t width = 0;
  for (const KeySpec& parameter : parameters) width = std::max(width, parameter.name.size());
  for (const KeySpec& parameter : parameters) {
    out += "  " + harness::padded_right(std::string(parameter.name), width + 2) + std::string(parameter.summary) +
           " (" + value_text(parameter) + (parameter.required ? "; required" : "") + ")\n";
  }
  return out;
}

// Text in a cell of a table.
std::string cell(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

}  // namespace

std::optional<std::string> explanation(std::string_view name, const Guest& guest, const Console& console) {
  for (const checkers::CheckerEntry& entry : checkers::checks_of(guest)) {
    if (entry.name == name || entry.id == name) return explain_check(entry, console);
  }
  for (const auto& [entry, lacks] : checkers::checks_without_evidence(guest)) {
    if (entry->name != name && entry->id != name) continue;
    return explain_check(*entry, console) + "This system has no use for it: it has no " + lacks + ".\n";
  }
  for (const FaultEntry& entry : fault_table()) {
    if (entry.verb == name) return explain_fault(entry, console);
  }
  return std::nullopt;
}

std::vector<std::string_view> explained_names(const Guest& guest) {
  std::vector<std::string_view> names;
  for (const checkers::CheckerEntry& entry : checkers::checks_of(guest))
    names.insert(names.end(), {entry.name, entry.id});
  for (const FaultEntry& entry : fault_table()) names.push_back(entry.verb);
  return names;
}

std::string checks_markdown(const Guest& guest) {
  std::string out = "# Checks\n\n" + std::string(generated) +
                    "What `check:` may name. `check: [all]` is the default and what a scenario should have.\n\n"
                    "| id | name | property | a violation is | may also violate |\n| --- | --- | --- | --- | --- |\n";
  for (const checkers::CheckerEntry& entry : checkers::checks_of(guest)) {
    out += "| " + cell(entry.id) + " | `" + cell(entry.name) + "` | " + cell(entry.title) + " | " +
           cell(entry.statement) + " | " + cell(entry.implies) + " |\n";
  }
  return out;
}

std::string faults_markdown(const Guest&) {
  std::string out = "# Faults\n\n" + std::string(generated) + "What `do:` may name.\n";
  for (const FaultEntry& entry : fault_table()) {
    out += "\n## " + std::string(entry.verb) + "\n\n" + std::string(entry.summary) + "\n\n" +
           std::string(entry.description) + "\n\nIt " + std::string(shape_text(entry.shape)) + ".\n";
    const std::vector<KeySpec> parameters = parameter_keys(entry);
    if (parameters.empty()) continue;
    out += "\n| parameter | value | required | meaning |\n| --- | --- | --- | --- |\n";
    for (const KeySpec& parameter : parameters) {
      out += "| `" + cell(parameter.name) + "` | " + cell(value_text(parameter)) + " | " +
             (parameter.required ? "yes" : "no") + " | " + cell(parameter.summary) + " |\n";
    }
  }
  return out;
}

std::string scenario_markdown(const Guest& guest) {
  const harness::Catalogue catalogue(guest);
  return std::string(generated) + scenario_reference(catalogue.loader());
}

}  // namespace groundhog::cli
