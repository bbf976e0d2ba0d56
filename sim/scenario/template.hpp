// What a Scenario keeps of its file to make plans from: the document with its placeholders resolved, its params, and,
// when there are none, the one instance that all seeds share.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/guest/guest.hpp"
#include "sim/scenario/params.hpp"
#include "sim/scenario/scenario_body.hpp"
#include "sim/scenario/yaml_document.hpp"

namespace groundhog {

class ScenarioTemplate {
 public:
  ScenarioTemplate(YamlValue document, std::vector<Param> params, std::span<const FaultEntry> faults,
                   const Guest& guest);

  // The instance with these values of the params. Never fails: what the validator has refused reads as absent.
  ScenarioBody instance(const ParamValues& values) const;

  const YamlValue& document() const { return document_; }
  std::span<const Param> params() const { return params_; }
  // Set when there are no params.
  const std::optional<ScenarioBody>& only_instance() const { return only_instance_; }

 private:
  YamlValue document_;
  std::vector<Param> params_;
  std::span<const FaultEntry> faults_;
  const Guest& guest_;
  std::optional<ScenarioBody> only_instance_;
};

}  // namespace groundhog
