#include "sut/server/options.hpp"

#include <algorithm>
#include <charconv>
#include <concepts>
#include <limits>
#include <span>
#include <type_traits>
#include <utility>

namespace burrow {

namespace {

// 0 needs no unit.
std::optional<std::uint64_t> parse_with_unit(std::string_view text, std::span<const seam::Unit> units) {
  if (text == "0") return 0;
  const auto value = seam::parse_quantity(text, units);
  if (!value) return std::nullopt;
  return static_cast<std::uint64_t>(std::min<seam::WideInteger>(*value, std::numeric_limits<std::uint64_t>::max()));
}

}  // namespace

std::string did_you_mean(std::string_view text, std::span<const seam::Unit> units) {
  const std::string meant = seam::likely_quantity(text, units);
  return meant.empty() ? meant : " (did you mean " + meant + "?)";
}

std::optional<std::uint64_t> parse_duration_ns(std::string_view text) {
  return parse_with_unit(text, seam::time_units);
}

std::optional<std::uint64_t> parse_bytes(std::string_view text) { return parse_with_unit(text, seam::size_units); }

std::optional<std::uint64_t> parse_count(std::string_view text) {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (text.empty() || result.ec == std::errc::invalid_argument || result.ptr != end) return std::nullopt;
  if (result.ec == std::errc::result_out_of_range) return std::numeric_limits<std::uint64_t>::max();
  const bool leading_zero = text.size() > 1 && text.front() == '0';
  if (leading_zero) return std::nullopt;
  return value;
}

std::string format_duration(std::uint64_t nanoseconds) {
  return seam::quantity_text(nanoseconds, seam::time_units, "s");
}

std::string format_bytes(std::uint64_t bytes) { return seam::quantity_text(bytes, seam::size_units, "B"); }

namespace {

using Kind = OptionSpec::Kind;
using N = NodeOptions;
using R = ReplicationOptions;

void assign(seam::Duration& into, std::uint64_t nanoseconds) {
  into = seam::Duration(static_cast<std::int64_t>(nanoseconds));
}
void assign(std::size_t& into, std::uint64_t amount) { into = amount; }
void assign(std::uint32_t& into, std::uint64_t amount) { into = static_cast<std::uint32_t>(amount); }

std::uint64_t amount_of(seam::Duration duration) { return static_cast<std::uint64_t>(duration.count()); }
std::uint64_t amount_of(std::uint64_t amount) { return amount; }

constexpr std::uint64_t most_of(seam::Duration) { return static_cast<std::uint64_t>(longest_option.count()); }
// Announcements and replies count in signed 64 bits.
constexpr std::uint64_t most_of(std::unsigned_integral auto amount) {
  constexpr std::uint64_t most_announced = std::numeric_limits<std::int64_t>::max();
  return std::min<std::uint64_t>(std::numeric_limits<decltype(amount)>::max(), most_announced);
}

// Follows pointers to members, one after the other.
template <auto... Path>
constexpr auto& member(auto& options) {
  return (options.*....*Path);
}

// Less than its type holds.
constexpr OptionSpec up_to(std::uint64_t most, OptionSpec option) {
  option.most = most;
  return option;
}

constexpr OptionSpec changing(OptionSpec option) {
  option.can_change = true;
  return option;
}

enum class Zero : std::uint8_t { allowed, refused };

template <auto... Path>
constexpr OptionSpec option(std::string_view name, Kind kind, Zero zero, std::string_view fallback,
                            std::string_view summary) {
  using Value = std::remove_cvref_t<decltype(member<Path...>(std::declval<NodeOptions&>()))>;
  return {.name = name,
          .kind = kind,
          .positive = zero == Zero::refused,
          .fallback = fallback,
          .summary = summary,
          .most = most_of(Value{}),
          .set = [](NodeOptions& node, std::uint64_t value) { assign(member<Path...>(node), value); },
          .get = [](const NodeOptions& node) { return amount_of(member<Path...>(node)); }};
}

// A frame of a key, a value and a header is still far from the end of 64 bits.
constexpr std::uint64_t most_argument_bytes = std::uint64_t{1} << 40;

using enum OptionSpec::Kind;

constexpr OptionSpec options[] = {
    option<&N::replication, &R::backlog, &BacklogOptions::limit_bytes>("backlog-bytes", bytes, Zero::allowed, "1MiB",
                                                                       "recent log kept for partial resynchronisation"),
    changing(option<&N::capacity>("capacity", count, Zero::allowed, "0",
                                  "most keys held, least recently used leave first; 0: no limit")),
    option<&N::client_idle_timeout>("client-idle-timeout", duration, Zero::allowed, "0s",
                                    "a client that is silent for so long is disconnected; 0: never"),
    changing(option<&N::client_output_bytes>("client-output-bytes", bytes, Zero::refused, "1MiB",
                                             "replies that wait for a client before its commands wait, too")),
    option<&N::client_output_limit_bytes>("client-output-limit", bytes, Zero::refused, "256MiB",
                                          "replies that wait for a client before it is disconnected"),
    changing(option<&N::client_output_timeout>(
        "client-output-timeout", duration, Zero::allowed, "60s",
        "a client that takes nothing of its replies for so long is disconnected; 0: never")),
    option<&N::client_query_bytes>("client-query-bytes", bytes, Zero::refused, "1GiB",
                                   "longest request of a client, all its arguments together"),
    option<&N::replication, &R::empty_primary_hold>("empty-primary-hold", duration, Zero::allowed, "60s",
                                                    "how long a replica with data refuses a primary that began empty"),
    option<&N::replication, &R::heartbeat_interval>("heartbeat-interval", duration, Zero::refused, "1s",
                                                    "time between pings, both ways"),
    option<&N::replication, &R::heartbeat_misses>("heartbeat-misses", count, Zero::refused, "3",
                                                  "windows without a sign of life that declare a peer down"),
    option<&N::replication, &R::heartbeat_timeout>("heartbeat-timeout", duration, Zero::allowed, "0s",
                                                   "least length of such a window; 0: heartbeat-interval"),
    option<&N::janitor_batch>("janitor-batch", count, Zero::refused, "64",
                              "most dead keys that the janitor removes at once"),
    option<&N::janitor_interval>("janitor-interval", duration, Zero::allowed, "100ms",
                                 "time between searches for dead keys; 0: never"),
    up_to(most_argument_bytes,
          option<&N::max_argument_bytes>("max-argument-bytes", bytes, Zero::refused, "128MiB", "longest key or value")),
    changing(option<&N::max_clients>(
        "max-clients", count, Zero::refused, "10000",
        "most connections served at a time, replicas included; replicas and operators get in beyond it")),
    changing(option<&N::maxmemory_bytes>("maxmemory", bytes, Zero::allowed, "0B",
                                         "most memory for keys and values; 0: no limit")),
    option<&N::replication, &R::reconnect, &BackoffOptions::initial>(
        "reconnect-backoff", duration, Zero::refused, "100ms",
        "first wait of a replica before it connects again; doubles"),
    option<&N::replication, &R::reconnect, &BackoffOptions::maximum>("reconnect-backoff-max", duration, Zero::refused,
                                                                     "2s", "longest such wait"),
    option<&N::replication, &R::backlog, &BacklogOptions::sync_buffer_bytes>(
        "sync-buffer", bytes, Zero::allowed, "64MiB",
        "log kept beyond the backlog for a replica that loads a snapshot"),
};

struct KindSpec {
  std::string_view value;    // for --help
  std::string_view example;  // for errors
  std::optional<std::uint64_t> (*parse)(std::string_view text);
  std::string (*format)(std::uint64_t value);
  std::span<const seam::Unit> units = {};
};

const KindSpec& spec_of(Kind kind) {
  static constexpr KindSpec kinds[] = {
      {"DURATION", "a duration with a unit, such as 100ms", parse_duration_ns, format_duration, seam::time_units},
      {"SIZE", "a size with a unit, such as 64KiB", parse_bytes, format_bytes, seam::size_units},
      {"NUMBER", "a whole number", parse_count, [](std::uint64_t value) { return std::to_string(value); }},
  };
  return kinds[static_cast<std::size_t>(kind)];
}

}  // namespace

std::span<const OptionSpec> option_table() { return options; }

tl::expected<void, std::string> set_option(NodeOptions& node, std::string_view name, std::string_view text) {
  for (const OptionSpec& option : options) {
    if (option.name != name) continue;
    const KindSpec& kind = spec_of(option.kind);
    const auto value = kind.parse(text);
    if (!value) {
      return tl::make_unexpected(std::string(name) + ": '" + std::string(text) + "' is not " +
                                 std::string(kind.example) + did_you_mean(text, kind.units));
    }
    if (option.positive && *value == 0) return tl::make_unexpected(std::string(name) + ": must be more than 0");
    if (*value > option.most) {
      return tl::make_unexpected(std::string(name) + ": '" + std::string(text) + "' is too much: at most " +
                                 kind.format(option.most));
    }
    option.set(node, *value);
    return {};
  }
  return tl::make_unexpected("there is no option '" + std::string(name) + "'");
}

std::string option_text(const NodeOptions& node, const OptionSpec& option) {
  return spec_of(option.kind).format(option.get(node));
}

std::string_view value_name(OptionSpec::Kind kind) { return spec_of(kind).value; }

}  // namespace burrow
