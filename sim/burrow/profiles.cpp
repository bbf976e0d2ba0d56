// Workloads with names. Each goes to one corner of a replicated TTL cache; a scenario names one, or draws one by a
// param.
#include "sim/burrow/burrow_guest.hpp"

namespace groundhog {
namespace {

constexpr ProfileSpec profiles[] = {
    {"everything", "every form of every command, legal or not, over a few hot keys", R"({
      keys: {count: 16, dist: hot}, ttl: {dist: log_uniform, min: 5ms, max: 5s}, inline: 0.1,
      mix: {
        get: 30, mget: 10, getrange: 5, strlen: 5, exists: 5, touch: 5, type: 5, ttl: 10, pttl: 10, expiretime: 5,
        pexpiretime: 5, keys: 2, scan: 4, scan_match: 2, keys_set: 1, keys_but: 1, keys_name: 1, keys_any: 1,
        keys_escaped: 1, flush_sync: 0.3, ping: 1, ping_value: 1, echo: 1, select: 1, hello: 1, client_id: 1,
        client_list: 1, client_setname: 1, client_setinfo: 1, command_count: 1, config_get: 1, info: 1,
        info_replication: 1, role: 1, randomkey: 4, dbsize: 4,
        set: 10, setex: 10, setex_seconds: 5, psetex: 5, set_ex: 5, set_pxat: 5, set_exat: 5, setnx: 5, set_nx: 5,
        set_xx: 5, set_get: 5, set_keepttl: 5, set_past: 4, set_overflow: 4, getset: 5, mset: 5, msetnx: 5,
        setrange: 5, append: 5, del: 5, unlink: 5, getdel: 5, getex: 5, getex_at: 5, getex_persist: 5,
        expire: 5, expire_seconds: 5, expire_at: 5, expire_at_seconds: 5, expire_nx: 5, expire_xx: 5, expire_gt: 5,
        expire_lt: 5, expire_past: 4, persist: 5, rename: 5, renamenx: 5, copy: 5, copy_replace: 5, flush: 0.5, wait: 2,
        wait_more: 1, incr: 5, decr: 5, incrby: 5, decrby: 5, incrbyfloat: 5, transaction: 10, watched: 10,
        set_then_get: 10, set_conflict: 2, set_two_ttls: 2, set_no_ttl: 2, getex_conflict: 2, expire_conflict: 2,
        expire_no_number: 2, incrby_no_number: 2}})"},
    {"any-command", "commands of the whole table with all their options, over keys that are dead half of the time", R"({
      keys: {count: 40}, ttl: {dist: log_uniform, min: 5ms, max: 3s}, inline: 0.1,
      mix: {any: 85, set_px_overflow: 1, getex_overflow: 1, setex: 15, psetex: 15, flushdb: 0.4, unwatched: 1,
            discarded: 1}})"},
    {"ttl-edges", "deadlines of a few milliseconds in all their forms, read and changed around the moment they pass",
     R"({
      keys: {count: 6}, ttl: {dist: log_uniform, min: 1ms, max: 400ms},
      mix: {
        get: 20, pttl: 20, ttl: 5, exists: 5, pexpiretime: 5, strlen: 5, mget: 5, scan: 2, setex: 20, psetex: 10,
        set_pxat: 10, set_past: 4, setnx: 5, set_nx: 10, set_xx: 10, set_keepttl: 10, set_get: 5, getex: 10,
        getex_persist: 5, getdel: 5, expire: 15, expire_at: 5, expire_nx: 5, expire_xx: 5, expire_gt: 10,
        expire_lt: 10, expire_past: 3, persist: 10, append: 5, incr: 5, copy: 5, rename: 5, transaction: 5}})"},
    {"one-hot-key", "all clients read and write one key", R"({
      keys: {count: 1}, ttl: {dist: log_uniform, min: 5ms, max: 1s},
      mix: {
        get: 30, pttl: 10, set: 5, setex: 20, set_nx: 10, set_xx: 5, set_keepttl: 5, getset: 5, getdel: 5, del: 5,
        expire: 10, expire_gt: 5, persist: 5, incr: 5, append: 5, watched: 5, transaction: 5,
        set_then_get: 10, renamenx: 6}})"},
    {"expiry-storm", "hundreds of keys that are over at the same moments", R"({
      keys: {count: 300}, ttl: {min: 500ms, max: 4s, step: 500ms}, arrivals: bursts,
      mix: {get: 20, mget: 5, keys: 1, scan: 5, dbsize: 2, randomkey: 2, setex: 60, psetex: 20, expire: 10,
            persist: 2, del: 2}})"},
    {"many-keys", "so many keys that a list of them is made in slices", R"({
      keys: {count: 6000}, ttl: {min: 2s, max: 8s}, pipeline: 4,
      mix: {mset_many: 60, setex: 10, get: 10, pttl: 2, keys: 1, keys_set: 0.5, scan: 2, dbsize: 2, randomkey: 2,
            expire: 5, del: 5, flush_sync: 0.05}})"},
    {"lru-pressure", "more keys than there is room for", R"({
      keys: {count: 60, dist: zipf}, ttl: {dist: log_uniform, min: 50ms, max: 5s},
      mix: {get: 30, mget: 10, touch: 5, exists: 5, set: 20, setex: 20, mset: 5, setnx: 5, append: 2, copy: 5,
            rename: 5, getex: 5, expire: 5, del: 2, dbsize: 2, randomkey: 2}})",
     "{capacity: 16}"},
    {"big-values", "values from nothing to 80KiB, changed in place, asked for by pipelines", R"({
      keys: {count: 8}, ttl: {dist: log_uniform, min: 50ms, max: 5s}, pipeline: 8, inline: 0.1,
      values: {dist: log_uniform, min: 0B, max: 80KiB},
      mix: {get: 30, mget: 10, getrange: 5, strlen: 5, set: 10, setex: 10, getset: 5, mset: 5, append: 2, setrange: 5,
            set_get: 5, copy: 5, rename: 5, getdel: 5, getex: 5, expire: 5, persist: 2, del: 5, transaction: 5,
            set_then_get: 10}})"},
    {"counters", "numbers that are added to, with deadlines", R"({
      keys: {count: 6}, ttl: {dist: log_uniform, min: 5ms, max: 2s}, pipeline: 4,
      mix: {get: 20, pttl: 5, incr: 20, decr: 10, incrby: 10, decrby: 5, incrbyfloat: 5, expire: 20, expire_nx: 10,
            persist: 5, getdel: 10, del: 5, getset: 2, append: 2, copy: 5, rename: 5}})"},
    {"transactions", "MULTI and WATCH over a few keys, in bursts", R"({
      keys: {count: 5}, ttl: {dist: log_uniform, min: 5ms, max: 1s}, arrivals: bursts, pipeline: 8,
      mix: {get: 10, mget: 10, set: 5, setex: 10, del: 5, expire: 5, transaction: 20, watched: 30}})"},
    {"split-brain", "some clients learn late who leads, or write wherever they are, or connect again after every error",
     R"({
      keys: {count: 16, dist: hot}, ttl: {min: 50ms, max: 2s}, learn: {min: 200ms, max: 3s},
      client: {c1: {learn: 1min, on_error: reconnect}, c2: {nodes: any, on_error: reconnect}},
      mix: {get: 30, mget: 5, pttl: 5, set: 20, setex: 20, set_nx: 5, incr: 5, append: 5, del: 10, expire: 5,
            rename: 2, wait: 2}})"},
};

}  // namespace

std::span<const ProfileSpec> burrow_profiles() { return profiles; }

}  // namespace groundhog
