#include "checkers/model/dead_keys.hpp"

#include <algorithm>

namespace groundhog {

void DeadKeys::read(HostId node, MonotonicTime at, ExpiryTime now) {
  std::vector<Reading>& readings = nodes_[index(node)].readings;
  if (readings.empty() || now > readings.back().expiry) readings.push_back({at, now});
}

void DeadKeys::held(HostId node, std::span<const KeyState> keys) {
  std::optional<Key>& earliest = nodes_[index(node)].earliest;
  for (const KeyState& state : keys) {
    if (!state.deadline || (earliest && earliest->deadline <= *state.deadline)) continue;
    earliest = Key{std::string(state.key), *state.deadline};
  }
}

std::optional<DeadKeys::Overdue> DeadKeys::earliest(HostId node, HostId primary, MonotonicTime now_at_primary) const {
  const std::optional<Key>& key = nodes_[index(node)].earliest;
  if (!key) return std::nullopt;
  const std::vector<Reading>& readings = nodes_[index(primary)].readings;
  const auto reached =
      std::ranges::find_if(readings, [&](const Reading& reading) { return reading.expiry >= key->deadline; });
  if (reached == readings.end()) return std::nullopt;
  return Overdue{key->name, now_at_primary - reached->monotonic};
}

}  // namespace groundhog
