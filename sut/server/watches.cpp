#include "sut/server/watches.hpp"

#include <algorithm>

namespace burrow {

void Watches::add(seam::StreamId client, std::string_view key, bool is_held) {
  Client& watching = clients_[client];
  const auto [it, is_new] = watching.keys.emplace(key, is_held);
  if (!is_new) return;
  watching.bytes += key.size() + key_overhead_bytes;
  watchers_[it->first].insert(client);
}

void Watches::remove(seam::StreamId client) {
  const auto found = clients_.find(client);
  if (found == clients_.end()) return;
  for (const auto& [key, is_held] : found->second.keys) {
    const auto watched = watchers_.find(key);
    watched->second.erase(client);
    if (watched->second.empty()) watchers_.erase(watched);
  }
  clients_.erase(found);
}

std::size_t Watches::bytes(seam::StreamId client) const {
  const auto found = clients_.find(client);
  return found == clients_.end() ? 0 : found->second.bytes;
}

void Watches::note(const Effect& effect) {
  if (clients_.empty()) return;
  if (effect.kind != EffectKind::flush) return note_key(effect.key, effect.kind == EffectKind::del);
  for (auto& [id, client] : clients_) {
    client.has_change |= std::ranges::any_of(client.keys, [](const auto& key) { return key.second; });
  }
}

void Watches::note_key(std::string_view key, bool leaves) {
  const auto watched = watchers_.find(key);
  if (watched == watchers_.end()) return;
  for (const seam::StreamId id : watched->second) {
    Client& client = clients_.at(id);
    const bool was_held = client.keys.find(key)->second;
    client.has_change |= was_held || !leaves;
  }
}

void Watches::note_replaced() {
  for (auto& [id, client] : clients_) client.has_change = true;
}

bool Watches::has_change(seam::StreamId client, const std::function<bool(std::string_view key)>& is_held) const {
  const auto found = clients_.find(client);
  if (found == clients_.end()) return false;
  const auto has_died = [&](const auto& key) { return key.second && !is_held(key.first); };
  return found->second.has_change || std::ranges::any_of(found->second.keys, has_died);
}

}  // namespace burrow
