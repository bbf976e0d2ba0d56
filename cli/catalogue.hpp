// Everything that a scenario may name here: Burrow, the faults, the checks.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/cluster/system.hpp"
#include "sim/scenario/loader.hpp"

namespace groundhog {

class Catalogue {
 public:
  // With these names of mutants; none: what `expect:` names is not judged.
  explicit Catalogue(std::vector<std::string> mutants = {});

  const System& system() const { return *system_; }
  const LoaderContext& loader() const { return loader_; }

 private:
  std::unique_ptr<System> system_;
  std::vector<std::string> mutants_;
  LoaderContext loader_;
};

}  // namespace groundhog
