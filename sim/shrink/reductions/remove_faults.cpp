#include "sim/shrink/reductions/reductions.hpp"

namespace groundhog {

void remove_faults(Search& search) { search.minimise(&Plan::faults); }

}  // namespace groundhog
