#include "harness/replay/state_text.hpp"

#include <algorithm>
#include <string_view>

#include "sim/core/text.hpp"
#include "sim/plan/host_names.hpp"
#include "sim/trace/text.hpp"

namespace groundhog::harness {
namespace {

using std::chrono::milliseconds;

std::int64_t wall_ms(const ClockReading& clocks) {
  return std::chrono::floor<milliseconds>(clocks.wall.time_since_epoch()).count();
}

void append_position(std::string& out, const ProcessView& view, const RoleNames& roles) {
  out += "  ";
  out += view.role == Role::primary ? roles.leading : roles.following;
  if (view.role == Role::replica)
    out += " of " + view.upstream.value_or("no node") + (view.link_up ? "" : ", link down");
  if (!view.complete) out += ", loading";
  if (view.holding) out += ", refuses an empty " + std::string(roles.leading);
  out += " ";
  trace::append_id(out, "history", static_cast<std::uint64_t>(view.history));
  trace::append_number(out, "offset", view.offset);
  trace::append_number(out, "backlog_first", view.backlog_first);
  trace::append_number(out, std::string(roles.following) + "s", view.connected_replicas);
}

void append_life(std::string& out, const Deadline& deadline, ExpiryTime now) {
  if (!deadline) {
    out += "  no TTL";
    return;
  }
  trace::append_deadline(out += " ", "deadline", deadline);
  const bool alive = checkers::alive_at(now, deadline);
  out += alive ? ", for another " : ", DEAD for ";
  trace::append_duration(out, alive ? *deadline - now : now - *deadline);
}

void append_keys(std::string& out, const NodeState& node, ExpiryTime now) {
  std::size_t width = 0;
  std::vector<std::string> names;
  for (const NodeState::Key& key : node.keys) {
    trace::append_value(names.emplace_back(), key.key);
    width = std::max(width, names.back().size());
  }
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    out += "    " + padded_right(names[i], width) + " = ";
    trace::append_value(out, node.keys[i].value);
    append_life(out, node.keys[i].deadline, now);
    out += "\n";
  }
}

// By its expiry clock E, which is ahead of a wall clock that jumped back.
void append_node(std::string& out, const NodeState& node, HostId host, const ClusterBook& book,
                 const RoleNames& roles) {
  out += node.name;
  if (!node.view) {
    out += "  down\n";
    return;
  }
  if (node.paused) out += "  paused";
  append_position(out, *node.view, roles);
  const ExpiryTime now = book.expiry_clock(host, node.clocks);
  out += " incarnation=" + std::to_string(node.incarnation) + " wall=" + std::to_string(wall_ms(node.clocks)) +
         " E=" + std::to_string(now.time_since_epoch().count()) + "\n  " + count_of(node.keys.size(), "key") + "\n";
  append_keys(out, node, now);
}

void append_histories(std::string& out, const ClusterBook& book, const std::vector<std::string>& hosts) {
  out += "histories\n";
  for (const HistoryBegan& began : book.histories()) {
    out += "  " + hosts.at(index(began.node)) +
           (began.origin == HistoryOrigin::promotion ? "  promotion    " : "  process start");
    trace::append_id(out, "history", static_cast<std::uint64_t>(began.history));
    if (began.origin == HistoryOrigin::promotion) {
      trace::append_id(out, "parent", static_cast<std::uint64_t>(began.parent));
      trace::append_number(out, "switch_offset", began.switch_offset);
    }
    out += "\n";
  }
}

std::string_view condition(const ClusterBook::Connection& connection) {
  if (connection.left_by_from) return "only the accepting end holds it";
  if (connection.left_by_to) return "only the connecting end holds it";
  if (connection.known_to_from && connection.known_to_to) return "stands";
  if (connection.known_to_from) return "not accepted yet";
  return "connecting";
}

void append_connections(std::string& out, const ClusterBook& book, const std::vector<std::string>& hosts) {
  out += "connections\n";
  for (const auto& [id, connection] : book.connections()) {
    trace::append_id(out += " ", "connection", index(id));
    out += "  " + hosts.at(index(connection.from)) + " → " + hosts.at(index(connection.to)) +
           (connection.kind == ConnectionKind::replication ? "  replication  " : "  client  ");
    out += condition(connection);
    out += "\n";
  }
}

}  // namespace

void ClusterBook::on(const ConnectionOpened& event) {
  connections_[event.connection] = {.from = event.from, .to = event.to, .kind = event.kind};
}

void ClusterBook::on(const ConnectionEstablished& event) {
  const auto found = connections_.find(event.connection);
  if (found == connections_.end()) return;
  (event.side == found->second.from ? found->second.known_to_from : found->second.known_to_to) = true;
}

void ClusterBook::on(const ConnectionClosed& event) {
  const auto found = connections_.find(event.connection);
  if (found == connections_.end()) return;
  Connection& connection = found->second;
  (event.side == connection.from ? connection.left_by_from : connection.left_by_to) = true;
  const bool far_end_holds = connection.known_to_to && !connection.left_by_to;
  if (connection.left_by_from && !far_end_holds) connections_.erase(found);
}

std::string state_text(Duration at, std::uint64_t event, std::span<const NodeState> nodes, const ClusterBook& book,
                       const Plan& plan) {
  const std::vector<std::string> hosts = host_names(plan);
  std::string out = "t=";
  trace::append_seconds(out, at);
  out += ", after event #" + std::to_string(event) + "\n";
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    append_node(out, nodes[i], HostId{static_cast<std::uint32_t>(i)}, book, plan.roles);
  }
  append_histories(out, book, hosts);
  append_connections(out, book, hosts);
  return out;
}

}  // namespace groundhog::harness
