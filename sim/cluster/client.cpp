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
  if (state_ == State::waiting) give_up_unsent();
}

void Client::finish() {
  stop();
  if (state_ == State::sent) complete(Outcome::unknown, Reply{});
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
  if (state_ == State::waiting) send_if_connected();
}

void Client::take_turns() {
  if (stopped_ || turn_ || state_ != State::idle || next_ == operations_.size()) return;
  const VirtualTime due = origin_ + context_.plan.operations[operations_[next_]].at;
  if (due > context_.engine.now()) {
    turn_ = context_.engine.schedule(due, ties_.next(), [this] {
      turn_.reset();
      take_turns();
    });
    return;
  }
  current_ = operations_[next_++];
  state_ = State::waiting;
  deadline_ = context_.engine.now() + context_.plan.operation_timeout;
  arm_timeout();
  send_if_connected();
}

HostId Client::target() const {
  const HostId planned = context_.targets[current_];
  return planned == no_host ? known_.node : planned;
}

void Client::send_if_connected() {
  ClientConnection& connection = connection_to(target());
  if (!connection.connected()) return;
  state_ = State::sent;
  node_ = connection.node();
  const ClientConnection::Request request = connection.prepare(current().arguments);
  context_.events.on(OperationInvoked{context_.engine.now(), OperationId{current_}, self_, node_, connection.id(),
                                      request.command, current().arguments});
  context_.tap.follow(connection.id(), OperationId{current_}, node_, request);
  connection.transmit();
}

void Client::arm_timeout() {
  if (timeout_armed_) return;
  timeout_armed_ = true;
  timeout_ = context_.engine.schedule(deadline_, ties_.next(), [this] { on_timeout(); });
}

void Client::on_timeout() {
  timeout_armed_ = false;
  if (state_ == State::idle) return;
  if (context_.engine.now() < deadline_) return arm_timeout();
  if (state_ == State::sent) {
    connection_to(node_).reopen();
    return complete(Outcome::unknown, Reply{});
  }
  give_up_unsent();
}

void Client::give_up_unsent() {
  context_.events.on(OperationInvoked{context_.engine.now(), OperationId{current_}, self_, target(), ConnectionId::none,
                                      0, current().arguments});
  complete(Outcome::unsent, Reply{});
}

void Client::on_connected(ClientConnection&) {
  if (state_ == State::waiting) send_if_connected();
}

void Client::on_reply(ClientConnection& connection, const Reply& reply) {
  SEAM_ASSERT(state_ == State::sent && connection.node() == node_);
  const bool is_error = reply.kind == ReplyKind::error;
  const bool asks_again = context_.targets[current_] == no_host && protocol_.denies_leading(reply);
  report(is_error ? Outcome::error : Outcome::ok, reply);
  if (asks_again) learn(context_.leader);
  if (is_error && spec_.reconnects) connection.reopen();
  take_turns();
}

void Client::on_cut(ClientConnection& connection) {
  if (state_ == State::sent && connection.node() == node_) complete(Outcome::unknown, Reply{});
}

void Client::complete(Outcome outcome, const Reply& reply) {
  report(outcome, reply);
  take_turns();
}

void Client::report(Outcome outcome, const Reply& reply) {
  ++context_.outcomes[static_cast<std::size_t>(outcome)];
  context_.events.on(OperationCompleted{context_.engine.now(), OperationId{current_}, outcome, reply});
  state_ = State::idle;
}

}  // namespace groundhog
