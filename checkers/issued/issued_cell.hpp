// The unit in which commands are counted: the form of a command, the state of its key as it found it, and what came of
// it.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace groundhog::checkers {

// The state of a key at the node when a command ran there.
enum class KeyFound : std::uint8_t {
  absent,
  persistent,  // it has no deadline
  expiring,    // its deadline is ahead
  dead,        // its deadline is past, and the node still holds it
  unclear,     // several of these are possible
  none,        // the command has no key, or was refused before any was looked at
};

inline constexpr KeyFound key_states[] = {KeyFound::absent, KeyFound::persistent, KeyFound::expiring, KeyFound::dead};

std::string_view name_of(KeyFound found);

struct IssuedCell {
  std::string form;   // "SET NX PX"; of a refusal, the command alone
  std::string place;  // of the key: "source", "target"; empty: all keys of the command are alike
  KeyFound found = KeyFound::none;
  std::string outcome;  // "OK", "value", "READONLY"; empty where `found` is unclear

  friend auto operator<=>(const IssuedCell&, const IssuedCell&) = default;
};

// A line, which cell_of() reads. nullopt: no cell has this name.
std::string name_of(const IssuedCell& cell);
std::optional<IssuedCell> cell_of(std::string_view name);

// A command of several keys counts once for each of them.
using IssuedCounts = std::map<IssuedCell, std::uint64_t>;

}  // namespace groundhog::checkers
