#include "checkers/model/event_names.hpp"

#include <algorithm>

#include "checkers/message.hpp"
#include "checkers/model/ledger.hpp"

namespace groundhog::checkers {
namespace {

std::string name_of(const LogPlace& place) {
  return "history=" + history_text(place.history) + " offset=" + std::to_string(place.offset);
}

// The last entry that decided what the node holds of the key; none: it never had one, or a flush was the last.
std::optional<LogPlace> last_entry_about(std::string_view key, HostId node, const Ledger& ledger) {
  const auto id = ledger.keys().find(key);
  if (!id || index(node) >= ledger.node_count()) return std::nullopt;
  const std::optional<NodePosition>& position = ledger.node(node).position;
  const HistoryLog* log = position ? ledger.history(position->history) : nullptr;
  if (log == nullptr || position->offset > log->last_offset()) return std::nullopt;
  const Version* version = log->find(*id, position->offset);
  if (version == nullptr) return std::nullopt;
  return LogPlace{log->id(), version->offset};
}

}  // namespace

std::vector<std::string> event_names(const EventSubjects& subjects, std::optional<HostId> node, std::string_view key,
                                     const Ledger& ledger) {
  std::vector<std::string> names;
  const auto add = [&](std::string name) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  };
  if (node && !key.empty()) {
    if (const auto entry = last_entry_about(key, *node, ledger)) add(name_of(*entry));
  }
  if (subjects.operation) add("op=" + std::to_string(index(*subjects.operation)));
  if (subjects.place && subjects.place->history != HistoryId::none) add(name_of(*subjects.place));
  if (subjects.connection && *subjects.connection != ConnectionId::none) {
    add("connection=" + std::to_string(index(*subjects.connection)));
  }
  return names;
}

}  // namespace groundhog::checkers
