// Quantities as people write them: "250ms", "1.5s", "64KiB". A unit is required; a plain 0 needs none. What is beyond
// 64 bits reads as their largest number: every place has a limit of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "sut/replication/options.hpp"
#include "sut/runtime/quantity.hpp"
#include "sut/runtime/time.hpp"

namespace burrow {

// ns, us, ms, s, min, h; not negative, exact. Beyond 64 bits it is their largest number; so are the other two.
std::optional<std::uint64_t> parse_duration_ns(std::string_view text);

// B, KiB, MiB, GiB.
std::optional<std::uint64_t> parse_bytes(std::string_view text);

std::optional<std::uint64_t> parse_count(std::string_view text);

// " (did you mean 5s?)" where that is likely, or nothing.
std::string did_you_mean(std::string_view text, std::span<const seam::Unit> units);

// In the largest unit that holds it as a whole number: "100ms", "64KiB", "0s".
std::string format_duration(std::uint64_t nanoseconds);
std::string format_bytes(std::uint64_t bytes);

// What the server says it is.

inline constexpr std::string_view burrow_version = "0.1.0";

// Everything that can be set about a node, with its default. One table names each option for flags, YAML files and
// scenarios.

// Ten years: as good as never, and what is added to it or counted in it stays far from overflow.
inline constexpr seam::Duration longest_option = std::chrono::hours(87'600);

struct NodeOptions {
  ReplicationOptions replication;

  seam::Duration janitor_interval =
      std::chrono::milliseconds(100);  // 0: no janitor, dead keys leave when they are touched
  std::size_t janitor_batch = 64;      // keys removed at once at most
  std::size_t capacity = 0;            // keys; 0: no limit
  std::size_t maxmemory_bytes = 0;     // key + value + a constant per key; 0: no limit

  std::size_t max_argument_bytes = 128 * 1024 * 1024;  // of one key or value

  // -- what clients may take; see docs/server.md
  std::size_t max_clients = 10'000;
  seam::Duration client_idle_timeout{0};  // without a byte in either direction; 0: never
  // One request, while it is incomplete.
  std::size_t client_query_bytes = 1024 * 1024 * 1024;
  // Replies that wait for a client which does not read; above it no further command of that client runs.
  std::size_t client_output_bytes = 1024 * 1024;
  // The same with the reply of one command on top: above it the connection is closed.
  std::size_t client_output_limit_bytes = 256 * 1024 * 1024;
  // Replies that wait and of which nothing leaves: then the connection is closed. 0: never.
  seam::Duration client_output_timeout = std::chrono::seconds(60);
  // What AUTH must say before anything else is served; empty: nothing. Not in the table: it must not be shown.
  std::string password;
};

struct OptionSpec {
  enum class Kind : std::uint8_t { duration, bytes, count };

  std::string_view name;
  Kind kind;
  bool positive;              // 0 makes no sense
  std::string_view fallback;  // its default, as written
  std::string_view summary;
  std::uint64_t most;                                      // what its type holds, for durations `longest_option`
  void (*set)(NodeOptions& options, std::uint64_t value);  // nanoseconds, bytes or a number
  std::uint64_t (*get)(const NodeOptions& options);
  bool can_change = false;  // while the node runs, by CONFIG SET
};

std::span<const OptionSpec> option_table();

// What a value looks like, for --help: "DURATION".
std::string_view value_name(OptionSpec::Kind kind);

// Sets one option from text ("100ms", "64KiB", "3"). The error names the option and what it should look like.
[[nodiscard]] tl::expected<void, std::string> set_option(NodeOptions& options, std::string_view name,
                                                         std::string_view text);

// The present value, as set_option() takes it.
std::string option_text(const NodeOptions& options, const OptionSpec& option);

}  // namespace burrow
