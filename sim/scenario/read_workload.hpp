// The `workload` part of read_body.
#pragma once

#include "sim/scenario/instance_reader.hpp"
#include "sim/scenario/scenario_body.hpp"

namespace groundhog {

WorkloadSpec read_workload(const YamlValue& workload, const InstanceReader& reader);

}  // namespace groundhog
