#include "sim/shrink/reductions/reductions.hpp"

namespace groundhog {

void remove_operations(Search& search) { search.minimise(&Plan::operations); }

}  // namespace groundhog
