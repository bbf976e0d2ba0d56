// A sentence for each element of a plan: what it did in a recorded run.
#pragma once

#include "harness/promote/readable_scenario.hpp"
#include "harness/promote/run_record.hpp"

namespace groundhog::harness {

// "n1 appends it as entry 5, due at 1.110s"; "n2 answers v1, 140ms past its deadline".
std::string operation_note(const OperationRecord& operation);

// "drops a pong from n2 to n1 at 1.021s"; "n2 dies at 1.2s at entry 5 (n1 at 7) and is back at 1.7s".
std::string fault_note(const PlannedFault& fault, const FaultRecord& record, const RunRecord& run);

// Of every element. The violation is left empty.
PlanNotes element_notes(const Plan& plan, const RunRecord& run);

}  // namespace groundhog::harness
