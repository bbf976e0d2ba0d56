// The guest's client commands as data. `mix` and the generated workload, `lint` of hand-written operations and
// shrinking follow from it. Checkers do not: they have their own meaning of commands
// (checkers/model/client_command.hpp).
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace groundhog {

struct CommandSpec {
  std::string_view name;  // matched in either case
  // What follows the name, separated by blanks:
  //
  //   key, value       a key; a value that is written
  //   addition         a value that is added to the one that the key holds
  //   ttl              a length of time or an instant: a number that may be rounded
  //   any other word   something else that must be there
  //   ...              the word before it any number of times more
  //   [NX], [EX ttl]   options, in any order, any number of times
  //   [...]            anything
  std::string_view arguments = {};
  bool reads = false;           // goes to a node drawn for it, with `connect: any`; all others go to the primary
  std::string_view plain = {};  // a simpler command that takes the same words; empty: none
};

// A word of `mix`: a form in which a generated workload sends a command. In `form`, words in lower case are drawn: key
// (a second one is drawn by itself), value, ttl (milliseconds), replicas (1 to their number), overflow (a number too
// large for any deadline). Others stand for themselves.
struct OperationSpec {
  std::string_view word;
  std::string_view form;       // "SET key value PX ttl"
  std::string_view note = {};  // what else the reference says, behind the form

  std::string summary() const { return std::string(form) + std::string(note); }
};

// Null: no such command.
const CommandSpec* find_command(std::span<const CommandSpec> commands, std::string_view name);

// Words with blanks between them.
std::vector<std::string_view> split_words(std::string_view text);

// What the arguments of a command are, by the table: indices into them; 0 is its name.
struct CommandWords {
  std::vector<std::size_t> keys;
  std::vector<std::size_t> values;
  std::vector<std::size_t> numbers;  // that may be rounded
  std::size_t least_arguments = 0;   // with fewer it is refused
  std::string_view plain;            // CommandSpec::plain
};

// Of a command that is not in the table nothing is known: all its words are needed.
CommandWords words_of(std::span<const CommandSpec> commands, std::span<const std::string> arguments);

// Whether a command may have so many arguments, its name included.
bool takes(const CommandSpec& command, std::size_t arguments);

}  // namespace groundhog
