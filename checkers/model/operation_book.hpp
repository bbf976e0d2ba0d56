// The operations that are outstanding, and what they left in the log.
//
// A completed operation stays until the next one is invoked, so that checkers see it in its last event. An unknown
// write stays until the node's end of its connection is gone: the node may still execute it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "checkers/model/client_command.hpp"
#include "checkers/model/node_model.hpp"
#include "sim/history/history.hpp"

namespace groundhog::checkers {

// Log entries of one command.
struct Commits {
  const HistoryLog* log = nullptr;
  std::uint64_t last_offset = 0;
  std::uint32_t sets = 0;
  std::uint32_t deadlines = 0;
  std::uint32_t client_dels = 0;
  std::uint32_t flushes = 0;

  // Expire and evict entries do not count: even an error may bring them along.
  std::uint32_t effects() const { return sets + deadlines + client_dels + flushes; }
};

struct Operation {
  enum class State : std::uint8_t { free, outstanding, completed, orphaned };

  State state = State::free;
  OperationId id{};
  HostId client{};
  HostId node{};
  ConnectionId connection{};
  std::uint64_t command_number = 0;
  VirtualTime invoked{};
  ClientCommand command;

  bool node_died = false;  // the process that it was sent to: it can give no answer any more
  std::optional<VirtualTime> delivered;
  std::optional<VirtualTime> replied;
  ExpiryTime e_delivered{};                // E at inv, had the node read its clocks then
  std::optional<ExpiryTime> e_first_read;  // E at the first reading since
  ExpiryTime e_replied{};                  // E at ret
  CourseMark from;                         // the node's place at inv
  CourseMark to;                           // … and at ret
  Commits commits;

  // The least and the largest E that the command can have judged by. E is not monotone between readings: a wall clock
  // may step back before the node looks.
  ExpiryTime earliest() const { return e_first_read ? std::min(e_delivered, *e_first_read) : e_delivered; }
  ExpiryTime latest() const { return std::max(e_delivered, e_replied); }
};

class OperationBook {
 public:
  Operation& open(const OperationInvoked& invoked, KeyTable& keys);
  Operation* find(OperationId id);
  const Operation* find(OperationId id) const;
  // Whoever sent that command; clients have one operation outstanding per connection.
  Operation* author(ConnectionId connection, std::uint64_t command);
  const Operation* author(ConnectionId connection, std::uint64_t command) const;

  void complete(Operation& operation, Outcome outcome);
  // Nothing more comes out of that connection at the node.
  void forget_orphan(ConnectionId connection);
  // The process is gone.
  void node_died(HostId node);

  template <typename Visit>
  void visit_outstanding(Visit&& visit) const {
    for (const Operation& operation : slots_) {
      if (operation.state == Operation::State::outstanding) visit(operation);
    }
  }

 private:
  static constexpr std::uint32_t no_slot = 0xffffffffU;

  std::uint32_t take_slot();
  void release(std::uint32_t slot);
  void release_completed();

  std::vector<Operation> slots_;
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> completed_;
  std::vector<std::uint32_t> slot_by_operation_;
  std::vector<std::uint32_t> slot_by_connection_;  // of the latest operation on it
};

}  // namespace groundhog::checkers
