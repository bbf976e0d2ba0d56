// Which build this is: a seed is exact on the same build only.
#pragma once

#include <string_view>

namespace groundhog::harness {

struct BuildIdentity {
  std::string_view version;
  std::string_view commit;  // 12 digits, "-dirty" behind it for a changed tree; "unknown" without git
  std::string_view compiler;
  std::string_view flags;
  std::string_view mutant;  // the planted bug; empty for the true tree
};

BuildIdentity build_identity();

}  // namespace groundhog::harness
