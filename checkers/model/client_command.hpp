// What a client asked for, in the few words that checkers judge by. Parsed once per operation.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkers/model/key_table.hpp"
#include "sim/history/history.hpp"

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

struct ClientCommand {
  CommandKind kind = CommandKind::other;
  std::vector<KeyId> keys;  // in the order given
  std::string value;        // set
  std::string pattern;      // keys
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
