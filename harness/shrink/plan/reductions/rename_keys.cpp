#include <algorithm>
#include <string>

#include "harness/shrink/plan/reductions/named_keys.hpp"
#include "harness/shrink/plan/reductions/reductions.hpp"

namespace groundhog::harness {
namespace {

using Commands = std::span<const CommandSpec>;

// A detour, lest k1 and k2 meet when they change places.
void rename_all_keys(Plan& plan, Commands commands) {
  const std::vector<std::string> keys = keys_of(plan, commands);
  const auto detour = [](std::size_t i) { return "k" + std::to_string(i + 1) + " on its way"; };
  for (std::size_t i = 0; i < keys.size(); ++i) rename_key(plan, commands, keys[i], detour(i));
  for (std::size_t i = 0; i < keys.size(); ++i) rename_key(plan, commands, detour(i), "k" + std::to_string(i + 1));
}

bool is_there(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

// For a key whose bytes matter, the others by themselves.
std::vector<Edit> one_by_one(const Plan& plan, Commands commands) {
  std::vector<Edit> edits;
  const std::vector<std::string> keys = keys_of(plan, commands);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const std::string name = "k" + std::to_string(i + 1);
    edits.push_back([=, key = keys[i]](Plan& edited) {
      if (!is_there(keys_of(edited, commands), name)) rename_key(edited, commands, key, name);
    });
  }
  return edits;
}

}  // namespace

void rename_keys(Search& search) {
  const Commands commands = search.rules().commands;
  const Edit keys[] = {[&](Plan& plan) { rename_all_keys(plan, commands); }};
  if (!search.keep_first(keys)) search.keep_each(one_by_one(search.plan(), commands));
}

}  // namespace groundhog::harness
