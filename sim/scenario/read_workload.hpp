// The `workload` part of read_body.
#pragma once

#include "sim/guest/guest.hpp"
#include "sim/scenario/instance_reader.hpp"
#include "sim/scenario/scenario_body.hpp"

namespace groundhog {

WorkloadSpec read_workload(const YamlValue& workload, const InstanceReader& reader, const Guest& guest);

}  // namespace groundhog
