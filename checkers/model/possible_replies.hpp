// Which replies a command can have in some state: kinds, and numbers out of any range. What is left is judged by states
// (read_findings.hpp).
#pragma once

#include "checkers/model/client_command.hpp"

namespace groundhog::checkers {

// `reply` is no error.
bool is_possible(const ClientCommand& command, const Reply& reply);

// Whether this error says that something is wrong with a command in which nothing is.
bool is_unfounded(const ClientCommand& command, const Reply& error);

}  // namespace groundhog::checkers
