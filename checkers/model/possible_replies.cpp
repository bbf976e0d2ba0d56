#include "checkers/model/possible_replies.hpp"

#include <algorithm>

#include "checkers/model/node_report.hpp"
#include "sim/core/characters.hpp"

namespace groundhog::checkers {
namespace {

bool is_value(const Reply& reply) { return reply.kind == ReplyKind::text || reply.kind == ReplyKind::nil; }

bool is_status(const Reply& reply, std::string_view word) {
  return reply.kind == ReplyKind::status && reply.text == word;
}

bool is_count(const Reply& reply) { return reply.kind == ReplyKind::integer && reply.integer >= 0; }

bool is_count_up_to(const Reply& reply, std::size_t most) {
  return is_count(reply) && static_cast<std::uint64_t>(reply.integer) <= most;
}

bool is_list_of(const Reply& reply, bool (*is_element)(const Reply&)) {
  return reply.kind == ReplyKind::array && std::ranges::all_of(reply.elements, is_element);
}

bool is_name(const Reply& reply) { return reply.kind == ReplyKind::text; }

bool is_set_reply(const ClientCommand& command, const Reply& reply) {
  if (command.returns_old) return is_value(reply);
  if (command.answers_number) return is_count_up_to(reply, 1);
  if (reply.kind == ReplyKind::nil) return command.if_absent || command.if_present;
  return reply.kind == ReplyKind::status;
}

// A reply for each command, or nil where a watched key changed.
bool is_exec_reply(const ClientCommand& command, const Reply& reply) {
  if (reply.kind == ReplyKind::nil) return true;
  if (reply.kind != ReplyKind::array || reply.elements.size() != command.parts.size()) return false;
  for (std::size_t i = 0; i < command.parts.size(); ++i) {
    const Reply& part = reply.elements[i];
    if (part.kind != ReplyKind::error && !is_possible(command.parts[i], part)) return false;
  }
  return true;
}

// That a server has `maxmemory` its clients rely on; which others there are is its own affair.
bool is_setting(std::string_view name, const Reply& reply) {
  if (!is_list_of(reply, is_name)) return false;
  if (reply.elements.empty()) return !equal_ignoring_case(name, "maxmemory");
  return (reply.elements.size() == 2 && equal_ignoring_case(reply.elements[0].text, name));
}

bool is_session_reply(const ClientCommand& command, const Reply& reply) {
  constexpr std::size_t hello_elements = 14;
  switch (command.shape) {
    case ReplyShape::ok:
      return is_status(reply, "OK");
    case ReplyShape::pong:
      return is_status(reply, "PONG");
    case ReplyShape::echo:
      return is_name(reply) && reply.text == command.value;
    case ReplyShape::number:
      return is_count(reply);
    case ReplyShape::text:
      return is_name(reply);
    case ReplyShape::setting:
      return is_setting(command.value, reply);
    case ReplyShape::fields:
      return reply.kind == ReplyKind::array && reply.elements.size() == hello_elements;
  }
  return false;
}

}  // namespace

bool is_unfounded(const ClientCommand& command, const Reply& error) {
  // Of the connection, or of limits that it has.
  constexpr std::string_view founded[] = {"ERR max number of clients", "ERR Protocol error",
                                          "ERR transaction is too long"};
  if (!command.is_legal || !error.text.starts_with("ERR ")) return false;
  return std::ranges::none_of(founded, [&](std::string_view text) { return error.text.starts_with(text); });
}

bool is_possible(const ClientCommand& command, const Reply& reply) {
  switch (command.kind) {
    case CommandKind::get:
    case CommandKind::getex:
    case CommandKind::getdel:
    case CommandKind::random_key:
      return is_value(reply);
    case CommandKind::set:
    case CommandKind::mset:
    case CommandKind::copy:
      return is_set_reply(command, reply);
    case CommandKind::mget:
      return is_list_of(reply, is_value) && reply.elements.size() == command.keys.size();
    case CommandKind::exists:
    case CommandKind::del:
      return is_count_up_to(reply, command.keys.size());
    case CommandKind::ttl:
      return reply.kind == ReplyKind::integer;
    case CommandKind::change:
      return reply.kind == ReplyKind::integer || reply.kind == ReplyKind::text;
    case CommandKind::expire:
    case CommandKind::persist:
      return is_count_up_to(reply, 1);
    case CommandKind::strlen:
    case CommandKind::dbsize:
    case CommandKind::wait:
      return is_count(reply);
    case CommandKind::getrange:
      return reply.kind == ReplyKind::text;
    case CommandKind::type:
      return is_status(reply, "string") || is_status(reply, "none");
    case CommandKind::keys:
      return is_list_of(reply, is_name);
    case CommandKind::scan:
      return reply.kind == ReplyKind::array && reply.elements.size() == 2 && is_name(reply.elements[0]) &&
             is_list_of(reply.elements[1], is_name);
    case CommandKind::flush:
    case CommandKind::multi:
      return reply.kind == ReplyKind::status;
    case CommandKind::session:
      return is_session_reply(command, reply);
    case CommandKind::info:
      return reply.kind == ReplyKind::text && read_info(reply.text, command.values).has_value();
    case CommandKind::role:
      return read_role(reply).has_value();
    case CommandKind::queued:
      return is_status(reply, "QUEUED");
    case CommandKind::exec:
      return is_exec_reply(command, reply);
    case CommandKind::other:
    case CommandKind::at_once:
      return true;
  }
  return true;
}

}  // namespace groundhog::checkers
