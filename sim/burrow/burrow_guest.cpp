#include "sim/burrow/burrow_guest.hpp"

#include <algorithm>

#include "sim/burrow/protocol.hpp"
#include "sim/burrow/timing.hpp"
#include "sut/replication/announcements.hpp"
#include "sut/runtime/assert.hpp"
#include "sut/server/node.hpp"
#include "sut/server/options.hpp"

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
    {"COPY", "source key [REPLACE] [DB database]"},
    {"DBSIZE", "", reads},
    {"DEBUG", "what [...]"},
    {"DECR", "key"},
    {"DECRBY", "key amount"},
    {"DEL", "key ..."},
    {"DISCARD"},
    {"ECHO", "message"},
    {"EXEC", "[...]"},
    {"EXISTS", "key ...", reads},
    {"EXPIRE", "key ttl [NX] [XX] [GT] [LT]"},
    {"EXPIREAT", "key ttl [NX] [XX] [GT] [LT]"},
    {"EXPIRETIME", "key", reads},
    {"FLUSHALL", "[...]"},
    {"FLUSHDB", "[...]"},
    {"GET", "key", reads},
    {"GETDEL", "key"},
    {"GETEX", "key [PERSIST] [EX ttl] [PX ttl] [EXAT ttl] [PXAT ttl]", writes, "GET"},
    {"GETRANGE", "key first last", reads},
    {"GETSET", "key value", writes, "SET"},
    {"HELLO", "[...]"},
    {"INCR", "key"},
    {"INCRBY", "key amount"},
    {"INCRBYFLOAT", "key amount"},
    {"INFO", "[...]"},
    {"KEYS", "pattern", reads},
    {"MGET", "key ...", reads},
    {"MSET", "key value ..."},
    {"MSETNX", "key value ..."},
    {"MULTI"},
    {"PERSIST", "key"},
    {"PEXPIRE", "key ttl [NX] [XX] [GT] [LT]"},
    {"PEXPIREAT", "key ttl [NX] [XX] [GT] [LT]"},
    {"PEXPIRETIME", "key", reads},
    {"PING", "[...]"},
    {"PSETEX", "key ttl value"},
    {"PTTL", "key", reads},
    {"QUIT", "[...]"},
    {"RANDOMKEY", "", reads},
    {"RENAME", "source key"},
    {"RENAMENX", "source key"},
    {"REPLICAOF", "host port"},
    {"RESET"},
    {"ROLE"},
    {"SCAN", "cursor [MATCH pattern] [COUNT count] [TYPE type]", reads},
    {"SELECT", "database"},
    {"SET", "key value [NX] [XX] [GET] [KEEPTTL] [EX ttl] [PX ttl] [EXAT ttl] [PXAT ttl]"},
    {"SETEX", "key ttl value"},
    {"SETNX", "key value", writes, "SET"},
    {"SETRANGE", "key offset addition"},
    {"SLAVEOF", "host port"},
    {"STRLEN", "key", reads},
    {"TIME"},
    {"TOUCH", "key ...", reads},
    {"TTL", "key", reads},
    {"TYPE", "key", reads},
    {"UNLINK", "key ..."},
    {"UNWATCH"},
    {"WAIT", "replicas milliseconds"},
    {"WATCH", "key ..."},
};

constexpr OperationSpec operations[] = {
    {"get", "GET key"},
    {"mget", "MGET key key"},
    {"getrange", "GETRANGE key 1 -2"},
    {"strlen", "STRLEN key"},
    {"set", "SET key value"},
    {"setex", "SET key value PX ttl"},
    {"setex_seconds", "SETEX key seconds value"},
    {"psetex", "PSETEX key ttl value"},
    {"set_ex", "SET key value EX seconds"},
    {"set_pxat", "SET key value PXAT at_ms"},
    {"set_exat", "SET key value EXAT at_s"},
    {"setnx", "SETNX key value"},
    {"set_nx", "SET key value NX PX ttl"},
    {"set_xx", "SET key value XX PX ttl"},
    {"set_get", "SET key value GET"},
    {"set_keepttl", "SET key value KEEPTTL"},
    {"set_past", "SET key value PXAT 1", ": dead at once"},
    {"set_overflow", "SET key value EX overflow", ": a TTL that overflows, an error"},
    {"set_px_overflow", "SET key value PX overflow", ": the same"},
    {"getset", "GETSET key value"},
    {"mset", "MSET key value key value"},
    {"msetnx", "MSETNX key value key value"},
    {"setrange", "SETRANGE key 3 value"},
    {"del", "DEL key"},
    {"unlink", "UNLINK key key"},
    {"getdel", "GETDEL key"},
    {"getex", "GETEX key PX ttl"},
    {"getex_at", "GETEX key EXAT at_s"},
    {"getex_overflow", "GETEX key PX overflow", ": an error if the key is there"},
    {"getex_persist", "GETEX key PERSIST"},
    {"expire", "PEXPIRE key ttl"},
    {"expire_seconds", "EXPIRE key seconds"},
    {"expire_at", "PEXPIREAT key at_ms"},
    {"expire_at_seconds", "EXPIREAT key at_s"},
    {"expire_nx", "PEXPIRE key ttl NX"},
    {"expire_xx", "PEXPIRE key ttl XX"},
    {"expire_gt", "PEXPIRE key ttl GT"},
    {"expire_lt", "PEXPIRE key ttl LT"},
    {"expire_past", "PEXPIREAT key 1", ": dead at once"},
    {"persist", "PERSIST key"},
    {"pttl", "PTTL key"},
    {"ttl", "TTL key"},
    {"expiretime", "EXPIRETIME key"},
    {"pexpiretime", "PEXPIRETIME key"},
    {"exists", "EXISTS key"},
    {"touch", "TOUCH key key"},
    {"type", "TYPE key"},
    {"rename", "RENAME key key"},
    {"renamenx", "RENAMENX key key"},
    {"copy", "COPY key key"},
    {"copy_replace", "COPY key key REPLACE"},
    {"keys", "KEYS *"},
    {"keys_set", "KEYS k[0-3x]*"},
    {"keys_but", "KEYS k[^2-4]"},
    {"keys_name", "KEYS k1"},
    {"keys_any", "KEYS ?2"},
    {"keys_escaped", "KEYS k[\\1-3"},
    {"mset_many", "MSET key value key value key value key value"},
    {"scan", "SCAN 0 COUNT 5"},
    {"scan_match", "SCAN 0 MATCH k1* COUNT 100"},
    {"randomkey", "RANDOMKEY"},
    {"dbsize", "DBSIZE"},
    {"flush", "FLUSHALL"},
    {"flush_sync", "FLUSHALL SYNC"},
    {"wait", "WAIT replicas 100", ", up to the number of replicas"},
    {"wait_more", "WAIT 9 50", ": more replicas than most clusters have"},
    {"incr", "INCR key", ": an error if the value is no number"},
    {"decr", "DECR key", ": the same"},
    {"incrby", "INCRBY key 7", ": the same"},
    {"decrby", "DECRBY key 7", ": the same"},
    {"incrbyfloat", "INCRBYFLOAT key 0.25", ": the same"},
    {"append", "APPEND key value"},
    {"any", "any", ": a command about keys with any of its options and numbers, now and then a wrong one"},
    {"flushdb", "FLUSHDB"},
    {"transaction", "MULTI ; GET key ; SET key value PX ttl ; PEXPIRE key ttl ; DEL key ; EXEC"},
    {"watched", "WATCH key ; MULTI ; MSET key value key value ; RENAME key key ; EXEC"},
    {"unwatched", "WATCH key key ; UNWATCH"},
    {"discarded", "MULTI ; SET key value ; DISCARD"},
    {"set_then_get", "SET key value ; GET same_key"},
    {"ping", "PING"},
    {"ping_value", "PING value"},
    {"echo", "ECHO value"},
    {"select", "SELECT 0"},
    {"hello", "HELLO 2"},
    {"client_id", "CLIENT ID"},
    {"client_list", "CLIENT LIST"},
    {"client_setname", "CLIENT SETNAME GENERATED"},
    {"client_setinfo", "CLIENT SETINFO LIB-NAME GENERATED"},
    {"command_count", "COMMAND COUNT"},
    {"config_get", "CONFIG GET MAXMEMORY"},
    {"info", "INFO"},
    {"info_replication", "INFO REPLICATION"},
    {"role", "ROLE"},
    {"set_conflict", "SET key value NX XX", ": an error, as all below"},
    {"set_two_ttls", "SET key value EX seconds PX ttl"},
    {"set_no_ttl", "SET key value PX 0"},
    {"getex_conflict", "GETEX key PERSIST PX ttl"},
    {"expire_conflict", "PEXPIRE key ttl NX GT"},
    {"expire_no_number", "PEXPIRE key SOON"},
    {"incrby_no_number", "INCRBY key MANY"},
};

}  // namespace

std::span<const CommandSpec> burrow_commands() { return commands; }

std::span<const OperationSpec> burrow_operations() { return operations; }

namespace {

Deadline deadline_of(const burrow::Deadline& deadline) {
  if (!deadline) return std::nullopt;
  return ExpiryTime{deadline->time_since_epoch()};
}

class BurrowProcess final : public Process {
 public:
  BurrowProcess(seam::Runtime& runtime, const burrow::NodeOptions& options, const ProcessSpec& spec)
      : node_(runtime, options, spec.listen, spec.upstream) {
    const auto started = node_.start();
    SEAM_ASSERT(started.has_value());
  }

  ProcessView view() const override {
    const burrow::Place place = node_.log().place();
    const burrow::UpstreamLink* const upstream = node_.upstream();
    ProcessView view;
    view.role = upstream == nullptr ? Role::primary : Role::replica;
    view.complete = node_.is_complete();
    view.generation = node_.generation();
    view.history = HistoryId{burrow::raw(place.history)};
    view.offset = place.offset;
    view.backlog_first = node_.log().backlog().first();
    view.connected_replicas = node_.replicas().sessions().size();
    if (upstream == nullptr) return view;
    view.link_up = upstream->is_up();
    view.holding = upstream->is_holding();
    view.upstream = upstream->upstream().host;
    return view;
  }

  void dump(std::vector<KeyState>& into) const override {
    into.clear();
    node_.cache().inspect([&](const auto& entry) {
      into.push_back({entry.key, entry.value, deadline_of(entry.deadline)});
    });
  }

  std::optional<ProcessCounts> counts() const override {
    const burrow::CacheStatistics& statistics = node_.cache().statistics();
    ProcessCounts counts{.loaded = statistics.loaded.value(),
                         .replaced = statistics.replaced.value(),
                         .created = statistics.created.value(),
                         .deleted = statistics.deleted.value(),
                         .expired = statistics.expired.value(),
                         .evicted = statistics.evicted.value(),
                         .flushed = statistics.flushed.value(),
                         .keys = node_.cache().size(),
                         .keys_with_deadline = node_.cache().size_with_deadline(),
                         .weight_bytes = node_.cache().weight()};
    for (const auto& session : node_.replicas().sessions()) {
      counts.unsent_to_peer_bytes = std::max<std::uint64_t>(counts.unsent_to_peer_bytes, session->unsent_bytes());
    }
    return counts;
  }

 private:
  burrow::Node node_;
};

KnobSpec::Kind knob_kind(burrow::OptionSpec::Kind kind) {
  switch (kind) {
    case burrow::OptionSpec::Kind::duration:
      return KnobSpec::Kind::duration;
    case burrow::OptionSpec::Kind::bytes:
      return KnobSpec::Kind::size;
    case burrow::OptionSpec::Kind::count:
      return KnobSpec::Kind::count;
  }
  return KnobSpec::Kind::count;
}

// An announcement carries every field of its table.
const seam::Field& field(const seam::Announcement& announcement, std::string_view name) {
  const auto found = std::find_if(announcement.fields.begin(), announcement.fields.end(),
                                  [name](const seam::Field& each) { return each.name == name; });
  SEAM_ASSERT(found != announcement.fields.end());
  return *found;
}

EffectKind effect_kind(std::string_view text) {
  if (text == "set") return EffectKind::set;
  if (text == "deadline") return EffectKind::deadline;
  if (text == "del") return EffectKind::del;
  return EffectKind::flush;
}

DelCause del_cause(std::string_view text) {
  if (text == "client") return DelCause::client;
  if (text == "expire") return DelCause::expire;
  if (text == "evict") return DelCause::evict;
  return DelCause::none;
}

Deadline deadline_of(const seam::Field& milliseconds) {
  if (milliseconds.kind == seam::Field::Kind::none) return std::nullopt;
  return ExpiryTime{seam::Milliseconds{milliseconds.number}};
}

class BurrowGuest final : public Guest {
 public:
  BurrowGuest() {
    for (const burrow::OptionSpec& option : burrow::option_table()) {
      knobs_.push_back({.name = option.name,
                        .kind = knob_kind(option.kind),
                        .fallback = scenario_fallback(option),
                        .summary = option.summary,
                        .positive = option.positive,
                        .most = option.most,
                        .can_change = option.can_change});
    }
  }

  std::unique_ptr<Process> start(seam::Runtime& runtime, const ProcessSpec& spec) const override {
    return std::make_unique<BurrowProcess>(runtime, options_with(spec.config), spec);
  }

  const Dissector& dissector() const override { return dissector_; }
  const ClientProtocol& client_protocol() const override { return client_protocol_; }
  std::span<const std::string_view> announced_events() const override { return burrow::announced_events(); }
  std::string_view summary_of_event(std::string_view event) const override { return burrow::summary_of_event(event); }
  std::span<const KnobSpec> knobs() const override { return knobs_; }
  std::span<const CommandSpec> commands() const override { return burrow_commands(); }
  std::span<const OperationSpec> operations() const override { return burrow_operations(); }
  std::span<const ProfileSpec> profiles() const override { return burrow_profiles(); }

  std::optional<LogAppended> decode_append(const seam::Announcement& announcement) const override {
    if (announcement.event != burrow::event::log_append) return std::nullopt;
    LogAppended append{};
    append.history = HistoryId{field(announcement, "history").id};
    append.offset = static_cast<std::uint64_t>(field(announcement, "offset").number);
    append.connection = ConnectionId{field(announcement, "connection").id};
    append.command = static_cast<std::uint64_t>(field(announcement, "command").number);
    append.effect.kind = effect_kind(field(announcement, "kind").text);
    append.effect.key = field(announcement, "key").text;
    append.effect.value = field(announcement, "value").text;
    append.effect.deadline = deadline_of(field(announcement, "deadline_ms"));
    append.effect.cause = del_cause(field(announcement, "cause").text);
    return append;
  }

  std::optional<HistoryBegan> decode_history(const seam::Announcement& announcement) const override {
    if (announcement.event != burrow::event::history_began) return std::nullopt;
    HistoryBegan began{};
    began.history = HistoryId{field(announcement, "history").id};
    began.parent = HistoryId{field(announcement, "parent").id};
    began.origin =
        field(announcement, "origin").text == "promotion" ? HistoryOrigin::promotion : HistoryOrigin::process_start;
    began.switch_offset = static_cast<std::uint64_t>(field(announcement, "switch").number);
    return began;
  }

  std::vector<std::string> promote_command() const override { return {"REPLICAOF", "NO", "ONE"}; }
  std::vector<std::string> follow_command(const seam::Address& upstream) const override {
    return {"REPLICAOF", upstream.host, std::to_string(upstream.port)};
  }

  std::vector<std::string> configure_command(const Knobs& knobs) const override {
    std::vector<std::string> command = {"CONFIG", "SET"};
    for (const auto& [name, value] : knobs) command.insert(command.end(), {name, value});
    return command;
  }

  GuestTiming timing(const Plan& plan) const override { return burrow_timing(plan); }
  Boundaries boundaries(const Plan& plan) const override { return burrow_boundaries(plan); }
  std::vector<KnobProblem> knob_problems(const Plan& plan) const override { return groundhog::knob_problems(plan); }

 private:
  BurrowDissector dissector_;
  BurrowClientProtocol client_protocol_;
  std::vector<KnobSpec> knobs_;
};

}  // namespace

std::unique_ptr<Guest> make_burrow_guest() { return std::make_unique<BurrowGuest>(); }

}  // namespace groundhog
