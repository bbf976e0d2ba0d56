// Which cells can exist, written by hand: what a server may answer to each form of a command, by the state of its key.
//
// A command that is new costs a line of the tables in issued_rules.cpp.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkers/issued/command_form.hpp"
#include "checkers/issued/issued_cell.hpp"

namespace groundhog::checkers {

// What a node answers before it looks at any key, to commands about keys.
struct IssuedRefusal {
  std::string_view error;  // the word for it
  bool writes_only;
  bool is_wanted;  // of each command that may get it
};

std::span<const IssuedRefusal> issued_refusals();

// What completes without a reply.
inline constexpr std::string_view no_reply = "no reply";

// Of these a reply is; empty: of none.
std::string_view refusal_of(const Reply& reply);

// The word for any other reply to a command of this form with so many keys, as far as one of them is concerned: the
// first is 0.
std::string outcome_of(std::string_view form, const Reply& reply, std::size_t key, std::size_t keys);

// False: there is no rule for it.
bool is_counted(std::string_view command);

// The places of its keys that are kept apart; none: it has no key, or its key does not matter.
std::vector<std::string_view> key_places(std::string_view form);

// What may come of it, with blanks between; a "?" behind what no workload has to reach. Empty: there is no rule for it.
std::string_view outcomes_at(std::string_view form, std::string_view place, KeyFound found);

// Whether a reply may have made this cell.
bool may_exist(const IssuedCell& cell);

}  // namespace groundhog::checkers
