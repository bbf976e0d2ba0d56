#include "checkers/model/acknowledgement.hpp"

#include "sut/runtime/saturating.hpp"

namespace groundhog::checkers {
namespace {

template <typename Matches>
bool some_state(const ReadWindow& window, KeyId key, Matches&& matches) {
  bool found = false;
  window.visit_states(key, [&](const Version* version) { found = found || matches(version); });
  return found;
}

bool is_absent(const Version* version) { return version == nullptr; }

// Nothing is left to do for a deadline that is past once the key is absent.
bool past_deadline_done(const Operation& operation, const ReadWindow& window) {
  return is_past(operation.command.ttl, window.latest()) && some_state(window, operation.command.keys[0], is_absent);
}

bool set_was_done(const ClientCommand& command, const Reply& reply) {
  const bool existed = reply.kind == ReplyKind::text;
  if (command.returns_old) {
    if (command.if_absent) return !existed;
    if (command.if_present) return existed;
    return true;
  }
  return reply.kind == ReplyKind::status || (reply.kind == ReplyKind::integer && reply.integer == 1);
}

bool set_is_in_log(const Operation& operation, const Reply& reply, const ReadWindow& window) {
  const ClientCommand& command = operation.command;
  if (!set_was_done(command, reply) || operation.commits.sets > 0) return true;
  if (past_deadline_done(operation, window)) return true;
  return some_state(window, command.keys[0], [&](const Version* version) {
    return version != nullptr && version->value == command.value &&
           fits(command.ttl, version->deadline, version->deadline, window.earliest(), window.latest());
  });
}

bool deadline_is_in_log(const Operation& operation, const ReadWindow& window) {
  const ClientCommand& command = operation.command;
  if (operation.commits.deadlines > 0) return true;
  if (past_deadline_done(operation, window)) return true;
  return some_state(window, command.keys[0], [&](const Version* version) {
    return version != nullptr &&
           fits(command.ttl, version->deadline, version->deadline, window.earliest(), window.latest());
  });
}

bool flush_is_in_log(const Operation& operation, const ReadWindow& window) {
  if (operation.commits.flushes > 0) return true;
  bool was_empty = false;
  window.visit_stretches([&](const Residence& residence, std::uint64_t first, std::uint64_t last) {
    for (std::uint64_t offset = first; offset <= last && !was_empty; ++offset) {
      was_empty = residence.log == nullptr || residence.log->digest_at(offset).keys == 0;
    }
  });
  return was_empty;
}

}  // namespace

bool is_past(const TtlRequest& ttl, ExpiryTime now) {
  if (ttl.kind == TtlRequest::Kind::relative) return ttl.milliseconds <= 0;
  if (ttl.kind == TtlRequest::Kind::absolute) return ttl.milliseconds <= now.time_since_epoch().count();
  return false;
}

bool fits(const TtlRequest& ttl, const Deadline& held, const Deadline& before, ExpiryTime earliest, ExpiryTime latest) {
  switch (ttl.kind) {
    case TtlRequest::Kind::none:
    case TtlRequest::Kind::remove:
      return !held;
    case TtlRequest::Kind::keep:
      return held == before;
    case TtlRequest::Kind::absolute:
      return held && held->time_since_epoch().count() == ttl.milliseconds;
    case TtlRequest::Kind::overflow:
      return false;
    case TtlRequest::Kind::relative:
      break;
  }
  if (!held) return false;
  // A sum that no deadline can hold saturates: a deadline that is held may come from the earlier E alone.
  const seam::Milliseconds asked(ttl.milliseconds);
  return seam::saturating_add(earliest, asked) <= *held && *held <= seam::saturating_add(latest, asked);
}

bool is_in_log(const Operation& operation, const Reply& reply, const ReadWindow& window) {
  const Commits& commits = operation.commits;
  switch (operation.command.kind) {
    case CommandKind::set:
      return set_is_in_log(operation, reply, window);
    case CommandKind::del:
      return static_cast<std::int64_t>(commits.client_dels) >= reply.integer;
    case CommandKind::getdel:
      return reply.kind != ReplyKind::text || commits.client_dels > 0;
    case CommandKind::getex:
      return reply.kind != ReplyKind::text || deadline_is_in_log(operation, window);
    case CommandKind::expire:
      return reply.integer != 1 || deadline_is_in_log(operation, window);
    case CommandKind::persist:
      return reply.integer != 1 || commits.deadlines > 0;
    case CommandKind::flush:
      return flush_is_in_log(operation, window);
    case CommandKind::change:
      return commits.sets > 0;
    default:
      return true;
  }
}

}  // namespace groundhog::checkers
