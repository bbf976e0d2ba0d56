// The catalogue of the command `groundhog`: with Burrow as the guest.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "harness/runner/checked_run.hpp"
#include "sim/burrow/burrow_guest.hpp"

namespace groundhog::test {

struct OwnedBurrow {
  std::unique_ptr<Guest> burrow = make_burrow_guest();
};

class BurrowCatalogue : private OwnedBurrow, public harness::Catalogue {
 public:
  explicit BurrowCatalogue(std::vector<std::string> mutants = {}) : harness::Catalogue(*burrow, std::move(mutants)) {}
};

}  // namespace groundhog::test
