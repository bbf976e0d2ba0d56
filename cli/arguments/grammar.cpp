#include "cli/arguments/grammar.hpp"

#include "cli/arguments/commands.hpp"

namespace groundhog::cli {
namespace {

constexpr const char* purpose =
    "Relives the same day of a replicated cache from a seed number, until the bug is understood.";
constexpr const char* footer =
    "Exit codes: 0 as expected; 1 a seed failed; 2 usage or a bad scenario; 3 inconclusive;\n"
    "4 nondeterminism; 70 internal error; 130 interrupted. Of several, the first of 130, 70, 4, 1, 3 counts.";

ColorChoice color_choice(const std::string& word) {
  static const std::map<std::string, ColorChoice> words = {
      {"auto", ColorChoice::automatic}, {"always", ColorChoice::always}, {"never", ColorChoice::never}};
  const auto found = words.find(word);
  if (found == words.end()) throw ValueError("\"" + word + "\" is none of auto, always, never");
  return found->second;
}

void add_schema(OptionSet& /*options*/, SchemaOptions& /*schema*/) {}

}  // namespace

template <class Options>
void Grammar::add(const std::string& name, const std::string& help, Options& options,
                  void (*describe)(OptionSet&, Options&), void (*check)(const OptionSet&, const Options&)) {
  OptionSet set = command_line_.add_command(name, help);
  describe(set, options);
  commands_[name] = {[set, check, &options] {
                       if (check != nullptr) check(set, options);
                     },
                     [&options] { return Request(options); }};
}

Grammar::Grammar() : command_line_("groundhog", purpose, footer) {
  add_general();
  add("run", "run scenarios over many seeds and check every property", run_, add_run, check_run);
  add("replay", "live a filed failure again", replay_, add_replay, check_replay);
  add("shrink", "make a failure small: the least day that still shows it", shrink_, add_shrink);
  add("expand", "print the concrete plan of one seed", expand_, add_expand);
  add("lint", "check scenario files and report everything wrong", lint_, add_lint);
  add("init", "write a commented scenario to start from", init_, add_init);
  add("promote", "turn a .repro into a regression scenario", promote_, add_promote);
  add("schema", "print the JSON Schema of scenarios, for editors", schema_, add_schema);
  add("list", "list scenarios, checks, faults or mutants", list_, add_list);
  add("explain", "explain a check, a fault or a mutant", explain_, add_explain);
  add("completions", "print a completion script", completions_, add_completions);
}

void Grammar::add_general() {
  OptionSet options = command_line_.general();
  options.flag("--version", wants_version_, "print version, commit, compiler and flags");
  options.parsed("--color", "WHEN", "auto, always or never; NO_COLOR is honoured",
                 [this](const std::string& word) { color_ = color_choice(word); });
}

Invocation Grammar::take(const std::string& command, const std::vector<std::string>& words) {
  run_.arguments = replay_.arguments = shrink_.arguments = promote_.arguments = words;
  const Command& chosen = commands_.at(command);
  chosen.check();
  return {color_, chosen.request()};
}

}  // namespace groundhog::cli
