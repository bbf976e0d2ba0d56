// The operations that a generated workload may consist of: the words of `mix`.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace groundhog {

enum class OperationKind : std::uint8_t {
  get,
  mget,
  set,
  setex,
  setnx,
  set_keepttl,
  set_past,
  set_overflow,
  del,
  getdel,
  getex,
  expire,
  expire_past,
  persist,
  pttl,
  exists,
  keys,
  dbsize,
  flush,
  wait,
};
constexpr std::size_t operation_kind_count = 20;

struct OperationSpec {
  std::string_view word;  // in `mix`
  OperationKind kind;
  bool reads;  // goes to a node drawn for it, with `connect: any`; all others go to the primary
  std::string_view summary;
};

constexpr std::array<OperationSpec, operation_kind_count> operation_mix{{
    {"get", OperationKind::get, true, "GET key"},
    {"mget", OperationKind::mget, true, "MGET key key"},
    {"set", OperationKind::set, false, "SET key value"},
    {"setex", OperationKind::setex, false, "SET key value PX ttl"},
    {"setnx", OperationKind::setnx, false, "SETNX key value"},
    {"set_keepttl", OperationKind::set_keepttl, false, "SET key value KEEPTTL"},
    {"set_past", OperationKind::set_past, false, "SET key value PXAT 1: dead at once"},
    {"set_overflow", OperationKind::set_overflow, false, "SET key value EX with a TTL that overflows: an error"},
    {"del", OperationKind::del, false, "DEL key"},
    {"getdel", OperationKind::getdel, false, "GETDEL key"},
    {"getex", OperationKind::getex, false, "GETEX key PX ttl"},
    {"expire", OperationKind::expire, false, "PEXPIRE key ttl"},
    {"expire_past", OperationKind::expire_past, false, "PEXPIREAT key 1: dead at once"},
    {"persist", OperationKind::persist, false, "PERSIST key"},
    {"pttl", OperationKind::pttl, true, "PTTL key"},
    {"exists", OperationKind::exists, true, "EXISTS key"},
    {"keys", OperationKind::keys, true, "KEYS *"},
    {"dbsize", OperationKind::dbsize, true, "DBSIZE"},
    {"flush", OperationKind::flush, false, "FLUSHALL"},
    {"wait", OperationKind::wait, false, "WAIT n 100, n up to the number of replicas"},
}};

constexpr bool operation_mix_is_in_order() {
  for (std::size_t i = 0; i < operation_mix.size(); ++i) {
    if (static_cast<std::size_t>(operation_mix[i].kind) != i) return false;
  }
  return true;
}
static_assert(operation_mix_is_in_order(), "a kind is the index of its line");

}  // namespace groundhog
