// Which build this is: a seed is exact on the same build only.
#pragma once

#include <string>

namespace groundhog::harness {

struct BuildIdentity {
  std::string version;
  std::string commit;  // 12 digits, "-dirty" behind it for a changed tree; "unknown" without git
  std::string compiler;
  std::string flags;
  std::string mutant;  // the planted bug; empty for the true tree

  friend bool operator==(const BuildIdentity&, const BuildIdentity&) = default;
};

// Of this binary.
BuildIdentity build_identity();

}  // namespace groundhog::harness
