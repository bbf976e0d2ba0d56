#include "harness/runner/seed_queue.hpp"

#include <utility>

namespace groundhog::harness {

std::optional<SeedQueue::Ticket> SeedQueue::take() {
  if (!returned_.empty()) {
    const auto first = returned_.begin();
    const Ticket ticket{first->first, first->second};
    returned_.erase(first);
    return ticket;
  }
  if (!has_new()) return std::nullopt;
  const std::uint64_t index = next_new_++;
  return Ticket{index, seeds_.at(index)};
}

void SeedQueue::give_back(Ticket ticket) { returned_.emplace(ticket.index, ticket.seed); }

void SeedQueue::finished(Ticket ticket, SeedResult result) { waiting_.emplace(ticket.index, std::move(result)); }

std::optional<SeedResult> SeedQueue::next_in_order() {
  const auto next = waiting_.find(next_out_);
  if (next == waiting_.end()) return std::nullopt;
  SeedResult result = std::move(next->second);
  waiting_.erase(next);
  ++next_out_;
  return result;
}

bool SeedQueue::drained() const { return !has_new() && next_out_ == next_new_; }

}  // namespace groundhog::harness
