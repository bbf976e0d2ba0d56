#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "checkers/checker.hpp"
#include "cli/catalogue.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/run_mutant.hpp"
#include "cli/mutants/museum.hpp"
#include "cli/mutants/planted.hpp"
#include "cli/output/scenario_report.hpp"
#include "cli/output/status_line.hpp"
#include "cli/repro/repro_file.hpp"
#include "cli/shrinking/minimised_text.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/loader.hpp"
#include "sim/scenario/suggest.hpp"

namespace groundhog {
namespace {

ExitCode complain(const std::string& text, ExitCode code = ExitCode::usage) {
  print_error("groundhog: " + text + "\n");
  return code;
}

std::string out_file_of(const ShrinkOptions& options) {
  if (!options.out_file.empty()) return options.out_file;
  return std::filesystem::path(options.file).replace_filename("min.repro").string();
}

// The name of the property, which may be given by its id; nullopt: there is none.
std::optional<std::string> property_named(const std::string& name) {
  for (const CheckerEntry& entry : checker_table()) {
    if (entry.name == name || entry.id == name) return std::string(entry.name);
  }
  return std::nullopt;
}

std::string unknown_check(const std::string& name) {
  std::vector<std::string_view> names;
  for (const CheckerEntry& entry : checker_table()) names.push_back(entry.name);
  const std::string_view near = closest(name, names);
  const std::string remedy = near.empty() ? "see groundhog list checks" : "did you mean " + std::string(near) + "?";
  return "--check: there is no property \"" + name + "\" (" + remedy + ")";
}

std::string causes_text(const SeedResult& result) {
  std::string text;
  for (const std::string& cause : causes_of(result)) text += (text.empty() ? "" : ", ") + cause;
  return text;
}

class Shrinking {
 public:
  Shrinking(const ShrinkOptions& options, const Console& console)
      : options_(options),
        console_(console),
        out_file_(out_file_of(options)),
        museum_(options.mutants_folder),
        catalogue_(museum_.names()) {}

  ExitCode run() {
    const auto repro = read_repro(options_.file);
    if (!repro) return complain(repro.error());
    const std::string mutant = options_.mutant.value_or(repro->build.mutant);
    const bool is_elsewhere = !mutant.empty() && mutant != planted_mutant();
    if (is_elsewhere) return go_on_in_mutant(mutant, options_.arguments, museum_, console_);
    const auto scenario = load_scenario_text(repro->day, options_.file, catalogue_.loader());
    if (!scenario) {
      return complain("the day in " + options_.file + " is no scenario of this build:\n" +
                      render(scenario.error(), console_.color));
    }
    if (const auto refusal = find_failure(*repro, *scenario)) return *refusal;
    const std::uint64_t session = session_of(failure_.plan, failure_.signature);
    const bool goes_on = KnownVerdicts::exists(session_file(), session);
    if (std::filesystem::exists(out_file_) && !options_.force && !goes_on) {
      return complain(out_file_ + " exists: name another file with --out, or overwrite it with --force");
    }
    return shrink(KnownVerdicts(session_file(), session));
  }

 private:
  std::string session_file() const { return out_file_ + ".shrink"; }

  // Lives the day: does it fail here, and how? The answer is an exit code if there is nothing to shrink.
  std::optional<ExitCode> find_failure(const Repro& repro, const Scenario& scenario) {
    std::string about = repro.about;
    if (!options_.check.empty()) {
      const auto property = property_named(options_.check);
      if (!property) return complain(unknown_check(options_.check));
      about = *property;
    }
    settings_.jobs = options_.jobs;
    settings_.budget = options_.budget;
    settings_.limits = {options_.seed_timeout, options_.memory_bytes};
    failure_.scenario_file = repro.scenario_file;
    failure_.plan = expand(scenario, repro.seed);
    failure_.result = live_once(failure_.plan, catalogue_.system(), settings_.limits);
    failure_.signature = signature_of(failure_.result, about);
    if (!failure_.result.failed()) {
      return complain(options_.file + " does not fail with this build: there is nothing to shrink",
                      ExitCode::inconclusive);
    }
    if (about.empty() || failure_.signature.about == about) return std::nullopt;
    return complain(options_.file + " does not violate " + about + " with this build, but " +
                        causes_text(failure_.result) + ": choose with --check",
                    ExitCode::inconclusive);
  }

  ExitCode shrink(KnownVerdicts verdicts) {
    if (verdicts.remembered() > 0) {
      print_error("groundhog: going on with what " + session_file() + " remembers\n");
    }
    failure_.size = size_of(failure_.plan, failure_.result, catalogue_.system());
    StatusLine status(console_);
    settings_.on_progress = [&](const ShrinkStatus& now) {
      status.show(now.elapsed, [&] { return shrink_status_text(failure_.plan.name, now); });
    };
    const Minimised minimised = minimise(failure_, catalogue_.system(), settings_, verdicts);
    status.clear();
    if (!write_repro(out_file_, minimised.repro)) return complain("cannot write " + out_file_);
    if (minimised.outcome.shrunk.minimal) verdicts.remove_file();
    tell(minimised);
    return minimised.outcome.interrupted ? ExitCode::interrupted : ExitCode::as_expected;
  }

  void tell(const Minimised& minimised) const {
    const MinimisedText where{failure_.plan.name, failure_.plan.seed, out_file_, {}};
    if (options_.json) print_data(minimised_json_line(where, failure_, minimised));
    print_error(minimised_text(where, failure_, minimised, console_) + last_events_text(minimised));
    if (!minimised.outcome.shrunk.minimal) print_error("groundhog: the same command goes on from here\n");
  }

  const ShrinkOptions& options_;
  const Console& console_;
  std::string out_file_;
  const Museum museum_;
  const Catalogue catalogue_;
  FoundFailure failure_;
  ShrinkSettings settings_;
};

}  // namespace

ExitCode shrink_command(const ShrinkOptions& options, const Console& console) {
  return Shrinking(options, console).run();
}

}  // namespace groundhog
