#include "tests/hunt/knob_choices.hpp"

#include <algorithm>
#include <iterator>

namespace groundhog::hunt {
namespace {

using Values = const std::string_view[];
using enum KnobChoices::Scope;

// What leaves a cluster no chance, heartbeats faster than the network or too little room for clients, is lifted by
// draw_cluster.cpp.
constexpr Values backlog_bytes = {"0B", "1B", "64B", "512B", "2KiB", "16KiB", "1MiB"};
constexpr Values capacity = {"0", "1", "2", "5", "20"};
constexpr Values client_idle_timeout = {"0s", "300ms", "2s"};
constexpr Values client_output_bytes = {"1B", "1KiB", "1MiB"};
constexpr Values client_output_limit = {"4KiB", "256KiB", "256MiB"};
constexpr Values client_output_timeout = {"0s", "200ms", "60s"};
constexpr Values client_query_bytes = {"4KiB", "1MiB"};
constexpr Values empty_primary_hold = {"0s", "1ms", "300ms", "2s", "5s"};
constexpr Values heartbeat_interval = {"10ms", "50ms", "100ms", "200ms", "500ms", "1s", "3s"};
constexpr Values heartbeat_misses = {"1", "2", "3", "6"};
constexpr Values heartbeat_timeout = {"0s", "1ms", "150ms", "700ms", "2s"};
constexpr Values janitor_batch = {"1", "2", "64", "100000"};
constexpr Values janitor_interval = {"0s", "1ms", "20ms", "100ms", "1s", "5s"};
constexpr Values max_argument_bytes = {"64B", "2KiB", "128MiB"};
constexpr Values max_clients = {"1", "20", "10000"};
constexpr Values maxmemory = {"0B", "300B", "4KiB", "64KiB"};
constexpr Values reconnect_backoff = {"1ms", "20ms", "100ms", "1500ms"};
constexpr Values reconnect_backoff_max = {"10ms", "300ms", "2s", "5s"};
constexpr Values sync_buffer = {"0B", "1B", "1KiB", "64KiB", "64MiB"};

constexpr KnobChoices table[] = {
    {"backlog-bytes", backlog_bytes},
    {"capacity", capacity},
    {"client-idle-timeout", client_idle_timeout},
    {"client-output-bytes", client_output_bytes},
    {"client-output-limit", client_output_limit},
    {"client-output-timeout", client_output_timeout},
    {"client-query-bytes", client_query_bytes},
    {"empty-primary-hold", empty_primary_hold},
    {"heartbeat-interval", heartbeat_interval},
    {"heartbeat-misses", heartbeat_misses},
    {"heartbeat-timeout", heartbeat_timeout},
    {"janitor-batch", janitor_batch},
    {"janitor-interval", janitor_interval},
    {"max-argument-bytes", max_argument_bytes, whole_cluster},
    {"max-clients", max_clients},
    {"maxmemory", maxmemory},
    {"reconnect-backoff", reconnect_backoff},
    {"reconnect-backoff-max", reconnect_backoff_max},
    {"sync-buffer", sync_buffer},
};

}  // namespace

std::optional<KnobChoices> choices_of(std::string_view knob) {
  const auto* found = std::ranges::find(table, knob, &KnobChoices::knob);
  if (found == std::end(table)) return std::nullopt;
  return *found;
}

}  // namespace groundhog::hunt
