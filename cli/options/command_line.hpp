// A program of commands, each with options of its own. Names are as they are typed: "--seeds", "--jobs,-j", and "FILE"
// for a positional one. Only command_line.cpp knows CLI11.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"
#include "sim/scenario/units.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
class Option;
}  // namespace CLI

namespace groundhog::cli {

// The text of a value says nothing that its option could mean.
struct ValueError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline const std::string& message_of(const std::string& error) { return error; }
inline std::string message_of(const UnitError& error) {
  return error.suggestion.empty() ? error.message : error.message + " (did you mean " + error.suggestion + "?)";
}

// What was read, or its error as a ValueError. What cannot fail is passed on.
template <class Read>
auto value_of(Read read) {
  if constexpr (requires { read.error(); }) {
    if (!read) throw ValueError(message_of(read.error()));
    return *std::move(read);
  } else {
    return read;
  }
}

// Of an option, whose name `what()` has in front: a value that cannot be, or two that do not go together.
struct OptionError : std::runtime_error {
  OptionError(const std::string& option, const std::string& message) : std::runtime_error(option + ": " + message) {}
};

// What a shell offers for a value. Nothing at all: it may be anything.
struct Values {
  enum class Paths : std::uint8_t { none, files, folders };
  std::vector<std::string> words = {};  // these
  std::vector<std::string> lists = {};  // and the names that `groundhog list EACH --names` prints
  Paths paths = Paths::none;            // and what is there
};

// What there is to say of an option beside its help.
struct Trait {
  std::string type = {};   // of the value, in the help
  std::string shows = {};  // the default, in the help
  Values values = {};
  std::string excludes = {};  // an option that was added before
  std::string needs = {};     // the same
  bool required = false;
  bool hidden = false;
};

// The options of one command, each with the place that its value goes to.
class Options {
 public:
  // Takes the text of a value; throws ValueError.
  using Parse = std::function<void(const std::string& text)>;

  // Of each option that has some.
  using ValuesOf = std::map<const CLI::Option*, Values>;

  Options(CLI::App& app, ValuesOf& values) : app_(&app), values_(&values) {}

  void parsed(const std::string& name, const std::string& help, const Parse& parse, const Trait& trait = {});
  // `read` makes a value of the text, or an error, or throws ValueError.
  template <class Place, class Read>
  void value(const std::string& name, Place& into, Read read, const std::string& help, const Trait& trait = {}) {
    parsed(
        name, help, [&into, read](const std::string& text) { into = value_of(read(text)); }, trait);
  }
  // Into a string, or an optional one.
  template <class Place>
  void text(const std::string& name, Place& into, const std::string& help, const Trait& trait = {}) {
    parsed(
        name, help, [&into](const std::string& text) { into = text; }, trait);
  }
  // May be repeated; a positional one takes all that come.
  void texts(const std::string& name, std::vector<std::string>& into, const std::string& help, const Trait& trait = {});
  void flag(const std::string& name, bool& into, const std::string& help, const Trait& trait = {});
  // --name, or --name=VALUE; alone it stands for `usual`.
  void flag_or_value(const std::string& name, const std::string& usual, const std::string& help, const Parse& parse,
                     const Trait& trait = {});

  // It stood on the command line.
  bool has(const std::string& name) const;

 private:
  void apply(const Trait& trait, CLI::Option& option);

  CLI::App* app_;
  ValuesOf* values_;
};

// What may stand behind a command: an option, or the next word that is none.
struct Argument {
  std::vector<std::string> names = {};  // "--jobs", "-j"; of a positional one: "FILE"
  std::string help = {};
  std::string type = {};  // of the value
  bool positional = false;
  bool takes_value = false;
  bool repeats = false;
  Values values = {};
};

class CommandLine {
 public:
  CommandLine(const std::string& program, const std::string& purpose, const std::string& footer);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  // Options that are understood before and after every command.
  Options general();
  Options add_command(const std::string& name, const std::string& help);

  // Why nothing is to be run: help that was asked for (exit code 0), or what is wrong.
  struct Answer {
    ExitCode code = ExitCode::usage;
    std::string text;
  };
  // Fills in what the options stand for.
  std::optional<Answer> parse(int count, const char* const* arguments);
  Answer refusal(const std::string& message) const { return refusal(message, chosen()); }

  // The command that stood on the command line, right or wrong; empty: none.
  std::string chosen() const;
  // Empty: of the program as a whole.
  std::string help_of(const std::string& command) const;
  // `groundhog help COMMAND`, as other tools have it.
  Answer help_on(const std::string& command) const;
  std::vector<std::string> option_names_of(const std::string& command) const;  // that the help shows
  std::vector<std::string> command_names() const;
  // A line about what the command does.
  std::string purpose_of(const std::string& command) const;
  // What the help of the command shows; empty: what is understood before and after every one.
  std::vector<Argument> arguments_of(const std::string& command) const;

 private:
  const CLI::App& app_of(const std::string& command) const;
  Answer refusal(const std::string& message, const std::string& command) const;
  std::string explain_extra(const std::string& word) const;
  bool is_before_command(const std::string& word) const;
  std::string unknown_command(const std::string& word) const;

  std::unique_ptr<CLI::App> app_;
  Options::ValuesOf values_;
};

}  // namespace groundhog::cli
