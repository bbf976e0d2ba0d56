#include <string>

#include "harness/shrink/plan/reductions/named_keys.hpp"
#include "harness/shrink/plan/reductions/reductions.hpp"

namespace groundhog::harness {

void merge_keys(Search& search) {
  const auto commands = search.rules().commands;
  const std::vector<std::string> keys = keys_of(search.plan(), commands);
  const Edit into_one[] = {[&](Plan& plan) {
    for (const std::string& key : keys) rename_key(plan, commands, key, keys.front());
  }};
  if (search.keep_first(into_one)) return;
  std::vector<Edit> edits;
  for (std::size_t gone = keys.size(); gone-- > 1;) {
    for (std::size_t heir = 0; heir < gone; ++heir) {
      edits.push_back([&, gone, heir](Plan& plan) { rename_key(plan, commands, keys[gone], keys[heir]); });
    }
  }
  search.keep_each(edits);
}

}  // namespace groundhog::harness
