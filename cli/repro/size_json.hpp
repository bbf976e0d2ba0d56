#pragma once

#include "cli/output/json.hpp"
#include "cli/repro/repro.hpp"

namespace groundhog {

inline JsonObject size_json(const DaySize& size) {
  JsonObject object;
  object.add("faults", size.faults).add("operations", size.operations).add("messages", size.messages);
  return object;
}

}  // namespace groundhog
