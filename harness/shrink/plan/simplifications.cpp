// How what is left looks: when things happen, the words of operations, the parameters of faults.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <set>
#include <string>

#include "harness/shrink/plan/reductions.hpp"
#include "sim/faults/fault.hpp"
#include "sim/scenario/fault_values.hpp"

namespace groundhog::harness {
namespace {

// ---- times

// Everything that begins at `from` or later begins that much earlier, though never before `not_before`, and chaos ends
// that much earlier. A negative `by` moves it later.
void move_up(Plan& plan, Duration from, Duration by, Duration not_before) {
  const auto move = [&](Duration& at) {
    if (at >= from) at = std::max(at - by, not_before);
  };
  for (PlannedOperation& operation : plan.operations) move(operation.at);
  for (PlannedFault& fault : plan.faults) {
    if (!fault.when) move(fault.at);
  }
  plan.chaos = std::max(plan.chaos - by, not_before + std::chrono::milliseconds(1));
}

// Instants at which something begins: operations, and faults that have a time.
std::vector<Duration> beginnings(const Plan& plan) {
  std::set<Duration> times;
  for (const PlannedOperation& operation : plan.operations) times.insert(operation.at);
  for (const PlannedFault& fault : plan.faults) {
    if (!fault.when) times.insert(fault.at);
  }
  return {times.begin(), times.end()};
}

void shorten(Search& search, Duration Plan::*phase, Duration least) {
  search.keep_first_of(simpler_durations(search.plan().*phase), [=](Plan& plan, Duration simpler) {
    if (simpler >= least) plan.*phase = simpler;
  });
}

// The values of a scenario that says nothing are the simplest.
void use_defaults(Search& search) {
  const Plan usual;
  const Edit edits[] = {
      [&](Plan& plan) { plan.warmup = usual.warmup; },
      [&](Plan& plan) { plan.operation_timeout = usual.operation_timeout; },
      [&](Plan& plan) { plan.max_events = usual.max_events; },
  };
  search.keep_each(edits);
}

// ---- words of operations

using Words = std::vector<std::string>;

// As few words as the command can have, then each word less that it can do without.
void drop_words(Search& search, std::size_t i) {
  const Words& arguments = search.plan().operations[i].arguments;
  const CommandWords words = words_of(search.rules().commands, arguments);
  std::vector<Edit> edits;
  if (!words.plain.empty()) {
    edits.emplace_back([=](Plan& plan) {
      Words& edited = plan.operations[i].arguments;
      edited.resize(words.least_arguments);
      edited.front() = words.plain;
    });
  }
  edits.emplace_back([=](Plan& plan) { plan.operations[i].arguments.resize(words.least_arguments); });
  for (std::size_t word = arguments.size(); word-- > 1 && arguments.size() > words.least_arguments;) {
    edits.emplace_back([=](Plan& plan) { erase_at(plan.operations[i].arguments, word); });
  }
  search.keep_first(edits);
}

std::optional<std::int64_t> number_of(const std::string& word) {
  std::int64_t number = 0;
  const char* const last = word.data() + word.size();
  const auto [end, problem] = std::from_chars(word.data(), last, number);
  if (problem != std::errc() || end != last) return std::nullopt;
  return number;
}

// A number alone; or a TTL in milliseconds, and what comes after the command keeps its distance from the deadline.
void round_number(Search& search, std::size_t i, std::size_t word) {
  // An edit before may have moved the operation or taken it away.
  if (i >= search.plan().operations.size() || word >= search.plan().operations[i].arguments.size()) return;
  const PlannedOperation operation = search.plan().operations[i];
  const auto number = number_of(operation.arguments[word]);
  if (!number) return;
  std::vector<Edit> edits;
  for (const std::int64_t simpler : simpler_numbers(*number)) {
    const auto write = [=](Plan& plan) { plan.operations[i].arguments[word] = std::to_string(simpler); };
    edits.emplace_back([=](Plan& plan) {
      write(plan);
      const std::int64_t by = *number - simpler;  // ms; as nanoseconds it may be more than a Duration holds
      const std::int64_t chaos = plan.chaos / std::chrono::milliseconds(1);
      if (by > chaos || -by > chaos) return;
      move_up(plan, operation.at + Duration{1}, std::chrono::milliseconds(by), operation.at);
    });
    edits.emplace_back(write);
  }
  search.keep_first(edits);
}

// ---- faults

bool is_optional(const PlannedFault& fault, const std::string& name) {
  const FaultEntry* entry = find_fault(fault.verb);
  if (entry == nullptr) return false;
  return std::ranges::any_of(entry->parameters, [&](const KeySpec& key) {
    return key.name == name && !key.required && key.in_plan == KeySpec::InPlan::as_written;
  });
}

// A fault that came to nothing may have gone with an edit.
bool is_still_there(const Plan& plan, std::size_t i, const PlannedFault& fault) {
  return i < plan.faults.size() && plan.faults[i].id == fault.id;
}

// Whether it got simpler; it may then get simpler still.
bool simplify_parameter(Search& search, std::size_t i, const std::string& name) {
  const PlannedFault& fault = search.plan().faults[i];
  const auto found = fault.parameters.find(name);
  if (found == fault.parameters.end()) return false;
  std::vector<Edit> edits;
  if (is_optional(fault, name)) {
    edits.emplace_back([=](Plan& plan) { plan.faults[i].parameters.erase(name); });
  }
  for (const FaultValue& simpler : simpler_values(found->second)) {
    edits.emplace_back([=](Plan& plan) { plan.faults[i].parameters[name] = simpler; });
  }
  return search.keep_first(edits);
}

void simplify_parameters(Search& search, std::size_t i) {
  const PlannedFault fault = search.plan().faults[i];
  for (const auto& parameter : fault.parameters) {
    while (is_still_there(search.plan(), i, fault) && simplify_parameter(search, i, parameter.first)) {
    }
  }
}

void simplify_timing(Search& search, std::size_t i) {
  const PlannedFault fault = search.plan().faults[i];
  std::vector<Edit> edits;
  if (fault.lasts) {
    for (const Duration simpler : simpler_durations(*fault.lasts)) {
      if (simpler > Duration{0}) edits.emplace_back([=](Plan& plan) { plan.faults[i].lasts = simpler; });
    }
  }
  if (fault.when) {
    for (std::uint64_t count = 1; count < fault.when->count; ++count) {
      edits.emplace_back([=](Plan& plan) { plan.faults[i].when->count = count; });
    }
    if (fault.when->times > 1) edits.emplace_back([=](Plan& plan) { plan.faults[i].when->times = 1; });
    for (const Duration simpler : simpler_durations(fault.when->after)) {
      edits.emplace_back([=](Plan& plan) { plan.faults[i].when->after = simpler; });
    }
    if (!fault.when->where.empty()) edits.emplace_back([=](Plan& plan) { plan.faults[i].when->where.clear(); });
  }
  search.keep_first(edits);
}

}  // namespace

void close_gaps(Search& search) {
  for (std::size_t i = 0; i < beginnings(search.plan()).size() && !search.exhausted(); ++i) {
    const std::vector<Duration> times = beginnings(search.plan());
    const Duration before = i == 0 ? Duration{0} : times[i - 1];
    const Duration gap = times[i] - before;
    search.keep_first_of(simpler_durations(gap),
                         [&](Plan& plan, Duration simpler) { move_up(plan, times[i], gap - simpler, before); });
  }
}

void shorten_phases(Search& search) {
  use_defaults(search);
  shorten(search, &Plan::chaos, std::chrono::milliseconds(1));
  shorten(search, &Plan::settle, Duration{0});
}

void simplify_commands(Search& search) {
  for (std::size_t i = 0; i < search.plan().operations.size() && !search.exhausted(); ++i) {
    drop_words(search, i);
    const Words arguments = search.plan().operations[i].arguments;
    for (const std::size_t word : words_of(search.rules().commands, arguments).numbers) round_number(search, i, word);
  }
}

void simplify_faults(Search& search) {
  for (std::size_t i = 0; i < search.plan().faults.size() && !search.exhausted(); ++i) {
    const PlannedFault fault = search.plan().faults[i];
    simplify_parameters(search, i);
    if (is_still_there(search.plan(), i, fault)) simplify_timing(search, i);
  }
}

}  // namespace groundhog::harness
