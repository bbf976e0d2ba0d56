// Everything that a scenario may name: what a guest brings, the faults, the checks, planted bugs.
#pragma once

#include <string>
#include <vector>

#include "sim/guest/guest.hpp"
#include "sim/scenario/loader.hpp"

namespace groundhog::harness {

class Catalogue {
 public:
  // With these names of mutants; none: what `expect:` names is not judged. The guest must outlive it.
  explicit Catalogue(const Guest& guest, std::vector<std::string> mutants = {});
  Catalogue(const Catalogue&) = delete;
  Catalogue& operator=(const Catalogue&) = delete;

  const Guest& guest() const { return guest_; }
  const LoaderContext& loader() const { return loader_; }

 private:
  const Guest& guest_;
  std::vector<std::string> mutants_;
  LoaderContext loader_;
};

}  // namespace groundhog::harness
