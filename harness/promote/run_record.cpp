#include "harness/promote/run_record.hpp"

#include <algorithm>
#include <variant>

#include "sim/faults/frame_filter.hpp"
#include "sim/plan/host_names.hpp"
#include "sim/trace/text.hpp"

namespace groundhog::harness {

RunRecord::RunRecord(const Plan& plan)
    : names_(host_names(plan)),
      node_count_(plan.nodes.size()),
      operations_(plan.operations.size()),
      faults_(plan.faults.size()),
      pending_(plan.operations.size()) {}

void RunRecord::on(const PhaseStarted& event) {
  chaos_ = event.phase == Phase::chaos;
  if (chaos_) origin_ = event.at;
}

// ---- operations

void RunRecord::on(const OperationInvoked& event) {
  operations_[index(event.operation)].node = name_of(event.node);
  begun_.push_back({Element::Kind::operation, index(event.operation)});
  if (event.arguments.size() > 1) pending_[index(event.operation)].key = event.arguments[1];
  commands_[{event.connection, event.command}] = event.operation;
}

void RunRecord::on(const ReplyAccepted& event) { pending_[index(event.operation)].replied = event.clocks.wall; }

void RunRecord::on(const OperationCompleted& event) {
  OperationRecord& operation = operations_[index(event.operation)];
  operation.outcome = event.outcome;
  operation.reply_kind = event.reply.kind;
  if (event.reply.kind == ReplyKind::error) {
    operation.reply = event.reply.text.substr(0, event.reply.text.find(' '));
  } else {
    trace::append_reply(operation.reply, event.reply);
  }
  if (event.reply.kind != ReplyKind::text) return;
  const Pending& pending = pending_[index(event.operation)];
  const auto written = deadlines_.find({pending.key, std::string(event.reply.text)});
  if (written == deadlines_.end() || !written->second || !pending.replied) return;
  const auto now = std::chrono::floor<std::chrono::milliseconds>(pending.replied->time_since_epoch());
  operation.past_deadline = now - written->second->time_since_epoch();
}

void RunRecord::on(const LogAppended& event) {
  note_deadline(event);
  const auto command = commands_.find({event.connection, event.command});
  if (command == commands_.end() || event.connection == ConnectionId::none) return;
  EntryRecord entry{name_of(event.node), event.offset, event.effect.cause, {}};
  if (const Deadline& deadline = event.effect.deadline) {
    entry.due = scenario_time(event.at) + (deadline->time_since_epoch() - event.clocks.wall.time_since_epoch());
  }
  operations_[index(command->second)].entries.push_back(std::move(entry));
}

void RunRecord::note_deadline(const LogAppended& event) {
  const std::string key(event.effect.key);
  if (event.effect.kind == EffectKind::set) {
    values_[key] = event.effect.value;
    deadlines_[{key, values_[key]}] = event.effect.deadline;
  } else if (event.effect.kind == EffectKind::deadline) {
    deadlines_[{key, values_[key]}] = event.effect.deadline;
  }
}

// ---- faults

void RunRecord::on(const NodePosition& event) { offsets_[name_of(event.node)] = event.offset; }

void RunRecord::on(const FrameSent& event) {
  const Frame& frame = event.frame;
  const bool replication = index(frame.from) < node_count_ && index(frame.to) < node_count_;
  if (!chaos_ || !replication) return;
  frames_.push_back({scenario_time(event.at), std::string(frame.type), name_of(frame.from), name_of(frame.to),
                     std::string(frame.key)});
}

void RunRecord::on(const FaultStarted& event) {
  begun_.push_back({Element::Kind::fault, event.fault});
  FaultRecord& fault = faults_[event.fault];
  fault.started = scenario_time(event.at);
  fault.first_frame = frames_.size();
  fault.end_frame = frames_.size();
  fault.offsets = offsets_;
}

void RunRecord::on(const FaultStopped& event) {
  faults_[event.fault].stopped = scenario_time(event.at);
  faults_[event.fault].end_frame = frames_.size();
}

void RunRecord::on(const FaultEffective& event) { faults_[event.fault].effective = scenario_time(event.at); }

void RunRecord::on(const Announced& event) {
  if (chaos_) announcements_.push_back({scenario_time(event.at), std::string(event.event), name_of(event.node)});
}

namespace {

bool announced_before(const RunRecord& record, const std::string& event, Duration at) {
  return std::ranges::any_of(record.announcements(), [&](const AnnouncementRecord& announcement) {
    return announcement.event == event && announcement.at <= at;
  });
}

bool meets_conditions(const RunRecord& record, const FrameMatch& match, const FrameRecord& frame) {
  if (!groundhog::meets_conditions(match, {frame.type, frame.from, frame.to, frame.key})) return false;
  return !match.after_event || announced_before(record, *match.after_event, frame.at);
}

}  // namespace

const FrameMatch* match_of(const PlannedFault& fault) {
  const auto parameter = fault.parameters.find("match");
  return parameter == fault.parameters.end() ? nullptr : std::get_if<FrameMatch>(&parameter->second);
}

std::vector<std::size_t> frames_taken(const RunRecord& record, const FrameMatch& match, const FaultRecord& window) {
  std::vector<std::size_t> taken;
  std::uint64_t ordinal = 0;
  for (std::size_t i = window.first_frame; i < window.end_frame; ++i) {
    if (!meets_conditions(record, match, record.frames()[i])) continue;
    if (meets_counts(match, ++ordinal)) taken.push_back(i);
  }
  return taken;
}

std::vector<std::size_t> frames_meeting(const RunRecord& record, const FrameMatch& match) {
  std::vector<std::size_t> meeting;
  for (std::size_t i = 0; i < record.frames().size(); ++i) {
    if (meets_conditions(record, match, record.frames()[i])) meeting.push_back(i);
  }
  return meeting;
}

}  // namespace groundhog::harness
