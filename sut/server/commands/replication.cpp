// ROLE, INFO, REPLICAOF, SLAVEOF, WAIT: questions and orders for the node.
#include <limits>
#include <optional>
#include <string>

#include "sut/resp/wire.hpp"
#include "sut/server/commands/families.hpp"
#include "sut/server/commands/text.hpp"

namespace burrow::commands {

namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
  const auto port = resp::parse_integer(text);
  if (!port || *port < 0 || *port > std::numeric_limits<std::uint16_t>::max()) return std::nullopt;
  return static_cast<std::uint16_t>(*port);
}

void role(CommandCall& call) { call.node.role(call.reply); }

void info(CommandCall& call) { call.node.info(call.arguments.subspan(1), call.reply); }

void replicaof(CommandCall& call) {
  const std::string_view host = call.arguments[1];
  if (is_word(host, "no") && is_word(call.arguments[2], "one")) return call.node.replicaof(std::nullopt, call.reply);
  const auto port = parse_port(call.arguments[2]);
  if (!port) return call.reply.error("ERR Invalid master port");
  call.node.replicaof(seam::Address{std::string(host), *port}, call.reply);
}

void wait(CommandCall& call) {
  const auto replicas = resp::parse_integer(call.arguments[1]);
  if (!replicas) return call.reply.error(error_text::not_an_integer);
  const auto timeout = resp::parse_integer(call.arguments[2]);
  if (!timeout) return call.reply.error("ERR timeout is not an integer or out of range");
  if (*timeout < 0) return call.reply.error("ERR timeout is negative");
  constexpr std::int64_t longest = std::chrono::duration_cast<seam::Milliseconds>(seam::Duration::max()).count();
  if (*timeout > longest) return call.reply.error("ERR timeout is out of range");
  call.node.wait(*replicas, seam::Milliseconds(*timeout));
}

}  // namespace

std::span<const CommandSpec> replication_family() {
  using enum CommandKind;
  static constexpr CommandSpec family[] = {
      {"info", -1, admin, info, "what the node says of itself"},
      {"replicaof", 3, admin, replicaof, "follows a primary, or becomes one (NO ONE)"},
      {"role", 1, admin, role, "the role and its links"},
      {"slaveof", 3, admin, replicaof, "REPLICAOF under its old name"},
      {"wait", 3, admin, wait, "waits for replicas to have applied what this connection wrote"},
  };
  return family;
}

}  // namespace burrow::commands
