// The events that a violation rests on, by the words with which traces name them: "op=12", "history=4f… offset=7",
// "connection=3". They are those of the event at which it was noticed, and the last entry about its key that its node
// had applied.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/events/observer.hpp"

namespace groundhog::checkers {

class Ledger;

struct LogPlace {
  HistoryId history;
  std::uint64_t offset;
};

// What one event is about. Of the command of a log entry, who sent it.
struct EventSubjects {
  std::optional<OperationId> operation;
  std::optional<LogPlace> place;
  std::optional<ConnectionId> connection;
};

template <typename Event>
EventSubjects subjects_of(const Event& event) {
  EventSubjects subjects;
  if constexpr (requires { OperationId{event.operation}; }) subjects.operation = event.operation;
  if constexpr (requires { LogPlace{event.history, event.offset}; }) {
    subjects.place = LogPlace{event.history, event.offset};
  }
  if constexpr (requires { ConnectionId{event.connection}; }) subjects.connection = event.connection;
  if constexpr (requires { ConnectionId{event.frame.connection}; }) subjects.connection = event.frame.connection;
  return subjects;
}

// `key`: empty if it is about none.
std::vector<std::string> event_names(const EventSubjects& subjects, std::optional<HostId> node, std::string_view key,
                                     const Ledger& ledger);

}  // namespace groundhog::checkers
