// Which planted bug this binary was built with.
#pragma once

#include <string_view>

namespace groundhog::harness {

// Empty for the true tree. A mutant's binary brings a definition of its own, ahead of the one in our library.
std::string_view planted_mutant();

}  // namespace groundhog::harness
