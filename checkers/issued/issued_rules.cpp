#include "checkers/issued/issued_rules.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace groundhog::checkers {
namespace {

// Of a form, the first rule that names its command and whose options it has all counts. Outcomes with a "?" may come
// and are not asked for. "number" and "value" are all that the rule has no word of its own for.

// To each command, a key that is dead but held is as good as absent: it is gone.
struct KeyRule {
  std::string_view commands;
  std::string_view options;
  std::string_view place;  // empty: any
  std::string_view gone;
  std::string_view persistent;
  std::string_view expiring;
};

// clang-format off
constexpr auto key_rules = std::to_array<KeyRule>({
    // what reads
    {"GET MGET GETDEL GETSET", "", "", "nil", "value", "value"},
    {"GETEX", "overflow", "", "nil", "ERR", "ERR"},
    {"GETEX", "", "", "nil", "value", "value"},
    {"GETRANGE", "", "", "empty", "value empty?", "value empty?"},
    {"STRLEN", "", "", "0", "number 0?", "number 0?"},
    {"TYPE", "", "", "none", "string", "string"},
    {"EXISTS TOUCH DEL UNLINK", "several", "", "0 fewer", "fewer all", "fewer all"},
    {"EXISTS TOUCH DEL UNLINK", "", "", "0", "1", "1"},
    {"TTL PTTL EXPIRETIME PEXPIRETIME", "", "", "-2", "-1", "number"},
    {"WATCH", "", "", "OK ERR?", "OK ERR?", "OK ERR?"},
    // what changes a deadline
    {"SET SETEX PSETEX EXPIRE PEXPIRE EXPIREAT PEXPIREAT", "overflow", "", "ERR", "ERR", "ERR"},
    {"PERSIST", "", "", "0", "0", "1"},
    {"EXPIRE PEXPIRE EXPIREAT PEXPIREAT", "NX", "", "0", "1", "0"},
    {"EXPIRE PEXPIRE EXPIREAT PEXPIREAT", "GT past", "", "0", "0", "0"},
    {"EXPIRE PEXPIRE EXPIREAT PEXPIREAT", "XX GT", "", "0", "0", "0 1"},
    {"EXPIRE PEXPIRE EXPIREAT PEXPIREAT", "XX LT", "", "0", "0", "0 1"},
    {"EXPIRE PEXPIRE EXPIREAT PEXPIREAT", "XX", "", "0", "0", "1"},
    {"EXPIRE PEXPIRE EXPIREAT PEXPIREAT", "GT", "", "0", "0", "0 1"},
    {"EXPIRE PEXPIRE EXPIREAT PEXPIREAT", "LT past", "", "0", "1", "1"},
    {"EXPIRE PEXPIRE EXPIREAT PEXPIREAT", "LT", "", "0", "1", "0 1"},
    {"EXPIRE PEXPIRE EXPIREAT PEXPIREAT", "", "", "0", "1", "1"},
    // what writes
    {"SET", "GET", "", "nil", "value", "value"},
    {"SET", "NX", "", "OK", "nil", "nil"},
    {"SET", "XX", "", "nil", "OK", "OK"},
    {"SET SETEX PSETEX MSET", "", "", "OK", "OK", "OK"},
    {"SETNX", "", "", "1", "0", "0"},
    {"MSETNX", "several", "", "0 1", "0", "0"},
    {"MSETNX", "", "", "1", "0", "0"},
    {"INCR DECR INCRBY DECRBY INCRBYFLOAT", "", "", "number", "number ERR", "number ERR"},
    {"APPEND SETRANGE", "", "", "number", "number", "number"},
    // what concerns two keys
    {"RENAME", "same", "", "ERR", "OK", "OK"},
    {"RENAMENX", "same", "", "ERR", "0", "0"},
    {"COPY", "same", "", "ERR", "ERR", "ERR"},
    {"RENAME", "", "source", "ERR", "OK", "OK"},
    {"RENAME", "", "target", "ERR OK", "ERR OK", "ERR OK"},
    {"RENAMENX", "", "source", "ERR", "0 1", "0 1"},
    {"RENAMENX", "", "target", "ERR 1", "ERR 0", "ERR 0"},
    {"COPY", "REPLACE", "source", "0", "1", "1"},
    {"COPY", "REPLACE", "target", "0 1", "0 1", "0 1"},
    {"COPY", "", "source", "0", "0 1", "0 1"},
    {"COPY", "", "target", "0 1", "0", "0"},
});

// Of forms that have no key, or whose key does not matter.
struct PlainRule {
  std::string_view commands;  // empty: all
  std::string_view options;
  std::string_view outcomes;
};

constexpr auto plain_rules = std::to_array<PlainRule>({
    {"GETEX", "illegal", "ERR nil?"},  // of an absent key, before it looks at the time
    {"", "illegal", "ERR"},
    {"KEYS", "", "list empty"},
    {"SCAN", "", "more done"},
    {"RANDOMKEY", "", "value nil"},
    {"DBSIZE", "", "number 0"},
    {"FLUSHALL FLUSHDB UNWATCH", "", "OK"},
    {"MULTI DISCARD", "", "OK ERR?"},
    {"EXEC", "", "list nil EXECABORT ERR?"},
    {"WAIT", "", "number 0 ERR? UNBLOCKED?"},
});

constexpr auto refusals = std::to_array<IssuedRefusal>({
    {"READONLY", true, true},
    {"LOADING", false, false},
    {"OOM", true, false},
    {"no room", false, false},
});

// clang-format on

bool is_of(std::string_view commands, std::string_view form) {
  return commands.empty() || has_word(commands, command_of(form));
}

bool has_all(std::string_view form, std::string_view options) {
  if (options.empty()) return true;
  return std::ranges::all_of(split_words(options), [&](std::string_view each) { return has_word(form, each); });
}

const KeyRule* key_rule(std::string_view form, std::string_view place) {
  const auto* const rule = std::ranges::find_if(key_rules, [&](const KeyRule& each) {
    return is_of(each.commands, form) && has_all(form, each.options) && (each.place.empty() || each.place == place);
  });
  return rule == key_rules.end() ? nullptr : rule;
}

const PlainRule* plain_rule(std::string_view form) {
  const auto* const rule = std::ranges::find_if(
      plain_rules, [&](const PlainRule& each) { return is_of(each.commands, form) && has_all(form, each.options); });
  return rule == plain_rules.end() ? nullptr : rule;
}

// Asked for or not.
bool has_outcome(std::string_view outcomes, const std::string& word) {
  return has_word(outcomes, word) || has_word(outcomes, word + "?");
}

// Whether a rule of this form has this word for a reply.
bool knows(std::string_view form, const std::string& word) {
  const auto has = [&](std::string_view place, KeyFound found) {
    return has_outcome(outcomes_at(form, place, found), word);
  };
  const auto has_somewhere = [&](std::string_view place) {
    return std::ranges::any_of(key_states, [&](KeyFound found) { return has(place, found); });
  };
  return has("", KeyFound::none) || std::ranges::any_of(key_places(form), has_somewhere);
}

// From the most special word to the most general one.
std::vector<std::string> words_for(const Reply& reply, std::size_t keys) {
  switch (reply.kind) {
    case ReplyKind::integer: {
      const bool is_all = reply.integer == static_cast<std::int64_t>(keys);
      return {std::to_string(reply.integer), is_all ? "all" : "fewer", "number"};
    }
    case ReplyKind::text:
      return {reply.text.empty() ? "empty" : "value", "value", "number"};
    case ReplyKind::array: {
      const bool is_scan = reply.elements.size() == 2 && reply.elements[1].kind == ReplyKind::array;
      const std::string place = is_scan && reply.elements[0].text == "0" ? "done" : "more";
      return {place, reply.elements.empty() ? "empty" : "list", "list"};
    }
    case ReplyKind::nil:
      return {"nil"};
    case ReplyKind::error:
      return {std::string(reply.text.substr(0, reply.text.find(' ')))};
    case ReplyKind::status:
    case ReplyKind::none:
      return {std::string(reply.text)};
  }
  return {};
}

}  // namespace

std::string outcome_of(std::string_view form, const Reply& reply, std::size_t key, std::size_t keys) {
  const bool is_own = command_of(form) == "MGET" && key < reply.elements.size();
  const std::vector<std::string> words = words_for(is_own ? reply.elements[key] : reply, keys);
  const auto word = std::ranges::find_if(words, [&](const std::string& each) { return knows(form, each); });
  return word == words.end() ? words.front() : *word;
}

std::string_view refusal_of(const Reply& reply) {
  if (reply.kind != ReplyKind::error) return {};
  if (reply.text == "ERR max number of clients reached") return "no room";
  const std::string_view word = reply.text.substr(0, reply.text.find(' '));
  const auto* const refusal = std::ranges::find(refusals, word, &IssuedRefusal::error);
  return refusal == refusals.end() ? std::string_view() : refusal->error;
}

std::span<const IssuedRefusal> issued_refusals() { return refusals; }

bool is_counted(std::string_view command) { return !key_places(command).empty() || plain_rule(command) != nullptr; }

std::vector<std::string_view> key_places(std::string_view form) {
  if (has_word(form, "illegal")) return {};
  std::vector<std::string_view> places;
  for (const std::string_view place : {"", "source", "target"}) {
    const KeyRule* const rule = key_rule(form, place);
    if (rule != nullptr && rule->place == place) places.push_back(place);
  }
  return places;
}

std::string_view outcomes_at(std::string_view form, std::string_view place, KeyFound found) {
  if (found == KeyFound::none) {
    const PlainRule* const rule = plain_rule(form);
    return rule == nullptr ? std::string_view() : rule->outcomes;
  }
  const KeyRule* const rule = key_rule(form, place);
  if (rule == nullptr) return {};
  if (found == KeyFound::persistent) return rule->persistent;
  return found == KeyFound::expiring ? rule->expiring : rule->gone;
}

bool may_exist(const IssuedCell& cell) {
  if (cell.found == KeyFound::unclear || cell.outcome == no_reply) return true;
  if (std::ranges::find(refusals, cell.outcome, &IssuedRefusal::error) != refusals.end()) return true;
  return has_outcome(outcomes_at(cell.form, cell.place, cell.found), cell.outcome);
}

}  // namespace groundhog::checkers
