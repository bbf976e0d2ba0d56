#include "sim/trace/event_renderer.hpp"

#include <algorithm>

#include "sim/plan/host_names.hpp"
#include "sim/trace/text.hpp"
#include "sim/trace/words.hpp"

namespace groundhog {
namespace {

using namespace trace;

constexpr std::size_t what_width = 8;
constexpr std::size_t type_width = 14;
constexpr std::size_t most_fields = 12;  // of a frame: a snapshot part has three per key

std::string_view key_of(std::span<const seam::Field> fields) {
  const auto found = std::ranges::find(fields, std::string_view("key"), &seam::Field::name);
  return found == fields.end() ? std::string_view{} : found->text;
}

bool names_keys_only(std::string_view command) {
  constexpr std::string_view commands[] = {"MGET", "DEL", "UNLINK", "EXISTS"};
  const auto upper = [](char c) { return 'a' <= c && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
  return std::ranges::any_of(commands,
                             [&](std::string_view each) { return std::ranges::equal(command, each, {}, upper); });
}

std::vector<std::string> keys_of(std::span<const std::string> arguments) {
  if (arguments.size() < 2) return {};
  const auto keys = arguments.subspan(1, names_keys_only(arguments[0]) ? arguments.size() - 1 : 1);
  return {keys.begin(), keys.end()};
}

}  // namespace

EventRenderer::EventRenderer(const Plan& plan) : names_(host_names(plan)), node_count_(plan.nodes.size()) {
  for (const std::string& name : names_) widest_name_ = std::max(widest_name_, name.size());
  for (const PlannedFault& fault : plan.faults) faults_.push_back(fault.id);
}

std::string_view EventRenderer::name_of(HostId host) const {
  return index(host) < names_.size() ? std::string_view(names_[index(host)]) : std::string_view("-");
}

std::string_view EventRenderer::fault_name(std::uint32_t fault) const { return faults_[fault]; }

void EventRenderer::start(VirtualTime at, std::optional<HostId> node, std::string_view what) {
  text_.clear();
  line_ = {.at = at, .node = node, .peer = std::nullopt, .type = {}, .key = {}, .more_keys = {}, .text = {}};
  append_padded(text_, what, what_width);
}

void EventRenderer::finish() {
  line_.text = text_;
  line(line_);
}

void EventRenderer::on(const PhaseStarted& event) {
  if (!wanted()) return;
  start(event.at, std::nullopt, "phase");
  text_ += ' ';
  text_ += to_string(event.phase);
  finish();
}

// ---- processes

void EventRenderer::on(const NodeStarted& event) {
  if (!wanted()) return;
  start(event.at, event.node, "started");
  append_number(text_, "incarnation", event.incarnation);
  finish();
}

void EventRenderer::on(const NodeStopped& event) {
  if (!wanted()) return;
  start(event.at, event.node, "crashed");
  if (event.host_failed) text_ += " with its host";
  finish();
}

void EventRenderer::on(const NodePaused& event) {
  if (!wanted()) return;
  start(event.at, event.node, "paused");
  finish();
}

void EventRenderer::on(const NodeResumed& event) {
  if (!wanted()) return;
  start(event.at, event.node, "resumed");
  finish();
}

void EventRenderer::on(const ClockRead& event) {
  if (!wanted()) return;
  start(event.at, event.node, "clock");
  line_.detail = true;
  text_ += " wall=";
  append_seconds(text_, event.clocks.wall.time_since_epoch());
  finish();
}

void EventRenderer::on(const TimerFired& event) {
  if (!wanted()) return;
  start(event.at, event.node, "timer");
  line_.detail = true;
  finish();
}

void EventRenderer::on(const Announced& event) {
  if (!wanted()) return;
  start(event.at, event.node, to_string(event.severity));
  line_.type = event.event;
  line_.key = key_of(event.fields);
  text_ += ' ';
  text_ += event.event;
  for (const seam::Field& field : event.fields) append_field(text_, field);
  finish();
}

// ---- client operations

EventRenderer::Sent& EventRenderer::sent(OperationId operation) {
  if (index(operation) >= sent_.size()) sent_.resize(index(operation) + 1);
  return sent_[index(operation)];
}

void EventRenderer::name_keys(OperationId operation) {
  const std::vector<std::string>& keys = sent(operation).keys;
  if (keys.empty()) return;
  line_.key = keys.front();
  line_.more_keys = std::span(keys).subspan(1);
}

void EventRenderer::on(const OperationInvoked& event) {
  sent(event.operation) = {event.at, event.client, event.node, keys_of(event.arguments)};
  if (!wanted()) return;
  start(event.at, event.client, "asks");
  line_.peer = event.node;
  name_keys(event.operation);
  text_ += ' ';
  text_ += name_of(event.node);
  append_number(text_, "op", index(event.operation));
  text_ += "  ";
  append_command(text_, event.arguments);
  finish();
}

void EventRenderer::on(const OperationDelivered& event) {
  if (!wanted()) return;
  start(event.at, event.node, "inv");
  name_keys(event.operation);
  line_.detail = true;
  append_number(text_, "op", index(event.operation));
  finish();
}

void EventRenderer::on(const ReplyAccepted& event) {
  if (!wanted()) return;
  start(event.at, event.node, "ret");
  name_keys(event.operation);
  line_.detail = true;
  append_number(text_, "op", index(event.operation));
  finish();
}

void EventRenderer::on(const OperationCompleted& event) {
  if (!wanted()) return;
  const Sent& asked = sent(event.operation);
  start(event.at, asked.client == no_host ? std::nullopt : std::optional(asked.client), to_string(event.outcome));
  name_keys(event.operation);
  if (asked.client != no_host) {
    line_.peer = asked.node;
    text_ += ' ';
    text_ += name_of(asked.node);
  }
  append_number(text_, "op", index(event.operation));
  text_ += "  ";
  append_reply(text_, event.reply);
  if (asked.client != no_host) {
    text_ += " after ";
    append_duration(text_, event.at - asked.at);
  }
  finish();
}

// ---- log and state

void EventRenderer::on(const HistoryBegan& event) {
  if (!wanted()) return;
  start(event.at, event.node, "history");
  append_id(text_, "id", static_cast<std::uint64_t>(event.history));
  if (event.origin == HistoryOrigin::promotion) {
    append_id(text_, "parent", static_cast<std::uint64_t>(event.parent));
    append_number(text_, "switch_offset", event.switch_offset);
  }
  finish();
}

void EventRenderer::on(const LogAppended& event) {
  if (!wanted()) return;
  start(event.at, event.node, "append");
  line_.key = event.effect.key;
  line_.detail = true;
  append_number(text_, "offset", event.offset);
  append_pair(text_, "kind", to_string(event.effect.kind));
  if (event.effect.kind != EffectKind::flush) append_pair(text_, "key", event.effect.key);
  if (event.effect.kind == EffectKind::set) append_pair(text_, "value", event.effect.value);
  if (event.effect.kind == EffectKind::del) {
    append_pair(text_, "cause", to_string(event.effect.cause));
  } else {
    append_deadline(text_, "deadline", event.effect.deadline);
  }
  append_id(text_, "history", static_cast<std::uint64_t>(event.history));
  finish();
}

void EventRenderer::on(const NodePosition& event) {
  if (!wanted()) return;
  start(event.at, event.node, event.role == Role::primary ? "primary" : "replica");
  line_.detail = true;
  append_number(text_, "offset", event.offset);
  append_id(text_, "history", static_cast<std::uint64_t>(event.history));
  append_number(text_, "generation", event.generation);
  append_number(text_, "backlog_first", event.backlog_first);
  append_number(text_, "replicas", event.connected_replicas);
  if (event.role == Role::replica) append_pair(text_, "link", event.link_up ? "up" : "down");
  if (!event.complete) text_ += " incomplete";
  if (event.holding) text_ += " holding";
  finish();
}

void EventRenderer::on(const StateSampled& event) {
  if (!wanted()) return;
  start(event.at, event.node, "state");
  line_.detail = true;
  append_pair(text_, "reason", to_string(event.reason));
  append_number(text_, "offset", event.offset);
  append_id(text_, "history", static_cast<std::uint64_t>(event.history));
  append_number(text_, "keys", event.keys.size());
  finish();
}

// ---- the wire

void EventRenderer::connection(VirtualTime at, HostId side, std::string_view what, ConnectionId id) {
  start(at, side, what);
  append_id(text_, "connection", index(id));
}

void EventRenderer::on(const ConnectionOpened& event) {
  if (!wanted()) return;
  connection(event.at, event.from, "connect", event.connection);
  line_.peer = event.to;
  text_ += " to ";
  text_ += name_of(event.to);
  finish();
}

void EventRenderer::on(const ConnectionEstablished& event) {
  if (!wanted()) return;
  connection(event.at, event.side, "open", event.connection);
  finish();
}

void EventRenderer::on(const ConnectionClosed& event) {
  if (!wanted()) return;
  connection(event.at, event.side, "close", event.connection);
  append_pair(text_, "reason", to_string(event.reason));
  finish();
}

void EventRenderer::frame(VirtualTime at, HostId side, std::string_view what, const Frame& frame) {
  start(at, side, what);
  const bool outgoing = side == frame.from;
  const HostId peer = outgoing ? frame.to : frame.from;
  line_.peer = peer;
  line_.type = frame.type;
  line_.key = frame.key;
  line_.detail = is_client(frame.from) || is_client(frame.to);
  text_ += outgoing ? " → " : " ← ";
  append_padded(text_, name_of(peer), widest_name_);
  text_ += "  ";
  append_padded(text_, frame.type, type_width);
  text_ += " #";
  text_ += std::to_string(frame.ordinal);
  const std::size_t shown = std::min(frame.fields.size(), most_fields);
  for (const FrameField& field : frame.fields.first(shown)) append_pair(text_, field.name, field.value);
  if (shown < frame.fields.size()) text_ += " …";
}

void EventRenderer::on(const FrameSent& event) {
  if (!wanted()) return;
  frame(event.at, event.frame.from, "sent", event.frame);
  finish();
}

void EventRenderer::on(const FrameDelivered& event) {
  if (!wanted()) return;
  frame(event.at, event.frame.to, "got", event.frame);
  finish();
}

void EventRenderer::on(const FrameDropped& event) {
  if (!wanted()) return;
  frame(event.at, event.frame.from, "dropped", event.frame);
  text_ += " by ";
  text_ += fault_name(event.fault);
  finish();
}

// ---- faults

void EventRenderer::on(const FaultStarted& event) {
  if (!wanted()) return;
  start(event.at, std::nullopt, "fault");
  text_ += ' ';
  text_ += fault_name(event.fault);
  text_ += " starts";
  finish();
}

void EventRenderer::on(const FaultStopped& event) {
  if (!wanted()) return;
  start(event.at, std::nullopt, "fault");
  text_ += ' ';
  text_ += fault_name(event.fault);
  text_ += " stops";
  finish();
}

void EventRenderer::on(const FaultEffective& event) {
  if (!wanted()) return;
  start(event.at, std::nullopt, "fault");
  line_.detail = true;
  text_ += ' ';
  text_ += fault_name(event.fault);
  text_ += " took effect";
  finish();
}

void EventRenderer::on(const RunEnded& event) {
  if (!wanted()) return;
  start(event.at, std::nullopt, "end");
  finish();
}

}  // namespace groundhog
