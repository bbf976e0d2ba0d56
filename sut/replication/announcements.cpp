#include "sut/replication/announcements.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace burrow {

namespace {

struct EventWord {
  std::string_view name;
  std::string_view summary;
};

constexpr EventWord events[] = {
    {event::log_append, "the node that writes the log appended an entry"},
    {event::history_began, "the node appends under a new replication id: it started empty, or was promoted"},
    {event::key_expired, "the primary removed a key whose deadline has passed"},
    {event::key_evicted, "the primary removed a key to stay within its limits"},
    {event::node_started, "a process of the node started"},
    {event::node_promoted, "the node became a primary"},
    {event::node_demoted, "a primary became a replica"},
    {event::link_up, "the replica is in step with its upstream"},
    {event::link_down, "the replica lost its upstream"},
    {event::peer_declared_down, "the other end missed too many heartbeats in a row"},
    {event::replica_joined, "a replica connected to this node and said what it has"},
    {event::replica_left, "the connection of a replica ended"},
    {event::sync_partial, "the replica continues from where it stopped"},
    {event::sync_full, "the replica has loaded a whole snapshot"},
    {event::sync_failed, "the link went down while the replica loaded a snapshot"},
    {event::sync_held, "a replica with data refuses a primary that began empty, for a while"},
    {event::snapshot_started, "the node began to copy its keys for a replica"},
    {event::snapshot_outrun, "the log grew beyond a snapshot before all of it was sent"},
    {event::client_refused, "there are too many clients; once, until there is room again"},
    {event::client_dropped, "a client went beyond a limit, or broke the protocol"},
    {event::login_failed, "a client or replica gave a wrong password"},
};

constexpr auto names = [] {
  std::array<std::string_view, std::size(events)> all;
  std::ranges::transform(events, all.begin(), &EventWord::name);
  return all;
}();

}  // namespace

std::span<const std::string_view> announced_events() { return names; }

std::string_view summary_of_event(std::string_view event) {
  const auto* const found = std::ranges::find(events, event, &EventWord::name);
  return found != std::end(events) ? found->summary : std::string_view();
}

void announce(seam::Runtime& runtime, seam::Severity severity, std::string_view event,
              std::initializer_list<seam::Field> fields) {
  runtime.announce(seam::Announcement{severity, event, std::span<const seam::Field>(fields.begin(), fields.size())});
}

}  // namespace burrow
