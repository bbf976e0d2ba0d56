// The options and positional arguments of one command, each with the place its value goes to. Names as they are typed:
// "--seeds", "--jobs,-j", and "FILE" for a positional one.
#pragma once

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace groundhog::cli {

// The text of a value says nothing that its option could mean.
struct ValueError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Of an option, whose name `what()` has in front: a value that cannot be, or two that do not go together.
struct OptionError : std::runtime_error {
  OptionError(const std::string& option, const std::string& message) : std::runtime_error(option + ": " + message) {}
};

// One of them, for what else there is to say of it.
class OptionEntry {
 public:
  explicit OptionEntry(CLI::Option& option) : option_(&option) {}

  OptionEntry& required();
  OptionEntry& type(const std::string& name);  // of the value, in the help
  OptionEntry& shows_default();                // what its place holds now
  OptionEntry& shows_default(const std::string& text);
  OptionEntry& hidden();
  OptionEntry& excludes(const OptionEntry& other);
  OptionEntry& needs(const OptionEntry& other);

 private:
  CLI::Option* option_;
};

class OptionSet {
 public:
  // Takes the text of a value; throws ValueError.
  using Parse = std::function<void(const std::string& text)>;

  explicit OptionSet(CLI::App& app) : app_(&app) {}

  OptionEntry text(const std::string& name, std::string& into, const std::string& help);
  OptionEntry text(const std::string& name, std::optional<std::string>& into, const std::string& help);
  // May be repeated; a positional one takes all that come.
  OptionEntry texts(const std::string& name, std::vector<std::string>& into, const std::string& help);
  OptionEntry parsed(const std::string& name, const std::string& type, const std::string& help, const Parse& parse);

  OptionEntry flag(const std::string& name, bool& into, const std::string& help);
  // Its presence turns `into` off.
  OptionEntry flag_against(const std::string& name, bool& into, const std::string& help);
  // --name, or --name=VALUE; alone it stands for `usual`.
  OptionEntry flag_or_value(const std::string& name, const std::string& usual, const std::string& help,
                            const Parse& parse);

  // It stood on the command line.
  bool has(const std::string& name) const;

 private:
  CLI::App* app_;
};

}  // namespace groundhog::cli
