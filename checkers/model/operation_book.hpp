// The operations that are outstanding, and what they left in the log.
//
// A completed operation stays until the next one is invoked, so that checkers see it in its last event. An unknown
// write stays until the node's end of its connection is gone: the node may still execute it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "checkers/model/client_command.hpp"
#include "checkers/model/node_model.hpp"
#include "sim/events/observer.hpp"

namespace groundhog::checkers {

// Log entries of one command.
struct Commits {
  const HistoryLog* log = nullptr;
  std::uint64_t first_offset = 0;  // of any kind of entry; 0: there is none
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
  Duration may_be_held_up{0};  // how long commands before it on its connection ask to wait at most, together
  bool goes_alone = true;      // no other was under way on its connection when it was sent

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
  // The operation that sent that command.
  Operation* author(ConnectionId connection, std::uint64_t command);
  const Operation* author(ConnectionId connection, std::uint64_t command) const;

  void complete(Operation& operation, Outcome outcome);
  // Nothing more comes out of that connection at the node.
  void forget_orphans(ConnectionId connection);
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

  // Between MULTI and EXEC a command is kept for EXEC.
  void follow_queue(Operation& operation);
  std::vector<std::uint32_t>* slots_of(ConnectionId connection);
  void join_connection(std::uint32_t slot);
  std::uint32_t take_slot();
  void release(std::uint32_t slot);
  void release_completed();

  std::vector<Operation> slots_;
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> completed_;
  std::vector<std::uint32_t> slot_by_operation_;
  // Of operations on it, in the order of their commands. Those of other connections may be among them: slots are used
  // again.
  std::vector<std::vector<std::uint32_t>> slots_by_connection_;
  std::map<ConnectionId, std::vector<ClientCommand>> queues_;  // of those between MULTI and EXEC
};

// Every state that a node held while it ran one command, and what E it may have judged them by.
//
// A window may span a load or a change of history: whatever the node held, before or after, counts.

class ReadWindow {
 public:
  // `operation` has been delivered and replied to.
  ReadWindow(const Course& course, const Operation& operation)
      : course_(course),
        from_(operation.from),
        to_(operation.to),
        earliest_(operation.earliest()),
        latest_(operation.latest()) {}

  ExpiryTime earliest() const { return earliest_; }
  ExpiryTime latest() const { return latest_; }

  // The one state that a command found which left entries: the log shows where it was. All of them without entries.
  ReadWindow found_by(const Commits& commits) const;

  // Without the states before that place, and without those behind it.
  ReadWindow since(CourseMark place) const {
    ReadWindow later = *this;
    later.from_ = std::min(std::max(from_, place), to_);
    return later;
  }
  ReadWindow until(CourseMark place) const {
    ReadWindow earlier = *this;
    earlier.to_ = std::max(std::min(to_, place), from_);
    return earlier;
  }

  // False if the node held, at some time, a state of a history that no node began.
  bool is_judgeable() const {
    for (std::uint64_t r = from_.residence; r <= to_.residence; ++r) {
      if (!course_.at(r).is_judgeable()) return false;
    }
    return true;
  }

  bool at_primary() const {
    for (std::uint64_t r = from_.residence; r <= to_.residence; ++r) {
      if (course_.at(r).role != Role::primary) return false;
    }
    return true;
  }

  bool in_one_residence() const { return from_.residence == to_.residence; }
  CourseMark from() const { return from_; }
  CourseMark to() const { return to_; }

  // Calls visit(const Residence&, first offset, last offset) for every stretch of it.
  template <typename Visit>
  void visit_stretches(Visit&& visit) const {
    for (std::uint64_t r = from_.residence; r <= to_.residence; ++r) {
      const Residence& residence = course_.at(r);
      visit(residence, r == from_.residence ? from_.offset : residence.first,
            r == to_.residence ? to_.offset : residence.last);
    }
  }

  // Calls visit(const Version* or nullptr) for every state of the key.
  template <typename Visit>
  void visit_states(KeyId key, Visit&& visit) const {
    visit_stretches([&](const Residence& residence, std::uint64_t first, std::uint64_t last) {
      if (residence.log == nullptr) {
        visit(static_cast<const Version*>(nullptr));
      } else {
        residence.log->visit_states(key, first, last, visit);
      }
    });
  }

  bool may_be_alive(const Version& version) const { return alive_at(earliest_, version.deadline); }
  bool may_be_dead(const Version& version) const { return !alive_at(latest_, version.deadline); }

 private:
  const Course& course_;
  CourseMark from_;
  CourseMark to_;
  ExpiryTime earliest_;
  ExpiryTime latest_;
};

// Whether an acknowledged write is where it must be: in the log, unless it changed nothing.

// Whether a deadline asked for is past when E shows `now`. False for requests that name none.
bool is_past(const TtlRequest& ttl, ExpiryTime now);

// Whether `held` is what the request makes of a deadline, for some E in [earliest, latest]. `before` is what the key
// had.
bool fits(const TtlRequest& ttl, const Deadline& held, const Deadline& before, ExpiryTime earliest, ExpiryTime latest);

// False if the reply claims a change that the log does not show and that some state in the window would have needed.
// `command` is the operation's, or a part of it.
bool is_in_log(const ClientCommand& command, const Reply& reply, const Commits& commits, const ReadWindow& window);

}  // namespace groundhog::checkers
