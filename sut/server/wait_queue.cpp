#include "sut/server/wait_queue.hpp"

#include <utility>

namespace burrow {

void WaitQueue::add(StreamId client, std::size_t replicas, Offset target, Duration timeout) {
  Waiter& waiter = waiters_[client];
  waiter = Waiter{replicas, target, Timer()};
  if (timeout > Duration::zero()) waiter.timeout = runtime_.start_timer(timeout, [this, client] { finish(client); });
}

void WaitQueue::check() {
  std::vector<StreamId> satisfied;  // a client that goes on may wait again, or close
  for (const auto& [client, waiter] : waiters_) {
    if (count_applied_(waiter.target) >= waiter.replicas) satisfied.push_back(client);
  }
  for (const StreamId client : satisfied) finish(client);
}

void WaitQueue::finish_all() {
  for (const StreamId client : clients()) finish(client);
}

std::vector<StreamId> WaitQueue::take_all() {
  std::vector<StreamId> all = clients();
  waiters_.clear();
  return all;
}

std::vector<StreamId> WaitQueue::clients() const {
  std::vector<StreamId> all;
  for (const auto& [client, waiter] : waiters_) all.push_back(client);
  return all;
}

void WaitQueue::finish(StreamId client) {
  const auto it = waiters_.find(client);
  if (it == waiters_.end()) return;
  const std::size_t replicas = count_applied_(it->second.target);
  waiters_.erase(it);
  done_(client, replicas);
}

}  // namespace burrow
