#include "harness/promote/run_record.hpp"

#include <algorithm>
#include <variant>

#include "harness/runner/checked_run.hpp"
#include "sim/core/text.hpp"
#include "sim/faults/frame_filter.hpp"
#include "sim/plan/host_names.hpp"
#include "sim/trace/text.hpp"

namespace groundhog::harness {
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

// The reckoning of sim/faults/frame_filter.hpp, after the fact. Indices into record.frames(), ascending: what the fault
// with this match and window took, leaving aside that another fault may have taken a frame first.
std::vector<std::size_t> frames_taken(const RunRecord& record, const FrameMatch& match, const FaultRecord& window) {
  std::vector<std::size_t> taken;
  std::uint64_t ordinal = 0;
  for (std::size_t i = window.first_frame; i < window.end_frame; ++i) {
    if (!meets_conditions(record, match, record.frames()[i])) continue;
    if (meets_counts(match, ++ordinal)) taken.push_back(i);
  }
  return taken;
}

// Rounded to microseconds, in the largest unit: 140ms, 1.2s.
std::string length_text(Duration duration) {
  std::string out;
  trace::append_duration(out, std::chrono::round<std::chrono::microseconds>(duration));
  return out;
}

// ---- operations

std::string entries_text(const std::vector<EntryRecord>& entries) {
  const EntryRecord& last = entries.back();
  if (entries.size() > 1) {
    return last.node + " appends entries " + std::to_string(entries.front().offset) + " to " +
           std::to_string(last.offset) + " for it";
  }
  if (last.cause == DelCause::expire) return last.node + " finds the key expired: entry " + std::to_string(last.offset);
  std::string text = last.node + " appends it as entry " + std::to_string(last.offset);
  if (last.due) text += ", due at " + seconds_text(*last.due);
  return text;
}

std::string answer_text(const OperationRecord& operation) {
  std::string text = operation.node + " answers " + operation.reply;
  if (!operation.past_deadline) return text;
  if (*operation.past_deadline < Duration{0}) {
    return text + ", " + length_text(-*operation.past_deadline) + " before its deadline";
  }
  if (*operation.past_deadline == Duration{0}) return text + ", exactly at its deadline";
  return text + ", " + length_text(*operation.past_deadline) + " past its deadline";
}

std::string operation_note(const OperationRecord& operation) {
  if (operation.node.empty()) return "never sent: its client was still busy";
  std::string text = operation.entries.empty() ? std::string() : entries_text(operation.entries);
  const auto add = [&text](const std::string& more) { text += (text.empty() ? "" : "; ") + more; };
  if (!operation.outcome) {
    add("no answer before the end");
  } else if (*operation.outcome == Outcome::unknown) {
    add("no answer in time from " + operation.node);
  } else if (*operation.outcome == Outcome::unsent) {
    add("never sent: no connection to " + operation.node);
  } else if (*operation.outcome == Outcome::error) {
    add(operation.node + " refuses: " + operation.reply);
  } else if (operation.entries.empty() || operation.reply_kind == ReplyKind::text ||
             operation.reply_kind == ReplyKind::nil) {
    add(answer_text(operation));
  }
  return text;
}

// ---- faults

// "a pong from n2 to n1 at 1.021s", "4 pongs from n2 to n1, 1.021s to 1.321s", "3 frames from n2, …".
std::string frames_text(const RunRecord& run, const std::vector<std::size_t>& taken) {
  const FrameRecord& first = run.frames()[taken.front()];
  const FrameRecord& last = run.frames()[taken.back()];
  const auto all_alike = [&](auto member) {
    return std::ranges::all_of(taken, [&](std::size_t i) { return run.frames()[i].*member == first.*member; });
  };
  const std::string thing = all_alike(&FrameRecord::type) ? first.type : "frame";
  std::string text = taken.size() == 1 ? "one " + thing : count_of(taken.size(), thing);
  if (taken.size() == 1 && !first.key.empty()) {
    text += " about ";
    trace::append_value(text, first.key);
  }
  if (all_alike(&FrameRecord::from)) text += " from " + first.from;
  if (all_alike(&FrameRecord::to)) text += " to " + first.to;
  if (taken.size() == 1) return text + " at " + seconds_text(first.at);
  return text + ", " + seconds_text(first.at) + " to " + seconds_text(last.at);
}

std::string message_fault_note(const std::string& verb, const RunRecord& run, const std::vector<std::size_t>& taken) {
  if (taken.empty()) return "takes no frame";
  const std::string frames = frames_text(run, taken);
  if (verb == "delay") return "holds back " + frames;
  return verb + (verb == "cut" ? " within " : "s ") + frames;
}

// " at entry 5 (n1 at 7)": where the node and those that differ from it stood.
std::string offsets_text(const std::string& node, const FaultRecord& record) {
  const auto own = record.offsets.find(node);
  if (own == record.offsets.end()) return {};
  std::string others;
  for (const auto& [name, offset] : record.offsets) {
    if (name == node || offset == own->second) continue;
    others += (others.empty() ? " (" : ", ") + name + " at " + std::to_string(offset);
  }
  return " at entry " + std::to_string(own->second) + others + (others.empty() ? "" : ")");
}

std::string node_of(const PlannedFault& fault) {
  const auto parameter = fault.parameters.find("node");
  const auto* name = parameter == fault.parameters.end() ? nullptr : std::get_if<std::string>(&parameter->second);
  return name == nullptr ? std::string() : *name;
}

std::string from_to_text(const FaultRecord& record) {
  if (!record.stopped || *record.stopped == *record.started) return " at " + seconds_text(*record.started);
  return " from " + seconds_text(*record.started) + " to " + seconds_text(*record.stopped);
}

std::string node_fault_note(const PlannedFault& fault, const FaultRecord& record, const std::string& node) {
  if (fault.verb == "pause") return node + " stands still" + from_to_text(record);
  if (fault.verb == "crash") {
    std::string text = node + " dies at " + seconds_text(*record.started) + offsets_text(node, record);
    if (record.stopped) text += " and starts again at " + seconds_text(*record.stopped);
    return text;
  }
  if (record.effective && *record.effective != *record.started) {
    return "sent to " + node + " at " + seconds_text(*record.started) + ", taken in at " +
           seconds_text(*record.effective);
  }
  return "takes effect on " + node + from_to_text(record);
}

std::string fault_note(const PlannedFault& fault, const FaultRecord& record, const RunRecord& run) {
  if (!record.started) return "never starts";
  if (const FrameMatch* match = match_of(fault)) {
    return message_fault_note(fault.verb, run, frames_taken(run, *match, record));
  }
  if (!record.effective) return "changes nothing";
  const std::string node = node_of(fault);
  if (!node.empty()) return node_fault_note(fault, record, node);
  std::string text = "active" + from_to_text(record);
  if (*record.effective != *record.started) text += ", first felt at " + seconds_text(*record.effective);
  return text;
}

}  // namespace

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
  if (chaos_) announcements_.push_back({scenario_time(event.at), std::string(event.event)});
}

const FrameMatch* match_of(const PlannedFault& fault) {
  const auto parameter = fault.parameters.find("match");
  return parameter == fault.parameters.end() ? nullptr : std::get_if<FrameMatch>(&parameter->second);
}

PlanNotes element_notes(const Plan& plan, const RunRecord& run) {
  PlanNotes notes;
  for (const OperationRecord& operation : run.operations()) notes.operations.push_back(operation_note(operation));
  for (std::size_t i = 0; i < plan.faults.size(); ++i) {
    notes.faults.push_back(fault_note(plan.faults[i], run.faults()[i], run));
  }
  return notes;
}

PlanNotes notes_of_run(const Plan& plan, const Guest& guest) {
  RunRecord record(plan);
  Observer* const observers[] = {&record};
  checked_run(plan, guest, observers);
  return element_notes(plan, record);
}

}  // namespace groundhog::harness
