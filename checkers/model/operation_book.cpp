#include "checkers/model/operation_book.hpp"

#include <algorithm>

#include "sut/runtime/time.hpp"

namespace groundhog::checkers {

namespace {

// The element at this place, after as many of `none` as it takes.
template <typename T>
T& element_at(std::vector<T>& elements, std::size_t at, const T& none) {
  if (at >= elements.size()) elements.resize(std::max(at + 1, 2 * elements.size()), none);
  return elements[at];
}

bool is_on(const Operation& operation, ConnectionId connection) {
  return operation.connection == connection && operation.state != Operation::State::free;
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
  element_at(slot_by_operation_, index(invoked.operation), no_slot) = slot;
  join_connection(slot);
  follow_queue(operation);
  return operation;
}

void OperationBook::follow_queue(Operation& operation) {
  ClientCommand& command = operation.command;
  const auto queue = queues_.find(operation.connection);
  if (queue == queues_.end()) {
    if (command.kind == CommandKind::multi) queues_[operation.connection];
    return;
  }
  if (command.can_be_queued()) {
    queue->second.push_back(command);
    command = ClientCommand();
    command.kind = CommandKind::queued;
    return;
  }
  if (!command.ends_queue) return;
  if (command.kind == CommandKind::exec) command.parts = std::move(queue->second);
  queues_.erase(queue);
}

void OperationBook::join_connection(std::uint32_t slot) {
  Operation& operation = slots_[slot];
  operation.may_be_held_up = Duration{0};
  operation.goes_alone = true;
  if (operation.connection == ConnectionId::none) return;
  std::vector<std::uint32_t>& slots =
      element_at(slots_by_connection_, static_cast<std::size_t>(index(operation.connection)), {});
  std::erase_if(slots, [&](std::uint32_t each) { return each == slot || !is_on(slots_[each], operation.connection); });
  for (const std::uint32_t before : slots) {
    if (slots_[before].state != Operation::State::outstanding) continue;
    operation.goes_alone = false;
    operation.may_be_held_up = seam::saturating_add(operation.may_be_held_up, slots_[before].command.may_block);
  }
  slots.push_back(slot);
}

std::vector<std::uint32_t>* OperationBook::slots_of(ConnectionId connection) {
  const auto at = static_cast<std::size_t>(index(connection));
  return at < slots_by_connection_.size() ? &slots_by_connection_[at] : nullptr;
}

Operation* OperationBook::find(OperationId id) {
  if (index(id) >= slot_by_operation_.size() || slot_by_operation_[index(id)] == no_slot) return nullptr;
  return &slots_[slot_by_operation_[index(id)]];
}

const Operation* OperationBook::find(OperationId id) const { return const_cast<OperationBook*>(this)->find(id); }

Operation* OperationBook::author(ConnectionId connection, std::uint64_t command) {
  const std::vector<std::uint32_t>* const slots = slots_of(connection);
  if (slots == nullptr) return nullptr;
  for (const std::uint32_t slot : *slots) {
    if (is_on(slots_[slot], connection) && slots_[slot].command_number == command) return &slots_[slot];
  }
  return nullptr;
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

void OperationBook::forget_orphans(ConnectionId connection) {
  queues_.erase(connection);
  std::vector<std::uint32_t>* const slots = slots_of(connection);
  if (slots == nullptr) return;
  for (const std::uint32_t slot : *slots) {
    if (is_on(slots_[slot], connection) && slots_[slot].state == Operation::State::orphaned) release(slot);
  }
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

ReadWindow ReadWindow::found_by(const Commits& commits) const {
  if (commits.first_offset == 0) return *this;
  const std::uint64_t before = commits.first_offset - 1;
  for (std::uint64_t r = from_.residence; r <= to_.residence; ++r) {
    const Residence& residence = course_.at(r);
    if (residence.log != commits.log || before < residence.first || before > residence.last) continue;
    ReadWindow found = *this;
    found.from_ = found.to_ = {r, before};
    return found;
  }
  return *this;
}

namespace {

template <typename Matches>
bool some_state(const ReadWindow& window, KeyId key, Matches&& matches) {
  bool found = false;
  window.visit_states(key, [&](const Version* version) { found = found || matches(version); });
  return found;
}

bool is_absent(const Version* version) { return version == nullptr; }

// Nothing is left to do for a deadline that is past once the key is absent.
bool past_deadline_done(const ClientCommand& command, const ReadWindow& window) {
  return is_past(command.ttl, window.latest()) && some_state(window, command.keys[0], is_absent);
}

bool set_was_done(const ClientCommand& command, const Reply& reply) {
  const bool existed = reply.kind == ReplyKind::text;
  if (command.returns_old) {
    if (command.if_absent) return !existed;
    if (command.if_present) return existed;
    return true;
  }
  return says_done(reply);
}

bool set_is_in_log(const ClientCommand& command, const Reply& reply, const Commits& commits, const ReadWindow& window) {
  if (!set_was_done(command, reply) || commits.sets > 0) return true;
  if (past_deadline_done(command, window)) return true;
  return some_state(window, command.keys[0], [&](const Version* version) {
    return version != nullptr && version->value == command.value &&
           fits(command.ttl, version->deadline, version->deadline, window.earliest(), window.latest());
  });
}

bool deadline_is_in_log(const ClientCommand& command, const Commits& commits, const ReadWindow& window) {
  if (commits.deadlines > 0) return true;
  if (past_deadline_done(command, window)) return true;
  return some_state(window, command.keys[0], [&](const Version* version) {
    return version != nullptr &&
           fits(command.ttl, version->deadline, version->deadline, window.earliest(), window.latest());
  });
}

bool flush_is_in_log(const Commits& commits, const ReadWindow& window) {
  if (commits.flushes > 0) return true;
  bool was_empty = false;
  window.visit_stretches([&](const Residence& residence, std::uint64_t first, std::uint64_t last) {
    for (std::uint64_t offset = first; offset <= last && !was_empty; ++offset) {
      was_empty = residence.log == nullptr || residence.log->digest_at(offset).keys == 0;
    }
  });
  return was_empty;
}

// RENAME k k changes nothing.
bool copy_is_in_log(const ClientCommand& command, const Reply& reply, const Commits& commits) {
  return !set_was_done(command, reply) || command.keys[0] == command.keys[1] || commits.sets > 0;
}

}  // namespace

bool is_past(const TtlRequest& ttl, ExpiryTime now) {
  if (ttl.kind == TtlRequest::Kind::relative) return ttl.milliseconds <= 0;
  if (ttl.kind == TtlRequest::Kind::absolute) return ttl.milliseconds <= now.time_since_epoch().count();
  return false;
}

bool fits(const TtlRequest& ttl, const Deadline& held, const Deadline& before, ExpiryTime earliest, ExpiryTime latest) {
  switch (ttl.kind) {
    case TtlRequest::Kind::none:
    case TtlRequest::Kind::remove:
      return !held;
    case TtlRequest::Kind::keep:
      return held == before;
    case TtlRequest::Kind::absolute:
      return held && held->time_since_epoch().count() == ttl.milliseconds;
    case TtlRequest::Kind::overflow:
      return false;
    case TtlRequest::Kind::relative:
      break;
  }
  if (!held) return false;
  // A sum that no deadline can hold saturates: a deadline that is held may come from the earlier E alone.
  const seam::Milliseconds asked(ttl.milliseconds);
  return seam::saturating_add(earliest, asked) <= *held && *held <= seam::saturating_add(latest, asked);
}

bool is_in_log(const ClientCommand& command, const Reply& reply, const Commits& commits, const ReadWindow& window) {
  if (!command.is_write()) return true;  // a GETEX may be none
  switch (command.kind) {
    case CommandKind::set:
      return set_is_in_log(command, reply, commits, window);
    case CommandKind::del:
      return static_cast<std::int64_t>(commits.client_dels) >= reply.integer;
    case CommandKind::getdel:
      return reply.kind != ReplyKind::text || commits.client_dels > 0;
    case CommandKind::getex:
      return reply.kind != ReplyKind::text || deadline_is_in_log(command, commits, window);
    case CommandKind::expire:
      return reply.integer != 1 || deadline_is_in_log(command, commits, window);
    case CommandKind::persist:
      return reply.integer != 1 || commits.deadlines > 0;
    case CommandKind::flush:
      return flush_is_in_log(commits, window);
    case CommandKind::change:
      return reply.kind == ReplyKind::error || commits.sets > 0;
    case CommandKind::mset:
      return !set_was_done(command, reply) || commits.sets >= command.keys.size();
    case CommandKind::copy:
      return copy_is_in_log(command, reply, commits);
    default:
      return true;
  }
}

}  // namespace groundhog::checkers
