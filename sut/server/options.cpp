#include "sut/server/options.hpp"

#include "sut/server/quantity.hpp"

namespace burrow {

namespace {

Duration nanoseconds(std::uint64_t value) { return Duration(static_cast<std::int64_t>(value)); }

using Kind = OptionSpec::Kind;

constexpr OptionSpec options[] = {
    {"backlog-bytes", Kind::bytes, "1MiB", "recent log kept for partial resynchronisation",
     [](NodeOptions& node, std::uint64_t value) { node.replication.backlog.limit_bytes = value; }},
    {"capacity", Kind::count, "0", "most keys held, least recently used leave first; 0: no limit",
     [](NodeOptions& node, std::uint64_t value) { node.capacity = value; }},
    {"client-output-bytes", Kind::bytes, "1MiB", "replies that wait for a client before its commands wait, too",
     [](NodeOptions& node, std::uint64_t value) { node.client_output_bytes = value; }},
    {"empty-primary-hold", Kind::duration, "60s", "how long a replica with data refuses a primary that began empty",
     [](NodeOptions& node, std::uint64_t value) { node.replication.empty_primary_hold = nanoseconds(value); }},
    {"heartbeat-interval", Kind::duration, "1s", "time between pings, both ways",
     [](NodeOptions& node, std::uint64_t value) { node.replication.heartbeat_interval = nanoseconds(value); }},
    {"heartbeat-misses", Kind::count, "3", "windows without a sign of life that declare a peer down",
     [](NodeOptions& node, std::uint64_t value) {
       node.replication.heartbeat_misses = static_cast<std::uint32_t>(value);
     }},
    {"heartbeat-timeout", Kind::duration, "0s", "least length of such a window; 0: heartbeat-interval",
     [](NodeOptions& node, std::uint64_t value) { node.replication.heartbeat_timeout = nanoseconds(value); }},
    {"janitor-batch", Kind::count, "64", "most dead keys that the janitor removes at once",
     [](NodeOptions& node, std::uint64_t value) { node.janitor_batch = value; }},
    {"janitor-interval", Kind::duration, "100ms", "time between searches for dead keys; 0: never",
     [](NodeOptions& node, std::uint64_t value) { node.janitor_interval = nanoseconds(value); }},
    {"max-argument-bytes", Kind::bytes, "512MiB", "longest key or value",
     [](NodeOptions& node, std::uint64_t value) { node.max_argument_bytes = value; }},
    {"maxmemory", Kind::bytes, "0B", "most memory for keys and values; 0: no limit",
     [](NodeOptions& node, std::uint64_t value) { node.maxmemory_bytes = value; }},
    {"reconnect-backoff", Kind::duration, "100ms", "first wait of a replica before it connects again; doubles",
     [](NodeOptions& node, std::uint64_t value) { node.replication.reconnect.initial = nanoseconds(value); }},
    {"reconnect-backoff-max", Kind::duration, "2s", "longest such wait",
     [](NodeOptions& node, std::uint64_t value) { node.replication.reconnect.maximum = nanoseconds(value); }},
    {"sync-buffer", Kind::bytes, "64MiB", "log kept beyond the backlog for a replica that loads a snapshot",
     [](NodeOptions& node, std::uint64_t value) { node.replication.backlog.sync_buffer_bytes = value; }},
};

std::string_view example(Kind kind) {
  switch (kind) {
    case Kind::duration:
      return "a duration with a unit, such as 100ms";
    case Kind::bytes:
      return "a size with a unit, such as 64KiB";
    case Kind::count:
      return "a whole number";
  }
  return "";
}

std::optional<std::uint64_t> parse(Kind kind, std::string_view text) {
  switch (kind) {
    case Kind::duration:
      return parse_duration_ns(text);
    case Kind::bytes:
      return parse_bytes(text);
    case Kind::count:
      return parse_count(text);
  }
  return std::nullopt;
}

}  // namespace

std::span<const OptionSpec> option_table() { return options; }

tl::expected<void, std::string> set_option(NodeOptions& node, std::string_view name, std::string_view text) {
  for (const OptionSpec& option : options) {
    if (option.name != name) continue;
    const auto value = parse(option.kind, text);
    if (!value) {
      return tl::make_unexpected(std::string(name) + ": '" + std::string(text) + "' is not " +
                                 std::string(example(option.kind)));
    }
    option.set(node, *value);
    return {};
  }
  return tl::make_unexpected("there is no option '" + std::string(name) + "'");
}

}  // namespace burrow
