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
  other,  // PING, WAIT, INFO …: says nothing about keys
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
  change,  // computes a new value from the one that the key holds
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

// What a command makes of the value that a key holds. The deadline stays as it is.
struct Change {
  // `before`: none if the key is absent. None as the result: an error, and nothing changes.
  std::optional<std::string> (*value)(std::optional<std::string_view> before, std::string_view operand) = nullptr;
  // The number that it answers; none: no value that it can have made.
  std::optional<std::int64_t> (*answer)(std::string_view after) = nullptr;
};

struct ClientCommand {
  CommandKind kind = CommandKind::other;
  std::vector<KeyId> keys;  // in the order given
  std::string value;        // set; the operand of a change
  std::string pattern;      // keys
  Change change;            // change
  TtlRequest ttl;
  TtlUnit unit = TtlUnit::seconds_left;
  bool if_absent = false;    // NX of SET
  bool if_present = false;   // XX of SET
  bool returns_old = false;  // GET of SET
  bool is_setnx = false;     // answers 1 or 0
  bool conditional = false;  // NX, XX, GT, LT of EXPIRE
  Duration may_block{0};     // how long it asks to wait at most: WAIT; Duration::max(): for ever

  bool is_write() const;
};

// Reuses the memory of `into`. Anything malformed becomes what a server would make of it: an error, hence `other`.
void parse_command(std::span<const std::string> arguments, KeyTable& keys, ClientCommand& into);

}  // namespace groundhog::checkers
