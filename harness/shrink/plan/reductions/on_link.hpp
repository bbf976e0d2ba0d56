#pragma once

#include <cstddef>

#include "harness/shrink/plan/reductions/reductions.hpp"

namespace groundhog::harness {

// `change` on the link at this place, which may be gone meanwhile.
template <typename Change>
Edit on_link(std::size_t i, Change change) {
  return [i, change](Plan& plan) {
    if (i < plan.network.links.size()) change(plan.network.links[i]);
  };
}

}  // namespace groundhog::harness
