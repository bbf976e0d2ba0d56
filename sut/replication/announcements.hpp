// What a node announces: stable names for logs, scenarios (`when`, `cover`) and tools. One name, one meaning.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "sut/runtime/runtime.hpp"

namespace burrow {

namespace event {

// The effect log.
inline constexpr std::string_view log_append = "log.append";
inline constexpr std::string_view history_began = "history.began";

// Keys.
inline constexpr std::string_view key_expired = "key.expired";
inline constexpr std::string_view key_evicted = "key.evicted";

// Processes and roles.
inline constexpr std::string_view node_started = "node.started";
inline constexpr std::string_view node_promoted = "node.promoted";
inline constexpr std::string_view node_demoted = "node.demoted";

// Clients.
inline constexpr std::string_view client_refused = "client.refused";
inline constexpr std::string_view client_dropped = "client.dropped";
inline constexpr std::string_view login_failed = "login.failed";

// A replica's link to its upstream.
inline constexpr std::string_view link_up = "link.up";
inline constexpr std::string_view link_down = "link.down";

// Either end of a replication connection.
inline constexpr std::string_view peer_declared_down = "peer.declared_down";
inline constexpr std::string_view replica_joined = "replica.joined";
inline constexpr std::string_view replica_left = "replica.left";

// Synchronisation, as the replica completes it; a snapshot as its sender starts it.
inline constexpr std::string_view sync_partial = "sync.partial";
inline constexpr std::string_view sync_full = "sync.full";
inline constexpr std::string_view sync_failed = "sync.failed";
inline constexpr std::string_view sync_held = "sync.held";
inline constexpr std::string_view snapshot_started = "snapshot.started";
inline constexpr std::string_view snapshot_outrun = "snapshot.outrun";

}  // namespace event

// Every event above.
std::span<const std::string_view> announced_events();

// What it means that one of them is announced: a line.
std::string_view summary_of_event(std::string_view event);

void announce(seam::Runtime& runtime, seam::Severity severity, std::string_view event,
              std::initializer_list<seam::Field> fields);

}  // namespace burrow
