#include "sim/scenario/vocabulary.hpp"

#include <algorithm>

#include "sim/core/text.hpp"
#include "sim/events/edges.hpp"
#include "sim/faults/fault.hpp"
#include "sim/guest/guest.hpp"
#include "sim/scenario/keys.hpp"

namespace groundhog {
namespace {

using Words = std::vector<Word>;

Words events(const LoaderContext& context) {
  Words words;
  for (const std::string_view event : context.guest.announced_events()) {
    words.push_back({std::string(event), std::string(context.guest.summary_of_event(event))});
  }
  return words;
}

Words frames(const LoaderContext& context) {
  const Dissector& dissector = context.guest.dissector();
  Words words;
  for (const std::string_view type : dissector.replication_types()) {
    words.push_back({std::string(type), std::string(dissector.summary_of_type(type))});
  }
  return words;
}

Words cover(const LoaderContext& context) {
  constexpr std::array<std::string_view, operation_counts.size()> ends{
      "operations that were answered without an error", "operations that were answered with an error",
      "operations that were sent and not answered", "operations that could not be sent",
      "operations that had no turn: to the end their client waited for replies to earlier ones"};
  Words words;
  for (std::size_t i = 0; i < ends.size(); ++i)
    words.push_back({std::string(operation_counts[i]), std::string(ends[i])});
  for (const FaultEntry& entry : context.faults) {
    const std::string verb(entry.verb);
    words.push_back(
        {"fault." + verb + ".effective", "times that a fault with do: " + verb + " changed what a node saw"});
  }
  for (const EdgeSpec& edge : edge_table) words.push_back({std::string(edge.name), std::string(edge.summary)});
  for (Word& event : events(context)) {
    if (!event.summary.empty()) event.summary = "announced: " + event.summary;
    words.push_back(std::move(event));
  }
  return words;
}

Words links(const LoaderContext&) {
  return {{"n1->n2", "what n1 sends to n2: a node or a client c1 … cN at either end"},
          {"n1<->n2", "both directions"},
          {"*->n1", "what all others send to n1; in YAML in quotes, as is '*<->n1'"}};
}

Words units(const LoaderContext&) {
  return {{"ns", "a nanosecond"},
          {"us", "1000ns"},
          {"ms", "1000us"},
          {"s", "1000ms"},
          {"min", "60s"},
          {"h", "60min"},
          {"B", "a byte"},
          {"KiB", "1024B"},
          {"MiB", "1024KiB"},
          {"GiB", "1024MiB"},
          {"/s", "a rate, per second: 200/s"},
          {"/min", "a rate, per minute: 30/min"},
          {"%", "a hundredth, of probabilities: 5% is 0.05"}};
}

Words knobs(const LoaderContext& context) {
  Words words;
  for (const KnobSpec& knob : context.guest.knobs()) {
    const std::string changes = knob.can_change ? "; can change while a node runs" : "";
    words.push_back(
        {std::string(knob.name), std::string(knob.summary) + "; default " + std::string(knob.fallback) + changes});
  }
  return words;
}

Words operations(const LoaderContext& context) {
  Words words;
  for (const OperationSpec& spec : context.guest.operations())
    words.push_back({std::string(spec.word), spec.summary()});
  return words;
}

Words profiles(const LoaderContext& context) {
  Words words;
  for (const ProfileSpec& profile : context.guest.profiles()) {
    words.push_back({std::string(profile.name), std::string(profile.summary)});
  }
  return words;
}

Words commands(const LoaderContext& context) {
  Words words;
  for (const CommandSpec& command : context.guest.commands()) {
    words.push_back({std::string(command.name), std::string(command.arguments)});
  }
  return words;
}

void add_keys(std::span<const KeySpec> keys, const std::string& path, Words& words) {
  for (const KeySpec& key : keys) {
    const std::string name = path.empty() ? std::string(key.name) : path + "." + std::string(key.name);
    words.push_back({name, std::string(key.summary)});
    if (key.mapping != nullptr) add_keys(key.mapping->keys, name, words);
  }
}

Words keys(const LoaderContext&) {
  Words words;
  add_keys(scenario_mapping().keys, {}, words);
  add_keys(common_fault_keys(), "faults", words);
  return words;
}

constexpr WordSet sets[] = {
    {"events", "Events", "event", "`when`, `match.after_event`, `cover` and `replay --until`", events},
    {"frames", "Frame types", "frame type", "`match.type` and `trace --type`", frames},
    {"cover", "Names for `cover`", "name for cover", "`cover`", cover},
    {"links", "Links", "link", "`link`, wherever it is a key", links},
    {"units", "Units", "unit", "durations, sizes, rates and probabilities; a number and its unit are one word", units},
    {"operations", "Operations of a workload", "operation", "`workload.mix`", operations},
    {"profiles", "Profiles", "profile", "`workload.profile`", profiles},
    {"commands", "Client commands", "client command", "`workload.ops`, in `cmd`", commands},
    {"knobs", "Knobs", "knob", "`cluster.config`, and `config` of a node", knobs},
    {"keys", "Keys", "key", "scenario files", keys},
};

}  // namespace

std::span<const WordSet> vocabulary() { return sets; }

std::string all_of_them(std::span<const std::string_view> words, std::string_view listed_as) {
  constexpr std::size_t a_dozen = 12;
  if (words.empty()) return {};
  if (words.size() <= a_dozen || listed_as.empty()) return ": expected one of " + joined(words);
  return ": groundhog list " + std::string(listed_as) + " names all " + std::to_string(words.size());
}

}  // namespace groundhog
