#include "harness/shrink/plan/reductions/reductions.hpp"

namespace groundhog {

void remove_faults(Search& search) { search.minimise(&Plan::faults); }

}  // namespace groundhog
