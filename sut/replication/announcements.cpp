#include "sut/replication/announcements.hpp"

namespace burrow {

namespace {

constexpr std::string_view events[] = {
    event::log_append,       event::history_began,      event::key_expired,    event::key_evicted,
    event::node_started,     event::node_promoted,      event::node_demoted,   event::link_up,
    event::link_down,        event::peer_declared_down, event::replica_joined, event::replica_left,
    event::sync_partial,     event::sync_full,          event::sync_failed,    event::sync_held,
    event::snapshot_started, event::snapshot_outrun,    event::client_refused, event::client_dropped,
    event::login_failed,
};

}  // namespace

std::span<const std::string_view> announced_events() { return events; }

void announce(seam::Runtime& runtime, seam::Severity severity, std::string_view event,
              std::initializer_list<seam::Field> fields) {
  runtime.announce(seam::Announcement{severity, event, std::span<const seam::Field>(fields.begin(), fields.size())});
}

}  // namespace burrow
