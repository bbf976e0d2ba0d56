// A program of commands, each with options of its own, over CLI11. The only room that knows CLI11 is behind this and
// option_set.hpp.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "cli/arguments/option_set.hpp"

namespace groundhog::cli {

class CommandLine {
 public:
  CommandLine(const std::string& program, const std::string& purpose, const std::string& footer);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  // Options that are understood before and after every command.
  OptionSet general();
  OptionSet add_command(const std::string& name, const std::string& help);

  struct Chosen {
    std::string command;  // empty: none
  };
  struct HelpWanted {};
  struct Extra {
    std::string word;  // that nothing takes
  };
  struct Wrong {
    std::string message;
  };
  // Fills in what the options stand for.
  std::variant<Chosen, HelpWanted, Extra, Wrong> parse(int count, const char* const* arguments);

  // The one that stood on the command line, right or wrong; empty: none.
  std::string chosen() const;
  // Empty: of the program as a whole.
  std::string help_of(const std::string& command) const;
  std::vector<std::string> option_names_of(const std::string& command) const;  // that the help shows
  std::vector<std::string> command_names() const;

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace groundhog::cli
