// What tools and operators ask of a server: COMMAND, CONFIG, DEBUG; ROLE, INFO, REPLICAOF, SLAVEOF, WAIT.
#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sut/resp/wire.hpp"
#include "sut/server/commands/arguments.hpp"
#include "sut/server/commands/command.hpp"
#include "sut/server/commands/glob.hpp"

namespace burrow::commands {

namespace {

std::string unknown_subcommand(std::string_view found, std::string_view known) {
  return "ERR unknown subcommand or wrong number of arguments for '" + std::string(found.substr(0, 128)) + "'. Try " +
         std::string(known) + ".";
}

// What redis-cli shows while one types.
void command_docs(CommandCall& call, std::span<const std::string_view> names) {
  std::vector<CommandSpec> chosen;
  if (names.empty()) chosen = command_table();
  for (const std::string_view name : names) {
    if (const CommandSpec* spec = find_command(name)) chosen.push_back(*spec);
  }
  call.reply.array(2 * chosen.size());
  for (const CommandSpec& spec : chosen) {
    call.reply.bulk(spec.name);
    call.reply.array(4);
    call.reply.bulk("summary");
    call.reply.bulk(spec.summary);
    call.reply.bulk("group");
    call.reply.bulk(to_string(spec.kind));
  }
}

// As what a name of the server's is asked for, in either case; nullopt: it is not. A plain name comes back as it was
// written.
std::optional<std::string_view> wanted_as(std::span<const std::string_view> patterns, std::string_view name) {
  for (const std::string_view pattern : patterns) {
    if (is_word(pattern, name)) return pattern;
    std::string lowered(pattern);
    std::ranges::transform(lowered, lowered.begin(), to_lower);
    if (glob_matches(lowered, name)) return name;
  }
  return std::nullopt;
}

void command(CommandCall& call) {
  if (call.arguments.size() == 1) return call.reply.array(0);  // no key positions: clients need none here
  const std::string_view what = call.arguments[1];
  const bool asks_count = is_word(what, "count") && call.arguments.size() == 2;
  if (asks_count) return call.reply.integer(static_cast<std::int64_t>(command_table().size()));
  if (is_word(what, "docs")) return command_docs(call, call.arguments.subspan(2));
  call.reply.error(unknown_subcommand(what, "COMMAND COUNT or COMMAND DOCS"));
}

// `save` and `appendonly` are asked for by redis-benchmark: nothing is saved.
void config_get(CommandCall& call, std::span<const std::string_view> patterns) {
  std::vector<std::pair<std::string_view, std::string>> found;
  const auto find = [&](std::string_view name, auto&& value) {
    if (const auto as = wanted_as(patterns, name)) found.emplace_back(*as, value());
  };
  for (const OptionSpec& option : option_table()) {
    find(option.name, [&] { return option_text(call.node.options(), option); });
  }
  find("save", [] { return ""; });
  find("appendonly", [] { return "no"; });
  call.reply.array(2 * found.size());
  for (const auto& [name, value] : found) {
    call.reply.bulk(name);
    call.reply.bulk(value);
  }
}

std::string config_set_failed(std::string_view name, std::string_view why) {
  return "ERR CONFIG SET failed (possibly related to argument '" + std::string(name.substr(0, 128)) + "') - " +
         std::string(why);
}

// Bytes without a unit, as clients of Redis write them, are bytes.
std::string with_unit(const OptionSpec& option, std::string_view value) {
  const bool is_plain = option.kind == OptionSpec::Kind::bytes && parse_count(value).has_value();
  return std::string(value) + (is_plain ? "B" : "");
}

// All of them or none.
void config_set(CommandCall& call, std::span<const std::string_view> pairs) {
  NodeOptions changed = call.node.options();
  std::vector<const OptionSpec*> named;
  for (std::size_t i = 0; i < pairs.size(); i += 2) {
    const auto option = std::ranges::find_if(
        option_table(), [name = pairs[i]](const OptionSpec& each) { return is_word(name, each.name); });
    if (option == option_table().end()) {
      return call.reply.error("ERR Unknown option or number of arguments for CONFIG SET - '" +
                              std::string(pairs[i].substr(0, 128)) + "'");
    }
    if (std::ranges::find(named, &*option) != named.end()) {
      return call.reply.error(config_set_failed(pairs[i], "duplicate parameter"));
    }
    if (!option->can_change) return call.reply.error(config_set_failed(pairs[i], "can't set immutable config"));
    const auto set = set_option(changed, option->name, with_unit(*option, pairs[i + 1]));
    if (!set) return call.reply.error(config_set_failed(pairs[i], set.error()));
    named.push_back(&*option);
  }
  call.node.configure(changed);
  call.reply.status("OK");
}

void config(CommandCall& call) {
  const std::string_view what = call.arguments[1];
  const auto rest = call.arguments.subspan(2);
  if (is_word(what, "get") && !rest.empty()) return config_get(call, rest);
  if (is_word(what, "set") && !rest.empty() && rest.size() % 2 == 0) return config_set(call, rest);
  call.reply.error(unknown_subcommand(what, "CONFIG GET pattern or CONFIG SET option value"));
}

// DEBUG DIGEST: where two nodes agree, they hold the same keys, values and deadlines.
void debug(CommandCall& call) {
  const bool asks_digest = call.arguments.size() == 2 && is_word(call.arguments[1], "digest");
  if (!asks_digest) return call.reply.error(unknown_subcommand(call.arguments[1], "DEBUG DIGEST"));
  if (const auto refusal = call.node.data_refusal(false)) return call.reply.error(*refusal);
  call.session.visited += call.cache.size();
  call.node.digest(call.reply);
}

}  // namespace

std::span<const CommandSpec> administration_family() {
  using enum CommandKind;
  static constexpr CommandSpec family[] = {
      {"command", -1, connection, command, "what commands there are"},
      {"config", -2, admin, config, "options of the server: what they are, and those that can change"},
      {"debug", -2, admin, debug, "digest of everything held, and where in which history"},
  };
  return family;
}

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
  // A step does not wait: how many there are now is what it hears.
  call.node.wait(call.cache.is_within_step() ? 0 : *replicas, seam::Milliseconds(*timeout));
}

}  // namespace

std::span<const CommandSpec> replication_family() {
  using enum CommandKind;
  static constexpr CommandSpec family[] = {
      {"info", -1, admin, info, "what the node says of itself"},
      {"replicaof", 3, admin, replicaof, "follows a primary, or becomes one (NO ONE)"},
      {"role", 1, admin, role, "the role and its links"},
      {"slaveof", 3, admin, replicaof, "REPLICAOF under its old name"},
      {"wait", 3, connection, wait, "waits for replicas to have applied what this connection wrote"},
  };
  return family;
}

}  // namespace burrow::commands
