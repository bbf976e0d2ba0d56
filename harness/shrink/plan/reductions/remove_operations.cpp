#include "harness/shrink/plan/reductions/reductions.hpp"

namespace groundhog {

void remove_operations(Search& search) { search.minimise(&Plan::operations); }

}  // namespace groundhog
