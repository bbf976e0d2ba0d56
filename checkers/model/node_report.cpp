#include "checkers/model/node_report.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "sim/core/characters.hpp"

namespace groundhog::checkers {
namespace {

struct Section {
  std::string_view title;
  std::array<std::string_view, 4> numbers = {};  // lines that hold one; empty: none
};

constexpr Section known_sections[] = {
    {"Server", {"tcp_port"}},
    {"Clients", {"connected_clients", "maxclients"}},
    {"Memory", {"maxmemory"}},
    {"Stats", {"keyspace_hits", "keyspace_misses", "expired_keys", "evicted_keys"}},
    {"Replication", {"connected_slaves", "master_repl_offset"}},
    {"Keyspace"},
};

using Lines = std::map<std::string_view, std::string_view>;  // "name:value"

std::optional<std::uint64_t> parsed_number(std::string_view text, int base = 10) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::string_view value_of(const Lines& lines, std::string_view name) {
  const auto found = lines.find(name);
  return found == lines.end() ? std::string_view() : found->second;
}

// By title. Lines before the first title belong to none.
std::map<std::string_view, Lines> split(std::string_view text) {
  std::map<std::string_view, Lines> sections;
  Lines* lines = nullptr;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("\r\n"), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 2));
    if (line.starts_with("# ")) {
      lines = &sections[line.substr(2)];
    } else if (const std::size_t colon = line.find(':'); lines != nullptr && colon != std::string_view::npos) {
      lines->emplace(line.substr(0, colon), line.substr(colon + 1));
    }
  }
  return sections;
}

bool is_asked_for(std::string_view title, std::span<const std::string> sections) {
  const auto is_meant = [title](std::string_view word) {
    return equal_ignoring_case(word, "all") || equal_ignoring_case(word, "default") ||
           equal_ignoring_case(word, "everything") || equal_ignoring_case(word, title);
  };
  return sections.empty() || std::ranges::any_of(sections, is_meant);
}

std::optional<Role> role_called(std::string_view word) {
  if (word == "master") return Role::primary;
  if (word == "slave") return Role::replica;
  return std::nullopt;
}

// A replica says whom it follows and whether that link is up, and each node has a line for each of its replicas.
bool is_whole_replication(const Lines& lines, Role role) {
  const std::string_view link = value_of(lines, "master_link_status");
  const bool names_upstream = lines.contains("master_host") && (link == "up" || link == "down");
  if (names_upstream != (role == Role::replica)) return false;
  for (std::uint64_t i = 0; i < parsed_number(value_of(lines, "connected_slaves")); ++i) {
    if (!lines.contains("slave" + std::to_string(i))) return false;
  }
  return true;
}

// "keys=12,expires=3"; a server without keys may leave its line out.
std::optional<std::uint64_t> keys_in(std::string_view line) {
  if (line.empty()) return 0;
  constexpr std::string_view head = "keys=";
  return line.starts_with(head) ? parsed_number(line.substr(head.size(), line.find(',') - head.size())) : std::nullopt;
}

bool read(std::string_view title, const Lines& lines, NodeReport& report) {
  if (title == "Keyspace") {
    report.keys = keys_in(value_of(lines, "db0"));
    return report.keys.has_value();
  }
  if (title != "Replication") return true;
  constexpr int hexadecimal = 16;
  const auto history = parsed_number(value_of(lines, "master_replid"), hexadecimal);
  report.role = role_called(value_of(lines, "role"));
  report.offset = parsed_number(value_of(lines, "master_repl_offset"));
  if (!history || !report.role) return false;
  report.history = HistoryId{*history};
  return is_whole_replication(lines, *report.role);
}

}  // namespace

bool NodeReport::holds_in(const Residence& residence, std::uint64_t first, std::uint64_t last) const {
  if (role && *role != residence.role) return false;
  if (history && *history != residence.history) return false;
  if (offset && (*offset < first || *offset > last)) return false;
  if (!keys) return true;
  if (residence.log == nullptr) return *keys == 0;
  for (std::uint64_t at = offset.value_or(first); at <= offset.value_or(last); ++at) {
    if (residence.log->digest_at(at).keys == *keys) return true;
  }
  return false;
}

std::optional<NodeReport> read_info(std::string_view text, std::span<const std::string> sections) {
  NodeReport report;
  const auto given = split(text);
  for (const Section& section : known_sections) {
    const auto found = given.find(section.title);
    if ((found != given.end()) != is_asked_for(section.title, sections)) return std::nullopt;
    if (found == given.end()) continue;
    const Lines& lines = found->second;
    const auto is_number = [&](std::string_view name) { return name.empty() || parsed_number(value_of(lines, name)); };
    if (!std::ranges::all_of(section.numbers, is_number) || !read(section.title, lines, report)) return std::nullopt;
  }
  return report;
}

// [master, offset, replicas] or [slave, host, port, state, offset], where −1 is no state at all.
std::optional<NodeReport> read_role(const Reply& reply) {
  if (reply.kind != ReplyKind::array || reply.elements.empty()) return std::nullopt;
  const auto is = [&](std::size_t i, ReplyKind kind) { return reply.elements[i].kind == kind; };
  NodeReport report;
  report.role = role_called(reply.elements[0].text);
  if (report.role == Role::primary && reply.elements.size() == 3 && is(1, ReplyKind::integer) &&
      is(2, ReplyKind::array)) {
    report.offset = static_cast<std::uint64_t>(reply.elements[1].integer);
    return report;
  }
  const bool is_replica = report.role == Role::replica && reply.elements.size() == 5 && is(1, ReplyKind::text) &&
                          is(2, ReplyKind::integer) && is(3, ReplyKind::text) && is(4, ReplyKind::integer);
  if (!is_replica) return std::nullopt;
  if (const std::int64_t offset = reply.elements[4].integer; offset >= 0) {
    report.offset = static_cast<std::uint64_t>(offset);
  }
  return report;
}

}  // namespace groundhog::checkers
