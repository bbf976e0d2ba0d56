// Compiled without optimisation: with it, CLI11 alone takes longer than all other files of cli/ together, and this runs
// once per process.

#include "cli/arguments/command_line.hpp"

#include <CLI/CLI.hpp>

namespace groundhog::cli {
namespace {

// "--jobs" of "--jobs,-j".
std::string long_name(const std::string& name) { return name.substr(0, name.find(',')); }

OptionSet::Parse named(const std::string& name, const OptionSet::Parse& parse) {
  return [option = long_name(name), parse](const std::string& text) {
    try {
      parse(text);
    } catch (const ValueError& error) {
      throw OptionError(option, error.what());
    }
  };
}

}  // namespace

// ---- options ------------------------------------------------------------------------------------------------------

OptionEntry& OptionEntry::required() {
  option_->required();
  return *this;
}

OptionEntry& OptionEntry::type(const std::string& name) {
  option_->type_name(name);
  return *this;
}

OptionEntry& OptionEntry::shows_default() {
  option_->capture_default_str();
  return *this;
}

OptionEntry& OptionEntry::shows_default(const std::string& text) {
  option_->default_str(text);
  return *this;
}

OptionEntry& OptionEntry::hidden() {
  option_->group("");
  return *this;
}

OptionEntry& OptionEntry::excludes(const OptionEntry& other) {
  option_->excludes(other.option_);
  return *this;
}

OptionEntry& OptionEntry::needs(const OptionEntry& other) {
  option_->needs(other.option_);
  return *this;
}

OptionEntry OptionSet::text(const std::string& name, std::string& into, const std::string& help) {
  return OptionEntry(*app_->add_option(name, into, help));
}

OptionEntry OptionSet::text(const std::string& name, std::optional<std::string>& into, const std::string& help) {
  return OptionEntry(*app_->add_option(name, into, help));
}

OptionEntry OptionSet::texts(const std::string& name, std::vector<std::string>& into, const std::string& help) {
  return OptionEntry(*app_->add_option(name, into, help));
}

OptionEntry OptionSet::parsed(const std::string& name, const std::string& type, const std::string& help,
                              const Parse& parse) {
  return OptionEntry(*app_->add_option_function<std::string>(name, named(name, parse), help)->type_name(type));
}

OptionEntry OptionSet::flag(const std::string& name, bool& into, const std::string& help) {
  return OptionEntry(*app_->add_flag(name, into, help));
}

OptionEntry OptionSet::flag_against(const std::string& name, bool& into, const std::string& help) {
  return OptionEntry(*app_->add_flag("!" + name, into, help));
}

OptionEntry OptionSet::flag_or_value(const std::string& name, const std::string& usual, const std::string& help,
                                     const Parse& parse) {
  const auto counted = [](std::int64_t) {};
  return OptionEntry(*app_->add_flag_function(name + "{" + usual + "}", counted, help)->each(named(name, parse)));
}

bool OptionSet::has(const std::string& name) const {
  const CLI::Option* option = app_->get_option_no_throw(name);
  return option != nullptr && option->count() > 0;
}

// ---- commands -----------------------------------------------------------------------------------------------------

struct CommandLine::Parser {
  CLI::App app;

  const CLI::App& of(const std::string& command) const { return command.empty() ? app : *app.get_subcommand(command); }
};

CommandLine::CommandLine(const std::string& program, const std::string& purpose, const std::string& footer)
    : parser_(std::make_unique<Parser>()) {
  parser_->app.description(purpose);
  parser_->app.name(program);
  parser_->app.footer(footer);
  parser_->app.fallthrough();
}

CommandLine::~CommandLine() = default;

OptionSet CommandLine::general() { return OptionSet(parser_->app); }

OptionSet CommandLine::add_command(const std::string& name, const std::string& help) {
  return OptionSet(*parser_->app.add_subcommand(name, help));
}

std::variant<CommandLine::Chosen, CommandLine::HelpWanted, CommandLine::Extra, CommandLine::Wrong> CommandLine::parse(
    int count, const char* const* arguments) {
  try {
    parser_->app.parse(count, arguments);
    return Chosen{chosen()};
  } catch (const CLI::CallForHelp&) {
    return HelpWanted{};
  } catch (const CLI::ExtrasError&) {  // says only that something was not expected
    const std::vector<std::string> extras = parser_->app.remaining(true);
    return Extra{extras.empty() ? std::string() : extras.front()};
  } catch (const CLI::ParseError& error) {
    return Wrong{error.what()};
  } catch (const OptionError& error) {
    return Wrong{error.what()};
  }
}

std::string CommandLine::chosen() const {
  const std::vector<CLI::App*> chosen = parser_->app.get_subcommands();
  return chosen.empty() ? std::string() : chosen.front()->get_name();
}

std::string CommandLine::help_of(const std::string& command) const { return parser_->of(command).help(); }

std::vector<std::string> CommandLine::option_names_of(const std::string& command) const {
  std::vector<std::string> names;
  for (const CLI::Option* option : parser_->of(command).get_options()) {
    if (option->get_group().empty()) continue;
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<std::string> CommandLine::command_names() const {
  std::vector<std::string> names;
  const CLI::App& app = parser_->app;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

}  // namespace groundhog::cli
