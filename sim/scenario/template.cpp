#include "sim/scenario/template.hpp"

#include <utility>

#include "sim/scenario/read_body.hpp"

namespace groundhog {

ScenarioTemplate::ScenarioTemplate(YamlValue document, std::vector<Param> params, std::span<const FaultEntry> faults,
                                   const Guest& guest)
    : document_(std::move(document)), params_(std::move(params)), faults_(faults), guest_(guest) {
  if (params_.empty()) only_instance_ = instance({});
}

ScenarioBody ScenarioTemplate::instance(const ParamValues& values) const {
  return read_body(document_, values, faults_, guest_);
}

}  // namespace groundhog
