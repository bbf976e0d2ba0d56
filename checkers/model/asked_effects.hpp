// Whether an entry of the log does what its command asks for: key, value and kind. Deadlines are P3's, the removal of
// dead keys and victims is asked for by no command.
#pragma once

#include <cstdint>

#include "checkers/model/client_command.hpp"
#include "checkers/model/history_log.hpp"

namespace groundhog::checkers {

// The entry at `offset` of `log`, by a command (or by one of those that its EXEC ran) whose first entry is at
// `first_offset`. What the checks know nothing of asks for anything.
bool is_asked_for(const ClientCommand& command, const Effect& effect, KeyId key, const HistoryLog& log,
                  std::uint64_t offset, std::uint64_t first_offset);

}  // namespace groundhog::checkers
