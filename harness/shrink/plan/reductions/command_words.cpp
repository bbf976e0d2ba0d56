#include "harness/shrink/plan/reductions/command_words.hpp"

#include <algorithm>
#include <iterator>
#include <variant>

namespace groundhog::harness {
namespace {

struct CommandShape {
  std::string_view name;
  std::size_t least_arguments;
  bool many_keys = false;  // all words are keys, not the first alone
  std::size_t value = 0;   // its index; 0: none
  std::size_t number = 0;  // likewise
  std::string_view plain = {};
};

constexpr CommandShape shapes[] = {
    {"APPEND", 3, false, 2},
    {"DECR", 2},
    {"DEL", 2, true},
    {"EXISTS", 2, true},
    {"EXPIRE", 3, false, 0, 2},
    {"GET", 2},
    {"GETDEL", 2},
    {"GETEX", 2, false, 0, 0, "GET"},
    {"GETSET", 3, false, 2},
    {"INCR", 2},
    {"MGET", 2, true},
    {"PERSIST", 2},
    {"PEXPIRE", 3, false, 0, 2},
    {"PSETEX", 4, false, 3, 2},
    {"PTTL", 2},
    {"SET", 3, false, 2},
    {"SETEX", 4, false, 3, 2},
    {"SETNX", 3, false, 2, 0, "SET"},
    {"STRLEN", 2},
    {"TOUCH", 2, true},
    {"TTL", 2},
    {"UNLINK", 2, true},
};

static_assert(std::ranges::is_sorted(shapes, {}, &CommandShape::name));

bool comes_before_a_number(std::string_view word) {
  return word == "EX" || word == "PX" || word == "EXAT" || word == "PXAT";
}

}  // namespace

CommandWords words_of(const std::vector<std::string>& arguments) {
  CommandWords words;
  words.least_arguments = arguments.size();
  if (arguments.empty()) return words;
  const auto* shape = std::ranges::lower_bound(shapes, arguments.front(), {}, &CommandShape::name);
  if (shape == std::end(shapes) || shape->name != arguments.front()) return words;
  words.least_arguments = std::min(shape->least_arguments, arguments.size());
  words.plain = shape->plain;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    if (i == 1 || shape->many_keys) words.keys.push_back(i);
    if (i == shape->value) words.values.push_back(i);
    if (i == shape->number || comes_before_a_number(arguments[i - 1])) words.numbers.push_back(i);
  }
  return words;
}

std::vector<std::string> keys_of(const Plan& plan) {
  std::vector<std::string> keys;
  for (const PlannedOperation& operation : plan.operations) {
    for (const std::size_t i : words_of(operation.arguments).keys) {
      const std::string& key = operation.arguments[i];
      if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
    }
  }
  return keys;
}

void rename_key(Plan& plan, const std::string& from, const std::string& to) {
  for (PlannedOperation& operation : plan.operations) {
    for (const std::size_t i : words_of(operation.arguments).keys) {
      if (operation.arguments[i] == from) operation.arguments[i] = to;
    }
  }
  for (PlannedFault& fault : plan.faults) {
    for (auto& [name, value] : fault.parameters) {
      auto* match = std::get_if<FrameMatch>(&value);
      if (match != nullptr && match->key == from) match->key = to;
    }
  }
}

}  // namespace groundhog::harness
