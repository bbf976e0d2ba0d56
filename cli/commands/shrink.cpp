#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "checkers/checker.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/complaint.hpp"
#include "cli/commands/run_mutant.hpp"
#include "cli/output/minimised_text.hpp"
#include "cli/output/status_line.hpp"
#include "harness/catalogue.hpp"
#include "harness/mutants/museum.hpp"
#include "harness/mutants/planted.hpp"
#include "harness/repro/recorded_failure.hpp"
#include "harness/repro/repro_file.hpp"
#include "harness/runner/interruption.hpp"
#include "harness/runner/scenario_report.hpp"
#include "harness/shrink/minimal_file.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/loader.hpp"
#include "sim/scenario/suggest.hpp"

namespace groundhog::cli {
namespace {

std::string out_file_of(const ShrinkOptions& options) {
  if (!options.out_file.empty()) return options.out_file;
  return std::filesystem::path(options.file).replace_filename("min.repro").string();
}

// Asked by opening it; what was not there is not there afterwards.
bool can_write(const std::string& file) {
  const bool existed = std::filesystem::exists(file);
  const bool opened = std::ofstream(file, std::ios::app).is_open();
  if (opened && !existed) std::filesystem::remove(file);
  return opened;
}

// The name of the property, which may be given by its id; nullopt: there is none.
std::optional<std::string> property_named(const Guest& guest, const std::string& name) {
  for (const checkers::CheckerEntry& entry : checkers::checks_of(guest)) {
    if (entry.name == name || entry.id == name) return std::string(entry.name);
  }
  return std::nullopt;
}

std::string unknown_check(const Guest& guest, const std::string& name) {
  std::vector<std::string_view> names;
  for (const checkers::CheckerEntry& entry : checkers::checks_of(guest)) names.push_back(entry.name);
  const std::string_view near = closest(name, names);
  const std::string remedy = near.empty() ? "see groundhog list checks" : "did you mean " + std::string(near) + "?";
  return "--check: there is no property \"" + name + "\" (" + remedy + ")";
}

std::string causes_text(const harness::SeedResult& result) {
  std::string text;
  for (const std::string& cause : harness::causes_of(result)) text += (text.empty() ? "" : ", ") + cause;
  return text;
}

class Shrinking {
 public:
  Shrinking(const ShrinkOptions& options, const Guest& guest, const Console& console)
      : options_(options),
        console_(console),
        out_file_(out_file_of(options)),
        museum_(options.mutants_folder),
        catalogue_(guest, museum_.names()) {}

  ExitCode run() {
    auto repro = harness::read_repro(options_.file);
    if (!repro) return complain(repro.error());
    const std::string mutant = options_.mutant.value_or(repro->build.mutant);
    const bool is_elsewhere = !mutant.empty() && mutant != harness::planted_mutant();
    if (is_elsewhere) return go_on_in_mutant(mutant, options_.arguments, museum_, console_);
    const auto scenario = load_scenario_text(repro->day, options_.file, catalogue_.loader());
    if (!scenario) {
      return complain("the day in " + options_.file + " is no scenario of this build:\n" +
                      render(scenario.error(), console_.color));
    }
    repro->build.mutant = harness::planted_mutant();
    if (const auto problem = choose_property(*repro)) return complain(*problem);
    if (const auto problem = why_not_to(*repro)) return complain(*problem);

    const harness::Interruption interruption;
    if (const auto refusal = find_failure(*repro, *scenario)) return *refusal;
    const std::uint64_t session = session_of(failure_.plan, failure_.signature, settings_.limits);
    if (const auto problem = why_not_to(*repro, session)) return complain(*problem);
    overwrites_ = options_.force ||
                  harness::KnownVerdicts::look_at(session_file(), session) == harness::VerdictFile::of_this_session;
    const ExitCode code = shrink(harness::KnownVerdicts(session_file(), session));
    return interruption.happened() ? ExitCode::interrupted : code;
  }

 private:
  std::string session_file() const { return out_file_ + ".shrink"; }

  // What --check says, or what the file is about. The answer is what is wrong with it.
  std::optional<std::string> choose_property(harness::Repro& repro) const {
    if (options_.check.empty()) return std::nullopt;
    const auto property = property_named(catalogue_.guest(), options_.check);
    if (!property) return unknown_check(catalogue_.guest(), options_.check);
    repro.about = *property;
    return std::nullopt;
  }

  // What speaks against writing there, before any time is spent on it: a file of somebody else, or no permission.
  std::optional<std::string> why_not_to(const harness::Repro& repro) const {
    if (std::filesystem::is_directory(out_file_)) return "--out: " + out_file_ + " is a folder: name a file";
    const harness::VerdictFile known = harness::KnownVerdicts::look_at(session_file(), 0);
    if (known == harness::VerdictFile::foreign) {
      return session_file() +
             ", where what is known of candidates would be kept, is something else: name another file " + "with --out";
    }
    if (known == harness::VerdictFile::absent) {
      if (const auto problem = why_not_over(repro)) return problem;
    }
    return can_write(session_file()) ? std::nullopt : std::optional("cannot write " + session_file());
  }

  // Once it is known what exactly is to be shrunk.
  std::optional<std::string> why_not_to(const harness::Repro& repro, std::uint64_t session) const {
    const harness::VerdictFile known = harness::KnownVerdicts::look_at(session_file(), session);
    if (known == harness::VerdictFile::of_this_session || options_.force) return std::nullopt;
    if (known == harness::VerdictFile::of_another_session) {
      return session_file() + " remembers another shrinking, which was not ended (another file, --check, " +
             "--seed-timeout or --memory): name another file with --out, or give it up with --force";
    }
    return why_not_over(repro);
  }

  // A day of the same failure may be there: it stays if it is better.
  std::optional<std::string> why_not_over(const harness::Repro& repro) const {
    const bool is_free =
        options_.force || !std::filesystem::exists(out_file_) || harness::holds_same_failure(out_file_, repro);
    if (is_free) return std::nullopt;
    return out_file_ +
           " exists, and is not of this failure: name another file with --out, or overwrite it with --force";
  }

  // Lives the day: does it fail here, and how? The answer is an exit code if there is nothing to shrink.
  std::optional<ExitCode> find_failure(const harness::Repro& repro, const Scenario& scenario) {
    const std::string& about = repro.about;
    settings_.jobs = options_.jobs;
    settings_.budget = options_.budget;
    settings_.limits = options_.limits.over(repro.limits);
    failure_.scenario_file = repro.scenario_file;
    failure_.plan = expand(scenario, repro.seed);
    auto result = harness::live_once(failure_.plan, catalogue_.guest(), settings_.limits);
    if (!result) return complain("interrupted before it was known whether this day fails", ExitCode::interrupted);
    failure_.result = std::move(*result);
    failure_.signature = harness::signature_of(failure_.result, about);
    if (!failure_.result.failed()) {
      return complain(options_.file + " does not fail with this build: there is nothing to shrink",
                      ExitCode::inconclusive);
    }
    if (!about.empty() && failure_.signature.about != about) {
      return complain(options_.file + " does not violate " + about + " with this build, but " +
                          causes_text(failure_.result) + ": choose with --check",
                      ExitCode::inconclusive);
    }
    const auto recorded = options_.check.empty() ? harness::recorded_failure(repro) : std::nullopt;
    if (!recorded || shows(failure_.result, *recorded)) return std::nullopt;
    return complain(options_.file + " shows " + about + " with this build, but in another way than was recorded",
                    ExitCode::inconclusive);
  }

  ExitCode shrink(harness::KnownVerdicts verdicts) {
    if (verdicts.remembered() > 0) {
      print_error("groundhog: going on with what " + session_file() + " remembers\n");
    }
    failure_.size = harness::size_of(failure_.plan, failure_.result, catalogue_.guest());
    StatusLine status(console_);
    settings_.on_progress = [&](const harness::ShrinkStatus& now) {
      status.show(now.elapsed, [&] { return shrink_status_text(failure_.plan.name, now); });
    };
    const harness::Minimised minimised = harness::minimise(failure_, catalogue_.guest(), settings_, verdicts);
    status.clear();
    const ExitCode interrupted = minimised.outcome.interrupted ? ExitCode::interrupted : ExitCode::as_expected;
    const std::string nothing = no_minimum_text(failure_.plan.name, failure_.plan.seed, minimised);
    if (!nothing.empty()) {
      return complain(nothing + ": nothing was written; the same command goes on from here",
                      worse_of(interrupted, ExitCode::inconclusive));
    }
    const auto file = write(minimised);
    if (!file) return complain("cannot write " + out_file_);
    if (minimised.outcome.shrunk.minimal) verdicts.remove_file();
    tell(minimised, *file);
    return interrupted;
  }

  // The file, empty if there is a better one already; nullopt: it cannot be written.
  std::optional<std::string> write(const harness::Minimised& minimised) const {
    const std::string reason = harness::reason_to_stay(out_file_, minimised.repro, minimised.outcome.shrunk.minimal);
    if (!reason.empty() && !overwrites_) {
      print_error("groundhog: " + out_file_ + " stays: it " + reason + "\n");
      return std::string();
    }
    return harness::write_repro(out_file_, minimised.repro) ? std::optional(out_file_) : std::nullopt;
  }

  void tell(const harness::Minimised& minimised, const std::string& file) const {
    const MinimisedText where{failure_.plan.name, failure_.plan.seed, file, {}};
    if (options_.json) print_data(minimised_json_line(where, failure_, minimised));
    print_error(minimised_text(where, failure_, minimised, console_) + last_events_text(minimised));
    if (!minimised.outcome.shrunk.minimal) print_error("groundhog: the same command goes on from here\n");
  }

  const ShrinkOptions& options_;
  const Console& console_;
  std::string out_file_;
  const harness::Museum museum_;
  const harness::Catalogue catalogue_;
  harness::FoundFailure failure_;
  harness::ShrinkSettings settings_;
  bool overwrites_ = false;  // whatever is there: it was asked for, or is the best so far of this very shrinking
};

}  // namespace

ExitCode shrink_command(const ShrinkOptions& options, const Guest& guest, const Console& console) {
  return Shrinking(options, guest, console).run();
}

}  // namespace groundhog::cli
