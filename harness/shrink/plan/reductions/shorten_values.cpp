#include <algorithm>
#include <string>
#include <vector>

#include "harness/shrink/plan/reductions/reductions.hpp"
#include "sim/scenario/fault_values.hpp"

namespace groundhog::harness {
namespace {

using Commands = std::span<const CommandSpec>;

// A value names its write: each has a number of its own.
std::string plain_name(std::size_t number) { return "v" + std::to_string(number); }

std::string plain_value(std::size_t number, std::size_t bytes) {
  std::string value = plain_name(number);
  if (value.size() < bytes) value.append(bytes - value.size(), 'x');
  return value;
}

// Calls `change` with every value and its number: 1, 2 …
template <typename PlanOrConst, typename Change>
void for_each_value(PlanOrConst& plan, Commands commands, const Change& change) {
  std::size_t number = 0;
  for (auto& operation : plan.operations) {
    for (const std::size_t i : words_of(commands, operation.arguments).values) change(operation.arguments[i], ++number);
  }
}

std::vector<std::string> values_of(const Plan& plan, Commands commands) {
  std::vector<std::string> values;
  for_each_value(plan, commands, [&](const std::string& value, std::size_t) { values.push_back(value); });
  return values;
}

void rewrite(Plan& plan, Commands commands, std::size_t number, const std::string& to) {
  const std::vector<std::string> values = values_of(plan, commands);
  if (std::ranges::find(values, to) != values.end()) return;  // it names another write
  for_each_value(plan, commands, [&](std::string& value, std::size_t each) {
    if (each == number) value = to;
  });
}

// All values get new bytes at once; if they cannot, those that can do so one by one. `bytes_of`: how many are left of a
// value. Whether any was kept.
template <typename BytesOf>
bool rewrite_values(Search& search, const BytesOf& bytes_of) {
  const Commands commands = search.rules().commands;
  const Edit together[] = {[&](Plan& plan) {
    for_each_value(plan, commands, [&](std::string& value, std::size_t number) {
      value = plain_value(number, bytes_of(value.size()));
    });
  }};
  if (search.keep_first(together)) return true;
  const std::vector<std::string> values = values_of(search.plan(), commands);
  std::vector<Edit> edits;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string to = plain_value(i + 1, bytes_of(values[i].size()));
    edits.push_back([=](Plan& plan) { rewrite(plan, commands, i + 1, to); });
  }
  return search.keep_each(edits);
}

std::size_t longest_of(const Plan& plan, Commands commands) {
  std::size_t longest = 0;
  for (const std::string& value : values_of(plan, commands)) longest = std::max(longest, value.size());
  return longest;
}

// Every value that is longer gets so many bytes, a round number.
void cap_lengths(Search& search) {
  const Commands commands = search.rules().commands;
  std::vector<Edit> edits;
  for (const std::int64_t each : simpler_numbers(static_cast<std::int64_t>(longest_of(search.plan(), commands)))) {
    const auto most = static_cast<std::size_t>(each);
    edits.push_back([most, commands](Plan& plan) {
      for_each_value(plan, commands, [&](std::string& value, std::size_t number) {
        if (value.size() > most) value = plain_value(number, most);
      });
    });
  }
  search.keep_first(edits);
}

}  // namespace

// Where the bytes of a value matter, mostly because they fill something, it keeps its length, and that is halved as
// long as the plan fails.
void shorten_values(Search& search) {
  rewrite_values(search, [](std::size_t) { return std::size_t{0}; });
  rewrite_values(search, [](std::size_t bytes) { return bytes; });
  cap_lengths(search);
  while (!search.exhausted() && rewrite_values(search, [](std::size_t bytes) { return bytes / 2; })) {
  }
}

}  // namespace groundhog::harness
