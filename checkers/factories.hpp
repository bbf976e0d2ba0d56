// One maker per checker, for the table.
#pragma once

#include <memory>

#include "checkers/checker.hpp"

namespace groundhog::checkers {

std::unique_ptr<Checker> make_ttl_safety(const CheckContext& context);
std::unique_ptr<Checker> make_ttl_liveness(const CheckContext& context);
std::unique_ptr<Checker> make_ttl_fidelity(const CheckContext& context);
std::unique_ptr<Checker> make_convergence(const CheckContext& context);
std::unique_ptr<Checker> make_prefix(const CheckContext& context);
std::unique_ptr<Checker> make_failure_detector(const CheckContext& context);
std::unique_ptr<Checker> make_progress(const CheckContext& context);
std::unique_ptr<Checker> make_snapshot_atomic(const CheckContext& context);

}  // namespace groundhog::checkers
