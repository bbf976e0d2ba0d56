#include "tests/differential/exclusions.hpp"

#include <algorithm>

#include "sut/server/commands/arguments.hpp"

namespace burrow::differential {

std::span<const Exclusion> exclusions() {
  using enum Rule;
  static constexpr Exclusion table[] = {
      {"client", "", errors, "Burrow has few subcommands, which it names"},
      {"client", "id", same_kind, "each server counts its own connections"},
      {"client", "list", same_kind, "each server says other things of its connections"},
      {"client", "setinfo", anything, "libraries of Redis 7.2 send it"},
      {"command", "", same_kind, "Burrow describes its own commands"},
      {"command", "", errors, "Burrow has few subcommands, which it names"},
      {"config", "", errors, "Burrow has few subcommands, which it names"},
      {"config", "get", same_kind, "Burrow has its own options"},
      {"config debug info replicaof role slaveof", "", not_queued, "what concerns the node stands alone"},
      {"client command config", "", queued, "subcommands are looked at when they run"},
      {"dbsize", "", held_keys, "a value that was dead when it was set counts until Redis removes it"},
      {"debug", "", anything, "Burrow's digest; redis-server refuses DEBUG"},
      {"expiretime pexpiretime pttl ttl", "", near_times,
       "a TTL begins, and ends, at another instant in either server"},
      {"hello", "", same_kind, "it names the server and its version"},
      {"info", "", same_kind, "what a node says of itself"},
      {"keys", "", same_elements, "keys have no order"},
      {"randomkey", "", held_key, "random"},
      {"role", "", same_kind, "each has its own offset"},
      {"scan", "", whole_scan, "keys have no order, and cursors mean nothing elsewhere"},
      {"set", "", not_sent, "of a dead value Burrow keeps nothing, which changes nothing where the key was absent"},
      {"time", "", same_kind, "time passes"},
      {"wait", "", refusal, "no clock reaches the end of such a timeout; Redis 7.2 refuses it, too"},
  };
  return table;
}

namespace {

bool is_one_of(std::string_view names, std::string_view name) {
  while (!names.empty()) {
    const std::size_t end = std::min(names.find(' '), names.size());
    if (is_word(name, names.substr(0, end))) return true;
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return false;
}

}  // namespace

bool is_about(const Exclusion& exclusion, const Words& words) {
  if (!is_one_of(exclusion.commands, words[0])) return false;
  return exclusion.word.empty() || (words.size() > 1 && is_word(words[1], exclusion.word));
}

}  // namespace burrow::differential
