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

// What a command can have found and left.
struct JudgedStates {
  ReadWindow found;
  ReadWindow all;
};

// Appends to `findings`. `command` is an operation's or a part of it, and `reply` its own.
void judge_reply(const ClientCommand& command, const Reply& reply, const JudgedStates& states, const KeyTable& keys,
                 std::vector<ReadFinding>& findings);

}  // namespace groundhog::checkers
