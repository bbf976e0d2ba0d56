// Compiled without optimisation: with it, CLI11 alone takes longer than all other files of cli/ together, and this runs
// once per process.

#include "cli/options/command_line.hpp"

#include <CLI/CLI.hpp>

#include "sim/scenario/diagnostics.hpp"

namespace groundhog::cli {
namespace {

// ValueErrors of "--jobs,-j" as errors of "--jobs".
Options::Parse named(const std::string& name, const Options::Parse& parse) {
  return [option = name.substr(0, name.find(',')), parse](const std::string& text) {
    try {
      parse(text);
    } catch (const ValueError& error) {
      throw OptionError(option, error.what());
    }
  };
}

}  // namespace

// ---- options ------------------------------------------------------------------------------------------------------

void Options::apply(const Trait& trait, CLI::Option& option) {
  if (!trait.type.empty()) option.type_name(trait.type);
  if (!trait.shows.empty()) option.default_str(trait.shows);
  if (!trait.excludes.empty()) option.excludes(app_->get_option(trait.excludes));
  if (!trait.needs.empty()) option.needs(app_->get_option(trait.needs));
  if (trait.hidden) option.group("");
  values_->emplace(&option, trait.values);
  option.required(trait.required);
}

void Options::parsed(const std::string& name, const std::string& help, const Parse& parse, const Trait& trait) {
  apply(trait, *app_->add_option_function<std::string>(name, named(name, parse), help));
}

void Options::texts(const std::string& name, std::vector<std::string>& into, const std::string& help,
                    const Trait& trait) {
  apply(trait, *app_->add_option(name, into, help));
}

void Options::flag(const std::string& name, bool& into, const std::string& help, const Trait& trait) {
  apply(trait, *app_->add_flag(name, into, help));
}

void Options::flag_or_value(const std::string& name, const std::string& usual, const std::string& help,
                            const Parse& parse, const Trait& trait) {
  const auto counted = [](std::int64_t) {};
  apply(trait, *app_->add_flag_function(name + "{" + usual + "}", counted, help)->each(named(name, parse)));
}

bool Options::has(const std::string& name) const {
  const CLI::Option* option = app_->get_option_no_throw(name);
  return option != nullptr && option->count() > 0;
}

// ---- commands -----------------------------------------------------------------------------------------------------

CommandLine::CommandLine(const std::string& program, const std::string& purpose, const std::string& footer)
    : app_(std::make_unique<CLI::App>(purpose, program)) {
  app_->footer(footer);
  app_->fallthrough();
  app_->require_subcommand(0, 1);  // `explain promote` is about the word, not a second command
}

CommandLine::~CommandLine() = default;

Options CommandLine::general() { return Options(*app_, values_); }

Options CommandLine::add_command(const std::string& name, const std::string& help) {
  return Options(*app_->add_subcommand(name, help), values_);
}

std::optional<CommandLine::Answer> CommandLine::parse(int count, const char* const* arguments) {
  if (count > 1 && arguments[1] == std::string_view("help")) return help_on(count > 2 ? arguments[2] : "");
  try {
    app_->parse(count, arguments);
    return std::nullopt;
  } catch (const CLI::CallForHelp&) {
    return Answer{ExitCode::as_expected, help_of(chosen())};
  } catch (const CLI::ExtrasError&) {  // says only that something was not expected
    const std::vector<std::string> extras = app_->remaining(true);
    const std::string word = extras.empty() ? std::string() : extras.front();
    return refusal(explain_extra(word), is_before_command(word) ? std::string() : chosen());
  } catch (const CLI::ParseError& error) {
    return refusal(error.what());
  } catch (const OptionError& error) {
    return refusal(error.what());
  }
}

CommandLine::Answer CommandLine::refusal(const std::string& message, const std::string& command) const {
  return {ExitCode::usage,
          "groundhog: " + message + "\nSee groundhog" + (command.empty() ? "" : " ") + command + " --help.\n"};
}

// "rnu" of "groundhog rnu list"
bool CommandLine::is_before_command(const std::string& word) const {
  const std::vector<std::string> before = app_->remaining(false);
  return !before.empty() && before.front() == word;
}

std::string CommandLine::explain_extra(const std::string& word) const {
  const std::string command = chosen();
  if (!word.starts_with("-")) {
    return command.empty() || is_before_command(word) ? unknown_command(word) : "unexpected argument \"" + word + "\"";
  }
  std::vector<std::string> names = option_names_of("");
  if (!command.empty()) std::ranges::copy(option_names_of(command), std::back_inserter(names));
  const std::string name = word.substr(0, word.find('='));
  return "unknown option " + name + did_you_mean(name, names);
}

std::string CommandLine::unknown_command(const std::string& word) const {
  return "unknown command \"" + word + "\"" + did_you_mean(word, command_names());
}

std::string CommandLine::chosen() const {
  const std::vector<CLI::App*> chosen = app_->get_subcommands();
  return chosen.empty() ? std::string() : chosen.front()->get_name();
}

const CLI::App& CommandLine::app_of(const std::string& command) const {
  return command.empty() ? *app_ : *app_->get_subcommand(command);
}

CommandLine::Answer CommandLine::help_on(const std::string& command) const {
  const std::vector<std::string> names = command_names();
  if (!command.empty() && std::ranges::find(names, command) == names.end())
    return refusal(unknown_command(command), {});
  return {ExitCode::as_expected, help_of(command)};
}

std::string CommandLine::help_of(const std::string& command) const {
  return app_of(command).help(command.empty() ? std::string() : app_->get_name());
}

std::vector<std::string> CommandLine::option_names_of(const std::string& command) const {
  std::vector<std::string> names;
  for (const CLI::Option* option : app_of(command).get_options()) {
    if (option->get_group().empty()) continue;
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<std::string> CommandLine::command_names() const {
  std::vector<std::string> names;
  for (const CLI::App* command : std::as_const(*app_).get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

std::string CommandLine::purpose_of(const std::string& command) const { return app_of(command).get_description(); }

std::vector<Argument> CommandLine::arguments_of(const std::string& command) const {
  std::vector<Argument> arguments;
  for (const CLI::Option* option : app_of(command).get_options()) {
    if (option->get_group().empty()) continue;
    Argument& argument = arguments.emplace_back();
    argument.help = option->get_description();
    argument.type = option->get_type_name();
    argument.positional = option->get_positional();
    argument.takes_value = argument.positional || option->get_items_expected_max() > 0;
    argument.repeats = option->get_expected_max() > 1;
    if (argument.positional) argument.names.push_back(option->get_name(true));
    for (const std::string& name : option->get_lnames()) argument.names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) argument.names.push_back("-" + name);
    const auto values = values_.find(option);
    if (values != values_.end()) argument.values = values->second;
  }
  return arguments;
}

}  // namespace groundhog::cli
