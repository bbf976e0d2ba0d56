// How long after the start of settle the nodes of a tree may take to agree: the bound of P6 and P18, and the least
// settle that `lint` accepts.
//
// A tree converges level by level, from its primary down. What a node needs once its upstream has settled:
//
//   detection        (misses + 1) × W: its connection may be dead without a sign
//   backoff          the largest wait before it connects again
//   hold             empty-primary-hold
//   synchronisation  round trips, and the largest state that the operations can make, a window of it per round trip
//   janitor          one period
//
// All but the synchronisation runs on the node's own clock, which may be slow. The bound is that of the slowest path
// to a primary in any tree that the plan's roles can reach: written as topology, or made by commands.
#pragma once

#include "sim/guest/timing.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog {

Duration convergence_bound(const Plan& plan);

Pace settle_pace(const Plan& plan);

}  // namespace groundhog
