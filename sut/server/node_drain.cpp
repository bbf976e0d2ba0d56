// The orderly end: everybody who was served gets what he is owed.

#include <utility>
#include <vector>

#include "sut/server/node.hpp"

namespace burrow {

namespace {

constexpr seam::Duration check_interval = std::chrono::milliseconds(10);

}  // namespace

void Node::drain(std::function<void()> done) {
  on_drained_ = std::move(done);
  listener_.reset();
  std::vector<seam::StreamId> ids;  // a connection that is done leaves the map
  for (const auto& [id, client] : clients_) ids.push_back(id);
  for (const seam::StreamId id : ids) {
    if (const auto it = clients_.find(id); it != clients_.end()) it->second->drain();
  }
  check_drained();
}

void Node::check_drained() {
  replicas_.pump();
  const bool replicas_have_all = replicas_.count_applied(log_.place().offset) == replicas_.sessions().size();
  if (replicas_have_all) waiters_.finish_all();  // no more will come
  if (clients_.empty() && replicas_have_all) return std::exchange(on_drained_, nullptr)();
  replicas_.ping_behind(log_.place().offset);
  drain_timer_ = runtime_.start_timer(check_interval, [this] { check_drained(); });
}

}  // namespace burrow
