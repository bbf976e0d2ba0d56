// One event of a history that is shown to the checkers as it was not: changed, left out, or beside one that never was.
// The least that a check has to notice: a millisecond, an offset, a key, a byte, a replica.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "checkers/checker.hpp"
#include "checkers/model/ledger.hpp"

namespace groundhog::test {

// What is true of a history before the event that may be altered.
struct Truth {
  const checkers::RunInfo& run;
  const checkers::Ledger& ledger;
  std::set<ConnectionId> links;  // between nodes

  const checkers::HistoryLog* log(HistoryId history) const { return ledger.history(history); }
};

// Shows `to` something else in place of `event` and returns true; false: this one cannot be altered so, and nothing was
// shown. What it shows exists as long as the call.
template <typename Event>
using Alter = bool (*)(const Event& event, const Truth& truth, Observer& to);

template <typename... Events>
std::variant<Alter<Events>...> alter_any_of(EventList<Events...>);
using AlterAny = decltype(alter_any_of(AllEvents{}));

enum class HistoryOf : std::uint8_t { calm, cuts, one_client };  // the scenario of that name

struct Alteration {
  std::string_view name;   // what the history says that is not true
  std::string_view check;  // that has to notice it
  AlterAny alter;
  // Checks that this alteration may violate, too, but not each fault that violates `check`; with commas between them.
  std::string_view also = {};
  HistoryOf history = HistoryOf::calm;
};

// The last one is one that no value in these histories has.
inline std::string with_another_byte(std::string_view value) {
  std::string altered(value);
  altered.back() = static_cast<char>(altered.back() ^ 0x40);
  return altered;
}

// Longer than the slop, and than a command keeps its node busy.
inline Duration noticeably_late(const Truth& truth) { return 2 * truth.run.slop; }

// By the kind of event.
std::vector<Alteration> altered_replies();
std::vector<Alteration> altered_log();
std::vector<Alteration> altered_states();
std::vector<Alteration> altered_wire();

inline std::vector<Alteration> all_alterations() {
  std::vector<Alteration> all;
  for (const auto& some : {altered_replies(), altered_log(), altered_states(), altered_wire()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace groundhog::test
