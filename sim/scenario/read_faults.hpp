// The `faults` part of read_body.
#pragma once

#include <span>
#include <vector>

#include "sim/scenario/instance_reader.hpp"
#include "sim/scenario/scenario_body.hpp"

namespace groundhog {

std::vector<FaultSpec> read_faults(const YamlValue& faults, std::span<const FaultEntry> table,
                                   const InstanceReader& reader);

}  // namespace groundhog
