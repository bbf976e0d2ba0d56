#include "harness/shrink/plan/reductions/reductions.hpp"

namespace groundhog::harness {

void narrow_checks(Search& search) {
  if (search.rules().property.empty()) return;
  const Edit only_it[] = {[&](Plan& plan) { plan.checks = {search.rules().property}; }};
  search.keep_each(only_it);
}

}  // namespace groundhog::harness
