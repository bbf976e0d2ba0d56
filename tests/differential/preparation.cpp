#include "tests/differential/preparation.hpp"

#include <array>
#include <cstdint>
#include <string_view>

#include "sut/resp/wire.hpp"
#include "sut/server/commands/arguments.hpp"
#include "tests/differential/text.hpp"

namespace burrow::differential {

namespace {

// Deadlines that are over lie in the first thirty years; the others in the next century.
bool has_dead_deadline(const Words& words) {
  constexpr std::int64_t longest_ago = 1'000'000'000;
  for (std::size_t i = 3; i + 1 < words.size(); ++i) {
    const bool is_deadline = is_word(words[i], "exat") || is_word(words[i], "pxat");
    const auto time = resp::parse_integer(words[i + 1]);
    if (is_deadline && time && *time < longest_ago) return true;
  }
  return false;
}

// Whether a client may watch keys, as far as commands show.
class Watchers {
 public:
  bool any() const { return clients_[0].watches || clients_[1].watches; }

  void note(const Command& command) {
    Client& client = clients_[command.client];
    const auto is = [&](std::string_view name) { return is_named(command.words, name) && command.words.size() == 1; };
    const bool ends_queue = client.queues && (is("exec") || is("discard"));
    const bool forgets = !client.queues && is("unwatch");
    if (is_named(command.words, "watch")) client.watches = true;
    if (is("multi")) client.queues = true;
    if (ends_queue || forgets || is("reset") || is("quit")) client = {};
  }

 private:
  struct Client {
    bool watches = false;
    bool queues = false;
  };

  std::array<Client, 2> clients_;
};

}  // namespace

Sequence prepared(const Sequence& sequence, std::vector<Words>& not_sent) {
  Sequence sent;
  Watchers watchers;
  for (const Command& command : sequence) {
    if (watchers.any() && is_named(command.words, "set") && has_dead_deadline(command.words)) {
      not_sent.push_back(command.words);
      continue;
    }
    watchers.note(command);
    sent.push_back(command);
    const bool needs_listing = is_named(command.words, "randomkey") || is_named(command.words, "dbsize");
    if (needs_listing) sent.push_back({command.client, {"KEYS", "*"}});
  }
  return sent;
}

}  // namespace burrow::differential
