#include "sim/cluster/client.hpp"

#include <algorithm>
#include <utility>

#include "sut/runtime/assert.hpp"

namespace groundhog {

namespace {

ClientSpec spec_of(const Plan& plan, std::uint32_t client) {
  const auto found = plan.client_specs.find(client);
  return found != plan.client_specs.end() ? found->second : ClientSpec{};
}

// What draws the line of words as which an operation is written; nullopt: it is no line. A function of its words and
// its time alone: no edit of a plan elsewhere changes it, and a larger share keeps the lines of a smaller one.
std::optional<std::uint64_t> line_of(const PlannedOperation& operation, double share) {
  if (share == 0) return std::nullopt;
  RandomKey key = RandomKey(0).sub("inline").sub(static_cast<std::uint64_t>(operation.at.count()));
  for (const std::string& word : operation.arguments) key = key.sub(word);
  if (!chance(key.draw(0), share)) return std::nullopt;
  return key.draw(1);
}

}  // namespace

Client::Client(ClientContext& context, seam::Runtime& runtime, const ClientProtocol& protocol, std::uint32_t number,
               std::span<const seam::Address> nodes, std::vector<std::uint32_t> operations, RandomKey key)
    : context_(context),
      protocol_(protocol),
      spec_(spec_of(context.plan, number)),
      self_(HostId{static_cast<std::uint32_t>(nodes.size()) + number}),
      operations_(std::move(operations)),
      ties_(key.sub("turn")),
      known_(context.leader),
      news_ties_(key.sub("news")) {
  connections_.reserve(nodes.size());
  for (std::uint32_t node = 0; node < nodes.size(); ++node) {
    ClientConnection::Owner& owner = *this;
    connections_.push_back(std::make_unique<ClientConnection>(context.engine, runtime, protocol, HostId{node},
                                                              nodes[node], key.sub("connection").sub(node), owner));
  }
}

Client::~Client() {
  if (turn_) context_.engine.cancel(*turn_);
  if (timeout_armed_) context_.engine.cancel(timeout_);
  for (const EventHandle& news : news_) context_.engine.cancel(news);
}

void Client::connect_all() {
  for (const auto& connection : connections_) connection->open();
}

std::optional<HostId> Client::missing() const {
  for (const auto& connection : connections_) {
    if (!connection->connected()) return connection->node();
  }
  return std::nullopt;
}

void Client::begin(VirtualTime origin) {
  origin_ = origin;
  stopped_ = false;
  take_turns();
}

void Client::stop() {
  stopped_ = true;
  if (turn_) context_.engine.cancel(*turn_);
  turn_.reset();
  if (waiting_) give_up_unsent();
}

void Client::finish() {
  stop();
  for (const Operation& operation : std::exchange(sent_, {})) report(operation, Outcome::unknown, Reply{});
}

void Client::leader_changed() {
  const Leadership news = context_.leader;
  if (spec_.learn.empty()) return learn(news);
  const Duration delay = spec_.learn[std::min<std::size_t>(news.changes, spec_.learn.size()) - 1];
  if (delay == Duration{0}) return learn(news);
  news_.push_back(context_.engine.schedule(context_.engine.now() + delay, news_ties_.draw(news.changes),
                                           [this, news] { learn(news); }));
}

// What it hears last may be older than what it knows.
void Client::learn(Leadership news) {
  if (news.changes <= known_.changes) return;
  known_ = news;
  send_if_connected();
}

void Client::take_turns() {
  while (!stopped_ && !turn_ && !waiting_ && sent_.size() < spec_.pipeline && next_ < operations_.size()) {
    const VirtualTime due = origin_ + context_.plan.operations[operations_[next_]].at;
    if (due > context_.engine.now()) {
      turn_ = context_.engine.schedule(due, ties_.next(), [this] {
        turn_.reset();
        take_turns();
      });
      return;
    }
    waiting_ = Operation{.number = operations_[next_++],
                         .node = no_host,
                         .deadline = context_.engine.now() + context_.plan.operation_timeout};
    arm_timeout();
    send_if_connected();
  }
}

HostId Client::target(const Operation& operation) const {
  return is_for_leader(operation) ? known_.node : context_.targets[operation.number];
}

void Client::send_if_connected() {
  if (!waiting_) return;
  ClientConnection& connection = connection_to(target(*waiting_));
  if (!connection.connected()) return;
  Operation& operation = sent_.emplace_back(*std::exchange(waiting_, std::nullopt));
  operation.node = connection.node();
  const OperationId id{operation.number};
  const std::span<const std::string> arguments = arguments_of(operation);
  const auto line = line_of(context_.plan.operations[operation.number], spec_.inline_share);
  const ClientConnection::Request request = connection.prepare(arguments, line);
  context_.events.on(
      OperationInvoked{context_.engine.now(), id, self_, operation.node, connection.id(), request.command, arguments});
  context_.tap.follow(connection.id(), id, operation.node, request);
  connection.transmit();
}

void Client::arm_timeout() {
  if (timeout_armed_ || (sent_.empty() && !waiting_)) return;
  timeout_armed_ = true;
  const VirtualTime first = sent_.empty() ? waiting_->deadline : sent_.front().deadline;
  timeout_ = context_.engine.schedule(first, ties_.next(), [this] { on_timeout(); });
}

void Client::on_timeout() {
  timeout_armed_ = false;
  const VirtualTime now = context_.engine.now();
  while (!sent_.empty() && sent_.front().deadline <= now) give_up(connection_to(sent_.front().node));
  if (waiting_ && waiting_->deadline <= now) give_up_unsent();
  arm_timeout();
  take_turns();
}

void Client::give_up(ClientConnection& connection) {
  connection.reopen();
  forget_sent(connection.node());
}

void Client::forget_sent(HostId node) {
  const auto lost =
      std::stable_partition(sent_.begin(), sent_.end(), [node](const Operation& each) { return each.node != node; });
  const std::vector<Operation> operations(lost, sent_.end());
  sent_.erase(lost, sent_.end());
  for (const Operation& operation : operations) report(operation, Outcome::unknown, Reply{});
}

void Client::give_up_unsent() {
  const Operation operation = *std::exchange(waiting_, std::nullopt);
  context_.events.on(OperationInvoked{context_.engine.now(), OperationId{operation.number}, self_, target(operation),
                                      ConnectionId::none, 0, arguments_of(operation)});
  report(operation, Outcome::unsent, Reply{});
}

void Client::on_connected(ClientConnection&) {
  send_if_connected();
  take_turns();
}

void Client::on_reply(ClientConnection& connection, const Reply& reply) {
  const auto found = std::ranges::find(sent_, connection.node(), &Operation::node);
  SEAM_ASSERT(found != sent_.end());
  const Operation answered = *found;
  sent_.erase(found);
  const bool is_error = reply.kind == ReplyKind::error;
  const bool asks_again = is_for_leader(answered) && protocol_.denies_leading(reply);
  report(answered, is_error ? Outcome::error : Outcome::ok, reply);
  if (asks_again) learn(context_.leader);
  if (is_error && spec_.reconnects) give_up(connection);
  take_turns();
}

void Client::on_cut(ClientConnection& connection) {
  forget_sent(connection.node());
  take_turns();
}

void Client::report(const Operation& operation, Outcome outcome, const Reply& reply) {
  ++context_.outcomes[static_cast<std::size_t>(outcome)];
  context_.events.on(OperationCompleted{context_.engine.now(), OperationId{operation.number}, outcome, reply});
}

}  // namespace groundhog
