#include "sut/server/wait_queue.hpp"

#include <utility>

namespace burrow {

void WaitQueue::add(seam::StreamId client, std::size_t replicas, Offset target, seam::Duration timeout) {
  Waiter& waiter = waiters_[client];
  waiter = Waiter{replicas, target, seam::Timer()};
  if (timeout > seam::Duration::zero())
    waiter.timeout = runtime_.start_timer(timeout, [this, client] { finish(client); });
}

void WaitQueue::check() {
  std::vector<seam::StreamId> satisfied;  // a client that goes on may wait again, or close
  for (const auto& [client, waiter] : waiters_) {
    if (count_applied_(waiter.target) >= waiter.replicas) satisfied.push_back(client);
  }
  for (const seam::StreamId client : satisfied) finish(client);
}

void WaitQueue::finish_all() {
  for (const seam::StreamId client : clients()) finish(client);
}

std::vector<seam::StreamId> WaitQueue::take_all() {
  std::vector<seam::StreamId> all = clients();
  waiters_.clear();
  return all;
}

std::vector<seam::StreamId> WaitQueue::clients() const {
  std::vector<seam::StreamId> all;
  for (const auto& [client, waiter] : waiters_) all.push_back(client);
  return all;
}

void WaitQueue::finish(seam::StreamId client) {
  const auto it = waiters_.find(client);
  if (it == waiters_.end()) return;
  const std::size_t replicas = count_applied_(it->second.target);
  waiters_.erase(it);
  done_(client, replicas);
}

}  // namespace burrow
