#include "checkers/model/asked_effects.hpp"

#include <algorithm>
#include <optional>

namespace groundhog::checkers {
namespace {

// An entry, and where it stands.
struct Entry {
  const Effect& effect;
  KeyId key;
  const HistoryLog& log;
  std::uint64_t offset;
  std::uint64_t first_offset;  // of its command's

  std::optional<std::string_view> value_before() const {
    const Version* version = log.find(key, offset - 1);
    return version == nullptr ? std::nullopt : std::optional(version->value);
  }
  // A RENAME may have removed its source already, and another part of an EXEC may have changed it.
  bool some_value_since_the_first(KeyId of) const {
    bool found = false;
    log.visit_states(of, first_offset - 1, offset - 1, [&](const Version* version) {
      found = found || (version != nullptr && version->value == effect.value);
    });
    return found;
  }
};

bool has_key(const ClientCommand& command, KeyId key) {
  return std::ranges::find(command.keys, key) != command.keys.end();
}

// Of a key that is named twice, the last value stays; each may be logged.
bool sets_many(const ClientCommand& command, const Entry& entry) {
  for (std::size_t i = 0; i < command.keys.size(); ++i) {
    if (command.keys[i] == entry.key && command.values[i] == entry.effect.value) return true;
  }
  return false;
}

bool asks_for_set(const ClientCommand& command, const Entry& entry) {
  switch (command.kind) {
    case CommandKind::set:
      return command.keys[0] == entry.key && command.value == entry.effect.value;
    case CommandKind::mset:
      return sets_many(command, entry);
    case CommandKind::change:
      return command.keys[0] == entry.key &&
             command.change.value(entry.value_before(), command.operand) == entry.effect.value;
    case CommandKind::copy:
      return command.keys[1] == entry.key && entry.some_value_since_the_first(command.keys[0]);
    default:
      return false;
  }
}

// Also of a key whose new deadline is past.
bool asks_for_removal(const ClientCommand& command, const Entry& entry) {
  switch (command.kind) {
    case CommandKind::del:
    case CommandKind::getdel:
    case CommandKind::copy:
    case CommandKind::set:
    case CommandKind::getex:
    case CommandKind::expire:
      return has_key(command, entry.key);
    default:
      return false;
  }
}

bool asks_for_deadline(const ClientCommand& command, const Entry& entry) {
  switch (command.kind) {
    case CommandKind::expire:
    case CommandKind::persist:
    case CommandKind::getex:
      return has_key(command, entry.key);
    default:
      return false;
  }
}

bool asks_for(const ClientCommand& command, const Entry& entry) {
  if (command.kind == CommandKind::other) return true;
  switch (entry.effect.kind) {
    case EffectKind::set:
      return asks_for_set(command, entry);
    case EffectKind::deadline:
      return asks_for_deadline(command, entry);
    case EffectKind::flush:
      return command.kind == CommandKind::flush;
    case EffectKind::del:
      break;
  }
  const bool is_own = entry.effect.cause == DelCause::client || entry.effect.cause == DelCause::none;
  return !is_own || asks_for_removal(command, entry);
}

}  // namespace

bool is_asked_for(const ClientCommand& command, const Effect& effect, KeyId key, const HistoryLog& log,
                  std::uint64_t offset, std::uint64_t first_offset) {
  const Entry entry{effect, key, log, offset, first_offset};
  return std::ranges::any_of(parts_of(command), [&](const ClientCommand& part) { return asks_for(part, entry); });
}

}  // namespace groundhog::checkers
