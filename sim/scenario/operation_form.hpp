// The forms of a guest's operations (OperationSpec::form), read: which of their words a workload draws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace groundhog {

struct FormWord {
  enum class Kind : std::uint8_t { itself, key, value, ttl, seconds, at_ms, at_s, replicas, overflow, any, same_key };

  Kind kind = Kind::itself;
  std::string text;  // as written
};

struct FormCommand {
  std::vector<FormWord> words;
  std::optional<std::size_t> only_key;  // the one word that is a key, if one is
  std::optional<std::size_t> deadline;  // the first word that says how long a key has left, or when it is over

  // A command of the guest's table, to be drawn (any_command.hpp).
  bool is_any() const { return words.size() == 1 && words.front().kind == FormWord::Kind::any; }
};

void add_word(std::string_view text, FormCommand& command);

// Command by command.
std::vector<FormCommand> read_form(std::string_view form);

}  // namespace groundhog
