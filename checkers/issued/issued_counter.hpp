// Counts what the clients of a run ask for, in which state of its key, and what comes of it.
//
//   fact                     evidence                             if it does not come
//   the command              OperationInvoked                     -
//   the state of its key     the ledger's window of the command   it is unclear, and no other cell counts it
//   what came of it          OperationCompleted                   "no reply": the state does not matter
//
// Commands that an EXEC runs count there, with their own replies, and not when they are queued. What was never sent
// does not count, nor what the guest has no command for.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkers/checker.hpp"
#include "checkers/issued/command_form.hpp"
#include "checkers/issued/issued_cell.hpp"
#include "checkers/model/ledger.hpp"
#include "sim/events/observer.hpp"

namespace groundhog::checkers {

class IssuedCounter final : public EachEvent<IssuedCounter> {
 public:
  // `commands` outlive it.
  IssuedCounter(RunInfo run, std::span<const CommandSpec> commands)
      : run_(std::move(run)), ledger_(run_), commands_(commands) {}

  const IssuedCounts& counts() const { return counts_; }

  template <typename Event>
  void each(const Event& event) {
    static_cast<Observer&>(ledger_).on(event);
    note(event);
  }

 private:
  // What is known of a command that ran, when its reply has come.
  struct Ran {
    const IssuedCommand& issued;
    const ClientCommand& command;
    const Reply& reply;
  };

  template <typename Event>
  void note(const Event& /*event*/) {}
  void note(const OperationInvoked& event);
  void note(const OperationCompleted& event);
  void note(const ConnectionClosed& event) { queues_.erase(event.connection); }

  void follow_queue(const OperationInvoked& event, const ClientCommand& command);
  // `found_of(key)` is asked where there is a window.
  template <typename FoundOf>
  void count_one(const Ran& ran, const std::optional<ReadWindow>& window, FoundOf&& found_of);
  void count_parts(const Operation& operation, const Reply& reply, std::span<const IssuedCommand> parts);
  KeyFound found(const ReadWindow& window, std::string_view key) const;
  // Of a part of an EXEC with these before it.
  KeyFound found_by_part(std::string_view key, std::span<const IssuedCommand> before, const ReadWindow& window,
                         const Commits& commits) const;
  void add(std::string_view form, std::string_view place, KeyFound found, std::string outcome);

  RunInfo run_;
  Ledger ledger_;
  std::span<const CommandSpec> commands_;
  std::map<OperationId, IssuedCommand> under_way_;
  std::map<ConnectionId, std::vector<IssuedCommand>> queues_;  // of those between MULTI and EXEC
  std::map<OperationId, std::vector<IssuedCommand>> parts_;    // of an EXEC under way
  IssuedCounts counts_;
};

}  // namespace groundhog::checkers
