// Everything that a scenario may name here: Burrow, the faults, the checks.
#pragma once

#include <memory>

#include "sim/cluster/system.hpp"
#include "sim/scenario/loader.hpp"

namespace groundhog {

class Catalogue {
 public:
  Catalogue();

  const System& system() const { return *system_; }
  const LoaderContext& loader() const { return loader_; }

 private:
  std::unique_ptr<System> system_;
  LoaderContext loader_;
};

}  // namespace groundhog
