// Shapes of partitions as concrete groups of nodes (Jepsen's nemesis partitioners).
#pragma once

#include "sim/core/random.hpp"
#include "sim/plan/fault_parameters.hpp"
#include "sim/scenario/scenario_body.hpp"

namespace groundhog {

// random_halves      nodes in drawn order, the first half apart from the rest
// majority_minority  a drawn minority, as large as one can be, apart from the others
// isolate_one        a drawn node alone
// isolate_primary    the primary of the scenario alone, whoever was promoted since
// bridge             two halves that see each other only through one node, which is in both groups
// ring               nodes in drawn order, each sees its two neighbours only
Groups partition_groups(PartitionShape shape, const ScenarioBody& body, RandomKey key);

}  // namespace groundhog
