#include <charconv>
#include <chrono>
#include <optional>
#include <string>

#include "harness/shrink/plan/reductions/reductions.hpp"
#include "harness/shrink/plan/reductions/timeline.hpp"
#include "sim/scenario/fault_values.hpp"

namespace groundhog::harness {
namespace {

using Words = std::vector<std::string>;

// As few words as the command can have, then each word less that it can do without.
void drop_words(Search& search, std::size_t i) {
  const Words& arguments = search.plan().operations[i].arguments;
  const CommandWords words = words_of(search.rules().commands, arguments);
  std::vector<Edit> edits;
  if (!words.plain.empty()) {
    edits.push_back([=](Plan& plan) {
      Words& edited = plan.operations[i].arguments;
      edited.resize(words.least_arguments);
      edited.front() = words.plain;
    });
  }
  edits.push_back([=](Plan& plan) { plan.operations[i].arguments.resize(words.least_arguments); });
  for (std::size_t word = arguments.size(); word-- > 1 && arguments.size() > words.least_arguments;) {
    edits.push_back([=](Plan& plan) {
      Words& edited = plan.operations[i].arguments;
      edited.erase(edited.begin() + static_cast<std::ptrdiff_t>(word));
    });
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
    edits.push_back([=](Plan& plan) {
      write(plan);
      const std::int64_t by = *number - simpler;  // ms; as nanoseconds it may be more than a Duration holds
      const std::int64_t chaos = plan.chaos / std::chrono::milliseconds(1);
      if (by > chaos || -by > chaos) return;
      move_up(plan, operation.at + Duration{1}, std::chrono::milliseconds(by), operation.at);
    });
    edits.push_back(write);
  }
  search.keep_first(edits);
}

}  // namespace

void simplify_commands(Search& search) {
  for (std::size_t i = 0; i < search.plan().operations.size() && !search.exhausted(); ++i) {
    drop_words(search, i);
    const Words arguments = search.plan().operations[i].arguments;
    for (const std::size_t word : words_of(search.rules().commands, arguments).numbers) round_number(search, i, word);
  }
}

}  // namespace groundhog::harness
