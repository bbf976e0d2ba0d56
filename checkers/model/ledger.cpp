#include "checkers/model/ledger.hpp"

#include <algorithm>

namespace groundhog::checkers {
namespace {

// More residences than this and those that no operation needs are forgotten.
constexpr std::size_t residences_kept = 64;

}  // namespace

HistoryLog* Ledger::find_history(HistoryId id) const {
  // The latest are asked for most.
  for (auto log = histories_.rbegin(); log != histories_.rend(); ++log) {
    if ((*log)->id() == id) return log->get();
  }
  return nullptr;
}

std::optional<ReadWindow> Ledger::window(const Operation& operation) const {
  if (!operation.delivered || !operation.replied) return std::nullopt;
  const ReadWindow window(node(operation.node).course, operation);
  if (!window.is_judgeable()) return std::nullopt;
  return window;
}

void Ledger::on(const PhaseStarted& event) {
  if (event.phase == Phase::settle) settle_began_ = event.at;
}

void Ledger::on(const NodeStarted& event) {
  topology_.on(event);
  NodeModel& node = nodes_[index(event.node)];
  node.running = true;
  node.paused = false;
  node.incarnation = event.incarnation;
  node.clock.restart(event.clocks);
  node.position.reset();
  begin_residence(node, event.node, {nullptr, HistoryId::none, 0, 0, 0, Role::replica, true});
}

void Ledger::on(const NodeStopped& event) {
  NodeModel& node = nodes_[index(event.node)];
  node.running = false;
  node.paused = false;
  node.awaiting_reading.clear();
  operations_.node_died(event.node);
}

void Ledger::on(const NodePaused& event) { nodes_[index(event.node)].paused = true; }
void Ledger::on(const NodeResumed& event) { nodes_[index(event.node)].paused = false; }

void Ledger::on(const ClockRead& event) {
  NodeModel* node = model(event.node);
  if (node == nullptr) return;
  node->clock.read(event.clocks);
  if (node->awaiting_reading.empty()) return;
  for (const OperationId id : node->awaiting_reading) {
    if (Operation* operation = operations_.find(id)) operation->e_first_read = node->clock.last();
  }
  node->awaiting_reading.clear();
}

void Ledger::on(const OperationInvoked& event) { operations_.open(event, keys_); }

void Ledger::on(const OperationDelivered& event) {
  Operation* operation = operations_.find(event.operation);
  NodeModel* node = model(event.node);
  if (operation == nullptr || node == nullptr || node->course.empty()) return;
  operation->delivered = event.at;
  operation->node_died = false;  // to the process of now
  operation->e_delivered = node->clock.at(event.clocks);
  operation->from = node->course.mark();
  node->awaiting_reading.push_back(event.operation);
}

void Ledger::on(const ReplyAccepted& event) {
  Operation* operation = operations_.find(event.operation);
  NodeModel* node = model(event.node);
  if (operation == nullptr || node == nullptr || !operation->delivered) return;
  operation->replied = event.at;
  operation->e_replied = node->clock.at(event.clocks);
  if (!operation->e_first_read) operation->e_first_read = operation->e_replied;
  operation->to = node->course.mark();
}

void Ledger::on(const OperationCompleted& event) {
  findings_.clear();
  Operation* operation = operations_.find(event.operation);
  if (operation == nullptr) return;
  topology_.on(event, *operation, node(operation->node).position);
  operations_.complete(*operation, event.outcome);
  const bool is_answered = event.outcome == Outcome::ok || event.outcome == Outcome::error;
  if (!is_answered || operation->command.kind == CommandKind::other) return;
  const auto states = window(*operation);
  if (!states) return;
  judge_operation(*operation, event.reply, *states, keys_, findings_);
  if (ends_too_early(*operation, event.reply)) {
    findings_.push_back({ReadFault::impossible, std::nullopt, {}, std::nullopt, true, false, event.reply.integer});
  }
  note_deadline_edges(*operation, *states);
}

// WAIT answers with fewer replicas than it asks for once its time is over by its node's clock, which gains at most a
// second in each.
bool Ledger::ends_too_early(const Operation& operation, const Reply& reply) const {
  const ClientCommand& command = operation.command;
  if (command.kind != CommandKind::wait || reply.kind != ReplyKind::integer) return false;
  if (reply.integer >= command.operand.number) return false;
  return *operation.replied - *operation.delivered < command.may_block / 2 - seam::Milliseconds(1);
}

// By E as it was when the reply was made.
void Ledger::note_deadline_edges(const Operation& operation, const ReadWindow& states) {
  constexpr seam::Milliseconds millisecond{1};
  const auto note = [&](KeyId key) {
    Deadline deadline;
    states.visit_states(
        key, [&](const Version* version) { deadline = version != nullptr ? version->deadline : Deadline{}; });
    if (!deadline) return;
    // Not the difference: a deadline may be at the end of its type.
    const ExpiryTime now = states.latest();
    if (*deadline == now + millisecond) edges_.add(Edge::deadline_before);
    if (*deadline == now) edges_.add(Edge::deadline_at);
    if (*deadline == now - millisecond) edges_.add(Edge::deadline_after);
  };
  for (const ClientCommand& command : parts_of(operation.command)) std::ranges::for_each(command.keys, note);
}

// A hello asks to continue behind what its sender has.
void Ledger::on(const FrameDelivered& event) {
  if (event.frame.type != "hello") return;
  const NodeModel* replica = model(event.frame.from);
  const NodeModel* primary = model(event.frame.to);
  if (replica == nullptr || primary == nullptr || !replica->position || !primary->position) return;
  if (replica->position->history == HistoryId::none || replica->position->history != primary->position->history) return;
  const std::uint64_t wanted = replica->position->offset + 1;
  if (wanted == primary->position->backlog_first) edges_.add(Edge::backlog_first);
  if (wanted + 1 == primary->position->backlog_first) edges_.add(Edge::backlog_past);
}

void Ledger::on(const HistoryBegan& event) {
  if (history(event.history) == nullptr) {
    histories_.push_back(std::make_unique<HistoryLog>(event, history(event.parent), keys_));
  }
  const HistoryLog* log = history(event.history);
  NodeModel& node = nodes_[index(event.node)];
  const std::uint64_t offset = log->switch_offset();
  begin_residence(node, event.node, {log, event.history, offset, offset, 0, Role::primary, true});
}

void Ledger::on(const LogAppended& event) {
  HistoryLog* log = find_history(event.history);
  append_is_regular_ = log != nullptr && event.offset == log->last_offset() + 1;
  if (!append_is_regular_) return;
  const bool has_key = event.effect.kind != EffectKind::flush;
  log->append(event, has_key ? keys_.intern(event.effect.key) : KeyId{});
  Course& course = nodes_[index(event.node)].course;
  if (!course.empty() && course.current().log == log) course.advance(event.offset);
  note_commit(event, *log);
}

void Ledger::note_commit(const LogAppended& event, const HistoryLog& log) {
  Operation* author = operations_.author(event.connection, event.command);
  if (author == nullptr) return;
  Commits& commits = author->commits;
  if (commits.first_offset == 0) commits.first_offset = event.offset;
  commits.log = &log;
  commits.last_offset = event.offset;
  switch (event.effect.kind) {
    case EffectKind::set:
      ++commits.sets;
      return;
    case EffectKind::deadline:
      ++commits.deadlines;
      return;
    case EffectKind::flush:
      ++commits.flushes;
      return;
    case EffectKind::del:
      if (event.effect.cause == DelCause::client || event.effect.cause == DelCause::none) ++commits.client_dels;
      return;
  }
}

void Ledger::on(const NodePosition& event) {
  topology_.on(event);
  NodeModel& node = nodes_[index(event.node)];
  node.position = event;
  const HistoryLog* log = history(event.history);
  if (log != nullptr && event.offset > log->last_offset()) log = nullptr;
  if (!node.course.empty()) {
    const Residence& now = node.course.current();
    const bool same_generation = now.announced_only || now.generation == event.generation;
    if (now.history == event.history && now.log == log && now.role == event.role && same_generation &&
        event.offset >= now.last) {
      node.course.advance(event.offset);
      node.course.confirm_generation(event.generation);
      return;
    }
  }
  begin_residence(node, event.node,
                  {log, event.history, event.offset, event.offset, event.generation, event.role, false});
}

void Ledger::on(const StateSampled& event) {
  sample_ = {};
  sample_.log = history(event.history);
  for (const KeyState& state : event.keys) {
    sample_.held.digest += entry_digest(KeyTable::hash_of(state.key), state.value, state.deadline);
    sample_.held.bytes += state.key.size() + state.value.size();
  }
  sample_.held.keys = event.keys.size();
  if (sample_.log == nullptr) {
    sample_.matches = event.history == HistoryId::none && event.keys.empty();
    return;
  }
  sample_.offset_exists = event.offset <= sample_.log->last_offset();
  sample_.matches = sample_.offset_exists && sample_.log->digest_at(event.offset) == sample_.held;
}

void Ledger::on(const ConnectionClosed& event) {
  if (index(event.side) < nodes_.size()) operations_.forget_orphans(event.connection);
}

void Ledger::begin_residence(NodeModel& node, HostId id, const Residence& residence) {
  node.course.begin(residence);
  if (node.course.size() <= residences_kept) return;
  std::uint64_t needed = node.course.mark().residence;
  operations_.visit_outstanding([&](const Operation& operation) {
    if (operation.node == id && operation.delivered) needed = std::min(needed, operation.from.residence);
  });
  node.course.forget_before(needed);
}

}  // namespace groundhog::checkers
