// Alone in its file: a mutant's binary replaces it (tests/mutants/planted.cpp.in).
#include "harness/mutants/planted.hpp"

namespace groundhog::harness {

std::string_view planted_mutant() { return {}; }

}  // namespace groundhog::harness
