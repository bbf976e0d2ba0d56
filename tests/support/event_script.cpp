#include "tests/support/event_script.hpp"

#include <deque>
#include <sstream>

#include <gtest/gtest.h>

namespace groundhog::test {

using namespace checkers;
namespace {

constexpr std::uint32_t node_count = 3;

HostId host(std::string_view name) { return HostId{static_cast<std::uint32_t>(name[1] - '1')}; }

std::string_view name_of(std::optional<HostId> node) {
  static constexpr std::array<std::string_view, node_count> names = {"n1", "n2", "n3"};
  return node && index(*node) < node_count ? names[index(*node)] : std::string_view("no host");
}

std::vector<std::string> split(std::string_view words) {
  std::istringstream in{std::string(words)};
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

std::string all_messages(const Verdicts& verdicts) {
  std::string out;
  for (const Violation& violation : verdicts.first_of_each()) {
    out += std::string(violation.check) + ": " + violation.message + "\n";
  }
  return out;
}

}  // namespace

RunInfo usual_run() {
  RunInfo run;
  run.hosts = {"n1", "n2", "n3", "c1", "c2"};
  run.node_count = node_count;
  const NodeKnobs knobs{.heartbeat_window = seam::Milliseconds(100),
                        .heartbeat_misses = 3,
                        .janitor_interval = seam::Milliseconds(50),
                        .janitor_batch = 64,
                        .sync_buffer_bytes = 64 * 1024,
                        .empty_primary_hold = seam::Milliseconds(200)};
  run.knobs.assign(node_count, knobs);
  run.upstreams = {std::nullopt, HostId{0}, HostId{0}};
  run.convergence_bound = seam::Milliseconds(1000);
  return run;
}

RunInfo run_as_chain() {
  RunInfo run = usual_run();
  run.upstreams[1] = HostId{2};
  return run;
}

EventScript::EventScript(RunInfo run)
    : checkers_(std::make_unique<CheckerSet>(std::span<const std::string>(), std::move(run))) {}

EventScript& EventScript::at(std::int64_t ms) {
  now_ms_ = ms;
  return *this;
}

ClockReading EventScript::clocks(HostId node) const {
  const std::int64_t skew = index(node) < node_count ? wall_skew_ms_[index(node)] : 0;
  return {WallTime(seam::Milliseconds(now_ms_ + skew)), monotonic()};
}

EventScript& EventScript::start(std::string_view node, std::uint32_t incarnation) {
  incarnation_[index(host(node))] = incarnation;
  observer().on(NodeStarted{now(), host(node), incarnation, clocks(host(node))});
  return *this;
}

EventScript& EventScript::stop(std::string_view node) {
  observer().on(NodeStopped{now(), host(node), false});
  return *this;
}

EventScript& EventScript::pause(std::string_view node) {
  observer().on(NodePaused{now(), host(node), monotonic()});
  return *this;
}

EventScript& EventScript::resume(std::string_view node) {
  observer().on(NodeResumed{now(), host(node), monotonic()});
  return *this;
}

EventScript& EventScript::busy(std::string_view node, std::int64_t ms) {
  const std::chrono::milliseconds length(ms);
  observer().on(NodeBusy{now(), host(node), monotonic(), monotonic() + length, now() + length});
  return *this;
}

EventScript& EventScript::timer_late(std::string_view node, std::int64_t ms) {
  const std::chrono::milliseconds length(ms);
  observer().on(TimerLate{now(), host(node), monotonic(), monotonic() + length, now() + length});
  return *this;
}

EventScript& EventScript::skew(std::string_view node, std::int64_t wall_ms) {
  wall_skew_ms_[index(host(node))] = wall_ms;
  return *this;
}

EventScript& EventScript::reads_clock(std::string_view node) {
  observer().on(ClockRead{now(), host(node), clocks(host(node))});
  return *this;
}

EventScript& EventScript::begins(std::string_view node, HistoryId history, HistoryId parent,
                                 std::uint64_t switch_offset) {
  const HistoryOrigin origin = parent == HistoryId::none ? HistoryOrigin::process_start : HistoryOrigin::promotion;
  history_[index(host(node))] = history;
  log_end_[history] = switch_offset;
  observer().on(HistoryBegan{now(), host(node), history, origin, parent, switch_offset});
  return *this;
}

EventScript& EventScript::continues_as(std::string_view node, HistoryId history) {
  history_[index(host(node))] = history;
  return *this;
}

EventScript& EventScript::is(std::string_view node, At position) {
  const HostId upstream = host(node) == HostId{0} ? HostId{1} : HostId{0};
  observer().on(NodePosition{now(), host(node), incarnation_[index(host(node))], position.generation, position.role,
                             position.complete, position.link_up, position.holding, position.history, position.offset,
                             upstream, position.backlog_first, 0});
  return *this;
}

EventScript& EventScript::cluster() {
  at(0).start("n1").begins("n1", first_history);
  is("n1", {.history = first_history, .role = Role::primary, .generation = 0});
  for (const std::string_view replica : {"n2", "n3"}) start(replica).is(replica, {.history = first_history});
  return *this;
}

void EventScript::append(HostId node, const LoggedEffect& effect, ConnectionId connection, std::uint64_t command) {
  const HistoryId history = history_[index(node)];
  const std::uint64_t offset = ++log_end_[history];
  observer().on(LogAppended{now(), node, history, offset, connection, command,
                            Effect{effect.kind, effect.key, effect.value, effect.deadline, effect.cause},
                            clocks(node)});
}

EventScript& EventScript::appends(std::string_view node, LoggedEffect effect) {
  reads_clock(node);
  append(host(node), effect, ConnectionId::none, 0);
  return *this;
}

EventScript& EventScript::follows(std::string_view node, std::uint64_t offset) {
  return is(node, {.history = first_history, .offset = offset});
}

namespace {

std::vector<KeyState> states_of(const std::vector<Held>& keys) {
  std::vector<KeyState> states;
  for (const Held& held : keys) states.push_back({held.key, held.value, held.deadline});
  return states;
}

}  // namespace

EventScript& EventScript::samples(std::string_view node, HistoryId history, std::uint64_t offset,
                                  std::vector<Held> keys, SampleReason reason) {
  observer().on(StateSampled{now(), host(node), reason, history, offset, states_of(keys)});
  return *this;
}

EventScript& EventScript::samples_usage(std::string_view node, std::uint64_t offset, std::vector<Held> keys,
                                        const NodeUsage& usage) {
  const std::vector<KeyState> states = states_of(keys);
  observer().on(StateSampled{now(), host(node), SampleReason::periodic, first_history, offset, states, &usage});
  return *this;
}

EventScript& EventScript::command(std::string_view node, std::string_view words, Answer answer,
                                  std::initializer_list<LoggedEffect> effects) {
  const OperationId operation = invoke(node, words);
  deliver(operation).reads_clock(node);
  for (const LoggedEffect& effect : effects) commit(operation, effect);
  return reply(operation).complete(operation, std::move(answer));
}

OperationId EventScript::invoke(std::string_view node, std::string_view words) {
  if (kept_) return invoke({HostId{node_count}, host(node), *kept_, ++commands_on_kept_}, words);
  const HostId client{node_count + static_cast<std::uint32_t>(operations_.size()) % 2};
  // One connection per operation: what a fresh client would use.
  return invoke({client, host(node), ConnectionId{++connection_count_}, 1}, words);
}

OperationId EventScript::invoke_behind(OperationId before, std::string_view words) {
  Operation next = operations_[index(before)];
  ++next.command;
  return invoke(next, words);
}

OperationId EventScript::invoke(const Operation& operation, std::string_view words) {
  const OperationId id{static_cast<std::uint32_t>(operations_.size())};
  operations_.push_back(operation);
  const std::vector<std::string> arguments = split(words);
  observer().on(OperationInvoked{now(), id, operation.client, operation.node, operation.connection, operation.command,
                                 arguments});
  return id;
}

EventScript& EventScript::keeps_connection() {
  kept_ = ConnectionId{++connection_count_};
  commands_on_kept_ = 0;
  return *this;
}

EventScript& EventScript::deliver(OperationId operation) {
  const HostId node = operations_[index(operation)].node;
  observer().on(OperationDelivered{now(), operation, node, clocks(node)});
  return *this;
}

EventScript& EventScript::commit(OperationId operation, LoggedEffect effect) {
  const Operation& author = operations_[index(operation)];
  append(author.node, effect, author.connection, author.command);
  return *this;
}

EventScript& EventScript::begins_reply(OperationId operation) {
  const HostId node = operations_[index(operation)].node;
  observer().on(ReplyAccepted{now(), operation, node, clocks(node)});
  return *this;
}

EventScript& EventScript::reply(OperationId operation) {
  begins_reply(operation);
  const Operation& on = operations_[index(operation)];
  observer().on(FrameSent{now(), Frame{on.connection, on.node, on.client, "reply", 1, {}, {}, {}}});
  return *this;
}

EventScript& EventScript::accepts(OperationId operation) {
  const Operation& on = operations_[index(operation)];
  observer().on(ConnectionOpened{now(), on.connection, on.client, on.node, ConnectionKind::client, monotonic()});
  observer().on(ConnectionEstablished{now(), on.connection, on.node, monotonic()});
  return *this;
}

EventScript& EventScript::ends(OperationId operation) {
  const Operation& on = operations_[index(operation)];
  observer().on(ConnectionEnded{now(), on.connection, on.node});
  return *this;
}

EventScript& EventScript::has_no_room(OperationId operation) {
  const Operation& on = operations_[index(operation)];
  observer().on(ShortWrite{now(), on.connection, on.node, 5, 0});
  return *this;
}

namespace {

Reply reply_of(const Answer& answer, std::deque<std::vector<Reply>>& storage) {
  std::vector<Reply> elements;
  for (const Answer& element : answer.elements) elements.push_back(reply_of(element, storage));
  return {answer.kind, answer.text, answer.integer, storage.emplace_back(std::move(elements))};
}

}  // namespace

EventScript& EventScript::complete(OperationId operation, Answer answer) {
  std::deque<std::vector<Reply>> storage;
  observer().on(OperationCompleted{now(), operation, answer.outcome, reply_of(answer, storage)});
  return *this;
}

ConnectionId EventScript::connect(std::string_view from, std::string_view to) {
  const ConnectionId id{++connection_count_};
  connections_[id] = {host(from), host(to)};
  observer().on(ConnectionOpened{now(), id, host(from), host(to), ConnectionKind::replication, monotonic()});
  return id;
}

EventScript& EventScript::established(ConnectionId connection, std::string_view side) {
  observer().on(ConnectionEstablished{now(), connection, host(side), monotonic()});
  return *this;
}

EventScript& EventScript::closed(ConnectionId connection, std::string_view side, CloseReason reason) {
  observer().on(ConnectionClosed{now(), connection, host(side), reason, monotonic()});
  return *this;
}

HostId EventScript::other_end(ConnectionId connection, HostId one) const {
  const Connection& ends = connections_.at(connection);
  return ends.from == one ? ends.to : ends.from;
}

EventScript& EventScript::sent(ConnectionId connection, std::string_view from, std::string_view type,
                               std::initializer_list<FrameField> fields, std::string_view key) {
  const HostId sender = host(from);
  const std::span<const FrameField> all(fields.begin(), fields.size());
  observer().on(FrameSent{now(), Frame{connection, sender, other_end(connection, sender), type, 1, key, {}, all}});
  return *this;
}

EventScript& EventScript::sends_bytes(ConnectionId connection, std::string_view from, std::size_t bytes) {
  const HostId sender = host(from);
  const std::string content(bytes, 'x');
  observer().on(FrameSent{now(), Frame{connection, sender, other_end(connection, sender), "pong", 1, {}, content, {}}});
  return *this;
}

EventScript& EventScript::dropped(ConnectionId connection, std::string_view from, std::string_view type) {
  const HostId sender = host(from);
  const Frame frame{connection, sender, other_end(connection, sender), type, 1, {}, {}, {}};
  observer().on(FrameDropped{now(), frame, 0});
  return *this;
}

EventScript& EventScript::changed(ConnectionId connection, std::string_view from, std::string_view type,
                                  FrameChanged::Change change) {
  const HostId sender = host(from);
  const Frame frame{connection, sender, other_end(connection, sender), type, 1, {}, {}, {}};
  observer().on(FrameChanged{now(), frame, 0, change});
  return *this;
}

EventScript& EventScript::sends_full(ConnectionId connection, std::string_view from, HistoryId history,
                                     std::uint64_t offset, std::uint64_t keys) {
  std::ostringstream id;
  id << std::hex << static_cast<std::uint64_t>(history);
  offered_[connection] = id.str();
  return sent(connection, from, "full",
              {{"history", id.str()}, {"offset", std::to_string(offset)}, {"keys", std::to_string(keys)}});
}

EventScript& EventScript::sends_keys(ConnectionId connection, std::string_view from, const std::vector<Held>& keys) {
  std::vector<std::string> deadlines;
  for (const Held& held : keys) {
    deadlines.push_back(held.deadline ? std::to_string(held.deadline->time_since_epoch().count()) : "-");
  }
  std::vector<FrameField> fields = {{"seq", "2"}};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    fields.insert(fields.end(), {{"key", keys[i].key}, {"value", keys[i].value}, {"deadline", deadlines[i]}});
  }
  const HostId sender = host(from);
  const Frame frame{connection, sender, other_end(connection, sender), "snapshot_part", 1, {}, {}, fields};
  observer().on(FrameSent{now(), frame});
  return *this;
}

EventScript& EventScript::sends_entry(ConnectionId connection, std::string_view from, std::uint64_t offset,
                                      std::string_view key) {
  return sent(connection, from, "log_entry", {{"offset", std::to_string(offset)}, {"key", key}}, key);
}

EventScript& EventScript::delivered(ConnectionId connection, std::string_view to, std::string_view type,
                                    std::uint64_t received) {
  const HostId receiver = host(to);
  const std::string count = std::to_string(received);
  std::vector<FrameField> fields = {{"nonce", "7"}, {"received", count}};
  if (type == "full") fields.push_back({"history", offered_[connection]});
  const Frame frame{connection, other_end(connection, receiver), receiver, type, 1, {}, {}, fields};
  observer().on(FrameDelivered{now(), frame, monotonic()});
  return *this;
}

EventScript& EventScript::entry_delivered(ConnectionId connection, std::string_view to, std::uint64_t offset,
                                          std::string_view more) {
  const HostId receiver = host(to);
  const std::string number = std::to_string(offset);
  const std::array<FrameField, 2> fields = {FrameField{"offset", number}, FrameField{"more", more}};
  const Frame frame{connection, other_end(connection, receiver), receiver, "log_entry", 1, {}, {}, fields};
  observer().on(FrameDelivered{now(), frame, monotonic()});
  return *this;
}

EventScript& EventScript::part_delivered(ConnectionId connection, std::string_view to) {
  observer().on(FramePartDelivered{now(), connection, host(to), monotonic()});
  return *this;
}

EventScript& EventScript::acknowledged(ConnectionId connection, std::string_view replica, std::uint64_t offset) {
  const HostId from = host(replica);
  const std::string text = std::to_string(offset);
  const std::array<FrameField, 2> fields = {FrameField{"nonce", "7"}, FrameField{"applied", text}};
  const Frame frame{connection, from, other_end(connection, from), "pong", 1, {}, {}, fields};
  observer().on(FrameDelivered{now(), frame, monotonic()});
  return *this;
}

EventScript& EventScript::full(ConnectionId connection, std::string_view side) {
  observer().on(ShortWrite{now(), connection, host(side), 100, 7});
  return *this;
}

EventScript& EventScript::declares_down(std::string_view node, ConnectionId connection) {
  const std::array<seam::Field, 1> fields = {seam::Field("connection", connection)};
  observer().on(Announced{now(), host(node), monotonic(), seam::Severity::warning, "peer.declared_down", fields});
  return *this;
}

EventScript& EventScript::commanded(std::uint32_t fault) { return starts_fault(fault).fault_takes_effect(fault); }

EventScript& EventScript::starts_fault(std::uint32_t fault) {
  observer().on(FaultStarted{now(), fault});
  return *this;
}

EventScript& EventScript::fault_takes_effect(std::uint32_t fault) {
  observer().on(FaultEffective{now(), fault});
  return *this;
}

EventScript& EventScript::settle() {
  observer().on(PhaseStarted{now(), Phase::settle});
  return *this;
}

EventScript& EventScript::end() {
  const std::array<ClockReading, node_count> readings = {clocks(HostId{0}), clocks(HostId{1}), clocks(HostId{2})};
  observer().on(RunEnded{now(), readings});
  return *this;
}

void expect_accepted(const EventScript& events) {
  EXPECT_EQ(events.verdicts().total(), 0U) << all_messages(events.verdicts());
}

void expect_rejected(const EventScript& events, std::string_view check, std::int64_t at_ms, std::string_view node,
                     std::string_view key) {
  for (const Violation& violation : events.verdicts().first_of_each()) {
    if (violation.check != check) continue;
    EXPECT_EQ(violation.at, VirtualTime(seam::Milliseconds(at_ms))) << violation.message;
    EXPECT_EQ(name_of(violation.node), node) << violation.message;
    EXPECT_EQ(violation.key, key) << violation.message;
    EXPECT_NE(violation.message.find(node), std::string::npos) << violation.message;
    EXPECT_NE(violation.message.find(key), std::string::npos) << violation.message;
    return;
  }
  ADD_FAILURE() << check << " accepted what it must reject; others said:\n" << all_messages(events.verdicts());
}

}  // namespace groundhog::test
