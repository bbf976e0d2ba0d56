// Every command with its options, each at a place of its own; the one that was chosen is taken.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "cli/arguments/command_line.hpp"
#include "cli/options.hpp"

namespace groundhog::cli {

class Grammar {
 public:
  Grammar();

  CommandLine& command_line() { return command_line_; }
  const CommandLine& command_line() const { return command_line_; }

  // After a successful parse of `words`. Throws OptionError where options do not go together.
  Invocation take(const std::string& command, const std::vector<std::string>& words);
  bool wants_version() const { return wants_version_; }

 private:
  struct Command {
    std::function<void()> check;
    std::function<Request()> request;
  };

  // Options = one of the alternatives of Request.
  template <class Options>
  void add(const std::string& name, const std::string& help, Options& options, void (*describe)(OptionSet&, Options&),
           void (*check)(const OptionSet&, const Options&) = nullptr);
  void add_general();

  CommandLine command_line_;
  ColorChoice color_ = ColorChoice::automatic;
  bool wants_version_ = false;
  RunOptions run_;
  ReplayOptions replay_;
  ShrinkOptions shrink_;
  PromoteOptions promote_;
  ExpandOptions expand_;
  LintOptions lint_;
  ListOptions list_;
  ExplainOptions explain_;
  InitOptions init_;
  SchemaOptions schema_;
  CompletionsOptions completions_;
  std::map<std::string, Command> commands_;
};

}  // namespace groundhog::cli
