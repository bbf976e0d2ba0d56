// What a client asked for, without its keys, values and numbers: "SET NX PX".
//
// A form is the name of the command and its options, in the order of the guest's table, then words of ours:
//
//   several    more than one key, where one would do
//   same       source and target are one key
//   past       the deadline that it asks for has been reached
//   overflow   no clock can show the deadline that it asks for
//   illegal    the server has to refuse it, whatever it holds; nothing else is then said of it
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkers/model/client_command.hpp"
#include "sim/guest/guest.hpp"

namespace groundhog::checkers {

struct IssuedKey {
  std::string_view place;  // "source", "target"; empty: all keys are alike
  std::string key;
};

struct IssuedCommand {
  std::string_view name;  // of the guest's table
  std::string form;       // without `past` and `overflow`: they depend on the clock of the node
  bool is_legal = true;
  std::vector<IssuedKey> keys = {};
};

// nullopt: the guest has no such command.
std::optional<IssuedCommand> issued_command(std::span<const CommandSpec> commands,
                                            std::span<const std::string> arguments);

// "past", "overflow", or empty, where E is in [earliest, latest]. nullopt: that does not decide it.
std::optional<std::string_view> time_word(const TtlRequest& ttl, ExpiryTime earliest, ExpiryTime latest);

bool has_word(std::string_view form, std::string_view word);

// The command of a form.
std::string_view command_of(std::string_view form);

// Of this command: by itself, with each of its options by itself, and with each of the words of ours that may be there.
std::vector<std::string> forms_of(const CommandSpec& command);
// Those that a word of `mix` sends.
std::vector<std::string> forms_of(const OperationSpec& operation, std::span<const CommandSpec> commands);

}  // namespace groundhog::checkers
