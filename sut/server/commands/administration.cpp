// COMMAND, CONFIG, DEBUG: what tools and operators ask a server about itself.
#include <string>
#include <utility>
#include <vector>

#include "sut/server/commands/families.hpp"
#include "sut/server/commands/glob.hpp"
#include "sut/server/commands/text.hpp"

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

// Whether a name of the server's is asked for.
bool is_wanted(std::span<const std::string_view> patterns, std::string_view name) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [name](std::string_view pattern) { return glob_matches(pattern, name); });
}

void command(CommandCall& call) {
  if (call.arguments.size() == 1) return call.reply.array(0);  // nobody's key positions: clients need none here
  const std::string_view what = call.arguments[1];
  if (is_word(what, "count")) return call.reply.integer(static_cast<std::int64_t>(command_table().size()));
  if (is_word(what, "docs")) return command_docs(call, call.arguments.subspan(2));
  call.reply.error(unknown_subcommand(what, "COMMAND COUNT or COMMAND DOCS"));
}

// Options are set when the server starts. `save` and `appendonly` are asked for by redis-benchmark: nothing is saved.
void config(CommandCall& call) {
  const auto patterns = call.arguments.subspan(2);
  if (!is_word(call.arguments[1], "get") || patterns.empty()) {
    return call.reply.error(unknown_subcommand(call.arguments[1], "CONFIG GET pattern"));
  }
  std::vector<std::pair<std::string_view, std::string>> found;
  for (const OptionSpec& option : option_table()) {
    if (is_wanted(patterns, option.name)) found.emplace_back(option.name, option_text(call.node.options(), option));
  }
  if (is_wanted(patterns, "save")) found.emplace_back("save", "");
  if (is_wanted(patterns, "appendonly")) found.emplace_back("appendonly", "no");
  call.reply.array(2 * found.size());
  for (const auto& [name, value] : found) {
    call.reply.bulk(name);
    call.reply.bulk(value);
  }
}

// DEBUG DIGEST: where two nodes agree, they hold the same keys, values and deadlines.
void debug(CommandCall& call) {
  const bool asks_digest = call.arguments.size() == 2 && is_word(call.arguments[1], "digest");
  if (!asks_digest) return call.reply.error(unknown_subcommand(call.arguments[1], "DEBUG DIGEST"));
  call.session.visited = call.cache.size();
  call.node.digest(call.reply);
}

}  // namespace

std::span<const CommandSpec> administration_family() {
  using enum CommandKind;
  static constexpr CommandSpec family[] = {
      {"command", -1, connection, command, "what commands there are"},
      {"config", -2, admin, config, "options of the server"},
      {"debug", -2, read, debug, "digest of everything held, and where in which history"},
  };
  return family;
}

}  // namespace burrow::commands
