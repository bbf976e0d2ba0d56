#include "harness/shrink/plan/reductions/reductions.hpp"

namespace groundhog::harness {

void remove_operations(Search& search) { search.minimise(&Plan::operations); }

}  // namespace groundhog::harness
