// What a client asked for, in the few words that checkers judge by. Parsed once per operation.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkers/model/key_table.hpp"
#include "sim/events/observer.hpp"

namespace groundhog::checkers {

enum class CommandKind : std::uint8_t {
  other,  // CONFIG SET …: says nothing about keys
  get,
  getex,
  getdel,
  mget,
  set,  // SET, SETEX, PSETEX, SETNX
  del,
  exists,
  expire,  // EXPIRE, PEXPIRE, EXPIREAT, PEXPIREAT
  ttl,     // TTL, PTTL, EXPIRETIME, PEXPIRETIME
  persist,
  keys,
  dbsize,
  flush,  // FLUSHALL, FLUSHDB
  strlen,
  getrange,
  change,  // computes a new value from the one that the key holds
  mset,    // MSET, MSETNX
  copy,    // COPY, RENAME, RENAMENX: keys are source and target
  type,
  random_key,  // RANDOMKEY
  scan,
  session,  // PING, ECHO, CLIENT …: says nothing about keys, and is answered in its own `shape`
  info,     // INFO: `values` are the sections that it asks for
  role,     // ROLE
  wait,     // WAIT: says how many replicas have what its connection wrote
  multi,    // what follows on the connection is queued
  queued,   // between MULTI and EXEC
  exec,     // runs what was queued: `parts`
  at_once,  // WATCH, DISCARD, RESET, QUIT: never queued; says nothing about keys
};

// What a command says about a key's deadline.
struct TtlRequest {
  enum class Kind : std::uint8_t {
    none,      // nothing: SET without option removes the deadline, GETEX leaves it
    keep,      // KEEPTTL
    remove,    // PERSIST
    relative,  // EX, PX: milliseconds from now
    absolute,  // EXAT, PXAT: milliseconds since the epoch
    overflow,  // a number that no deadline can hold
  };

  Kind kind = Kind::none;
  std::int64_t milliseconds = 0;
};

// How the TTL family answers.
enum class TtlUnit : std::uint8_t { seconds_left, milliseconds_left, seconds_absolute, milliseconds_absolute };

// How a command that says nothing about keys is answered.
enum class ReplyShape : std::uint8_t {
  ok,
  pong,
  echo,    // its own argument: ClientCommand::value
  number,  // not negative
  text,
  setting,  // CONFIG GET of one name: nothing, or the name and a value
  fields,   // HELLO: seven names, each with a value
};

// In which case EXPIRE changes the deadline of a key that is there.
enum class ExpireCondition : std::uint8_t {
  none,  // always
  nx,    // it has none
  xx,    // it has one
  gt,    // it has one that is earlier
  lt,    // it has none, or one that is later
  several,
};

// What a command says beside its key.
struct Operand {
  std::string text;
  // Of INCRBY and its kin, what is added; of SETRANGE and GETRANGE, where it begins; of WAIT, how many replicas.
  std::int64_t number = 0;
  std::int64_t last = 0;  // GETRANGE
};

// What a command makes of the value that a key holds. The deadline stays as it is.
struct Change {
  // `before`: none if the key is absent. None as the result: an error, and nothing changes.
  std::optional<std::string> (*value)(std::optional<std::string_view> before, const Operand& operand) = nullptr;
  // Whether a command that made this value answers so.
  bool (*answers)(std::string_view after, const Reply& reply) = nullptr;
};

struct ClientCommand {
  CommandKind kind = CommandKind::other;
  std::vector<KeyId> keys;             // in the order given
  std::string value;                   // set; session: what is to come back
  std::vector<std::string> values;     // mset: of each key; info
  std::optional<std::string> pattern;  // keys, scan; none: all
  ReplyShape shape{};                  // session
  Operand operand;                     // change, getrange
  Change change;                       // change
  TtlRequest ttl;
  TtlUnit unit = TtlUnit::seconds_left;
  bool if_absent = false;       // NX of SET, MSETNX, RENAMENX; COPY without REPLACE
  bool if_present = false;      // XX of SET
  bool returns_old = false;     // GET of SET
  bool answers_number = false;  // SETNX, MSETNX, COPY, RENAMENX: 1 or 0 instead of a status
  bool only_touches = false;    // exists: TOUCH
  ExpireCondition condition{};  // expire
  Duration may_block{0};        // how long it asks to wait at most: WAIT; Duration::max(): for ever

  // Written as it should be: it may be refused for what the node is or holds, and for nothing else. False where the
  // checks do not know.
  bool is_legal = false;
  bool ends_queue = false;                // EXEC, DISCARD, RESET
  std::vector<ClientCommand> parts = {};  // exec

  bool is_write() const;
  // Whether it counts as a use of its keys where it finds them: replication.md, "The cache".
  bool moves_recency() const;
  // Between MULTI and EXEC the server keeps it for EXEC.
  bool can_be_queued() const {
    return kind != CommandKind::multi && kind != CommandKind::exec && kind != CommandKind::at_once;
  }
};

// The command itself, or those that EXEC runs.
std::span<const ClientCommand> parts_of(const ClientCommand& command);

// Visits each of them with its own reply. None, if an EXEC ran nothing, or its reply is not one of so many.
template <typename Visit>
void visit_parts(const ClientCommand& command, const Reply& reply, Visit&& visit) {
  if (command.kind != CommandKind::exec) return visit(command, reply);
  if (reply.elements.size() != command.parts.size()) return;
  for (std::size_t i = 0; i < command.parts.size(); ++i) visit(command.parts[i], reply.elements[i]);
}

// The answer of a SET, SETNX, COPY or their kin that did it.
inline bool says_done(const Reply& reply) {
  return reply.kind == ReplyKind::status || (reply.kind == ReplyKind::integer && reply.integer == 1);
}

// Reuses the memory of `into`. Anything malformed becomes what a server would make of it: an error, hence `other`.
void parse_command(std::span<const std::string> arguments, KeyTable& keys, ClientCommand& into);

}  // namespace groundhog::checkers
