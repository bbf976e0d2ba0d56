#include "checkers/model/dead_keys.hpp"

#include <algorithm>
#include <chrono>

#include "sut/runtime/time.hpp"

namespace groundhog::checkers {

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

std::optional<DeadKeys::Overdue> DeadKeys::earliest(HostId node, HostId primary, VirtualTime now,
                                                    ClockReading end) const {
  const std::optional<Key>& key = nodes_[index(node)].earliest;
  if (!key) return std::nullopt;
  const Node& owner = nodes_[index(primary)];
  const auto reached =
      std::ranges::find_if(owner.readings, [&](const Reading& reading) { return reading.expiry >= key->deadline; });
  if (reached != owner.readings.end()) return Overdue{key->name, end.monotonic - reached->monotonic};
  // A janitor that does not run reads no clock. The wall, which E never lags behind, does not step in settle.
  const auto wall = std::chrono::floor<seam::Milliseconds>(end.wall.time_since_epoch());
  const seam::Milliseconds by_wall = seam::saturating_sub(ExpiryTime(wall), key->deadline);
  if (by_wall <= seam::Milliseconds(0)) return std::nullopt;
  const Duration by_process = (now - owner.unchanged_since) / 2;  // a clock may run at half its rate
  return Overdue{key->name, by_wall < by_process ? Duration(by_wall) : by_process};
}

}  // namespace groundhog::checkers
