#include "sim/burrow/commands.hpp"

namespace groundhog {
namespace {

constexpr bool reads = true;
constexpr bool writes = false;  // or concerns the node

constexpr CommandSpec commands[] = {
    {"APPEND", "key addition"},
    {"AUTH", "password [...]"},
    {"CLIENT", "what [...]"},
    {"COMMAND", "[...]"},
    {"CONFIG", "what [...]"},
    {"DBSIZE", "", reads},
    {"DEBUG", "what [...]"},
    {"DEL", "key ..."},
    {"ECHO", "message"},
    {"EXISTS", "key ...", reads},
    {"EXPIRE", "key ttl [NX] [XX] [GT] [LT]"},
    {"EXPIREAT", "key ttl [NX] [XX] [GT] [LT]"},
    {"EXPIRETIME", "key", reads},
    {"FLUSHALL", "[...]"},
    {"FLUSHDB", "[...]"},
    {"GET", "key", reads},
    {"GETDEL", "key"},
    {"GETEX", "key [PERSIST] [EX ttl] [PX ttl] [EXAT ttl] [PXAT ttl]", writes, "GET"},
    {"HELLO", "[...]"},
    {"INCR", "key"},
    {"INFO", "[...]"},
    {"KEYS", "pattern", reads},
    {"MGET", "key ...", reads},
    {"PERSIST", "key"},
    {"PEXPIRE", "key ttl [NX] [XX] [GT] [LT]"},
    {"PEXPIREAT", "key ttl [NX] [XX] [GT] [LT]"},
    {"PEXPIRETIME", "key", reads},
    {"PING", "[...]"},
    {"PSETEX", "key ttl value"},
    {"PTTL", "key", reads},
    {"QUIT", "[...]"},
    {"REPLICAOF", "host port"},
    {"RESET"},
    {"ROLE"},
    {"SELECT", "database"},
    {"SET", "key value [NX] [XX] [GET] [KEEPTTL] [EX ttl] [PX ttl] [EXAT ttl] [PXAT ttl]"},
    {"SETEX", "key ttl value"},
    {"SETNX", "key value", writes, "SET"},
    {"SLAVEOF", "host port"},
    {"STRLEN", "key", reads},
    {"TIME"},
    {"TTL", "key", reads},
    {"WAIT", "replicas milliseconds"},
};

constexpr OperationSpec operations[] = {
    {"get", "GET key"},
    {"mget", "MGET key key"},
    {"set", "SET key value"},
    {"setex", "SET key value PX ttl"},
    {"setnx", "SETNX key value"},
    {"set_keepttl", "SET key value KEEPTTL"},
    {"set_past", "SET key value PXAT 1", ": dead at once"},
    {"set_overflow", "SET key value EX overflow", ": a TTL that overflows, an error"},
    {"del", "DEL key"},
    {"getdel", "GETDEL key"},
    {"getex", "GETEX key PX ttl"},
    {"expire", "PEXPIRE key ttl"},
    {"expire_past", "PEXPIREAT key 1", ": dead at once"},
    {"persist", "PERSIST key"},
    {"pttl", "PTTL key"},
    {"exists", "EXISTS key"},
    {"keys", "KEYS *"},
    {"dbsize", "DBSIZE"},
    {"flush", "FLUSHALL"},
    {"wait", "WAIT replicas 100", ", up to the number of replicas"},
    {"incr", "INCR key", ": an error if the value is no number"},
    {"append", "APPEND key value"},
};

}  // namespace

std::span<const CommandSpec> burrow_commands() { return commands; }

std::span<const OperationSpec> burrow_operations() { return operations; }

}  // namespace groundhog
