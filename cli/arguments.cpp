// The only file that knows CLI11. It is compiled without optimisation: with it, this file alone takes longer than all
// others of the folder together.

#include "cli/arguments.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <sstream>

#include <CLI/CLI.hpp>

#include "cli/campaign/campaign.hpp"
#include "sim/scenario/suggest.hpp"
#include "sim/scenario/units.hpp"

namespace groundhog {
namespace {

using Options = CLI::App;

[[noreturn]] void reject(const std::string& option, const std::string& message) {
  throw CLI::ValidationError(option, message);
}

std::string describe(const UnitError& error) {
  return error.suggestion.empty() ? error.message : error.message + " (did you mean " + error.suggestion + "?)";
}

std::string content_of(const std::string& option, const std::string& file) {
  if (file == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream in(file);
  if (!in) reject(option, "cannot read " + file);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A value with a parser of ours behind it.
template <class Parse>
CLI::Option* add_parsed(Options& app, const std::string& name, const std::string& help, const std::string& type,
                        Parse parse) {
  const std::string long_name = name.substr(name.find("--"));
  return app
      .add_option_function<std::string>(
          name, [long_name, parse](const std::string& text) { parse(long_name, text); }, help)
      ->type_name(type);
}

CLI::Option* add_seeds(Options& app, std::optional<SeedRanges>& into) {
  return add_parsed(app, "--seeds", "seeds to run: 1..200, 7, 0x5f1c9a, lists of these, @FILE or @- for stdin", "A..B",
                    [&into](const std::string& option, const std::string& text) {
                      const auto seeds = parse_seeds(text.starts_with('@') ? content_of(option, text.substr(1)) : text);
                      if (!seeds) reject(option, seeds.error());
                      into = *seeds;
                    });
}

void add_mutants_folder(Options& app, std::string& into) {
  app.add_option("--mutants", into, "where planted bugs are")->type_name("DIR")->capture_default_str();
}

CLI::Option* add_seed(Options& app, const std::function<void(std::uint64_t)>& into) {
  return add_parsed(app, "--seed", "one seed, decimal or 0x hexadecimal", "N",
                    [into](const std::string& option, const std::string& text) {
                      const auto seed = parse_seed(text);
                      if (!seed) reject(option, seed.error());
                      into(*seed);
                    });
}

template <class Rep, class Period>
std::function<void(const std::string&, const std::string&)> duration_into(
    std::function<void(std::chrono::duration<Rep, Period>)> into, bool is_signed = false) {
  return [into, is_signed](const std::string& option, const std::string& text) {
    const auto duration = is_signed ? parse_signed_duration(text) : parse_duration(text);
    if (!duration) reject(option, describe(duration.error()));
    into(std::chrono::duration_cast<std::chrono::duration<Rep, Period>>(*duration));
  };
}

void add_positive(Options& app, const std::string& name, const std::string& help,
                  const std::function<void(std::uint64_t)>& into) {
  add_parsed(app, name, help, "N", [into](const std::string& option, const std::string& text) {
    const auto count = parse_count(text);
    if (!count) reject(option, describe(count.error()));
    if (*count == 0) reject(option, "must be at least 1");
    into(*count);
  });
}

// ---- groundhog run ------------------------------------------------------------------------------------------------

void add_selection(Options& app, RunOptions& run) {
  app.add_option("SCENARIO", run.scenarios, "scenario files, or folders of them");
  app.add_option("--mutant", run.mutant,
                 "with this bug planted; without a scenario, run its own and expect it to be caught")
      ->type_name("NAME");
  add_mutants_folder(app, run.mutants_folder);
  app.add_option("--tag", run.tags, "only scenarios that have this tag (may be repeated)")->type_name("TAG");
  auto* seeds = add_seeds(app, run.seeds);
  add_seed(app, [&run](std::uint64_t seed) { run.seeds = SeedRanges::single(seed); })->excludes(seeds);
  add_parsed(app, "--shard", "run the i-th of n equal parts of the seeds", "i/n",
             [&run](const std::string& option, const std::string& text) {
               const auto shard = parse_shard(text);
               if (!shard) reject(option, shard.error());
               run.shard = *shard;
             });
  app.add_flag("--rerun-failed", run.rerun_failed, "run the seeds whose failures are filed under --out");
}

template <class Limits>
void add_seed_limits(Options& app, Limits& limits, const std::string& usual_time, const std::string& usual_memory) {
  using std::chrono::milliseconds;
  add_parsed(app, "--seed-timeout", "real time that one seed may take (default: " + usual_time + ")", "TIME",
             duration_into<milliseconds::rep, std::milli>([&limits](milliseconds limit) {
               if (limit < milliseconds(1)) reject("--seed-timeout", "must be at least 1ms");
               limits.seed_timeout = limit;
             }));
  add_parsed(app, "--memory",
             "address space that a worker may use, such as 4GiB; 0: no limit (default: " + usual_memory + ")", "SIZE",
             [&limits](const std::string& option, const std::string& text) {
               const auto size = parse_size(text);
               if (!size) reject(option, describe(size.error()));
               limits.memory_bytes = *size;
             });
}

void add_recorded_limits(Options& app, LimitsChoice& limits) {
  add_seed_limits(app, limits, "that of the recorded run", "that of the recorded run");
}

// What commands that live seeds in worker processes have in common.
template <class WorkerOptions>
void add_workers(Options& app, WorkerOptions& run) {
  run.jobs = available_processors();
  add_positive(app, "--jobs,-j", "worker processes (default: one per processor)",
               [&run](std::uint64_t jobs) { run.jobs = static_cast<unsigned>(std::min<std::uint64_t>(jobs, 1024)); });
}

void add_limits(Options& app, RunOptions& run) {
  using std::chrono::milliseconds;
  add_workers(app, run);
  add_seed_limits(app, run, "60s", "no limit");
  add_parsed(app, "--for", "stop after this time, such as 10min; without --seeds, go on past the scenario's own seeds",
             "TIME",
             duration_into<milliseconds::rep, std::milli>([&run](milliseconds limit) { run.time_limit = limit; }));
  app.add_flag_function(
         "--fail-fast{1}", [](std::int64_t) {}, "stop after the first failed seed, or after N of them: --fail-fast=N")
      ->each([&run](const std::string& text) {
        const auto count = parse_count(text);
        // CLI11 itself puts the option's name in front of what is thrown here.
        if (!count || *count == 0) throw CLI::ValidationError("must be a number of at least 1");
        run.fail_fast = *count;
      });
}

void add_reports(Options& app, RunOptions& run) {
  app.add_flag("--json", run.json, "JSON Lines on stdout: one per seed, then a summary");
  app.add_option("--junit", run.junit_file, "write a JUnit XML report")->type_name("FILE");
  app.add_flag("!--no-shrink", run.shrink, "do not make the first failures of each kind small");
  app.add_option("--out", run.out_folder, "where failures are filed")->type_name("DIR")->capture_default_str();
  add_parsed(app, "--keep", "failures filed per scenario; 0: none", "N",
             [&run](const std::string& option, const std::string& text) {
               const auto count = parse_count(text);
               if (!count) reject(option, describe(count.error()));
               run.keep = *count;
             })
      ->default_str(std::to_string(run.keep));
  app.add_flag("--check-determinism", run.check_determinism,
               "run every seed again in a fresh process with another memory layout, and compare");
}

void add_trace(Options& app, TraceChoice& trace) {
  using std::chrono::nanoseconds;
  app.add_flag("--trace", trace.wanted, "print the timeline of the one seed on stdout");
  app.add_option("--node", trace.nodes, "trace only what concerns this node or client")->type_name("NAME");
  app.add_option("--type", trace.types, "trace only messages of this type")->type_name("TYPE");
  app.add_option("--key", trace.keys, "trace only what is about this key")->type_name("KEY");
  add_parsed(app, "--from", "trace from this scenario time on", "TIME",
             duration_into<nanoseconds::rep, std::nano>([&trace](nanoseconds at) { trace.from = at; }, true));
  add_parsed(app, "--to", "trace up to this scenario time", "TIME",
             duration_into<nanoseconds::rep, std::nano>([&trace](nanoseconds at) { trace.to = at; }, true));
  app.add_flag("--verbose", trace.verbose, "trace timers, clock readings, positions and client frames too");
}

void add_confessions(Options& app, RunOptions& run) {
  constexpr const char* hidden = "";
  app.add_flag_callback("--print-hashes", [&run] { run.confession = Confession::hashes; })->group(hidden);
  app.add_flag_callback("--print-events", [&run] { run.confession = Confession::events; })->group(hidden);
  app.add_option("--heap-padding", run.heap_padding_bytes)->group(hidden);
}

void add_run(Options& app, RunOptions& run) {
  add_selection(app, run);
  add_limits(app, run);
  add_reports(app, run);
  add_trace(app, run.trace);
  add_confessions(app, run);
}

// ---- groundhog promote --------------------------------------------------------------------------------------------

void add_promote(Options& app, PromoteOptions& promote) {
  app.add_option("FILE", promote.file, "a .repro, best a minimal one")->required();
  app.add_option("--name", promote.name, "of the scenario (default: made from property and scenario)")
      ->type_name("NAME");
  app.add_option("--out", promote.out_folder, "folder of the scenario")->type_name("DIR")->capture_default_str();
  app.add_option("--mutant", promote.mutant,
                 "planted bug that it is about; \"\": none (default: the one that the repro was recorded with)")
      ->type_name("NAME");
  add_mutants_folder(app, promote.mutants_folder);
  app.add_option("--description", promote.description, "a true sentence for its head")->type_name("TEXT");
  app.add_flag("--gate", promote.gate, "tag it for the gate, too");
  auto* force = app.add_flag("--force", promote.force, "overwrite an existing file");
  app.add_flag("--stdout", promote.to_stdout, "print the scenario, write no file")->excludes(force);
  add_recorded_limits(app, promote.limits);
}

// ---- groundhog replay ---------------------------------------------------------------------------------------------

// 12.5s, #812, violation, or the name of an announcement.
ReplayPoint replay_point(const std::string& option, const std::string& text) {
  if (text == "violation") return FirstViolation{};
  if (text.starts_with('#')) {
    const auto number = parse_count(text.substr(1));
    if (!number || *number == 0) reject(option, "\"" + text + "\" is no number of an event, such as #812");
    return EventNumber{*number};
  }
  const bool is_time = !text.empty() && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
  if (!is_time) return FirstAnnouncement{text};
  const auto time = parse_signed_duration(text);
  if (!time) reject(option, describe(time.error()));
  return std::chrono::nanoseconds(*time);
}

void add_replay(Options& app, ReplayOptions& replay) {
  using std::chrono::nanoseconds;
  app.add_option("FILE", replay.file, "a .repro file")->required();
  app.add_option("--mutant", replay.mutant, "with this bug planted")->type_name("NAME");
  add_mutants_folder(app, replay.mutants_folder);
  app.add_flag("--guided", replay.guided, "impose the recorded decisions and compare nothing, even on the same build");
  add_parsed(app, "--until",
             "print the timeline up to a scenario time, an event (#812), the first announcement of a name\n"
             "(key.expired), or the first violation (violation)",
             "POINT", [&replay](const std::string& option, const std::string& text) {
               replay.until = replay_point(option, text);
               replay.trace.wanted = true;
             });
  add_parsed(app, "--state", "print what every node holds at this scenario time", "TIME",
             duration_into<nanoseconds::rep, std::nano>([&replay](nanoseconds at) { replay.state = at; }));
  app.add_flag("--gdb", replay.gdb, "run under gdb and stop where the first violation is noticed");
  app.add_flag("--trap", replay.trap)->group("");
  app.add_flag("--json", replay.json, "one JSON object on stdout");
  add_recorded_limits(app, replay.limits);
  add_trace(app, replay.trace);
}

// ---- groundhog shrink ---------------------------------------------------------------------------------------------

void add_shrink(Options& app, ShrinkOptions& shrink) {
  using std::chrono::milliseconds;
  app.add_option("FILE", shrink.file, "a .repro, such as full.repro of a filed failure")->required();
  app.add_option("--check", shrink.check, "the property that must stay violated (default: the one it is about)")
      ->type_name("NAME");
  app.add_option("--mutant", shrink.mutant,
                 "planted bug to live it with; \"\": none (default: the one that the repro was recorded with)")
      ->type_name("NAME");
  add_mutants_folder(app, shrink.mutants_folder);
  app.add_option("--out", shrink.out_file, "where to (default: min.repro beside it)")->type_name("FILE");
  app.add_flag("--force", shrink.force, "overwrite an existing file");
  add_parsed(app, "--budget", "real time after which the best so far is good enough (default: 60s)", "TIME",
             duration_into<milliseconds::rep, std::milli>([&shrink](milliseconds budget) {
               if (budget < milliseconds(1)) reject("--budget", "must be at least 1ms");
               shrink.budget = budget;
             }));
  add_workers(app, shrink);
  add_recorded_limits(app, shrink.limits);
  app.add_flag("--json", shrink.json, "the result as a line of JSON on stdout");
}

// ---- the whole grammar --------------------------------------------------------------------------------------------

// Options of every command at its own place; the one that was named is taken.
struct Grammar {
  CLI::App app{"Relives the same day of a replicated cache from a seed number, until the bug is understood.",
               "groundhog"};
  ColorChoice color = ColorChoice::automatic;
  bool version = false;
  RunOptions run;
  ReplayOptions replay;
  ShrinkOptions shrink;
  ExpandOptions expand;
  LintOptions lint;
  ListOptions list;
  ExplainOptions explain;
  InitOptions init;
  PromoteOptions promote;
  CompletionsOptions completions;
  std::vector<std::pair<CLI::App*, std::function<Request()>>> commands;

  Grammar() {
    add_general();
    add_run(*command("run", "run scenarios over many seeds and check every property", [this] { return Request(run); }),
            run);
    add_replay(*command("replay", "live a filed failure again", [this] { return Request(replay); }), replay);
    add_shrink(*command("shrink", "make a failure small: the least day that still shows it",
                        [this] { return Request(shrink); }),
               shrink);
    add_scenario_tools();
    add_reference();
  }

  CLI::App* command(const std::string& name, const std::string& help, std::function<Request()> take) {
    CLI::App* sub = app.add_subcommand(name, help);
    commands.emplace_back(sub, std::move(take));
    return sub;
  }

  void add_general() {
    app.fallthrough();
    app.add_flag("--version", version, "print version, commit, compiler and flags");
    const std::map<std::string, ColorChoice> words = {
        {"auto", ColorChoice::automatic}, {"always", ColorChoice::always}, {"never", ColorChoice::never}};
    add_parsed(app, "--color", "auto, always or never; NO_COLOR is honoured", "WHEN",
               [this, words](const std::string& option, const std::string& text) {
                 const auto word = words.find(text);
                 if (word == words.end()) reject(option, "\"" + text + "\" is none of auto, always, never");
                 color = word->second;
               });
    app.footer(
        "Exit codes: 0 as expected; 1 a seed failed; 2 usage or a bad scenario; 3 inconclusive;\n"
        "4 nondeterminism; 70 internal error; 130 interrupted. Of several, the first of 130, 70, 4, 1, 3 counts.");
  }

  void add_scenario_tools() {
    auto* expand_app = command("expand", "print the concrete plan of one seed", [this] { return Request(expand); });
    expand_app->add_option("SCENARIO", expand.scenario, "a scenario file")->required();
    add_seed(*expand_app, [this](std::uint64_t seed) { expand.seed = seed; })->required();

    auto* lint_app =
        command("lint", "check scenario files and report everything wrong", [this] { return Request(lint); });
    lint_app->add_option("SCENARIO", lint.scenarios, "scenario files, or folders of them")->required();
    add_mutants_folder(*lint_app, lint.mutants_folder);

    auto* init_app = command("init", "write a commented scenario to start from", [this] { return Request(init); });
    init_app->add_option("FILE", init.file, "where to")->capture_default_str();
    init_app->add_flag("--force", init.force, "overwrite an existing file");

    add_promote(*command("promote", "turn a .repro into a regression scenario", [this] { return Request(promote); }),
                promote);

    command("schema", "print the JSON Schema of scenarios, for editors", [] { return Request(SchemaOptions{}); });
  }

  void add_reference() {
    auto* list_app = command("list", "list scenarios, checks, faults or mutants", [this] { return Request(list); });
    list_app
        ->add_option_function<std::string>(
            "WHAT",
            [this](const std::string& word) {
              if (word == "scenarios")
                list.what = ListOptions::What::scenarios;
              else if (word == "checks")
                list.what = ListOptions::What::checks;
              else if (word == "faults")
                list.what = ListOptions::What::faults;
              else if (word == "mutants")
                list.what = ListOptions::What::mutants;
              else
                reject("WHAT", "\"" + word + "\" is none of scenarios, checks, faults, mutants");
            },
            "scenarios (default), checks, faults or mutants")
        ->type_name("WORD");
    list_app->add_option("FOLDER", list.folders, "scenario files or folders")->capture_default_str();
    list_app->add_flag("--json", list.json, "JSON Lines");
    add_mutants_folder(*list_app, list.mutants_folder);

    auto* explain_app = command("explain", "explain a check, a fault or a mutant", [this] { return Request(explain); });
    auto* name = explain_app->add_option("NAME", explain.name,
                                         "a check such as ttl.safety or P1, a fault such as crash, or a mutant");
    auto* all = explain_app->add_flag("--all", explain.all, "explain everything")->excludes(name);
    add_mutants_folder(*explain_app, explain.mutants_folder);
    explain_app->add_flag("--markdown", explain.markdown, "as the reference pages are written")->needs(all);
    explain_app->add_option("--topic", explain.topic, "checks, faults or scenario")->needs(all)->type_name("TOPIC");

    auto* completions_app =
        command("completions", "print a completion script", [this] { return Request(completions); });
    completions_app->add_option("SHELL", completions.shell, "bash")
        ->check(CLI::IsMember({"bash"}))
        ->capture_default_str();
  }

  const CLI::App* chosen() const {
    for (const auto& [sub, take] : commands) {
      if (sub->parsed()) return sub;
    }
    return nullptr;
  }
};

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<std::string> command_names(const Grammar& grammar) {
  std::vector<std::string> names;
  for (const auto& [sub, take] : grammar.commands) names.push_back(sub->get_name());
  return names;
}

std::string with_suggestion(std::string message, std::string_view word, const std::vector<std::string>& candidates) {
  const std::vector<std::string_view> views(candidates.begin(), candidates.end());
  const std::string_view near = closest(word, views);
  if (!near.empty()) message += " (did you mean " + std::string(near) + "?)";
  return message;
}

// CLI11 says only that something was not expected.
std::string explain_extras(const Grammar& grammar) {
  const CLI::App* sub = grammar.chosen();
  const std::vector<std::string> extras = grammar.app.remaining(true);
  const std::string word = extras.empty() ? std::string() : extras.front();
  if (!word.starts_with("-")) {
    if (sub != nullptr) return "unexpected argument \"" + word + "\"";
    return with_suggestion("unknown command \"" + word + "\"", word, command_names(grammar));
  }
  std::vector<std::string> names = option_names(grammar.app);
  if (sub != nullptr) std::ranges::copy(option_names(*sub), std::back_inserter(names));
  const std::string name = word.substr(0, word.find('='));
  return with_suggestion("unknown option " + name, name, names);
}

Refusal refuse(const Grammar& grammar, const std::string& message) {
  const CLI::App* sub = grammar.chosen();
  const std::string help = sub == nullptr ? "groundhog --help" : "groundhog " + sub->get_name() + " --help";
  return {ExitCode::usage, "groundhog: " + message + "\nSee " + help + ".\n"};
}

// A filter without a trace would do nothing.
void check_filters(const CLI::App& app, const TraceChoice& trace) {
  for (const char* option : {"--node", "--type", "--key", "--from", "--to", "--verbose"}) {
    const CLI::Option* given = app.get_option_no_throw(option);
    if (given != nullptr && given->count() > 0 && !trace.wanted) reject(option, "is for a trace: add --trace");
  }
}

// A trace is one seed in this process, without a campaign around it: these would do nothing.
void check_trace(const CLI::App& app, const TraceChoice& trace) {
  for (const char* option : {"--shard", "--rerun-failed", "--for", "--seed-timeout", "--memory", "--fail-fast",
                             "--junit", "--check-determinism"}) {
    if (app.count(option) > 0) reject("--trace", "runs one seed without " + std::string(option) + ": choose one");
  }
  if (trace.from && trace.to && *trace.to < *trace.from) reject("--to", "is before --from: nothing would be shown");
}

void check_consistency(const CLI::App& app, const RunOptions& run) {
  if (run.scenarios.empty() && run.mutant.empty()) reject("SCENARIO", "is required");
  check_filters(app, run.trace);
  const bool one_seed = run.seeds && run.seeds->size() == 1;
  if (run.trace.wanted && !one_seed) reject("--trace", "needs one seed: add --seed N");
  if (run.trace.wanted && run.json) reject("--trace", "and --json both want stdout: choose one");
  if (run.trace.wanted) check_trace(app, run.trace);
  if (run.confession == Confession::events && !one_seed) reject("--print-events", "needs one seed");
  if (run.rerun_failed && run.seeds) reject("--rerun-failed", "chooses the seeds itself: leave out --seeds and --seed");
}

// The debugger has the terminal, and people take their time: these would do nothing.
void check_gdb(const CLI::App& app) {
  for (const char* option : {"--json", "--until", "--state", "--trace", "--seed-timeout", "--memory"}) {
    if (app.count(option) > 0) reject("--gdb", "stops in a debugger, without " + std::string(option) + ": choose one");
  }
}

void check_consistency(const CLI::App& app, const ReplayOptions& replay) {
  const TraceChoice& trace = replay.trace;
  check_filters(app, trace);
  if (trace.from && trace.to && *trace.to < *trace.from) reject("--to", "is before --from: nothing would be shown");
  const int on_stdout = (replay.json ? 1 : 0) + (trace.wanted ? 1 : 0) + (replay.state ? 1 : 0);
  if (on_stdout > 1) reject("--json, --state, --trace and --until", "all want stdout: choose one");
  if (replay.gdb) check_gdb(app);
}

void check_consistency(const Grammar& grammar) {
  const CLI::App& app = *grammar.chosen();
  if (app.get_name() == "run") check_consistency(app, grammar.run);
  if (app.get_name() == "replay") check_consistency(app, grammar.replay);
}

}  // namespace

std::variant<Invocation, Refusal> parse_arguments(int count, const char* const* arguments) {
  Grammar grammar;
  try {
    grammar.app.parse(count, arguments);
    grammar.run.arguments.assign(arguments + 1, arguments + count);
    grammar.promote.arguments = grammar.run.arguments;
    grammar.shrink.arguments = grammar.run.arguments;
    grammar.replay.arguments = grammar.run.arguments;
    if (grammar.version) return Invocation{grammar.color, VersionOptions{}};
    if (grammar.chosen() == nullptr) return Refusal{ExitCode::usage, grammar.app.help()};
    check_consistency(grammar);
  } catch (const CLI::CallForHelp&) {
    const CLI::App* sub = grammar.chosen();
    return Refusal{ExitCode::as_expected, sub == nullptr ? grammar.app.help() : sub->help()};
  } catch (const CLI::ExtrasError&) {
    return refuse(grammar, explain_extras(grammar));
  } catch (const CLI::ParseError& error) {
    return refuse(grammar, error.what());
  }
  for (const auto& [sub, take] : grammar.commands) {
    if (sub->parsed()) return Invocation{grammar.color, take()};
  }
  return Refusal{ExitCode::internal_error, "groundhog: no command was taken\n"};
}

std::string bash_completion() {
  const Grammar grammar;
  std::ostringstream out;
  out << "# bash completion for groundhog; load it with: source <(groundhog completions bash)\n"
         "_groundhog() {\n"
         "  local word=\"${COMP_WORDS[COMP_CWORD]}\" words=\"\"\n"
         "  case \"${COMP_WORDS[1]}\" in\n";
  for (const auto& [sub, take] : grammar.commands) {
    out << "    " << sub->get_name() << ") words=\"";
    for (const std::string& name : option_names(*sub)) out << name << ' ';
    out << "\" ;;\n";
  }
  out << "    *) words=\"";
  for (const std::string& name : command_names(grammar)) out << name << ' ';
  for (const std::string& name : option_names(grammar.app)) out << name << ' ';
  out << "\" ;;\n"
         "  esac\n"
         "  if [[ $COMP_CWORD -gt 1 && $word != -* ]]; then\n"
         "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
         "  else\n"
         "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
         "  fi\n"
         "}\n"
         "complete -o filenames -F _groundhog groundhog\n";
  return out.str();
}

}  // namespace groundhog
