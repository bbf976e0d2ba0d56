// One client machine: runs its operations of the plan in their order, over one connection per node.
//
// An operation has its turn when it is due, all before it are sent or over, and fewer are sent and not over than its
// client has under way at most (ClientSpec::pipeline, one by default). It waits for a connection to its node, but not
// longer than the time-out: then it is `unsent`. Once sent, no reply within the time-out (from its turn on) or a cut
// makes it `unknown`, with all others that were sent on its connection, and the client resumes as a fresh one: the
// connection is aborted and opened again. So it is after an error, if the client reconnects then.
//
// What is meant for the node that leads goes to the one that this client takes for it. Of a change of the leader it
// learns as late as its ClientSpec says, or when that node denies to lead, whichever is earlier.
//
// Every OperationCompleted has its OperationInvoked before it; that of an unsent operation comes at once before it,
// with connection `none`. OperationDelivered and ReplyAccepted may follow the completion of an unknown operation.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "sim/cluster/client_connection.hpp"
#include "sim/cluster/operation_tap.hpp"

namespace groundhog {

// What became of operations, by Outcome.
using OutcomeCounts = std::array<std::uint64_t, 4>;

// Who leads.
struct Leadership {
  HostId node = no_host;
  std::uint32_t changes = 0;  // since the start
};

// What all clients of a run share.
struct ClientContext {
  Engine& engine;
  const Plan& plan;
  std::vector<HostId> targets;  // of each operation of the plan; no_host: the node that leads
  const Leadership& leader;     // at this moment
  OperationTap& tap;
  Observer& events;
  OutcomeCounts& outcomes;
};

class Client final : private ClientConnection::Owner {
 public:
  // `number` is the client's in the plan. `operations` are indices into the plan, in order. `nodes` are the addresses
  // of all nodes by id.
  Client(ClientContext& context, seam::Runtime& runtime, const ClientProtocol& protocol, std::uint32_t number,
         std::span<const seam::Address> nodes, std::vector<std::uint32_t> operations, RandomKey key);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void connect_all();
  // The first node to which it has no connection.
  std::optional<HostId> missing() const;

  // Operations count from `origin`.
  void begin(VirtualTime origin);
  // What is sent may finish; nothing new is sent. An operation that waits for a connection is `unsent` now.
  void stop();
  // The run is over: whatever has no answer is `unknown`.
  void finish();
  // Operations that had no turn.
  std::uint64_t left() const { return operations_.size() - next_; }
  // From now on another node leads.
  void leader_changed();

 private:
  struct Operation {
    std::uint32_t number = 0;  // in the plan
    HostId node = no_host;     // where it was sent
    VirtualTime deadline{};
  };

  void on_connected(ClientConnection& connection) override;
  void on_reply(ClientConnection& connection, const Reply& reply) override;
  void on_cut(ClientConnection& connection) override;

  // An operation that waits for a connection to the node that leads looks again who that is.
  void learn(Leadership news);
  void take_turns();
  void send_if_connected();
  void on_timeout();
  void give_up_unsent();
  // The connection is opened again.
  void give_up(ClientConnection& connection);
  // All that was sent to this node.
  void forget_sent(HostId node);
  void report(const Operation& operation, Outcome outcome, const Reply& reply);
  void arm_timeout();
  bool is_for_leader(const Operation& operation) const { return context_.targets[operation.number] == no_host; }
  HostId target(const Operation& operation) const;
  std::span<const std::string> arguments_of(const Operation& operation) const {
    return context_.plan.operations[operation.number].arguments;
  }
  ClientConnection& connection_to(HostId node) { return *connections_[index(node)]; }

  ClientContext& context_;
  const ClientProtocol& protocol_;
  ClientSpec spec_;
  HostId self_;
  std::vector<std::unique_ptr<ClientConnection>> connections_;  // by node
  std::vector<std::uint32_t> operations_;
  std::size_t next_ = 0;
  RandomStream ties_;
  VirtualTime origin_{};

  Leadership known_;
  RandomKey news_ties_;
  std::vector<EventHandle> news_;  // on their way

  bool stopped_ = true;
  std::optional<Operation> waiting_;  // has its turn, and no connection
  std::vector<Operation> sent_;       // in the order of their turns, and so of their deadlines
  std::optional<EventHandle> turn_;
  bool timeout_armed_ = false;  // one standing timer, not one per operation
  EventHandle timeout_;
};

}  // namespace groundhog
