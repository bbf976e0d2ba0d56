// The connection itself: PING, ECHO, TIME, SELECT; AUTH, HELLO, CLIENT, RESET, QUIT.
#include <optional>
#include <string>

#include "sut/resp/wire.hpp"
#include "sut/server/commands/arguments.hpp"
#include "sut/server/commands/command.hpp"

namespace burrow::commands {

namespace {

void ping(CommandCall& call) {
  if (call.arguments.size() > 2) return call.reply.error("ERR wrong number of arguments for 'ping' command");
  if (call.arguments.size() == 2) return call.reply.bulk(call.arguments[1]);
  call.reply.status("PONG");
}

void echo(CommandCall& call) { call.reply.bulk(call.arguments[1]); }

// By the expiry clock, so that it agrees with every TTL.
void time(CommandCall& call) {
  call.cache.read(Recency::keep, [&](StringReader& reader) {
    const std::int64_t milliseconds = reader.now().time_since_epoch().count();
    call.reply.array(2);
    call.reply.bulk(std::to_string(milliseconds / 1000));
    call.reply.bulk(std::to_string(milliseconds % 1000 * 1000));
  });
}

void select(CommandCall& call) {
  if (const auto error = why_no_database(call.arguments[1])) return call.reply.error(*error);
  call.reply.status("OK");
}

// A client that keeps guessing has to connect again.
constexpr int most_wrong_passwords = 10;

constexpr std::string_view only_user = "default";
constexpr std::string_view wrong_password = "WRONGPASS invalid username-password pair or user is disabled.";
constexpr std::string_view no_password_is_set =
    "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration "
    "is correct?";

bool log_in(CommandCall& call, std::string_view user, std::string_view password) {
  const std::string& secret = call.node.options().password;
  const bool is_right = user == only_user && (secret.empty() || is_secret(password, secret));
  if (is_right) {
    call.session.authenticated = true;
    call.session.wrong_passwords = 0;
    return true;
  }
  call.session.closing = ++call.session.wrong_passwords >= most_wrong_passwords;
  call.node.on_login_failed(call.session);
  return false;
}

bool is_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char byte) { return byte > ' ' && byte <= '~'; });
}

constexpr std::string_view bad_name = "ERR Client names cannot contain spaces, newlines or special characters.";

void describe_server(CommandCall& call) {
  const auto field = [&](std::string_view name, std::string_view value) {
    call.reply.bulk(name);
    call.reply.bulk(value);
  };
  call.reply.array(14);
  field("server", "burrow");
  field("version", call.node.version());
  call.reply.bulk("proto");
  call.reply.integer(2);
  call.reply.bulk("id");
  call.reply.integer(static_cast<std::int64_t>(call.session.id));
  field("mode", "standalone");
  field("role", call.node.is_primary() ? "master" : "replica");
  call.reply.bulk("modules");
  call.reply.array(0);
}

void client_getname(CommandCall& call) {
  if (call.session.name.empty()) return call.reply.nil();
  call.reply.bulk(call.session.name);
}

void client_setname(CommandCall& call) {
  if (!is_name(call.arguments[2])) return call.reply.error(bad_name);
  call.session.name = call.arguments[2];
  call.reply.status("OK");
}

// AUTH password, or AUTH default password.
void auth(CommandCall& call) {
  if (call.arguments.size() > 3) return call.reply.error(error_text::syntax);
  const bool names_user = call.arguments.size() == 3;
  if (call.node.options().password.empty() && !names_user) return call.reply.error(no_password_is_set);
  if (!log_in(call, names_user ? call.arguments[1] : only_user, call.arguments.back())) {
    return call.reply.error(wrong_password);
  }
  call.reply.status("OK");
}

// [AUTH user password] [SETNAME name], one after the other, as Redis does; false: an error was said.
bool take_greeting(CommandCall& call) {
  const auto fail = [&](std::string_view error) {
    call.reply.error(error);
    return false;
  };
  const auto& words = call.arguments;
  for (std::size_t at = 2; at < words.size(); ++at) {
    const std::size_t left = words.size() - at - 1;
    if (is_word(words[at], "auth") && left >= 2) {
      if (!log_in(call, words[at + 1], words[at + 2])) return fail(wrong_password);
      at += 2;
    } else if (is_word(words[at], "setname") && left >= 1) {
      if (!is_name(words[at + 1])) return fail(bad_name);
      call.session.name = words[++at];
    } else {
      return fail("ERR Syntax error in HELLO option '" + std::string(shown_word(words[at])) + "'");
    }
  }
  return true;
}

// RESP2 only.
void hello(CommandCall& call) {
  if (call.arguments.size() >= 2) {
    const auto version = resp::parse_integer(call.arguments[1]);
    if (!version) return call.reply.error("ERR Protocol version is not an integer or out of range");
    if (*version != 2) return call.reply.error("NOPROTO unsupported protocol version");
  }
  if (!take_greeting(call)) return;
  if (!call.session.authenticated) {
    return call.reply.error(
        "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> "
        "option can be used to authenticate the client and select the RESP protocol version at the same time");
  }
  describe_server(call);
}

void client(CommandCall& call) {
  const std::string_view what = call.arguments[1];
  const std::size_t count = call.arguments.size();
  if (is_word(what, "id") && count == 2) return call.reply.integer(static_cast<std::int64_t>(call.session.id));
  if (is_word(what, "getname") && count == 2) return client_getname(call);
  if (is_word(what, "setname") && count == 3) return client_setname(call);
  if (is_word(what, "setinfo") && count == 4) return call.reply.status("OK");
  if (is_word(what, "list") && count == 2) return call.node.list_clients(call.reply);
  call.reply.error("ERR unknown subcommand or wrong number of arguments for '" + std::string(what.substr(0, 128)) +
                   "'. Try CLIENT ID, GETNAME, SETNAME, SETINFO or LIST.");
}

void reset(CommandCall& call) {
  call.session.queue.reset();
  call.node.unwatch();
  call.session.name.clear();
  call.session.authenticated = call.node.options().password.empty();
  call.reply.status("RESET");
}

void quit(CommandCall& call) {
  call.session.closing = true;
  call.reply.status("OK");
}

}  // namespace

std::span<const CommandSpec> connection_family() {
  using enum CommandKind;
  static constexpr CommandSpec family[] = {
      {"auth", -2, login, auth, "logs in"},
      {"client", -2, connection, client, "id and name of the connection, list of connections"},
      {"echo", 2, connection, echo, "its argument"},
      {"hello", -1, login, hello, "chooses RESP2, logs in, names the connection"},
      {"ping", -1, connection, ping, "PONG, or its argument"},
      {"quit", -1, login, quit, "closes the connection", true},
      {"reset", 1, login, reset, "forgets login, name and transaction of the connection", true},
      {"select", 2, connection, select, "chooses database 0, the only one"},
      {"time", 1, connection, time, "the time by which TTLs are judged"},
  };
  return family;
}

}  // namespace burrow::commands
