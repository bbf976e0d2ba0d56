// What an acknowledged reply says about keys, held against every state that the node had while it ran the command.
//
// Judged once, for the checkers that share it: ttl.safety (expired), ttl.liveness (missed, at a primary),
// replica.prefix (never held; missed, at a replica; a wrong size).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "checkers/model/operation_book.hpp"

namespace groundhog::checkers {

enum class ReadFault : std::uint8_t {
  expired,     // it showed what was past its deadline for the whole interval
  missed,      // it showed nothing although the key was alive for the whole interval
  never_held,  // it showed what the node never held in the interval
  wrong_size,  // DBSIZE is not the number of keys of any state in the interval
  impossible,  // no state at all lets the command answer so: another kind of reply, a number out of its range
};

struct ReadFinding {
  ReadFault fault;
  std::optional<KeyId> key;
  std::string_view shown;  // the value, if the reply has one; borrowed from the reply
  Deadline deadline;       // expired, missed: of the state that was held
  bool at_primary;
  bool one_state;         // the key had one state for the whole interval, in one history
  std::int64_t size = 0;  // wrong_size, impossible: the number that it said
};

// Appends what is wrong with the reply to a whole operation, by every state in `states`. Shown texts are borrowed from
// the reply.
//
// A command that is a step of its own shows the state that it found; those that an EXEC runs find what the ones before
// them left.
void judge_operation(const Operation& operation, const Reply& reply, const ReadWindow& states, const KeyTable& keys,
                     std::vector<ReadFinding>& findings);

}  // namespace groundhog::checkers
