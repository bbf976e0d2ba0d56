#include "harness/shrink/plan/reductions/reductions.hpp"

namespace groundhog::harness {

void remove_faults(Search& search) { search.minimise(&Plan::faults); }

}  // namespace groundhog::harness
