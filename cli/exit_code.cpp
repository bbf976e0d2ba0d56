#include "cli/exit_code.hpp"

#include <algorithm>
#include <array>

namespace groundhog {

ExitCode worse_of(ExitCode a, ExitCode b) {
  constexpr std::array order = {ExitCode::interrupted, ExitCode::internal_error, ExitCode::nondeterministic,
                                ExitCode::violated,    ExitCode::inconclusive,   ExitCode::usage,
                                ExitCode::as_expected};
  return *std::ranges::find_if(order, [&](ExitCode code) { return code == a || code == b; });
}

}  // namespace groundhog
