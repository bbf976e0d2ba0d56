#include "sim/trace/event_renderer.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <variant>

#include "sim/core/characters.hpp"
#include "sim/core/text.hpp"
#include "sim/plan/host_names.hpp"
#include "sim/trace/text.hpp"

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

// "crash n2", "drop n3->n1"; with an id of its own, "drop n3->n1 (silence)".
std::string name_of_fault(const PlannedFault& fault, std::span<const std::string> hosts) {
  std::string name = fault.verb;
  const auto add = [&name](const std::string& from, std::string_view arrow, const std::string& to) {
    name.append(" ").append(from).append(arrow).append(to);
  };
  for (const auto& [parameter, value] : fault.parameters) {
    if (const auto* text = std::get_if<std::string>(&value)) {
      if (std::ranges::find(hosts, *text) != hosts.end()) name += " " + *text;
    } else if (const auto* link = std::get_if<LinkSelector>(&value)) {
      add(link->from, link->both_ways ? "<->" : "->", link->to);
    } else if (const auto* match = std::get_if<FrameMatch>(&value)) {
      if (!match->types.empty()) name += " " + joined(match->types, "|");
      if (match->from || match->to) add(match->from.value_or("*"), "->", match->to.value_or("*"));
    } else if (const auto* groups = std::get_if<Groups>(&value)) {
      for (const std::vector<std::string>& group : *groups) name += " [" + joined(group) + "]";
    } else if (const auto* knobs = std::get_if<Knobs>(&value)) {
      for (const auto& [knob, setting] : *knobs) name += " " + knob + "=" + setting;
    }
  }
  const std::string start = fault.verb + "-";  // of an id that the loader gave: crash-1
  const bool is_default = fault.id.starts_with(start) && fault.id.find_first_of("0123456789") == start.size();
  return is_default ? name : name + " (" + fault.id + ")";
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// A deadline further away than this is none: a number that stands for something else, as bugs have it.
constexpr std::chrono::hours plausible_deadline{24 * 365 * 20};

bool names_keys_only(std::string_view command) {
  constexpr std::string_view commands[] = {"MGET", "DEL", "UNLINK", "EXISTS"};
  return std::ranges::any_of(commands, [&](std::string_view each) { return equal_ignoring_case(command, each); });
}

std::vector<std::string> keys_of(std::span<const std::string> arguments) {
  if (arguments.size() < 2) return {};
  const auto keys = arguments.subspan(1, names_keys_only(arguments[0]) ? arguments.size() - 1 : 1);
  return {keys.begin(), keys.end()};
}

}  // namespace

// What of events becomes a line, and how.
class EventRenderer::Lines final : public EachEvent<Lines> {
 public:
  explicit Lines(EventRenderer& renderer) : renderer_(renderer) {}

  // One line, unless the event is for checkers alone.
  template <typename Event>
  void each(const Event& event) {
    if constexpr (HashedEvent<Event>) {
      note(event);
      if (!renderer_.wanted()) return;
      text_.clear();
      line_ = {.at = event.at};
      if constexpr (requires { this->render(event); }) {
        render(event);
      } else {
        render_plainly(event);
      }
      line_.text = text_;
      renderer_.line(line_);
    }
  }

 private:
  struct Sent {
    VirtualTime at;
    HostId client = no_host;
    HostId node = no_host;
    std::vector<std::string> keys;
  };

  bool is_client(HostId host) const { return index(host) >= renderer_.node_count_; }
  std::string_view name_of(HostId host) const { return renderer_.name_of(host); }
  // At the end of the line.
  void write(const auto&... parts) { (text_.append(parts), ...); }

  // An event without a line of its own: its `word`, and what it says. It is its `side`'s, if it has one.
  template <typename Event>
  void render_plainly(const Event& event) {
    if constexpr (requires { event.side; }) {
      begin(event.side, Event::word);
    } else {
      begin(std::nullopt, Event::word);
    }
    event.describe([this](std::string_view name, const auto& value) { this->append(name, value); });
  }
  template <std::integral T>
  void append(std::string_view name, T value) {
    append(name, std::to_string(value));
  }
  void append(std::string_view name, ConnectionId connection) { append_id(text_, name, index(connection)); }
  void append(std::string_view name, HostId host) {
    if (host != line_.node) append(name, name_of(host));
  }

  std::string_view fault_name(std::uint32_t fault) const { return renderer_.faults_[fault]; }

  void append(std::string_view name, std::string_view value) { append_pair(text_, name, value); }

  void begin(std::optional<HostId> node, std::string_view what) {
    line_.node = node;
    write(padded_right(what, what_width));
  }

  void render(const PhaseStarted& event) {
    begin(std::nullopt, "phase");
    write(" ", to_string(event.phase));
  }

  // ---- processes

  void render(const NodeStarted& event) {
    begin(event.node, "started");
    append_number(text_, "incarnation", event.incarnation);
  }

  void render(const NodeStopped& event) {
    begin(event.node, "crashed");
    if (event.host_failed) write(" with its host");
  }

  void render(const NodePaused& event) { begin(event.node, "paused"); }

  void render(const NodeResumed& event) { begin(event.node, "resumed"); }

  void render(const ClockRead& event) {
    begin(event.node, "clock");
    line_.detail = true;
    write(" wall=");
    append_seconds(text_, event.clocks.wall.time_since_epoch());
  }

  void render(const TimerFired& event) {
    begin(event.node, "timer");
    line_.detail = true;
  }

  void render(const Announced& event) {
    begin(event.node, to_string(event.severity));
    line_.type = event.event;
    line_.key = key_of(event.fields);
    write(" ", event.event);
    for (const seam::Field& field : event.fields) {
      const bool is_number = field.kind == seam::Field::Kind::number;
      if (!is_number || !append_deadline_field(field.name, field.number)) append_field(text_, field);
    }
  }

  // ---- client operations

  Sent& sent(OperationId operation) {
    if (index(operation) >= sent_.size()) sent_.resize(index(operation) + 1);
    return sent_[index(operation)];
  }

  void name_keys(OperationId operation) {
    const std::vector<std::string>& keys = sent(operation).keys;
    if (keys.empty()) return;
    line_.key = keys.front();
    line_.more_keys = std::span(keys).subspan(1);
  }

  // What later lines need of an event, whether it is wanted or not.
  void note(const auto&) {}
  void note(const NodeStarted& event) { note_clock(event.node, event.at, event.clocks); }
  void note(const ClockRead& event) { note_clock(event.node, event.at, event.clocks); }
  void note(const OperationInvoked& event) {
    sent(event.operation) = {event.at, event.client, event.node, keys_of(event.arguments)};
  }

  // ---- deadlines

  struct Reading {
    VirtualTime at;
    WallTime wall;
  };

  void note_clock(HostId node, VirtualTime at, const ClockReading& clocks) {
    if (index(node) >= clocks_.size()) clocks_.resize(index(node) + 1);
    clocks_[index(node)] = Reading{at, clocks.wall};
  }

  // What is left until a deadline by the wall clock that this host last read; nullopt: it has none.
  std::optional<Duration> left_until(std::int64_t deadline_ms) const {
    if (!line_.node || index(*line_.node) >= clocks_.size() || !clocks_[index(*line_.node)]) return std::nullopt;
    const Reading& reading = *clocks_[index(*line_.node)];
    const auto wall = std::chrono::floor<std::chrono::milliseconds>(reading.wall + (line_.at - reading.at));
    const std::chrono::milliseconds now = wall.time_since_epoch();
    const std::chrono::milliseconds furthest = plausible_deadline;
    if (deadline_ms < (now - furthest).count() || deadline_ms > (now + furthest).count()) return std::nullopt;
    return std::chrono::milliseconds(deadline_ms) - now;
  }

  // True if the field is a deadline, in milliseconds since the epoch, and was appended as one.
  bool append_deadline_field(std::string_view name, std::int64_t deadline_ms) {
    if (name != "deadline" && name != "deadline_ms") return false;
    const std::optional<Duration> left = left_until(deadline_ms);
    if (!left) return false;
    write(*left > Duration{0} ? " expires in " : " expired ");
    append_duration(text_, std::chrono::abs(*left));
    if (*left <= Duration{0}) write(" ago");
    return true;
  }

  void about_operation(HostId host, std::string_view what, OperationId operation, HostId peer = no_host) {
    begin(host == no_host ? std::nullopt : std::optional(host), what);
    name_keys(operation);
    if (peer != no_host) {
      line_.peer = peer;
      write(" ", name_of(peer));
    }
    append_number(text_, "op", index(operation));
  }

  void render(const OperationInvoked& event) {
    about_operation(event.client, "asks", event.operation, event.node);
    write("  ");
    append_command(text_, event.arguments);
  }

  void render(const OperationDelivered& event) {
    about_operation(event.node, "inv", event.operation);
    line_.detail = true;
  }

  void render(const ReplyAccepted& event) {
    about_operation(event.node, "ret", event.operation);
    line_.detail = true;
  }

  void render(const OperationCompleted& event) {
    const Sent& asked = sent(event.operation);
    about_operation(asked.client, to_string(event.outcome), event.operation, asked.node);
    write("  ");
    append_reply(text_, event.reply);
    if (asked.client != no_host) {
      write(" after ");
      append_duration(text_, event.at - asked.at);
    }
  }

  // ---- log and state

  void render(const HistoryBegan& event) {
    begin(event.node, "history");
    append_id(text_, "id", static_cast<std::uint64_t>(event.history));
    if (event.origin == HistoryOrigin::promotion) {
      append_id(text_, "parent", static_cast<std::uint64_t>(event.parent));
      append_number(text_, "switch_offset", event.switch_offset);
    }
  }

  void render(const LogAppended& event) {
    begin(event.node, "append");
    line_.key = event.effect.key;
    line_.detail = true;
    append_number(text_, "offset", event.offset);
    append_pair(text_, "kind", to_string(event.effect.kind));
    if (event.effect.kind != EffectKind::flush) append_pair(text_, "key", event.effect.key);
    if (event.effect.kind == EffectKind::set) append_pair(text_, "value", event.effect.value);
    if (event.effect.kind == EffectKind::del) {
      append_pair(text_, "cause", to_string(event.effect.cause));
    } else {
      const Deadline& deadline = event.effect.deadline;
      if (!deadline || !append_deadline_field("deadline", deadline->time_since_epoch().count())) {
        append_deadline(text_, "deadline", deadline);
      }
    }
    append_id(text_, "history", static_cast<std::uint64_t>(event.history));
  }

  void render(const NodePosition& event) {
    const RoleNames& roles = renderer_.roles_;
    begin(event.node, event.role == Role::primary ? roles.leading : roles.following);
    line_.detail = true;
    append_number(text_, "offset", event.offset);
    append_id(text_, "history", static_cast<std::uint64_t>(event.history));
    append_number(text_, "generation", event.generation);
    append_number(text_, "backlog_first", event.backlog_first);
    append_number(text_, std::string(roles.following) + "s", event.connected_replicas);
    if (event.role == Role::replica) append_pair(text_, "link", event.link_up ? "up" : "down");
    if (!event.complete) write(" incomplete");
    if (event.holding) write(" holding");
  }

  void render(const StateSampled& event) {
    begin(event.node, "state");
    line_.detail = true;
    append_pair(text_, "reason", to_string(event.reason));
    append_number(text_, "offset", event.offset);
    append_id(text_, "history", static_cast<std::uint64_t>(event.history));
    append_number(text_, "keys", event.keys.size());
  }

  // ---- the wire

  void about_connection(HostId side, std::string_view what, ConnectionId id) {
    begin(side, what);
    append_id(text_, "connection", index(id));
  }

  void render(const ConnectionOpened& event) {
    about_connection(event.from, "connect", event.connection);
    line_.peer = event.to;
    write(" to ", name_of(event.to));
  }

  void render(const ConnectionEstablished& event) { about_connection(event.side, "open", event.connection); }

  void render(const ConnectionClosed& event) {
    about_connection(event.side, "close", event.connection);
    append_pair(text_, "reason", to_string(event.reason));
  }

  void about_frame(HostId side, std::string_view what, const Frame& frame) {
    begin(side, what);
    const bool outgoing = side == frame.from;
    const HostId peer = outgoing ? frame.to : frame.from;
    line_.peer = peer;
    line_.type = frame.type;
    line_.key = frame.key;
    line_.detail = is_client(frame.from) || is_client(frame.to);
    write(outgoing ? " → " : " ← ");
    write(padded_right(name_of(peer), renderer_.widest_name_), "  ", padded_right(frame.type, type_width));
    write(" #", std::to_string(frame.ordinal));
    const std::size_t shown = std::min(frame.fields.size(), most_fields);
    for (const FrameField& field : frame.fields.first(shown)) {
      const auto number = whole_number(field.value);
      if (!number || !append_deadline_field(field.name, *number)) append_pair(text_, field.name, field.value);
    }
    if (shown < frame.fields.size()) write(" …");
  }

  void render(const FrameSent& event) { about_frame(event.frame.from, "sent", event.frame); }

  void render(const FrameDelivered& event) { about_frame(event.frame.to, "got", event.frame); }

  void render(const FrameDropped& event) {
    about_frame(event.frame.from, "dropped", event.frame);
    line_.by_fault = true;
    write(" by ", fault_name(event.fault));
  }

  void render(const FrameChanged& event) {
    about_frame(event.frame.from, to_string(event.change), event.frame);
    line_.by_fault = true;
    write(" by ", fault_name(event.fault));
  }

  // ---- faults

  void about_fault(std::uint32_t fault, std::string_view what) {
    begin(std::nullopt, "fault");
    write(" ", fault_name(fault), " ", what);
  }

  void render(const FaultStarted& event) { about_fault(event.fault, "starts"); }

  void render(const FaultStopped& event) { about_fault(event.fault, "stops"); }

  void render(const FaultEffective& event) {
    about_fault(event.fault, "took effect");
    line_.detail = true;
  }

  void render(const RunEnded&) { begin(std::nullopt, "end"); }

  EventRenderer& renderer_;
  std::vector<Sent> sent_;                      // by operation
  std::vector<std::optional<Reading>> clocks_;  // by host, as it last read its own
  std::string text_;                            // of the line at work
  TraceLine line_;
};

EventRenderer::EventRenderer(const Plan& plan)
    : names_(host_names(plan)),
      roles_(plan.roles),
      node_count_(plan.nodes.size()),
      lines_(std::make_unique<Lines>(*this)) {
  for (const std::string& name : names_) widest_name_ = std::max(widest_name_, name.size());
  for (const PlannedFault& fault : plan.faults) faults_.push_back(name_of_fault(fault, names_));
}

void EventRenderer::note_violation(VirtualTime at, std::optional<HostId> node, std::string_view key,
                                   std::string_view check, std::string_view message) {
  std::string text = "VIOLATED ";
  text.append(check).append(": ").append(message);
  line({.at = at, .node = node, .key = key, .violation = true, .text = text});
}

std::string_view EventRenderer::name_of(HostId host) const {
  return index(host) < names_.size() ? std::string_view(names_[index(host)]) : std::string_view("-");
}

}  // namespace groundhog
