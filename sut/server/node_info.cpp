// What the node says of itself: ROLE and INFO, in the words of Redis where it has them.

#include <algorithm>
#include <string>

#include "sut/replication/frame.hpp"
#include "sut/server/commands/arguments.hpp"
#include "sut/server/node.hpp"

namespace burrow {

namespace {

std::string hexadecimal(std::uint64_t value) {
  std::string hex;
  append_hex(hex, value);
  return hex;
}

class InfoText {
 public:
  explicit InfoText(std::span<const std::string_view> wanted) : wanted_(wanted) {}

  // False: the section is not wanted.
  bool section(std::string_view name, std::string_view title) {
    if (!is_wanted(name)) return false;
    if (!text_.empty()) text_.append("\r\n");
    text_.append("# ").append(title).append("\r\n");
    return true;
  }
  void line(std::string_view name, std::string_view value) {
    text_.append(name).append(":").append(value).append("\r\n");
  }
  void line(std::string_view name, std::uint64_t value) { line(name, std::to_string(value)); }
  void id(std::string_view name, std::uint64_t value) { line(name, hexadecimal(value)); }

  const std::string& text() const { return text_; }

 private:
  bool is_wanted(std::string_view name) const {
    return wanted_.empty() || std::any_of(wanted_.begin(), wanted_.end(), [name](std::string_view word) {
             return is_word(word, "all") || is_word(word, "default") || is_word(word, "everything") ||
                    is_word(word, name);
           });
  }

  std::span<const std::string_view> wanted_;
  std::string text_;
};

std::string_view phase_name(ReplicaSession::Phase phase) {
  constexpr std::string_view names[] = {"wait_bgsave", "send_bulk", "online"};
  return names[static_cast<std::size_t>(phase)];
}

// The state column of ROLE at a replica.
std::string_view role_state(const UpstreamLink& upstream) {
  switch (upstream.phase()) {
    case UpstreamLink::Phase::waiting:
      return "connect";
    case UpstreamLink::Phase::connecting:
    case UpstreamLink::Phase::handshake:
      return "connecting";
    case UpstreamLink::Phase::loading:
      return "sync";
    case UpstreamLink::Phase::streaming:
      return "connected";
  }
  return "unknown";
}

std::uint64_t seconds_since(seam::MonotonicTime then, seam::MonotonicTime now) {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now - then).count());
}

void describe_upstream(InfoText& info, const UpstreamLink& upstream, seam::MonotonicTime now) {
  info.line("master_host", upstream.upstream().host);
  info.line("master_port", upstream.upstream().port);
  info.line("master_link_status", upstream.is_up() ? "up" : "down");
  info.line("master_link_phase", to_string(upstream.phase()));
  info.line("master_sync_in_progress", upstream.phase() == UpstreamLink::Phase::loading ? 1 : 0);
  info.line("empty_primary_held_off", upstream.is_holding() ? 1 : 0);
  if (const auto heard = upstream.last_evidence()) info.line("master_last_io_seconds_ago", seconds_since(*heard, now));
}

void describe_session(InfoText& info, std::size_t index, const ReplicaSession& session, Offset end,
                      seam::MonotonicTime now) {
  const std::string text = "addr=" + to_string(session.peer()) + ",state=" + std::string(phase_name(session.phase())) +
                           ",offset=" + std::to_string(session.applied()) +
                           ",lag_entries=" + std::to_string(end - std::min(end, session.applied())) +
                           ",unsent_bytes=" + std::to_string(session.unsent_bytes()) +
                           ",last_evidence_seconds_ago=" + std::to_string(seconds_since(session.last_evidence(), now));
  info.line("slave" + std::to_string(index), text);
}

}  // namespace

void Node::role(resp::ReplyWriter& reply) {
  const auto offset = static_cast<std::int64_t>(log_.place().offset);
  if (upstream_) {
    reply.array(5);
    reply.bulk("slave");
    reply.bulk(upstream_->upstream().host);
    reply.integer(upstream_->upstream().port);
    reply.bulk(role_state(*upstream_));
    return reply.integer(complete_ ? offset : -1);
  }
  reply.array(3);
  reply.bulk("master");
  reply.integer(offset);
  reply.array(replicas_.sessions().size());
  for (const auto& session : replicas_.sessions()) {
    const seam::Address peer = session->peer();
    reply.array(3);
    reply.bulk(peer.host);
    reply.bulk(std::to_string(peer.port));
    reply.bulk(std::to_string(session->applied()));
  }
}

void Node::info(std::span<const std::string_view> sections, resp::ReplyWriter& reply) {
  const seam::MonotonicTime now = runtime_.monotonic_now();
  const CacheStatistics& counts = cache_.statistics();
  InfoText info(sections);
  if (info.section("server", "Server")) {
    info.line("burrow_version", burrow_version);
    info.id("process_id", raw(process_));
    info.line("tcp_port", local_.port);
  }
  if (info.section("clients", "Clients")) {
    info.line("connected_clients", served_clients());
    info.line("maxclients", options_.max_clients);
  }
  if (info.section("memory", "Memory")) {
    info.line("used_memory_dataset", cache_.weight());
    info.line("maxmemory", options_.maxmemory_bytes);
  }
  if (info.section("stats", "Stats")) {
    info.line("keyspace_hits", counts.hits.value());
    info.line("keyspace_misses", counts.misses.value());
    info.line("expired_keys", counts.expired.value());
    info.line("evicted_keys", counts.evicted.value());
    info.line("deleted_keys", counts.deleted.value());
    info.line("flushed_keys", counts.flushed.value());
    info.line("loaded_keys", counts.loaded.value());
  }
  if (info.section("replication", "Replication")) {
    const Place place = log_.place();
    info.line("role", upstream_ ? "slave" : "master");
    if (upstream_) describe_upstream(info, *upstream_, now);
    info.line("connected_slaves", replicas_.sessions().size());
    for (std::size_t i = 0; i < replicas_.sessions().size(); ++i) {
      describe_session(info, i, *replicas_.sessions()[i], place.offset, now);
    }
    info.id("master_replid", raw(place.history));
    info.id("master_replid2", raw(log_.history().parent));
    info.line("master_repl_offset", place.offset);
    info.line("second_repl_offset", log_.history().switch_offset);
    info.id("log_checksum", raw(place.checksum));
    info.line("repl_backlog_first_offset", log_.backlog().first());
    info.line("repl_backlog_bytes", log_.backlog().size_bytes());
  }
  if (info.section("keyspace", "Keyspace")) {
    info.line("db0",
              "keys=" + std::to_string(cache_.size()) + ",expires=" + std::to_string(cache_.size_with_deadline()));
  }
  reply.bulk(info.text());
}

void Node::digest(resp::ReplyWriter& reply) {
  StateDigest digest;
  std::int64_t keys = 0;
  cache_.inspect([&](const StringEntry& entry) {
    digest.add(entry.key, entry.value, entry.deadline);
    ++keys;
  });
  reply.array(4);
  reply.bulk(hexadecimal(raw(log_.history().id)));
  reply.integer(static_cast<std::int64_t>(log_.place().offset));
  reply.integer(keys);
  reply.bulk(hexadecimal(raw(digest.value())));
}

void Node::list_clients(resp::ReplyWriter& reply) {
  std::string list;
  for (const auto& [id, client] : clients_) {
    const ClientSession& session = client->session();
    list += "id=" + std::to_string(static_cast<std::uint64_t>(id)) + " addr=" + to_string(session.peer) +
            " name=" + session.name + " commands=" + std::to_string(client->command_ordinal()) + "\n";
  }
  reply.bulk(list);
}

}  // namespace burrow
