#pragma once

#include "harness/repro/repro.hpp"
#include "harness/text/json.hpp"

namespace groundhog::harness {

inline JsonObject size_json(const DaySize& size) {
  JsonObject object;
  object.add("faults", size.faults).add("operations", size.operations).add("messages", size.messages);
  return object;
}

}  // namespace groundhog::harness
