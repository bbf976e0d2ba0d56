#include "checkers/model/operation_book.hpp"

#include <algorithm>

namespace groundhog::checkers {
namespace {

void remember(std::vector<std::uint32_t>& slots, std::size_t at, std::uint32_t slot, std::uint32_t none) {
  if (at >= slots.size()) slots.resize(std::max(at + 1, 2 * slots.size()), none);
  slots[at] = slot;
}

}  // namespace

Operation& OperationBook::open(const OperationInvoked& invoked, KeyTable& keys) {
  release_completed();
  const std::uint32_t slot = take_slot();
  Operation& operation = slots_[slot];
  operation.state = Operation::State::outstanding;
  operation.id = invoked.operation;
  operation.client = invoked.client;
  operation.node = invoked.node;
  operation.connection = invoked.connection;
  operation.command_number = invoked.command;
  operation.invoked = invoked.at;
  operation.node_died = false;
  operation.delivered.reset();
  operation.replied.reset();
  operation.e_first_read.reset();
  operation.commits = {};
  parse_command(invoked.arguments, keys, operation.command);
  remember(slot_by_operation_, index(invoked.operation), slot, no_slot);
  remember(slot_by_connection_, static_cast<std::size_t>(index(invoked.connection)), slot, no_slot);
  return operation;
}

Operation* OperationBook::find(OperationId id) {
  if (index(id) >= slot_by_operation_.size() || slot_by_operation_[index(id)] == no_slot) return nullptr;
  return &slots_[slot_by_operation_[index(id)]];
}

const Operation* OperationBook::find(OperationId id) const { return const_cast<OperationBook*>(this)->find(id); }

Operation* OperationBook::author(ConnectionId connection, std::uint64_t command) {
  const auto at = static_cast<std::size_t>(index(connection));
  if (at >= slot_by_connection_.size() || slot_by_connection_[at] == no_slot) return nullptr;
  Operation& operation = slots_[slot_by_connection_[at]];
  const bool is_it = operation.connection == connection && operation.command_number == command;
  return is_it && operation.state != Operation::State::free ? &operation : nullptr;
}

const Operation* OperationBook::author(ConnectionId connection, std::uint64_t command) const {
  return const_cast<OperationBook*>(this)->author(connection, command);
}

void OperationBook::complete(Operation& operation, Outcome outcome) {
  if (outcome == Outcome::unknown && operation.command.is_write()) {
    operation.state = Operation::State::orphaned;
    return;
  }
  operation.state = Operation::State::completed;
  completed_.push_back(slot_by_operation_[index(operation.id)]);
}

void OperationBook::forget_orphan(ConnectionId connection) {
  const auto at = static_cast<std::size_t>(index(connection));
  if (at >= slot_by_connection_.size() || slot_by_connection_[at] == no_slot) return;
  const std::uint32_t slot = slot_by_connection_[at];
  if (slots_[slot].connection == connection && slots_[slot].state == Operation::State::orphaned) release(slot);
}

void OperationBook::node_died(HostId node) {
  for (std::uint32_t slot = 0; slot < slots_.size(); ++slot) {
    if (slots_[slot].node != node) continue;
    if (slots_[slot].state == Operation::State::orphaned) release(slot);
    slots_[slot].node_died = true;
  }
}

std::uint32_t OperationBook::take_slot() {
  if (free_.empty()) {
    slots_.emplace_back();
    return static_cast<std::uint32_t>(slots_.size() - 1);
  }
  const std::uint32_t slot = free_.back();
  free_.pop_back();
  return slot;
}

void OperationBook::release(std::uint32_t slot) {
  slots_[slot].state = Operation::State::free;
  slot_by_operation_[index(slots_[slot].id)] = no_slot;
  free_.push_back(slot);
}

void OperationBook::release_completed() {
  for (const std::uint32_t slot : completed_) release(slot);
  completed_.clear();
}

}  // namespace groundhog::checkers
